"""At which counter a PC stands: said once, remembered by its browser in a signed cookie, never guessed."""

from flask import current_app, request
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import viewer
from models.places import queries as places

COOKIE, FOR = "quay-may-nay", 400 * 24 * 3600  # browsers keep none longer


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="the counter of a browser")


def remember(answer: AnyResponse, counter_id: int) -> AnyResponse:
    """This browser stands at a counter of the viewer's office, 0 for none, until somebody says otherwise."""
    kept = _signer().dumps([viewer().home_id, counter_id])
    text = kept if isinstance(kept, str) else kept.decode()
    secure = request.is_secure
    answer.set_cookie(COOKIE, text, max_age=FOR, httponly=True, samesite="Lax", secure=secure, path="/hai-long")
    return answer


def bound() -> int | None:
    """The counter of this browser, 0 where it stands at none; None until it was said, or where it serves no longer."""
    try:
        commune_id, counter_id = _signer().loads(request.cookies.get(COOKIE, ""))
    except (BadData, ValueError, TypeError):
        return None
    if commune_id != viewer().commune_id or not isinstance(counter_id, int):
        return None
    if not counter_id:
        return 0
    return places.own_counter(viewer(), counter_id)
