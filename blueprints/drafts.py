"""What was typed and could not be saved: what a refused page gives back, and what tells the browser's tab of a draft.

The tab keeps what was sent (static/js/drafts.js) under a name that travels with the form, until a page says that it
was taken. Without scripts the refused page itself carries the typed values, with a fresh token.
"""

import re
import secrets
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app, g, get_flashed_messages, request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import HTTPException

from blueprints import api
from blueprints.access import PUBLIC, access_of, viewer_or_none
from blueprints.pages import flash_message, page_before, wants_htmx

DRAFT = "draft_id"
TAKEN = "taken"  # the kind of message that names a draft which was saved
NAME = re.compile(r"[0-9a-z-]{8,40}")
WORDY = re.compile(r"\S\s+\S")  # a text of more than one word is worth reading again; ids and ticks are not
AGAIN = {400, 429, 500, 503}  # nothing of the form itself kept it from being saved


@dataclass(frozen=True, slots=True)
class UnsavedForm:
    """A form that was sent and not saved: where it belongs, its texts, and its fields where it may be sent again."""

    page: str
    texts: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    had_file: bool = False


def _sent() -> list[tuple[str, str]]:
    """The fields of the form that was sent; nothing where it cannot be read, and nothing of a form with a password."""
    try:
        fields = list(request.form.items(multi=True))
    except HTTPException:  # too large
        return []
    if any(name is None or "password" in name for name, _value in fields):
        return []
    return fields


def _is_form() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return request.method == "POST" and not (view is not None and api.is_api(view))


def is_own() -> bool:
    """Whether the form was sent from a page of this site, as browsers say it."""
    origin = request.headers.get("Origin")
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin" and (
        origin is None or origin.split("//")[-1] == request.host
    )


def form_page(status: int) -> str:
    """Where the form that was sent stands: the page before, else its own address where that opens a page.

    What may not be entered, or is not there, is told alike whatever its address.
    """
    page = page_before()
    addresses = current_app.create_url_adapter(request)
    if page is None and addresses is not None and status not in (403, 404) and addresses.test(request.path, "GET"):
        return f"{request.script_root}{request.full_path.rstrip('?')}"
    return page or f"{request.script_root}/"


def refused(status: int) -> UnsavedForm | None:
    """What the page of a refusal gives back; None where no form was sent."""
    if not _is_form():
        return None
    fields = [(name, value) for name, value in _sent() if name != "csrf_token"]
    texts = tuple(value for _name, value in fields if WORDY.search(value))
    may_send = status in AGAIN or (status == 409 and g.get("may_send_again"))
    is_let_in = viewer_or_none() is not None or access_of(current_app, request.endpoint or "") == PUBLIC
    if not (may_send and is_let_in and is_own()):
        fields = []
    if status == 409:  # its key made something already
        fields = [(name, secrets.token_urlsafe(24) if name == "form_key" else value) for name, value in fields]
    return UnsavedForm(form_page(status), texts, tuple(fields), any(file.filename for file in _files()))


def _files() -> list[FileStorage]:
    try:
        return list(request.files.values())
    except HTTPException:
        return []


def marks() -> dict[str, str]:
    """What the frame of a page tells the tab: which drafts were taken, or that this page refuses what was sent."""
    names: list[Any] = get_flashed_messages(category_filter=[TAKEN])
    said = {"data-taken": " ".join(names)}
    if not _is_form():
        return {name: value for name, value in said.items() if value}
    status = g.get("page_status", 200)
    if status >= 400:
        return said | {"data-refused": form_page(status)} | ({"data-draft": _draft()} if _sent() else {})
    return said if g.get("not_taken") else said | {"data-taken": f"{said['data-taken']} {_draft()}".strip()}


def _draft() -> str:
    name = next((value for field, value in _sent() if field == DRAFT), "")
    return name if NAME.fullmatch(name) else ""


def _note_taken(response: Response) -> Response:
    """Let the next page say that a draft was saved."""
    if _is_form() and 300 <= response.status_code < 400 and not g.get("not_taken") and not wants_htmx():
        name = _draft()
        if name:
            flash_message(name, TAKEN)
    return response


def install(app: Flask) -> None:
    """Make the marks known to the frames of all pages."""
    app.after_request(_note_taken)
    app.jinja_env.globals.update(draft_marks=marks)
