"""Many posters in one PDF as a job: drawn without a lock, by a worker or by the page, with the rights of the moment."""

from datetime import timedelta

import pypdfium2
import pytest
from sqlalchemy import select

from models import clock
from models.accounts.rules import Role
from models.accounts.tables import Account
from models.base import db
from models.jobs import queue
from models.jobs.rules import LEASE, JobState
from models.jobs.tables import Job
from models.journal import JournalEntry
from models.qr import jobs, paper
from models.qr.tables import Poster, PrintJob, PrintPart
from tests.one_writer import only_sqlite, write_beside
from tests.qr.room import KEY, add_wifi, words_of

pytestmark = pytest.mark.slow

LEASES = {jobs.KIND: LEASE}


@pytest.fixture
def started(clerk):
    """Ask for a PDF of twelve posters, four of them of an internal network; its page."""
    for at in range(12):
        changes = {"audience": "internal"} if at % 3 == 0 else {}
        add_wifi(clerk, place=f"Phòng {at}", ssid=f"Mạng {at}", **changes)
    posters = [str(poster_id) for poster_id in db.session.scalars(select(Poster.id).order_by(Poster.id))]
    assert len(posters) == 12
    answer = clerk.post_form("/ma-qr/in-nhieu", {"poster": posters, "paper": "a6"})
    assert answer.status_code == 303
    return answer.location


def work(app):
    db.session.remove()
    answer = app.test_cli_runner().invoke(args=["jobs", "run", "--once"])
    assert answer.exit_code == 0, answer.output
    db.session.remove()


def test_a_worker_draws_it_and_the_page_only_says_how_far_it_is(app, clerk, started):
    assert "0/12" in clerk.get(started).text
    work(app)
    page = clerk.get(started).text
    assert "Đã tạo xong" in page and "hx-post" not in page.split('id="job"')[1]
    pdf = clerk.get(f"{started}.pdf").data
    assert len(pypdfium2.PdfDocument(pdf)) == 12 and KEY in words_of(pdf, 11)


def test_while_a_worker_holds_it_the_page_draws_nothing(clerk, started):
    db.session.remove()
    held = queue.claim("worker", LEASES)
    assert held is not None
    step = clerk.htmx(f"{started}/tiep", {})
    assert "0/12" in step.text and "load delay:1s" in step.text
    assert db.session.query(PrintPart).count() == 0
    db.session.remove()
    queue.release(held)
    step = clerk.htmx(f"{started}/tiep", {})
    assert "10/12" in step.text and 'hx-trigger="load"' in step.text


def test_what_a_dead_worker_has_drawn_is_not_drawn_again(clerk, started):
    assert "10/12" in clerk.htmx(f"{started}/tiep", {}).text
    db.session.remove()
    assert queue.claim("killed", LEASES) is not None
    assert "10/12" in clerk.htmx(f"{started}/tiep", {}).text
    with clock.held_at(clock.now() + timedelta(minutes=3)):
        assert "Tải tệp PDF" in clerk.htmx(f"{started}/tiep", {}).text
        assert len(pypdfium2.PdfDocument(clerk.get(f"{started}.pdf").data)) == 12
    assert [part.position for part in db.session.query(PrintPart).order_by(PrintPart.position)] == [0, 10]


@only_sqlite
def test_others_may_write_while_posters_are_drawn(app, clerk, started, monkeypatch):
    draw, drawn = paper.pdf, []

    def while_others_write(*args, **kwargs):
        write_beside(app)
        drawn.append("")
        return draw(*args, **kwargs)

    monkeypatch.setattr(paper, "pdf", while_others_write)
    assert "10/12" in clerk.htmx(f"{started}/tiep", {}).text
    work(app)
    assert len(drawn) == 2 and "Đã tạo xong" in clerk.get(started).text


def test_a_key_that_one_may_not_see_any_more_is_not_drawn(app, clerk, started):
    account = db.session.scalars(select(Account).where(Account.role == Role.SECRETARY)).one()
    account.role = Role.COUNTER
    db.session.commit()
    work(app)
    assert len(pypdfium2.PdfDocument(clerk.get(f"{started}.pdf").data)) == 8  # the four internal ones are left out


def test_nothing_is_drawn_for_an_account_that_was_closed(app, clerk, started):
    account = db.session.scalars(select(Account).where(Account.role == Role.SECRETARY)).one()
    account.is_active = False
    db.session.commit()
    work(app)
    drawing = db.session.scalars(select(Job).where(Job.kind == jobs.KIND)).one()
    assert drawing.state is JobState.FAILED and db.session.query(PrintPart).count() == 0
    account = db.session.scalars(select(Account).where(Account.role == Role.SECRETARY)).one()
    account.is_active = True
    db.session.commit()
    page = clerk.get(started).text
    assert "Không tạo được tệp" in page and "0/12" in page and clerk.get(f"{started}.pdf").status_code == 409


def test_a_try_that_failed_is_said_and_goes_on_later(clerk, started, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(paper, "pdf", lambda *_args: 1 / 0)
        step = clerk.htmx(f"{started}/tiep", {})
    assert "0/12" in step.text and "tự thử lại" in step.text and "ZeroDivisionError" not in step.text
    with clock.held_at(clock.now() + timedelta(minutes=1)):
        assert "10/12" in clerk.htmx(f"{started}/tiep", {}).text


def test_no_key_is_in_a_job_or_in_the_journal_and_its_pages_are_sealed(app, clerk, started):
    work(app)
    kept = [str(db.session.execute(select(kind.__table__)).mappings().all()) for kind in (Job, PrintJob, JournalEntry)]
    assert not [text for text in kept if KEY in text or "mật\\\\khẩu" in text]
    assert all(
        part.sealed_pages.startswith(b"v1") and b"PDF" not in part.sealed_pages[:60]
        for part in db.session.query(PrintPart)
    )


def test_a_print_job_is_its_askers_alone(browse, clerk, started, other_office):
    for stranger in (browse("leader"), browse("secretary", other_office)):
        for url in (started, f"{started}.pdf"):
            assert stranger.get(url).status_code == 404
        assert stranger.post(f"{started}/tiep").status_code == 404
    assert db.session.query(PrintPart).count() == 0
    assert clerk.get(started).status_code == 200


def test_what_is_older_than_an_hour_goes_with_its_job(clerk, started):
    made = db.session.query(PrintJob).one()
    made.created_at -= timedelta(minutes=61)
    db.session.commit()
    poster = db.session.scalars(select(Poster.id)).first()
    clerk.post_form("/ma-qr/in-nhieu", {"poster": [str(poster)], "paper": "a6"})
    assert db.session.query(PrintJob).one().total == 1
    assert [job.state for job in db.session.query(Job).order_by(Job.id)] == [JobState.CANCELLED, JobState.WAITING]
