"""A test client that looks at every page it fetches, the way a careful colleague would."""

from collections import Counter
from typing import Any

import lxml.html
from flask import Flask, g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models.accounts.tables import Account
from models.base import db, set_writing
from tests.factories import open_session

UNLABELLED = {"hidden", "submit", "button", "image", "reset"}


def problems_of(html: str) -> list[str]:
    """What is wrong with a page: headings, title, language, ids, labels, buttons."""
    page = lxml.html.document_fromstring(html)
    problems = []
    if len(page.xpath("//h1")) != 1:
        problems.append(f"{len(page.xpath('//h1'))} h1")
    if not page.xpath("normalize-space(//head/title)"):
        problems.append("no title")
    if page.get("lang") != "vi":
        problems.append("no lang=vi")
    return problems + _piece_problems(page)


def piece_problems(html: str) -> list[str]:
    """What is wrong with a piece of a page."""
    return _piece_problems(lxml.html.document_fromstring(f"<div>{html}</div>"))


def _piece_problems(page: lxml.html.HtmlElement) -> list[str]:
    ids = page.xpath("//@id")
    problems = [f"id {name} twice" for name, times in Counter(ids).items() if times > 1]
    labelled = set(page.xpath("//label/@for"))
    for field in page.xpath("//input | //select | //textarea"):
        if field.get("type") in UNLABELLED or field.get("aria-label") or field.get("aria-labelledby"):
            continue
        if field.get("id") not in labelled and not field.xpath("ancestor::label"):
            problems.append(f"field {field.get('name')} has no label")
    problems += [f"style attribute on {tag.tag}" for tag in page.xpath("//*[@style]")]
    problems += [
        f"{form.get('action')} sends a file's name, not the file"
        for form in page.xpath("//form[.//input[@type='file']][not(@enctype='multipart/form-data')]")
    ]
    posting = page.xpath("//form[@method='post'][not(.//input[@name='csrf_token'])]")
    return problems + [f"{form.get('action')} posts without token" for form in posting]


class Browser:
    """A browser with its own cookies; ``checked`` pages must have no problems."""

    def __init__(self, app: Flask, checked: bool = True) -> None:
        self.client: FlaskClient = app.test_client()
        self.checked = checked

    def enter_as(self, account: Account) -> None:
        """Sign in without the detour through the password."""
        token = open_session(account)
        with self.client.session_transaction() as session:
            session["_user_id"] = token
            session["_fresh"] = True

    @staticmethod
    def _fresh() -> None:
        """Tests share one application context with the requests: nothing of an earlier request may linger in it."""
        db.session.rollback()
        g.__dict__.clear()

    def _look(self, answer: TestResponse) -> TestResponse:
        db.session.remove()  # what the test reads next is what the database holds
        set_writing(True)
        if self.checked and answer.mimetype == "text/html" and not 300 <= answer.status_code < 400 and answer.data:
            whole = b"<html" in answer.data[:200].lower()
            problems = problems_of(answer.text) if whole else piece_problems(answer.text)
            assert not problems, f"{answer.request.path}: {problems}"
        return answer

    def get(self, url: str, **kwargs: Any) -> TestResponse:
        """Fetch a page and look at it."""
        self._fresh()
        return self._look(self.client.get(url, **kwargs))

    def htmx(self, url: str, data: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        """Ask like htmx does: a GET, or a POST when there is data (the token travels in a header)."""
        headers = {"HX-Request": "true", **kwargs.pop("headers", {})}
        self._fresh()
        if data is None:
            return self._look(self.client.get(url, headers=headers, **kwargs))
        headers["X-CSRFToken"] = self.token()
        self._fresh()
        return self._look(self.client.post(url, data=data, headers=headers, **kwargs))

    def token(self) -> str:
        """The CSRF token of any page."""
        with self.client.session_transaction() as session:
            page_with_form = "/tai-khoan" if "_user_id" in session else "/dang-nhap"
        self._fresh()
        page = lxml.html.document_fromstring(self.client.get(page_with_form).text)
        return str(page.xpath("//input[@name='csrf_token']/@value")[0])

    def hidden_fields(self, url: str, action: str | None = None) -> dict[str, str]:
        """The hidden fields of the page's form that posts to ``action`` (else of the largest form)."""
        page = lxml.html.document_fromstring(self.get(url).text)
        forms = page.xpath("//form[@method='post']")
        wanted = [form for form in forms if (form.get("action") or url).split("?")[0] == (action or url).split("?")[0]]
        form = max(wanted or forms, key=lambda found: len(found.xpath(".//input | .//select | .//textarea")))
        return {str(field.get("name")): str(field.get("value", "")) for field in form.xpath(".//input[@type='hidden']")}

    def post(self, url: str, data: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        """Post with a valid CSRF token and nothing else of a form."""
        token = self.token()
        self._fresh()
        return self._look(self.client.post(url, data={"csrf_token": token, **(data or {})}, **kwargs))

    def post_raw(self, url: str, data: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        """Post exactly this, without a token."""
        self._fresh()
        return self._look(self.client.post(url, data=data or {}, **kwargs))

    def post_form(self, url: str, data: dict[str, Any], page: str | None = None, **kwargs: Any) -> TestResponse:
        """Fetch the form's page, take its hidden fields, and post like a person would."""
        hidden = self.hidden_fields(page or url, url)
        self._fresh()
        return self._look(self.client.post(url, data={**hidden, **data}, **kwargs))
