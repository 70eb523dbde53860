"""Transactions: one commit a request, no double posts, no lost edits."""

import functools
import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from flask import g, request
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import Conflict
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import recheck_access
from blueprints.forms import EditForm, OfficeForm
from blueprints.labels import refusal
from blueprints.pages import go_to, render_page
from models import clock
from models.accounts.tables import FormKey
from models.base import db, outside_transaction, read, set_writing
from models.errors import RuleBroken

View = TypeVar("View", bound=Callable[..., Any])
KEY = re.compile(r"[0-9A-Za-z_-]{16,64}")
UNCOUNTED = {"csrf_token", "draft_id"}  # they differ each time the same form is sent
ALREADY = "Nội dung này đã được lưu trước đó, không lưu thêm lần nữa."


def _digest(file: FileStorage) -> str:
    digest = hashlib.file_digest(file.stream, "sha256").hexdigest()  # type: ignore[arg-type]
    file.stream.seek(0)
    return digest


def _body_hash() -> str:
    parts = sorted((name or "", value) for name, value in request.form.items(multi=True) if name not in UNCOUNTED)
    files = sorted((name or "", file.filename or "", _digest(file)) for name, file in request.files.items(multi=True))
    return hashlib.sha256(repr((request.path, parts, files)).encode("utf-8", "surrogatepass")).hexdigest()


def _replay(key: str, body_hash: str) -> AnyResponse | None:
    """The answer to a form that was already posted; Conflict when the same form came back with other content."""
    used = read(select(FormKey.body_hash, FormKey.result).where(FormKey.key == key)).first()
    if used is None:
        return None
    if used.body_hash != body_hash:
        g.may_send_again = True
        raise Conflict(
            "Biểu mẫu này đã được lưu một lần với nội dung khác. Nội dung mới chưa được lưu; "
            "muốn ghi thành mục mới thì bấm “Lưu lần nữa”."
        )
    return go_to(used.result or "/", ALREADY, "idle")


def once(view: View) -> View:
    """A create form that is posted twice makes one row: the second post leads to the first result."""

    @functools.wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        key = request.form.get("form_key", "") if request.method == "POST" else ""
        if not KEY.fullmatch(key):
            return view(*args, **kwargs)
        body_hash = _body_hash()
        g.form_key = {"key": key, "body_hash": body_hash, "used_at": clock.now()}
        try:  # a twin that comes at the same moment waits here until this one is through
            db.session.execute(insert(FormKey).values(**g.form_key, result=""))
            return view(*args, **kwargs)
        except IntegrityError:
            db.session.rollback()
            earlier = _replay(key, body_hash)  # the key was used before
            if earlier is None:
                raise
            return earlier

    return guarded  # type: ignore[return-value]


def not_taken(url: str, message: str) -> AnyResponse:
    """Nothing was saved, since the form is of something that has moved on: the form of today, with the reason.

    What was typed stays in the browser's tab, and a page that is fetched once more sends nothing.
    """
    rollback()
    g.not_taken = True
    return go_to(url, message, "warn")


@contextmanager
def between_transactions() -> Iterator[None]:
    """Something slow between two transactions of a request that writes: the first one is let go, nobody waits.

    Everything is looked at again in the second one: 401 when the session ended, or got other rights, meanwhile; a twin
    of the form that was through first leads to its result.
    """
    with outside_transaction():
        yield
    recheck_access()
    if "form_key" in g:
        db.session.execute(insert(FormKey).values(**g.form_key, result=""))


def commit_once(url: str) -> None:
    """Commit a new row together with the key of its form; a second post is led to ``url``."""
    form_key: dict[str, Any] | None = g.pop("form_key", None)
    if form_key is not None:
        leads_to = update(FormKey).where(FormKey.key == form_key["key"]).values(result=url[:400])
        if not db.session.connection().execute(leads_to).rowcount:  # the view had begun anew
            db.session.execute(insert(FormKey).values(**form_key, result=url[:400]))
    commit()


def commit() -> None:
    """Commit; whatever the request draws after it only reads, so that nobody waits for the drawing."""
    db.session.commit()
    set_writing(False)


def rollback() -> None:
    """Nothing of this request will be written: let others write while its page is drawn."""
    db.session.rollback()
    set_writing(False)


def created(url: str, message: str | None = None) -> AnyResponse:
    """Commit a new row together with the key of its form, and lead to it."""
    commit_once(url)
    return go_to(url, message)


def saved(url: str, message: str | None = None, kind: str = "ok") -> AnyResponse:
    """Commit what was changed, and lead on."""
    commit()
    return go_to(url, message, kind)


def conflict(template: str, form: EditForm, row: Any, fragment: str | None = None, **context: Any) -> AnyResponse:
    """Somebody saved in between: the form again with both texts; saving once more is a decision, not an accident."""
    form.show_theirs(row)
    rollback()
    return render_page(template, fragment=fragment, status=409, form=form, row=row, **context)


def refuse(form: OfficeForm, broken: RuleBroken, words: dict[str, str], field: str | None = None) -> None:
    """Write a rule's refusal beside the field it is about (the first field when there is none)."""
    rollback()
    sentence = refusal(broken, words)
    name = field or broken.field
    target = form[name] if name and name in form else next(iter(form))
    target.errors = [*target.errors, sentence]
    form.was_refused = True
