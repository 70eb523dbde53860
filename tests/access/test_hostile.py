"""Every field of every form that any page shows, fed with what no form expects: never a 500, nothing typed is lost."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from lxml.html import HtmlElement, document_fromstring
from markupsafe import escape

from tests.access.conftest import Grid
from tests.access.table import DRAWN
from tests.browser import Browser

pytestmark = pytest.mark.slow

ROLES = ("counter", "auditor", "leader", "secretary", "admin")  # the one who can close accounts comes last
TYPED = {"text", "search", "url", "number", "date", "time", "tel", "email", None}
SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
HOSTILE = {
    "nothing": "",
    "nul": "a\x00b",
    "half a letter": "\ud800",
    "right to left": "a\u202eb\u2066c",
    "unseen": "\u200b\u200b",
    "script": SCRIPT,
    "taken apart": "Bie\u0302n ba\u0309n ho\u0323p",
    "2^70": str(2**70),
    "below": "-1",
    "below all": "-" + "9" * 30,
    "no number": "NaN",
    "no end": "1e309",
    "wide digits": "\uff11\uff12",
    "underscore": "1_000",
    "no day": "31/02/2026",
    "day of no year": "0000-00-00",
    "far day": "9999-99-99",
    "no hour": "25:61",
    "sql": "' OR 1=1; DROP TABLE account; --",
    "template": "{{7*7}}{% raw %}${7*7}",
    "sheet": "=cmd|' /C calc'!A0",
    "lines": "a\r\nb\x0bc\u2028d\x1b[31m",
    "emoji": "👩‍👩‍👧‍👦" * 50,
    "none": "None",
    "word": "admin",
    "javascript": "javascript:alert(1)",
    "path": "../../etc/passwd",
    "list": "[]",
    "long": "ă" * 5_000,
    "very long": "a" * 400_000,
    "too long": "a" * 1_100_000,
}
GOOD_STATUSES = {200, 204, 303, 400, 404, 409, 410, 413, 422, 429}


@dataclass
class Form:
    """A form as a page shows it."""

    url: str
    hidden: dict[str, str] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)
    chosen: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    @property
    def shape(self) -> tuple[str, ...]:
        """The same form on another row has the same shape."""
        path = "/".join("#" if part.isdigit() else part for part in self.url.split("?")[0].split("/"))
        return (path, *sorted(self.typed), *sorted(self.chosen), *sorted(self.files))


def forms_of(page: HtmlElement, url: str) -> Iterator[Form]:
    """All forms of a page that write, save the one that signs out."""
    for tag in page.xpath("//form[@method='post']"):
        form = Form(str(tag.get("action") or url))
        if form.url == "/dang-xuat":
            continue
        for box in tag.iter("input", "textarea", "select", "button"):
            if box.get("name"):
                _add(form, box)
        yield form


def _add(form: Form, box: HtmlElement) -> None:
    name, kind = str(box.get("name")), box.get("type") if box.tag == "input" else None
    if kind == "hidden":
        form.hidden[name] = str(box.get("value", ""))
    elif kind == "file":
        form.files.append(name)
    elif box.tag == "textarea" or (box.tag == "input" and kind in TYPED):
        form.typed.append(name)
    elif kind == "password":
        form.chosen[name] = "x"
    elif name not in form.chosen:
        options = list(box.iter("option")) if box.tag == "select" else []
        form.chosen[name] = str((options or [box])[-1].get("value") or "1")


def forms_for(grid: Grid, browser: Browser, seen: set[tuple[str, ...]]) -> Iterator[Form]:
    """Every form that a role meets, each shape once."""
    for rule in grid.rules("GET"):
        url = grid.url(rule, grid.here)
        if url is None or rule.endpoint in DRAWN:
            continue
        answer = browser.get(url)
        if answer.mimetype != "text/html" or answer.status_code != 200:
            continue
        for form in forms_of(document_fromstring(answer.text), url):
            if form.shape not in seen:
                seen.add(form.shape)
                yield form


def body(values: dict[str, str]) -> bytes:
    """What a careless or hostile program would send, half letters included."""
    return urlencode(values, quote_via=lambda text, *_rest: quote(text, safe="", errors="surrogatepass")).encode()


def send(browser: Browser, form: Form, values: dict[str, str], key: str = "") -> Any:
    """Post a form, as a new one or once more under the ``key`` of an earlier time."""
    fresh = {"form_key": key or secrets.token_urlsafe(24)} if "form_key" in form.hidden else {}
    data = body({**form.hidden, **form.chosen, **values, **fresh})
    browser._fresh()
    kind = "application/x-www-form-urlencoded"
    return browser._look(browser.client.post(form.url, data=data, content_type=kind))


def troubles(browser: Browser, form: Form, what: str, values: dict[str, str]) -> Iterator[str]:
    try:
        answer = send(browser, form, values)
    except Exception as problem:  # every one is collected, so that one run shows them all
        yield f"{form.url} {what}: {type(problem).__name__} {str(problem)[:100]}"
        return
    if answer.status_code not in GOOD_STATUSES:
        yield f"{form.url} {what}: {answer.status_code}"
    if "<img src=x" in answer.text:
        yield f"{form.url} {what}: comes back as HTML"
    if what == "script" and answer.status_code == 422:
        lost = form.typed and str(escape(SCRIPT)) not in answer.text
        yield from [f"{form.url} {what}: what was typed is lost"] if lost else []
    if answer.status_code == 422 and 'class="error"' not in answer.text and 'role="alert"' not in answer.text:
        yield f"{form.url} {what}: refused without a word"


@pytest.mark.slow
def test_every_field_of_every_form(grid: Grid) -> None:
    found: list[str] = []
    seen: set[tuple[str, ...]] = set()
    for role in ROLES:
        browser = grid.browsers[role, "here"]
        for at, form in enumerate(list(forms_for(grid, browser, seen))):
            for what, value in list(HOSTILE.items())[at % 4 :: 4]:  # every value meets every fourth form
                found += troubles(browser, form, what, dict.fromkeys(form.typed, value))
            short = {what: HOSTILE[what] for what in ("half a letter", "2^70", "script", "nothing")}
            for what, value in short.items():
                found += troubles(browser, form, f"{what} in choices", dict.fromkeys(form.chosen, value))
                found += troubles(browser, form, f"{what} in hidden", _hidden(form, value))
            found += troubles(browser, Form(form.url, {"csrf_token": form.hidden["csrf_token"]}), "nothing at all", {})
            found += troubles(browser, form, "text for files", dict.fromkeys(form.files, "x"))
    assert len(seen) > 20
    assert not found, f"{len(found)} troubles:\n" + "\n".join(found)


def _hidden(form: Form, value: str) -> dict[str, str]:
    return {name: value for name in form.hidden if name != "csrf_token"}


QUERY = [
    "",
    "\x00",
    "-1",
    str(2**70),
    "a" * 3000,
    "\u202e",
    "NaN",
    "%00",
    "<script>",
    "31/02/2026",
    "' OR 1=1",
    "\udcff",
    "[]",
]


@pytest.mark.slow
def test_every_query_argument(grid: Grid) -> None:
    """The words that pages read from the address, with what they do not expect."""
    words = (
        *(
            "trang",
            "tu",
            "den",
            "q",
            "muc",
            "so",
            "nguoi",
            "sau",
            "ngay",
            "tuan",
            "quay",
            "loai",
            "tinh-trang",
        ),
        *("hinh-thuc", "nhom", "xa", "phong", "ke", "next", "thang", "nam", "don-vi", "tru-cot", "han", "tiep", "theo"),
    )
    found = []
    for at, rule in enumerate(grid.rules("GET")):
        url = grid.url(rule, grid.here)
        if url is None or rule.endpoint in DRAWN:
            continue
        for value in QUERY[at % 3 :: 3]:
            query = "&".join(f"{word}={quote(value, safe='', errors='surrogateescape')}" for word in words)
            browser = grid.browsers["secretary", "here"]
            try:
                answer = browser.get(f"{url}?{query}")
            except Exception as problem:
                found.append(f"{url} {value[:20]!r}: {type(problem).__name__} {str(problem)[:100]}")
                continue
            if answer.status_code >= 500:
                found.append(f"{url} {value[:20]!r}: {answer.status_code}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "number", ["0", "-1", str(2**63 - 1), str(2**63), str(2**70), "9" * 400, "1.0", "1e3", "%00", "\uff11", "x"]
)
def test_ids_of_nothing_are_404(number: str, grid: Grid) -> None:
    browser = grid.browsers["secretary", "here"]
    for rule in grid.rules("GET"):
        if grid.has_ids(rule) and rule.arguments and len(rule.arguments) == 1:
            start = rule.rule.split("<")[0]
            end = rule.rule.split(">")[1]
            status = browser.get(f"{start}{number}{end}").status_code
            assert status in (404, 403), f"{start}{number}{end} -> {status}"


def test_bodies_are_limited(grid: Grid) -> None:
    browser = grid.browsers["admin", "here"]
    token = browser.token()
    big = {"csrf_token": token, "full_name": "a" * 1_100_000}
    assert browser.post_raw("/quan-tri/can-bo/moi", big).status_code == 413
    assert browser.post_raw("/khong-co", big).status_code in (404, 413)
    parts = {"csrf_token": token} | {f"f{n}": "x" for n in range(1_100)}
    assert browser.post_raw("/quan-tri/can-bo/moi", parts, content_type="multipart/form-data").status_code == 413
    for body_text, kind in [
        (b"--x\r\n", "multipart/form-data"),
        (b"\xff\xfe", "multipart/form-data; boundary=x"),
        (b"[" * 200_000, "application/json"),
        (b'{"a":' * 100_000, "application/json"),
        (b"a" * 5000, "text/plain"),
        (b"", "multipart/form-data; boundary="),
    ]:
        browser._fresh()
        answer = browser._look(
            browser.client.post(
                "/quan-tri/can-bo/moi", data=body_text, content_type=kind, headers={"X-CSRFToken": token}
            )
        )
        assert answer.status_code in (400, 413, 415, 422), kind
