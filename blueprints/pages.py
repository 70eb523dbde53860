"""Pages and fragments: one view answers a whole page or, to htmx, the named block of the same template.

A long list is paginated: ``asked_page`` is the page of it that the address asks for, ``asked_keys`` the one
behind a key.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Response, current_app, flash, g, make_response, redirect, render_template, request, session
from jinja2_fragments.flask import render_block
from werkzeug.urls import iri_to_uri
from werkzeug.wrappers import Response as AnyResponse

from blueprints.filters import int_arg, page_url, text_arg
from models.text import fold

Row = TypeVar("Row")
LAST_PAGE = 9999


@dataclass(slots=True)
class Page:
    """One page of a list of ``total`` rows, and the way to its neighbours."""

    number: int
    size: int
    total: int = 0

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        """How many rows come before."""
        return (self.number - 1) * self.size

    @property
    def back(self) -> str | None:
        """The address of the page before."""
        return page_url("trang", self.number - 1) if self.number > 1 else None

    @property
    def forward(self) -> str | None:
        """The address of the page that follows."""
        return page_url("trang", self.number + 1) if self.number < self.pages else None

    def slice(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows of this page, out of all."""
        return rows[self.offset : self.offset + self.size]


@dataclass(slots=True)
class KeyedPage:
    """One page of a list that grows all day: it begins behind the key of a row, so that none is skipped or shown twice.

    Nothing is counted. The query gives one row more than ``size`` where another page follows.
    """

    size: int
    after: str
    last: str = ""

    def slice(self, rows: Sequence[Row], key: Callable[[Row], object]) -> Sequence[Row]:
        """The rows of this page; ``key`` names one of them for the address."""
        if len(rows) > self.size:
            self.last = str(key(rows[self.size - 1]))
        return rows[: self.size]

    @property
    def back(self) -> str | None:
        """The address of the first page."""
        return page_url("sau", None) if self.after else None

    @property
    def forward(self) -> str | None:
        """The address of the page that follows."""
        return page_url("sau", self.last) if self.last else None


def asked_keys(size: int) -> KeyedPage:
    """The page behind the key that the address names; the first one without."""
    return KeyedPage(size, text_arg("sau"))


def asked_page(size: int) -> Page:
    """The page that the address asks for, before its list was counted."""
    return Page(int_arg("trang", 1, low=1, high=LAST_PAGE), size)


def matching(rows: Sequence[Row], words: Callable[[Row], str]) -> Sequence[Row]:
    """Those rows whose ``words`` hold everything that is searched for."""
    wanted = fold(text_arg("q")).split()
    return [row for row in rows if all(word in fold(words(row)) for word in wanted)] if wanted else rows


def searched(rows: Sequence[Row], words: Callable[[Row], str], size: int) -> tuple[Sequence[Row], Page]:
    """The page that the address asks for of those rows whose ``words`` hold everything that is searched for."""
    found = matching(rows, words)
    page = asked_page(size)
    page.total = len(found)
    return page.slice(found), page


def wants_htmx() -> bool:
    """Whether htmx asks (boosted and restored pages want a whole page, like a plain browser)."""
    sent = request.headers
    return "HX-Request" in sent and not ("HX-Boosted" in sent or "HX-History-Restore-Request" in sent)


def page_before() -> str | None:
    """The page of this site from which a request was sent, where somebody who signs in goes on; None when unknown.

    A form that was refused stands at the address it was sent to, which may open nothing by itself: that is no page.
    """
    try:
        page = urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "")
    except ValueError:  # what a browser never sends
        return None
    addresses = current_app.create_url_adapter(request)
    if addresses is None or page.netloc != request.host:
        return None
    opens = addresses.test(page.path.removeprefix(request.script_root), "GET")
    return f"{page.path}?{page.query}".rstrip("?") if opens else None


def render_page(template: str, fragment: str | None = None, status: int = 200, **context: Any) -> Response:
    """The whole page, or only its block ``fragment`` when htmx asks for one."""
    g.page_status = status
    if fragment is not None and wants_htmx():
        return make_response(render_block(template, fragment, **context), status)
    return make_response(render_template(template, **context), status)


def flash_message(message: str, kind: str) -> None:
    """Keep a message for the next page; of those that no page has shown yet only the newest few stay."""
    if "_flashes" in session:
        session["_flashes"] = session["_flashes"][-2:]
    flash(message, kind)


def toast(response: Response, message: str, kind: str = "ok") -> Response:
    """Let the page show a short message when htmx has swapped the answer in."""
    response.headers["HX-Trigger"] = json.dumps({"toast": {"message": message, "kind": kind}}, ensure_ascii=True)
    return response


def answer(
    template: str, message: str | None = None, back: str = "/", status: int = 200, **context: Any
) -> AnyResponse:
    """The changed piece and a toast for htmx; for a plain browser a redirect back with the same message."""
    if wants_htmx():
        piece = make_response(render_template(template, **context), status)
        return toast(piece, message) if message else piece
    if message:
        flash_message(message, "ok")
    return redirect(back, 303)


def download(content: bytes, mime: str, name: str) -> Response:
    """A file that the browser keeps under this name, plain letters and figures; it is drawn before it comes here."""
    sent = make_response(content)
    sent.headers["Content-Type"] = mime
    sent.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return sent


def go_to(url: str, message: str | None = None, kind: str = "ok") -> AnyResponse:
    """Send the browser on, with a message for the next page."""
    if message:
        flash_message(message, kind)
    if wants_htmx():
        moved = make_response("", 200)
        moved.headers["HX-Redirect"] = iri_to_uri(url)  # headers carry ASCII only
        return moved
    return redirect(url, 303)
