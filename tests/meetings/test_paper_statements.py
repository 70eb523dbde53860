"""The pages of conclusions, minutes, notices and reviews ask as often for twenty rows as for one."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from models.base import db
from models.meetings import minutes
from models.meetings.agenda import AgendaItem, Ballot
from models.meetings.paper_tables import ConclusionUnit
from models.meetings.points import DueRule, Point, PointKind
from models.meetings.tables import Body, Meeting
from tests.browser import Browser
from tests.factories import Office
from tests.meetings.conftest import MONDAY, make_body, make_meeting

Browse = Callable[..., Browser]
PAGES = ("ket-luan", "thong-bao", "thong-bao/soan", "bien-ban", "bien-ban/soan", "giay-moi")
MOST = 30


@pytest.fixture(autouse=True)
def _then(hold: Callable[[str], None]) -> None:
    hold("2026-04-20 16:00")


def with_rows(office: Office, body: Body, rows: int, weeks: int = 0) -> int:
    """A meeting with so many tasks, each with a unit that joins in, and so many parts of its minutes."""
    points = [
        Point(
            str(n), f"Việc {n}.", PointKind.TASK, office.units[n % 2].id, "Báo cáo", "Chủ tịch", MONDAY, DueRule.BEFORE
        )
        for n in range(1, rows + 1)
    ]
    day = MONDAY + timedelta(weeks=weeks)
    meeting = make_meeting(office, body, day, points=points, secretary_id=office.account("secretary").person_id)
    for number in range(1, rows + 1):
        vote = Ballot(commune_id=meeting.commune_id, members=5, eligible=5, in_favour=5, taken_at=meeting.starts_at)
        item = AgendaItem(commune_id=meeting.commune_id, no=number, title=f"Nội dung {number}", ballots=[vote])
        meeting.items.append(item)
    for line in meeting.conclusions:
        line.joining.append(ConclusionUnit(commune_id=line.commune_id, unit_id=office.units[3].id))
        assert line.duty is not None
        line.duty.person_id = office.account("counter").person_id
    version = minutes.begin(office.viewer("secretary"), meeting, [f"Phần {n}" for n in range(rows)])
    for part in version.blocks:
        minutes.write(office.viewer("secretary"), part, part.title, "Chữ.")
    db.session.commit()
    return meeting.id


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_as_many_statements_for_twenty_rows_as_for_one(
    office: Office, browse: Browse, statements: Callable[..., Any], page: str
) -> None:
    few = with_rows(office, make_body(office, "Một"), 1)
    many = with_rows(office, make_body(office, "Hai"), 20)
    browser = browse("leader")
    browser.get(f"/hop/{few}")

    def cost(meeting_id: int) -> int:
        with statements() as seen:
            assert browser.get(f"/hop/{meeting_id}/{page}").status_code == 200
        return len(seen)

    assert cost(few) == cost(many) <= MOST


def test_a_review_asks_as_often_for_twenty_as_for_one(
    office: Office, browse: Browse, statements: Callable[..., Any]
) -> None:
    one, twenty = make_body(office, "Một"), make_body(office, "Hai")
    with_rows(office, one, 1)
    with_rows(office, twenty, 20)
    few = make_meeting(office, one, date(2026, 4, 6)).id
    many = make_meeting(office, twenty, date(2026, 4, 6)).id
    browser = browse("leader")
    browser.get(f"/hop/{few}")

    def cost(meeting_id: int) -> int:
        with statements() as seen:
            assert browser.get(f"/hop/{meeting_id}/ra-soat").status_code == 200
        return len(seen)

    assert cost(few) == cost(many) <= MOST
    assert db.session.get(Meeting, few) is not None
