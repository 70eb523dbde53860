"""A ledger of twenty thousand meetings, and a meeting of sixty people: statements, the way of the query, bytes."""

import gzip
import os
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import insert, select, text
from sqlalchemy.engine import Connection

from models import clock
from models.accounts.tables import Person
from models.base import db
from models.meetings import planning, queries, seating, voting
from models.meetings.agenda import Stance
from models.meetings.discussing import settle, take_position
from models.meetings.queries import MeetingFilter
from models.meetings.quorum import Choice, Count, ItemOutcome
from models.meetings.rules import Confidentiality
from models.meetings.tables import Body, Meeting
from models.text import fold, name_sort_key
from tests.browser import Browser
from tests.factories import Office
from tests.meetings.conftest import make_meeting
from tests.meetings.test_states import planned

pytestmark = pytest.mark.slow

Browse = Callable[..., Browser]
Statements = Callable[[], AbstractContextManager[list[str]]]
MANY, PAGE_BYTES = 20_000, 40 * 1024
TURN = 1 if os.environ.get("TEST_DATABASE_URL") else 0  # PostgreSQL asks for the turn in the journal
RARE = "Rà soát đường truyền phòng họp"


@pytest.fixture(autouse=True)
def _monday(hold: Callable[[str], None]) -> None:
    hold("2026-03-30 16:00")


def packed(browser: Browser, url: str) -> int:
    """How many bytes of a page travel."""
    answer = browser.get(url)
    assert answer.status_code == 200, url
    return len(gzip.compress(answer.data, 6))


def grow(office: Office, body: Body, many: int = MANY) -> None:
    """Meetings of years: every thousandth about the line, every fiftieth closed."""
    first = make_meeting(office, body)
    columns = [column for column in Meeting.__table__.columns if column.name != "id"]
    values = {column.name: getattr(first, column.name) for column in columns}
    values |= {"recorded_by": None, "chair_id": office.account("admin").person_id}
    rows = []
    for number in range(1, many + 1):
        starts = first.starts_at - timedelta(hours=5 * number)
        title = f"{RARE} số {number}" if number % 1000 == 0 else f"Giao ban số {number}"
        closed = number % 50 == 0 and number % 1000 != 0
        rows.append(
            values
            | {"starts_at": starts, "ends_at": starts + timedelta(hours=1), "title": title, "fold": fold(title)}
            | {
                "held_on": clock.local(starts).date(),
                "recorded_by": None,
                "chair_id": office.account("admin").person_id,
            }
            | {"confidentiality": Confidentiality.CLOSED if closed else Confidentiality.OPEN}
        )
    db.session.execute(insert(Meeting.__table__), rows)  # type: ignore[arg-type]
    db.session.commit()


def way_of(connection: Connection, statement: object) -> str:
    """What the database says of how it answers."""
    plain = statement.compile(connection, compile_kwargs={"literal_binds": True})  # type: ignore[attr-defined]
    word = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    return "\n".join(str(row) for row in connection.execute(text(f"{word} {str(plain).replace(':', chr(92) + ':')}")))


def test_twenty_thousand_meetings_are_paged_and_searched(
    office: Office, body: Body, browse: Browse, statements: Statements
) -> None:
    grow(office, body)
    eyes = office.viewer("counter")
    for wanted in (MeetingFilter(), MeetingFilter(text="duong truyen")):
        first = queries.lines(eyes, wanted, limit=9)
        ways = way_of(db.session.connection(), queries.lines_query(eyes, wanted, None, 31, first[-1].key))
        assert (
            "ix_meeting_commune_held_on" in ways and "SCAN meeting" not in ways and "Seq Scan on meeting " not in ways
        )
    browser = browse("counter")
    browser.get("/hop")
    for url in ("/hop", "/hop?q=duong+truyen", "/hop?q=giao+ban"):
        with statements() as seen:
            assert packed(browser, url) <= PAGE_BYTES
        assert len(seen) <= 9, (url, len(seen))
    found = BeautifulSoup(browser.get("/hop?q=ĐƯỜNG+truyen+RA+SOAT").text, "html.parser")
    assert len(found.select("tr a")) == 20 and "20 cuộc" in found.text


