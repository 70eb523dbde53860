"""One form makes one row, however often and however fast it is sent; nobody's text is lost to a second saver."""

import io
import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from flask import Flask
from sqlalchemy import delete, func, select
from sqlalchemy.exc import OperationalError

from models.accounts.rules import Role
from models.accounts.tables import FormKey, Person
from models.base import PATIENCE, db, set_writing, unhurried
from tests.browser import Browser
from tests.factories import Office
from tests.one_writer import only_sqlite

Browse = Callable[..., Browser]
NEW = "/quan-tri/can-bo/moi"
DATA = {"full_name": "Đặng Thị Yến", "title": "Chuyên viên", "rank": "100"}


def how_many(name: str = DATA["full_name"]) -> int:
    return db.session.scalar(select(func.count()).select_from(Person).where(Person.full_name == name)) or 0


def together(app: Flask, browser: Browser, times: int, url: str, data: list[dict[str, Any]]) -> list[int]:
    """Send posts from that many threads at the same moment, with the cookies of one browser."""
    cookie = browser.client.get_cookie("office")
    assert cookie is not None
    db.session.remove()
    ready, statuses = threading.Barrier(times), []

    def send(number: int) -> None:
        client = app.test_client()
        client.set_cookie("office", cookie.value)
        ready.wait()
        statuses.append(client.post(url, data=data[number % len(data)]).status_code)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def test_a_form_sent_twice_makes_one_row(office: Office, browse: Browse) -> None:
    admin = browse("admin")
    hidden = admin.hidden_fields(NEW)
    first, second = (admin.post_raw(NEW, hidden | DATA) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]
    assert "đã được lưu trước đó" in admin.get(second.headers["Location"]).text
    assert how_many() == 1


def test_the_same_form_with_other_content_is_refused(office: Office, browse: Browse) -> None:
    admin = browse("admin")
    hidden = admin.hidden_fields(NEW)
    admin.post_raw(NEW, hidden | DATA)
    answer = admin.post_raw(NEW, hidden | DATA | {"full_name": "Đặng Thị Oanh"})
    assert answer.status_code == 409 and "nội dung khác" in answer.text
    assert how_many() == 1 and how_many("Đặng Thị Oanh") == 0


def test_a_refused_form_may_be_mended_and_sent_again(office: Office, browse: Browse) -> None:
    admin = browse("admin")
    hidden = admin.hidden_fields(NEW)
    assert admin.post_raw(NEW, hidden | DATA | {"rank": "abc"}).status_code == 422
    assert admin.post_raw(NEW, hidden | DATA).status_code == 303
    assert how_many() == 1


@pytest.mark.parametrize("key", ["", "x", "a" * 65, "<script>", "' OR 1=1", "á" * 20])
def test_an_odd_key_does_no_harm(key: str, office: Office, browse: Browse) -> None:
    admin = browse("admin")
    assert admin.post_form(NEW, DATA | {"form_key": key}).status_code == 303
    assert db.session.scalar(select(func.count()).select_from(FormKey)) == 0


def test_eight_at_the_same_moment_make_one_row(app: Flask, office: Office, browse: Browse) -> None:
    admin = browse("admin")
    hidden = admin.hidden_fields(NEW)
    statuses = together(app, admin, 8, NEW, [hidden | DATA])
    assert statuses == [303] * 8
    assert how_many() == 1


def test_eight_accounts_at_the_same_moment_make_one_and_lead_to_it(app: Flask, office: Office, browse: Browse) -> None:
    """The name is taken by the first; the seven twins are led on, not scolded for a taken name."""
    person = Person(commune_id=office.commune.id, full_name="Hồ Văn Khánh", sort_key="k", fold="k")
    db.session.add(person)
    db.session.commit()
    url = "/quan-tri/tai-khoan/moi"
    data = {"person_id": person.id, "username": "khanh", "role": "counter"}
    admin = browse("admin")
    statuses = together(app, admin, 8, url, [admin.hidden_fields(url) | data])
    assert sorted(statuses) == [200] + [303] * 7


