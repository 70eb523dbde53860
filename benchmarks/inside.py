"""The site inside this process, where processor time and the time of the write lock can be measured exactly."""

import io
import sqlite3
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import lxml.html
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse, create_environ

from app import create_app
from benchmarks.servers import PASSWORD
from models.accounts.tables import Account
from models.base import db, writing
from tests.factories import open_session


class Held(NamedTuple):
    """How long the write lock was held once, in milliseconds: by the clock, and of it the processor's work."""

    clock: float
    cpu: float


class Timed(sqlite3.Connection):
    """A connection that notes how long it has held the write lock: from BEGIN IMMEDIATE to the end of the commit."""

    held: ClassVar[list[Held]] = []
    since: tuple[float, float] | None = None

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        """Run a statement."""
        answer = super().execute(sql, *values)
        if sql == "BEGIN IMMEDIATE":
            self.since = time.perf_counter(), time.thread_time()
        elif sql in ("COMMIT", "ROLLBACK"):
            self._released()
        return answer

    def commit(self) -> None:
        """Commit."""
        super().commit()
        self._released()

    def rollback(self) -> None:
        """Roll back."""
        super().rollback()
        self._released()

    def _released(self) -> None:
        if self.since is not None:
            clock, cpu = self.since
            self.held.append(Held((time.perf_counter() - clock) * 1000, (time.thread_time() - cpu) * 1000))
            self.since = None


def open_site(folder: Path) -> Flask:
    """The site on the database that was prepared in a folder."""
    instance = folder / "instance"
    return create_app(
        {
            "INSTANCE_DIR": instance,
            "UPLOADS_DIR": folder / "uploads",
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{instance / 'office.sqlite'}",
            "SQLALCHEMY_ENGINE_OPTIONS": {"pool_use_lifo": True, "connect_args": {"factory": Timed}},
        }
    )


def cookie_of(app: Flask, username: str) -> str:
    """The cookie of somebody who has signed in."""
    with app.app_context(), writing():
        token = open_session(db.session.scalars(select(Account).where(Account.username == username)).one())
    signer: Any = app.session_interface
    return str(signer.get_signing_serializer(app).dumps({"_user_id": token, "_fresh": True}))


def cpu_seconds(app: Flask, path: str, cookie: str = "") -> float:
    """The processor time that one GET costs the application, from the request to the last byte."""
    environ = create_environ(path, headers={"Cookie": f"office={cookie}"} if cookie else {})
    began = time.thread_time()
    answer = app(environ, lambda *_status: lambda _data: None)
    for _part in answer:
        pass
    getattr(answer, "close", lambda: None)()
    return time.thread_time() - began


@dataclass
class Person:
    """Somebody of the demo office with a browser, who fills in forms as a browser would send them."""

    app: Flask
    username: str
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()
        self.client.set_cookie("office", cookie_of(self.app, self.username))

    def get(self, path: str) -> TestResponse:
        """Fetch a page."""
        return self.client.get(path)

    def send(self, path: str, page: str | None = None, **values: Any) -> TestResponse:
        """Fetch the page with the form of an address, change some of its fields, and send it."""
        fields = {**filled(self.get(page or path).text, path), **values}
        headers = {"HX-Request": "true"} if fields.pop("as_htmx", None) else {}
        answer = self.client.post(path, data=fields, headers=headers, content_type="multipart/form-data")
        if answer.status_code not in (200, 303):
            raise RuntimeError(f"{path}: {answer.status_code}")
        return answer


def filled(page: str, action: str) -> dict[str, Any]:
    """The fields of the form that posts to an address, with what stands in them."""
    forms = lxml.html.document_fromstring(page).xpath("//form[@method='post']")
    wanted = [form for form in forms if (form.get("action") or action).split("?")[0] == action]
    form = max(wanted, key=lambda found: len(found.xpath(".//input | .//select | .//textarea")))
    values: dict[str, Any] = {}
    for box in form.xpath(".//input[@name]"):
        kind = box.get("type")
        if kind not in ("file", "submit") and (kind not in ("radio", "checkbox") or box.get("checked") is not None):
            values[box.get("name")] = box.get("value", "")
    for box in form.xpath(".//textarea[@name]"):
        values[box.get("name")] = box.text or ""
    for box in form.xpath(".//select[@name]"):
        chosen = box.xpath("./option[@selected]") or box.xpath("./option[1]")
        values[box.get("name")] = chosen[0].get("value", "") if chosen else ""
    return values


def photo() -> tuple[io.BytesIO, str]:
    """A photo as a telephone takes it, made small."""
    from PIL import Image

    out = io.BytesIO()
    Image.effect_noise((1600, 1200), 60).convert("RGB").save(out, "JPEG", quality=85)
    out.seek(0)
    return out, "anh.jpg"


def sign_in(app: Flask, username: str) -> None:
    """Sign in through the door, as a person does."""
    client = app.test_client()
    form = filled(client.get("/dang-nhap").text, "/dang-nhap")
    answer = client.post("/dang-nhap", data={**form, "username": username, "password": PASSWORD})
    if answer.status_code != 303:
        raise RuntimeError(f"{username} could not sign in: {answer.status_code}")
