"""What the tests of the website room share: an office with the required sections, and its site."""

import pytest

from models.base import db
from models.website import actions
from models.website.tables import Website
from tests.factories import Office
from tests.website.planted import HOST


@pytest.fixture
def shared_out(office: Office) -> Office:
    """The office with the required sections, which nobody writes yet."""
    actions.add_required(office.commune)
    db.session.commit()
    return office


@pytest.fixture
def own_site(shared_out: Office) -> Website:
    """The site of the office, as the administrator entered it."""
    made = actions.set_website(
        shared_out.viewer("admin"), f"https://{HOST}/", [f"www.{HOST}"], "Thôn 1, xã Tây Sơn", "02693", f"ubnd@{HOST}"
    )
    db.session.commit()
    return made
