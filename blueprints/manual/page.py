"""The manual of a role: the guidance of every page that it may open, with contents, ready to print."""

from collections.abc import Sequence

from flask import current_app
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, access_of, requires, viewer
from blueprints.filters import text_arg
from blueprints.guidance import Guide, guides
from blueprints.labels import ROLE
from blueprints.manual import bp
from blueprints.pages import render_page
from models.accounts.rules import Role

ROLES = {
    "quay": Role.COUNTER,
    "thu-ky": Role.SECRETARY,
    "lanh-dao": Role.LEADER,
    "kiem-tra": Role.AUDITOR,
    "quan-tri": Role.ADMIN,
    "tinh": Role.PROVINCE,
}  # by the word of the address


@bp.get("/huong-dan")
@requires(Permission.READ_MANUAL)
def page() -> AnyResponse:
    """Everybody reads the manual of his own role, and those of the others."""
    own = next((word for word, role in ROLES.items() if viewer().is_a(role)), "")
    chosen = text_arg("vai") if text_arg("vai") in ROLES else own
    return render_page(
        "manual/page.html",
        roles={word: ROLE[role] for word, role in ROLES.items()},
        chosen=chosen,
        rooms=by_room(of_role(ROLES[chosen])),
    )


def of_role(role: Role) -> list[Guide]:
    """The guidance of the pages that a role may open."""
    return [guide for guide in guides() if any(_may(role, endpoint) for endpoint in guide.endpoints)]


def _may(role: Role, endpoint: str) -> bool:
    access = access_of(current_app, endpoint)
    return role in access.roles if isinstance(access, Permission) else True  # open to guests: to everybody here, too


def by_room(found: Sequence[Guide]) -> dict[str, list[Guide]]:
    """Room by room, in their order."""
    rooms: dict[str, list[Guide]] = {}
    for guide in found:
        rooms.setdefault(guide.room, []).append(guide)
    return rooms
