"""What a field takes, and that a missing one is an empty one."""

from collections.abc import Callable

import pytest
from flask import Flask
from wtforms import Field

from blueprints.forms import OfficeForm
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


def every_form() -> list[type[OfficeForm]]:
    """Every kind of form that the site has."""
    found, waiting = [], [OfficeForm]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        found.append(kind)
    return sorted(found, key=lambda kind: kind.__qualname__)


def told(field: Field) -> list[object]:
    """What a field says of itself before anything is typed."""
    own = vars(field)
    return [type(field), field.label.text, field.id, vars(field.flags), field.render_kw, own.get("choices"),
            [type(check) for check in field.validators], len(field.filters)]  # fmt: skip


def test_a_copied_field_is_like_a_new_one_and_shares_nothing_that_changes(app: Flask) -> None:
    with app.test_request_context("/"):
        for kind in every_form():
            more = {"asks_complaints": True} if kind.__name__ == "FigureForm" else {}
            first, second = kind(formdata=None, **more), kind(formdata=None, **more)
            for name, unbound in first._unbound_fields:
                if name not in first:
                    continue
                one, other = first[name], second[name]
                assert told(one) == told(unbound.bind(form=first, name=name)), f"{kind.__name__}.{name}"
                assert one is not other and one._form is first and other._form is second
                shared = [part for part, value in vars(one).items()
                          if isinstance(value, (list, dict)) and value is vars(other).get(part)]  # fmt: skip
                assert not shared, f"{kind.__name__}.{name}: {shared}"
