"""The mark in a citizen's form: signed and dated, so that no cookie is needed and a page may lie open for months."""

import secrets
from datetime import timedelta

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from models import clock
from models.satisfaction.handling import handling

SALT = "the page of a citizen"


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt=SALT)


def fresh(place: str) -> str:
    """A mark for a page that is opened now, for one place; what it names is the answer that will be sent from it."""
    signed: str | bytes = _signer().dumps([place, secrets.token_urlsafe(12)])
    return signed if isinstance(signed, str) else signed.decode()


def key_of(mark: str, place: str) -> str | None:
    """What an answer from this page is called; None where the page is too old, or of another place."""
    days = timedelta(days=handling(clock.today()).page_days)
    try:
        named, key = _signer().loads(mark, max_age=int(days.total_seconds()))
    except (BadData, ValueError, TypeError):
        return None
    return str(key) if named == place else None
