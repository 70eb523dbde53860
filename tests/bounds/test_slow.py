"""Nothing slow while writing: hashing, drawing, parsing, decoding and fetching refuse a transaction that writes."""

import ast
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select, text

from models import catalogue, files
from models.accounts import passwords
from models.accounts.rules import Role
from models.accounts.tables import Account, Unit
from models.base import db, outside_transaction, outside_writing, reading, set_writing, writing
from models.files import Accepted, FileStore
from models.journal import JournalEntry
from models.qr import emblems, jobs, paper, raster, readback, symbols
from models.qr.rules import PaperFormat
from tests.access.conftest import Grid
from tests.access.test_grid import counts
from tests.access.test_hostile import ROLES, Form, forms_for, send
from tests.architecture.house import Module, product
from tests.browser import Browser
from tests.factories import GOOD_PASSWORD, Office, give_code, give_password
from tests.files.handed_in import office_file, picture
from tests.one_writer import only_sqlite, write_beside
from tests.qr.printing import notice

SYMBOL = symbols.encode("https://dichvucong.gov.vn/")
SHEET = paper.pdf([paper.lay_out(notice(), PaperFormat.A4)], "Tờ in")
SLOW: dict[str, Callable[[], object]] = {
    "hash a password": lambda: passwords.hash_of(GOOD_PASSWORD),
    "compare a password": lambda: passwords.matches(None, GOOD_PASSWORD),
    "draw a code": lambda: symbols.encode("a"),
    "read a code back": lambda: readback.assure(SYMBOL),
    "read a photo": lambda: readback.read_photo(Image.new("RGBA", (40, 20))),
    "lay out a poster": lambda: paper.lay_out(notice(), PaperFormat.A4, SYMBOL),
    "draw a poster": lambda: paper.pdf([], ""),
    "draw its picture": lambda: raster.png(SHEET, 20),
    "join pages": lambda: jobs._joined([SHEET, SHEET]),
    "decode a picture": lambda: files.accept(picture("PNG")),
    "prepare an emblem": lambda: emblems.prepared(picture("PNG")),
    "unpack a document": lambda: files.accept(office_file()),
    "write a file": lambda: FileStore(Path(mkdtemp())).put(1, Accepted(b"x", "image/png", "png")),
    "parse the catalogue": lambda: catalogue.read_yaml("link_hosts"),
}


def begin() -> None:
    """Begin the transaction of the present work."""
    db.session.rollback()
    db.session.execute(text("SELECT 1"))


@pytest.mark.parametrize("what", SLOW)
def test_what_is_slow_refuses_a_transaction_that_writes(what: str, app: Flask) -> None:
    begin()
    with pytest.raises(RuntimeError, match="while a transaction that writes is open"):
        SLOW[what]()
    db.session.commit()
    if what != "draw a poster":  # of no posters
        SLOW[what]()


def test_when_a_transaction_counts_as_writing(app: Flask) -> None:
    outside_writing("work that has not begun")
    begin()
    with pytest.raises(RuntimeError, match="an example"):
        outside_writing("an example")
    set_writing(False)  # the mark of the work has gone, its transaction has not
    with pytest.raises(RuntimeError):
        outside_writing("an example")
    begin()
    outside_writing("reading")
    with writing():
        outside_writing("a reading transaction that was open before")
        begin()
        with pytest.raises(RuntimeError):
            outside_writing("an example")
        with db.session.begin_nested():
            pass
        with pytest.raises(RuntimeError):
            outside_writing("after a savepoint")
        db.session.commit()
        outside_writing("after the commit")
        with reading():
            begin()
            outside_writing("reading within")


def test_what_would_be_lost_is_not_let_go(office: Office) -> None:
    office.units[0].name = "Tên khác"
    with pytest.raises(RuntimeError, match="before the first change"), outside_transaction():
        pass
    db.session.flush()
    with pytest.raises(RuntimeError, match="before the first change"), outside_transaction():
        pass
    db.session.commit()
    with outside_transaction():
        passwords.hash_of("x")
    assert db.session.get_one(Unit, office.units[0].id).name == "Tên khác"