def test_of_eight_savers_of_one_row_one_wins(app: Flask, office: Office, browse: Browse) -> None:
    person_id = office.people[Role.SECRETARY].id
    url = f"/quan-tri/can-bo/{person_id}"
    admin = browse("admin")
    hidden = admin.hidden_fields(url)
    texts = [
        {**hidden, "full_name": "Lê Văn An", "title": f"Chức danh {n}", "rank": "9", "is_active": "y"} for n in range(8)
    ]
    statuses = together(app, admin, 8, url, texts)
    assert sorted(statuses) == [303] + [409] * 7
    assert db.session.get_one(Person, person_id).version == 2


def test_a_file_with_the_same_name_and_other_content_is_other_content(app: Flask) -> None:
    from blueprints.transactions import _body_hash

    def body(content: bytes) -> str:
        with app.test_request_context(
            "/", method="POST", data={"evidence": (io.BytesIO(content), "bien-ban.pdf")}
        ) as made:
            seen = _body_hash()
            assert made.request.files["evidence"].stream.read() == content, "the view must still find the content"
            made.request.close()
            return seen

    for times in (1, 100_000):  # in memory, and spilled to disk
        one, two = b"%PDF-1 one" * times, b"%PDF-1 two" * times
        assert body(one) == body(one) != body(two)


def test_an_edit_form_without_a_version_is_stale(office: Office, browse: Browse) -> None:
    person = office.people[Role.SECRETARY]
    url, name = f"/quan-tri/can-bo/{person.id}", person.full_name
    for version in ("", "0", "-1", "2", "1.0", "một", str(2**70)):
        data = {"full_name": "Ai Đó", "rank": "9", "version": version}
        assert browse("admin").post(url, data).status_code == 409, version
    assert db.session.get_one(Person, int(url.rsplit("/", 1)[1])).full_name == name


def test_extra_fields_change_nothing(office: Office, other_office: Office, browse: Browse) -> None:
    admin, foreign, home = browse("admin"), other_office.commune.id, office.commune.id
    extra = {
        "id": "1",
        "commune_id": foreign,
        "created_at": "2000-01-01",
        "sort_key": "!",
        "fold": "!",
        "other_roles": "admin",
    }
    assert admin.post_form(NEW, DATA | extra).status_code == 303
    person = db.session.scalars(select(Person).where(Person.full_name == DATA["full_name"])).one()
    assert person.commune_id == home and person.fold == "dang thi yen" and person.created_at.year > 2000


