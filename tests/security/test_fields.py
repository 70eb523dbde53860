"""What a field takes, and that a missing one is an empty one."""

from collections.abc import Callable

import pytest

from tests.browser import Browser
from tests.factories import Office

Browse = Callable[..., Browser]


@pytest.mark.parametrize("missing", ["full_name", "title", "unit_id", "rank", "is_active"])
def test_a_field_that_is_not_sent_is_an_empty_field(missing: str, office: Office, browse: Browse) -> None:
    full = {"full_name": "Đặng Thị Yến", "title": "Chuyên viên", "unit_id": "", "rank": "7", "is_active": "y"}
    data = {name: value for name, value in full.items() if name != missing}
    admin = browse("admin")
    page = f"/quan-tri/can-bo/{next(iter(office.people.values())).id}"
    assert admin.post_form(page, data).status_code in (303, 422)
    assert admin.post_form("/quan-tri/can-bo/moi", data).status_code in (303, 422)