# libraries that hash, draw, parse, decode or fetch, by the name under which they are imported
HEAVY = {
    "argon2",
    "PIL",
    "pypdfium2",
    "zxingcpp",
    "reportlab",
    "qrcode",
    "yaml",
    "openpyxl",
    "docx",
    "zipfile",
    "lxml",
    "urllib.request",
    "http.client",
    "httpx",
    "requests",
    "urllib3",
    "protego",
    "smtplib",
}
REACHED_BEHIND_ONE = {  # only called by a module that refuses by itself, or never by the site
    "models.qr.faces": "loads fonts for paper.pdf",
    "models.opening.office": "runs in a process of its own, started by files.apart",
    "models.opening.sheets": "runs in a process of its own, started by files.apart",
    "models.opening.pictures": "runs in a process of its own, started by files.apart",
    "models.opening.pdf": "runs in a process of its own, started by files.apart",
    "models.files.accept": "makes a picture of what files.apart hands back",
    "models.qr.emblems": "takes the picture that files.shrunk has decoded",
    "models.backup.archive": "runs from the command line",
    "models.backup.restoring": "runs from the command line",
    "models.updates.applying": "runs from the command line",
    "models.updates.bundled": "runs from the command line",
    "blueprints.updating": "runs from the command line",
    "blueprints.document_form": "numbers of the form, for document_docx",
}


def refuses(module: Module) -> bool:
    """Whether a module calls ``outside_writing`` anywhere."""
    calls = (node.func for node in ast.walk(module.tree) if isinstance(node, ast.Call))
    return any(getattr(func, "id", getattr(func, "attr", "")) == "outside_writing" for func in calls)


@pytest.mark.slow
def test_whatever_uses_a_heavy_library_refuses() -> None:
    heavy = {
        module.name
        for module in product()
        for _line, name in module.imports
        if name in HEAVY or name.split(".")[0] in HEAVY
    }
    assert heavy, "nothing heavy is imported any more: mend this test"
    missing = {module.name for module in product() if module.name in heavy and not refuses(module)}
    assert missing - REACHED_BEHIND_ONE.keys() == set(), "call models.base.outside_writing there"
    assert not REACHED_BEHIND_ONE.keys() - missing, "exceptions that are none any more"


# ---- the site itself

TYPED = {
    "username": "lanhdao",
    "password": "nuoc-chay-2026",
    "own_password": GOOD_PASSWORD,
    "present": GOOD_PASSWORD,
    "again": "nuoc-chay-2026",
    "target": "https://dichvucong.gov.vn/",
    "ssid": "Khách",
    "day": "5/1/2026",
    "start": "7:00",
    "end": "8:00",
    "position": "9",
    "rank": "9",
    "seats": "12",
    "percent": "40",
    "due_on": "",
    "link": "https://dichvucong.gov.vn/",
    "evidence_link": "https://dichvucong.gov.vn/",
    "done_on": "5/1/2026",
}


def plausible(form: Form, number: int) -> dict[str, str]:
    """What a person might type: a known field as it is meant, any other one a few words."""
    return {name: TYPED.get(name, f"Nội dung {number}") for name in (*form.typed, *form.chosen) if name in TYPED} | {
        name: f"Nội dung {number}" for name in form.typed if name not in TYPED
    }


@pytest.mark.slow
@pytest.mark.alike
def test_no_form_of_the_site_is_slow_while_it_writes_or_taken_twice(grid: Grid) -> None:
    """Every form that any role meets, filled in: the test client hands on the RuntimeError of whatever refuses.

    What comes once more under the key of its form, as from a double click, adds no row to any table.
    """
    seen: set[tuple[str, ...]] = set()
    statuses, twice = [], []
    for role in ROLES:
        browser = grid.browsers[role, "here"]
        for number, form in enumerate(list(forms_for(grid, browser, seen))):
            typed, key, has_key = plausible(form, number), f"{role}{number:030}", "form_key" in form.hidden
            before = counts() if has_key else {}
            statuses += [send(browser, form, {}).status_code, send(browser, form, typed, key).status_code]
            if has_key and (once := counts()) != before:
                send(browser, form, typed, key)
                assert counts() == once, form.url
                twice.append(form.url)
    assert len(seen) > 40
    assert statuses.count(303) > 25, "most forms are taken"
    assert len(twice) > 15, "so many of them add a row"