@only_sqlite
def test_somebody_else_who_writes_too_long_is_said_so(app: Flask, office: Office, browse: Browse) -> None:
    admin = browse("admin")
    hidden = admin.hidden_fields(NEW)
    db.session.connection().exec_driver_sql("PRAGMA busy_timeout=20")  # the next request takes the same connection
    db.session.remove()
    with closing(sqlite3.connect(Path(app.config["INSTANCE_DIR"]) / "office.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = admin.post_raw(NEW, hidden | DATA)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
        assert "Hệ thống đang bận" in answer.text and "Content-Security-Policy" in answer.headers
        assert admin.get("/quan-tri/can-bo").status_code == 200  # who only reads does not wait
        other.execute("ROLLBACK")
    db.engine.dispose()
    assert admin.post_raw(NEW, hidden | DATA).status_code == 303
    assert how_many() == 1


@only_sqlite
def test_what_may_be_left_undone_never_waits(app: Flask) -> None:
    def patience(connection: Any) -> int:
        return int(connection.exec_driver_sql("PRAGMA busy_timeout").scalar())

    path = Path(app.config["INSTANCE_DIR"]) / "office.sqlite"
    db.session.remove()
    set_writing(False)
    with closing(sqlite3.connect(path, isolation_level=None)) as other, pytest.raises(OperationalError):
        other.execute("BEGIN IMMEDIATE")
        with unhurried() as connection:
            assert patience(connection) == 0
            connection.execute(delete(FormKey))
    assert patience(db.session.connection()) == PATIENCE  # the same connection, for the next request


@pytest.mark.parametrize("body", [[1], "x", 5, None, {"full_name": 7}, {"full_name": ["a"]}, DATA])
def test_json_is_no_form(office: Office, browse: Browse, body: Any) -> None:
    admin = browse("admin")
    token = admin.token()
    admin._fresh()
    assert admin.client.post(NEW, json=body, headers={"X-CSRFToken": token}).status_code == 422
    assert how_many() == 0


@pytest.mark.parametrize("name", ["full_name", "rank", "form_key", "title", "csrf_token", "unit_id"])
def test_a_file_in_the_place_of_a_text_is_no_text(office: Office, browse: Browse, name: str) -> None:
    admin = browse("admin")
    form = {**admin.hidden_fields(NEW), **DATA, name: (io.BytesIO(b"x"), "x.txt")}
    assert admin.post_raw(NEW, form, content_type="multipart/form-data").status_code in {303, 400, 422}


def test_a_part_without_a_name_is_no_crash(office: Office, browse: Browse) -> None:
    admin = browse("admin")
    hidden = admin.hidden_fields(NEW)
    parts = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in (hidden | DATA).items()
    )
    body = (parts + "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n").encode()
    answer = admin.client.post(NEW, data=body, content_type="multipart/form-data; boundary=b")
    assert answer.status_code in {303, 400, 422}


@pytest.mark.skipif(not os.environ.get("TEST_DATABASE_URL"), reason="SQLite has one lock, PostgreSQL has many")
def test_nobody_waits_for_a_lock_of_postgresql_for_ever(office: Office, browse: Browse) -> None:
    admin = browse("admin")
    hidden = admin.hidden_fields(NEW)
    assert db.session.connection().exec_driver_sql("SHOW lock_timeout").scalar() == f"{PATIENCE // 1000}s"
    db.session.connection().exec_driver_sql("SET lock_timeout = 50")  # the next request takes the same connection
    db.session.commit()
    db.session.remove()
    with db.engine.connect() as other:
        other.exec_driver_sql("LOCK TABLE person IN EXCLUSIVE MODE")
        answer = admin.post_raw(NEW, hidden | DATA)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    db.engine.dispose()
    assert admin.post_raw(NEW, hidden | DATA).status_code == 303


def test_the_second_saver_touches_only_what_he_changed(office: Office, browse: Browse) -> None:
    person = office.people[Role.SECRETARY]
    url = f"/quan-tri/can-bo/{person.id}"
    first, second = browse("admin"), browse("admin")
    start = {"full_name": person.full_name, "title": person.title, "rank": str(person.rank), "is_active": "y"}
    early = second.hidden_fields(url)
    first.post_form(url, start | {"title": "Chức danh mới", "rank": "3"})
    answer = second.post_raw(url, early | start | {"full_name": "Lê Văn Anh", "rank": "5"})
    assert answer.status_code == 409
    shown = lxml.html.document_fromstring(answer.text)
    said = {name: shown.xpath(f"//main//input[@name='{name}']/@value")[0] for name in ("full_name", "title", "rank")}
    assert said == {"full_name": "Lê Văn Anh", "title": "Chức danh mới", "rank": "5"}
    assert [line.text_content().strip() for line in shown.xpath("//p[@class='theirs']//q")] == ["3"]
    hidden = {str(box.get("name")): str(box.get("value")) for box in shown.xpath("//main//form//input[@type='hidden']")}
    assert second.post_raw(url, hidden | said | {"is_active": "y"}).status_code == 303
    db.session.expire_all()
    kept = db.session.get_one(Person, person.id)
    assert (kept.full_name, kept.title, kept.rank) == ("Lê Văn Anh", "Chức danh mới", 5)


@pytest.mark.parametrize("seen", ["", ":", "full_name", "full_name:,title:x", "a" * 5000, "ệ:ệ,,:,"])
def test_odd_marks_of_what_was_seen_do_no_harm(seen: str, office: Office, browse: Browse) -> None:
    person = office.people[Role.SECRETARY]
    url = f"/quan-tri/can-bo/{person.id}"
    first, second = browse("admin"), browse("admin")
    early = second.hidden_fields(url) | {"seen": seen}
    data = {"full_name": person.full_name, "rank": "7", "is_active": "y"}
    first.post_form(url, data | {"title": "Của người thứ nhất"})
    answer = second.post_raw(url, early | data | {"title": "Của người thứ hai"})
    assert answer.status_code == 409 and "Của người thứ nhất" in answer.text and "Của người thứ hai" in answer.text
