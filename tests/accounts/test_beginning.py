"""The first page of a new place: from a code in the server's window to an administrator."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from blueprints import booting
from models import offices
from models.accounts import actions, queries
from models.accounts.rules import Role
from models.accounts.tables import Account, Commune, Person, Unit
from models.base import db, writing
from tests.browser import Browser
from tests.conftest import kept
from tests.factories import GOOD_PASSWORD

PAGE, CODE = "/lan-dau", "BCDFG-HJKLM"


@pytest.fixture
def new_place(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """A place as it is installed: the catalogue and nobody, and the server has said its code."""
    kept(app, "shipped", lambda: offices.load_everything(offices.shipped()))
    monkeypatch.setattr("models.accounts.passwords.new_code", lambda: CODE.replace("-", ""))
    assert booting.first_code(app) == CODE
    yield Browser(app)
    app.extensions.pop(booting.FIRST_CODE, None)


def joined() -> int:
    return db.session.scalar(select(func.count(Commune.id)).where(Commune.joined_on.is_not(None))) or 0


def form(**changed: str) -> dict[str, str]:
    home = db.session.scalars(select(Commune.id).where(Commune.name == "Xã Ia Pa")).one()
    return {
        "code": CODE.lower().replace("-", " "),
        "commune_id": str(home),
        "full_name": "Hồ Quốc Quyên",
        "username": "quantri",
        "password": GOOD_PASSWORD,
        "again": GOOD_PASSWORD,
    } | changed


def test_whoever_reads_the_code_begins(app: Flask, new_place: Browser) -> None:
    assert f'href="{PAGE}"' in new_place.get("/dang-nhap").text, "there is nobody who could sign in"
    assert "Lần đầu sử dụng" in new_place.get(PAGE).text
    answer = new_place.post_form(PAGE, form())
    assert answer.status_code == 303 and answer.location == "/dang-nhap?next=/quan-tri/bat-dau"
    account = queries.account_named("quantri")
    assert account is not None and account.roles == {Role.ADMIN}
    person, home = db.session.get(Person, account.person_id), db.session.get(Commune, account.commune_id)
    assert person and person.full_name == account.display_name == "Hồ Quốc Quyên"
    assert home and home.name == "Xã Ia Pa" and home.joined_on is not None
    assert db.session.scalar(select(func.count(Unit.id)).where(Unit.commune_id == home.id))
    db.session.remove()
    shipped = offices.shipped()
    with writing():
        offices.load_everything(shipped)  # as every start does
        db.session.commit()
    assert queries.sole_office() == "Xã Ia Pa", "the place is nobody else's"
    assert new_place.post_form("/dang-nhap", {"username": "quantri", "password": GOOD_PASSWORD}).status_code == 303
    assert "Bắt đầu" in new_place.get("/quan-tri/bat-dau").text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"code": "BCDFG-HJKLN"}, "Mã chưa đúng"),
        ({"code": "…"}, "Mã chưa đúng"),
        ({"code": ""}, "Xin"),
        ({"commune_id": ""}, "Xin"),
        ({"commune_id": "999999"}, "Xin"),
        ({"username": "quản trị"}, "chữ không dấu"),
        ({"password": "ngan", "again": "ngan"}, "14"),
        ({"password": "quantri quantri", "again": "quantri quantri"}, "dễ đoán"),
        ({"again": "khac han mat khau tren"}, "chưa giống nhau"),
    ],
)
def test_what_is_refused_leaves_nothing(new_place: Browser, changed: dict[str, str], said: str) -> None:
    before = joined()
    answer = new_place.post_form(PAGE, form(**changed))
    assert answer.status_code == 422 and said in answer.text
    assert not queries.has_accounts()
    assert joined() == before
    assert new_place.post_form(PAGE, form()).status_code == 303, "the code was not used up"


def test_the_code_makes_one_account_and_no_more(app: Flask, new_place: Browser) -> None:
    sent_twice = form()
    assert new_place.post_form(PAGE, sent_twice).status_code == 303
    assert new_place.client.post(PAGE, data=sent_twice).status_code in (400, 404)
    assert new_place.client.get(PAGE).status_code == 404
    assert PAGE not in new_place.get("/dang-nhap").text
    assert booting.first_code(app) is None, "the next start has none to say"
    assert db.session.scalar(select(func.count(Account.id))) == 1


def test_somebody_was_added_by_the_command_meanwhile(new_place: Browser) -> None:
    new_place.get(PAGE)
    with writing():
        actions.add_account(None, "tinh", "Tỉnh", Role.PROVINCE)
        db.session.commit()
    answer = new_place.get(PAGE)
    assert answer.status_code == 303 and answer.location.startswith("/dang-nhap")
    assert new_place.client.get(PAGE).status_code == 404


def test_guessing_must_wait(new_place: Browser) -> None:
    tried = [new_place.post_form(PAGE, form(code=f"WRONG-{number:05}")) for number in range(40)]
    assert "Đã thử sai nhiều lần" in tried[-1].text
    assert "Đã thử sai nhiều lần" in new_place.post_form(PAGE, form()).text, "also for the right code"


def test_without_the_server_there_is_no_such_page(browse: Callable[..., Browser]) -> None:
    assert browse(None).client.get(PAGE).status_code == 404