@pytest.fixture
def while_hashing(monkeypatch: pytest.MonkeyPatch, site: Flask) -> list[str]:
    """Write from elsewhere, without patience, each time a password is hashed or compared."""
    hasher = passwords._hasher
    told: list[str] = []

    class Watched:
        check_needs_rehash = hasher.check_needs_rehash

        def __getattr__(self, name: str) -> Any:
            write_beside(site)
            told.append(name)
            return getattr(hasher, name)

    monkeypatch.setattr(passwords, "_hasher", Watched())
    return told


@only_sqlite
def test_others_may_write_while_a_password_is_hashed(
    office: Office, browse: Callable[..., Browser], while_hashing: list[str]
) -> None:
    both = dict.fromkeys(("password", "again"), "bay gio la mua gat lua")
    give_password(office.account("counter"))
    code = give_code(office.account("auditor"))
    auditor = f"/quan-tri/tai-khoan/{office.account('auditor').id}"
    person = new_account_for_the_clerk(office)
    clerk, admin = browse("counter"), browse("admin")
    ways: list[tuple[Browser, str, str, dict[str, Any], int]] = [
        (browse(None), "/dang-nhap", "", {"username": "counter", "password": GOOD_PASSWORD}, 303),
        (browse(None), "/dang-nhap", "", {"username": "nobody", "password": GOOD_PASSWORD}, 422),
        (browse(None), "/dat-mat-khau", "", {"username": "auditor", "code": code, **both}, 303),
        (clerk, "/tai-khoan", "", {"present": GOOD_PASSWORD, **both}, 303),
        (admin, "/quan-tri/tai-khoan/moi", "", person, 200),
        (admin, f"{auditor}/ma", auditor, {}, 200),
    ]
    for browser, url, page, fields, status in ways:
        while_hashing.clear()
        assert browser.post_form(url, fields, page=page or None).status_code == status, url
        assert while_hashing, url


def new_account_for_the_clerk(office: Office) -> dict[str, str]:
    """What an administrator fills in for somebody who has no account any more."""
    office.account("counter").person_id = None
    db.session.commit()
    return {"person_id": str(office.people[Role.COUNTER].id), "username": "moi", "role": "counter"}


@pytest.mark.parametrize("name", ["counter", "nobody", "leader"])
def test_every_name_costs_one_comparison(
    name: str, office: Office, browse: Callable[..., Browser], while_hashing: list[str]
) -> None:
    """Known, unknown or without a password: a stranger cannot tell by the time it takes."""
    give_password(office.account("counter"))
    passwords._nobody()  # made once in the life of a process
    while_hashing.clear()
    answer = browse(None).post_form("/dang-nhap", {"username": name, "password": "sai mat khau roi nhe"})
    assert answer.status_code == 422 and while_hashing == ["verify"]


def test_a_session_that_ends_while_a_password_is_hashed_writes_nothing(
    office: Office, browse: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The administrator was signed out in this very moment: no account is made, no code is shown."""
    fields, admin = new_account_for_the_clerk(office), browse("admin")

    def meanwhile() -> tuple[str, str]:
        with db.engine.begin() as elsewhere:
            elsewhere.execute(text("DELETE FROM sign_in"))
        return "CODE", "hash"

    monkeypatch.setattr(passwords, "new_code_and_hash", meanwhile)
    assert admin.post_form("/quan-tri/tai-khoan/moi", fields).status_code == 401
    assert db.session.scalar(select(Account.id).where(Account.username == "moi")) is None


def test_a_form_that_is_sent_twice_around_something_slow_makes_one_account(
    office: Office, browse: Callable[..., Browser]
) -> None:
    """The key of the form is let go for the hash, and taken again."""
    fields, admin = new_account_for_the_clerk(office), browse("admin")
    url = "/quan-tri/tai-khoan/moi"
    data = admin.hidden_fields(url) | fields
    assert [admin.post_raw(url, data).status_code for _ in range(2)] == [200, 303]
    made = select(JournalEntry).where(JournalEntry.entity == "account", JournalEntry.action == "created")
    assert len([line for line in db.session.scalars(made) if '"moi"' in line.changes]) == 1
