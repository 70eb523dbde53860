"""What is kept about whom, and the nightly work that lets go of what is over."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event

from flask import Flask
from sqlalchemy import func, select

from blueprints import workers
from blueprints.office.retention import _words
from models import clock
from models.accounts.rules import RequestKind
from models.accounts.tables import AccountRequest, KnownDevice
from models.base import db, set_writing
from models.jobs.tables import Job
from models.journal import JournalEntry
from models.office import retaining
from models.office.retaining import KINDS, LastPurge
from tests.browser import Browser
from tests.factories import Office

Browse = Callable[..., Browser]


def test_every_kind_has_a_term_and_somebody_who_lets_go(app: Flask) -> None:
    from blueprints.office.labels import LETS_GO

    rows = retaining.shown()
    assert len(rows) > 8 and all(row.what and row.whose and row.term and "{" not in row.term for row in rows)
    assert {row.by for row in rows} <= set(LETS_GO)


def _old_and_new(office: Office) -> None:
    now = clock.now()
    counter, admin = office.account("counter"), office.account("admin")
    for days, name in ((401, "old"), (399, "new")):
        then = now - timedelta(days=days)
        db.session.add(KnownDevice(token_hash=name, account_id=counter.id, first_seen_at=then))
    for days in (9, 5):
        db.session.add(
            AccountRequest(
                commune_id=office.commune.id,
                account_id=counter.id,
                kind=RequestKind.CLEAR_FACTOR,
                asked_by=admin.id,
                asked_at=now - timedelta(days=days),
            )
        )
    counter.code_hash, counter.code_expires_at = "kept", now - timedelta(days=2)
    admin.code_hash, admin.code_expires_at = "kept", now + timedelta(days=2)
    db.session.commit()


def test_what_is_over_goes_and_what_is_not_stays(office: Office) -> None:
    _old_and_new(office)
    assert retaining.purge(clock.today()) == {"codes": 1, "devices": 1, "requests": 1}
    db.session.commit()
    assert db.session.scalars(select(KnownDevice.token_hash)).all() == ["new"]
    assert db.session.scalar(select(func.count()).select_from(AccountRequest)) == 1
    assert office.account("counter").code_hash is None and office.account("admin").code_hash == "kept"
    assert db.session.scalars(select(JournalEntry.action).order_by(JournalEntry.id.desc())).first() == "let_go"
    assert not any(retaining.purge(clock.today()).values()), "a second night finds nothing"


def test_a_night_in_doubt_lets_go_of_nothing_and_the_page_says_so(office: Office, browse: Browse, app: Flask) -> None:
    _old_and_new(office)
    db.session.remove()
    set_writing(False)
    workers.run(app, Event(), once=True)
    set_writing(True)
    said = db.session.scalars(select(Job.result).where(Job.kind == KINDS["office"])).one()
    assert said.startswith("put off")
    assert db.session.scalar(select(func.count()).select_from(KnownDevice)) == 2, "nobody has worked by this clock yet"
    page = browse("admin").get("/quan-tri/luu-giu").text
    assert "Đã hoãn" in page
    assert "Cách liên lạc của người dân" in page and "30 ngày" in page


def test_what_a_night_says_of_itself_becomes_words() -> None:
    said = {
        "by 2026-11-30: 3 contacts, 0 comments": "Đã xóa 3 cách liên lạc",
        "by 2026-11-30: 0 codes, 0 devices, 0 requests": "Không có gì quá hạn",
        "put off: the clock is in doubt": "Đã hoãn, vì chưa đủ ngày làm việc để chắc đồng hồ của máy đúng",
    }
    for words, expected in said.items():
        assert _words(LastPurge(clock.now(), words)) == expected