def test_no_row_is_skipped_or_shown_twice(office: Office, body: Body, browse: Browse) -> None:
    grow(office, body, 100)
    browser, url, seen = browse("counter"), "/hop", []
    for _ in range(6):
        page = BeautifulSoup(browser.get(url).text, "html.parser")
        seen += [str(row.get("href")) for row in page.select("tbody a[href^='/hop/']")]
        forward = next((link for link in page.select("nav.pager a") if "Trang sau" in link.text), None)
        if forward is None:
            break
        url = str(forward["href"])
    assert len(seen) == len(set(seen)) == 99, "101 meetings, of which two are closed"
    assert browser.get("/hop?sau=99999999").status_code == 200
    assert browser.get("/hop?sau=x").status_code == 200


def crowded(office: Office, body: Body) -> Meeting:
    """A meeting of sixty people with twenty-five items, voted on by name and by hands, and positions on each."""
    db.session.add_all(
        Person(
            commune_id=office.commune.id,
            full_name=f"Nguyễn Thị Bích {number}",
            sort_key=name_sort_key(f"Nguyễn Thị Bích {number}"),
            fold=fold(f"Nguyễn Thị Bích {number}"),
            title="Phó Trưởng phòng Văn hóa - Xã hội",
            rank=50,
        )
        for number in range(55)
    )
    db.session.flush()
    people = db.session.scalars(select(Person.id).where(Person.commune_id == office.commune.id)).all()
    meeting = planned(office, body)
    planning.add_topics(meeting, [planning.Topic(f"Tờ trình phương án số {number}", 10) for number in range(1, 26)])
    eyes = office.viewer("secretary")
    seating.invite_people(eyes, meeting, people)
    meeting.invite(clock.now())
    db.session.commit()
    return meeting


def test_a_meeting_of_sixty_with_twenty_five_votes_stays_light(
    office: Office, body: Body, browse: Browse, statements: Statements
) -> None:
    meeting, eyes = crowded(office, body), office.viewer("secretary")
    for item in meeting.items:
        take_position(
            office.viewer("counter"),
            item,
            Stance.REMARK if item.no % 3 == 0 else Stance.NOTHING,
            "Xem lại",
            clock.now(),
        )
    meeting.begin(clock.now())
    seating.tick_all(meeting)
    able = [line.person_id or 0 for line in seating.eligible_seats(meeting)]
    assert len(able) == 60
    for item in meeting.items:
        if item.no % 2:
            voting.vote_by_name(eyes, item, dict.fromkeys(able, Choice.IN_FAVOUR), "", clock.now())
        else:
            voting.vote(eyes, item, Count(60), "", clock.now())
        settle(item, ItemOutcome.PASSED, clock.now())
    db.session.commit()
    key, browser = meeting.id, browse("secretary")
    for part in ("", "/dieu-hanh", "/truoc-hop", "/bien-ban", "/in", "/nguoi-du", "/sua"):
        with statements() as seen:
            size = packed(browser, f"/hop/{key}{part}")
        assert size <= PAGE_BYTES, (part, size)
        assert len(seen) <= 11, (part, len(seen))


def test_saving_a_meeting_sends_few_statements(
    office: Office, browse: Browse, filled: Callable[..., dict[str, str]], statements: Statements
) -> None:
    browser = browse("secretary")
    for day, most in (("30/3/2026", 12 + TURN), ("6/4/2026", 12 + TURN)):
        sent = {**browser.hidden_fields("/hop/moi"), **filled(day=day)}
        with statements() as seen:
            assert browser.post_raw("/hop/moi", sent).status_code == 303
        assert len(seen) <= most, "\n".join(re.sub(r"\s+", " ", one)[:150] for one in seen)
