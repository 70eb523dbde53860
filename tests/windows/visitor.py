"""A person at another PC: real requests, cookies and forms, and nothing of the site's own code."""

from collections.abc import Mapping
from http.cookiejar import CookieJar
from io import BytesIO
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, ProxyHandler, Request, build_opener

import lxml.html
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

PATIENCE = 120  # seconds


class _Stay(HTTPRedirectHandler):
    """Where a form leads is looked at, not followed."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Answer:
    """What came back."""

    def __init__(self, told: Any) -> None:
        self.status, self.headers, self.content = told.status, told.headers, told.read()

    @property
    def text(self) -> str:
        return str(self.content.decode("utf-8"))


class Visitor:
    """One browser with its cookies."""

    def __init__(self, port: int) -> None:
        self.root = f"http://127.0.0.1:{port}"
        self._opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()), _Stay())

    def _ask(self, request: Request) -> Answer:
        try:
            with self._opener.open(request, timeout=PATIENCE) as told:
                return Answer(told)
        except HTTPError as problem:
            with problem:
                return Answer(problem)

    def get(self, path: str) -> Answer:
        """One page."""
        return self._ask(Request(self.root + path))

    def choices(self, page: str, field: str) -> dict[str, str]:
        """What a list on a page offers: the values by their words."""
        offered = lxml.html.document_fromstring(self.get(page).text).xpath(f"//select[@name='{field}']/option")
        return {one.text_content().strip(): one.get("value", "") for one in offered}

    def send(self, page: str, data: Mapping[str, object], to: str | None = None) -> str:
        """Fill the form of a page in and send it off; where it led."""
        found = lxml.html.document_fromstring(self.get(page).text).xpath("//form[@method='post']")
        forms = [form for form in found if (form.get("action") or page).partition("?")[0] == (to or page)]
        form = max(forms, key=lambda one: len(one.xpath(".//input")))
        hidden = {field.get("name"): field.get("value", "") for field in form.xpath(".//input[@type='hidden']")}
        boundary, body = encode_multipart({**hidden, **data})
        kind = {"Content-Type": f'multipart/form-data; boundary="{boundary}"'}
        answer = self._ask(Request(self.root + (to or page), body, kind))
        assert answer.status == 303, f"{page}: {answer.status} {answer.text[:4000]}"
        return urlsplit(answer.headers["Location"]).path

    def enter(self, username: str, password: str) -> None:
        """Sign in."""
        self.send("/dang-nhap", {"username": username, "password": password})


def file(content: bytes, name: str) -> FileStorage:
    """A file for a form."""
    return FileStorage(BytesIO(content), name)
