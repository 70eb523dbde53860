"""What comes after its day: a tablet that was cut off, decisions about what waited. What was told stands."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import update

from models import clock
from models.base import db
from models.satisfaction import actions, figures, late, queries, sheets
from models.satisfaction.figures import Month
from models.satisfaction.late import After
from models.satisfaction.rules import Channel, Mode, Status
from models.satisfaction.steps import DayParts, Sides, Span, Steps, standing, whole
from models.satisfaction.tables import CountKind, LateCount, LateDay
from tests.browser import Browser
from tests.factories import Office

Browse = Callable[..., Browser]
Hold = Callable[[str], None]
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


def say(office: Office, level: int, times: int, day: date | None = None, **more: object) -> list[int]:
    """So many answers, of another day where one is given; their ids."""
    at: datetime | None = clock.at_office(day, 9, 10) if day else None
    made = [
        actions.receive(
            office.viewer("leader").home_id, actions.Answer(level, Mode.ONLINE, answered_at=at), Channel.KIOSK, **more
        ).id
        for _ in range(times)
    ]
    db.session.commit()
    return made


def text(browser: Browser, url: str) -> str:
    return " ".join(BeautifulSoup(browser.get(url).text, "lxml").get_text(" ").split())


def told_by_day(office: Office, is_live: bool = False) -> dict[str, int]:
    """How many answers figures tell of, under which days."""
    found: dict[str, int] = {}
    for one in queries.daily(office.viewer("leader"), FIRST, LAST, is_live):
        found[f"{one.local_date:%d}"] = found.get(f"{one.local_date:%d}", 0) + one.n
    return found


def test_an_answer_that_comes_later_is_told_on_the_day_it_came(office: Office, hold: Hold) -> None:
    hold("2026-03-10 09:00")
    say(office, 5, 12)
    waiting = say(office, 1, 2, status=Status.HELD, hold_reason="burst")
    hold("2026-03-12 09:00")
    say(office, 4, 3, date(2026, 3, 10))
    actions.decide(office.viewer("secretary"), waiting[0], Status.COUNTED, "đã hỏi")
    db.session.commit()
    assert told_by_day(office) == {"10": 12, "12": 4}
    assert told_by_day(office, is_live=True) == {"10": 16}
    eyes = office.viewer("leader")
    assert late.crosses(eyes, FIRST, date(2026, 3, 11)) and not late.crosses(eyes, FIRST, date(2026, 3, 12))
    assert figures.tally(figures.counts(eyes, {CountKind.MONTH: (FIRST, FIRST)})).n == 16, "the month is not over"
    actions.reconsider(office.viewer("secretary"), waiting[0], "xem lại")
    db.session.commit()
    assert told_by_day(office) == {"10": 12, "12": 3} and actions.check_rollups() == []


@pytest.fixture
def april(office: Office, hold: Hold) -> list[int]:
    """March with 40 answers, and what came to it in April; the ids of some that were counted in time."""
    hold("2026-03-20 09:00")
    made = say(office, 5, 40)
    say(office, 1, 3, status=Status.HELD, hold_reason="burst")
    hold("2026-04-02 08:00")
    return made


def test_a_month_that_is_over_stands(april: list[int], office: Office, browse: Browse) -> None:
    leader, url = browse("leader"), "/hai-long?ky=2026-03"
    names = ("kenh", "quay", "khau", "tuan", "gio", "thang", "thu-tuc")
    files = [f"/hai-long/bang/{name}.json?ky=2026-03" for name in names]
    before = [leader.get(one).get_json()["rows"] for one in files]
    say(office, 1, 4, date(2026, 3, 30))
    actions.decide(office.viewer("secretary"), april[0], Status.EXCLUDED, "trùng")
    db.session.commit()
    page = text(leader, url)
    assert page.count("40/40 phiếu") == 2 and "Sau khi chốt: thêm dưới 10 phiếu, bớt dưới 10 phiếu" in page
    assert [leader.get(one).get_json()["rows"] for one in files] == before
    assert any("Sau khi chốt" in note for note in leader.get(files[0]).get_json()["notes"])
    say(office, 4, 9, date(2026, 3, 30))
    assert "Sau khi chốt: +13 phiếu, bớt dưới 10 phiếu" in text(leader, url)
    rows = text(leader, f"/hai-long/phieu?tu={FIRST}&den={LAST}&nhom=hai-long")
    assert "· hài lòng" not in rows, "its list holds others than the figure, so it does not tell levels"
    assert actions.check_rollups() == []


def test_the_sheet_and_the_page_of_a_month_agree(april: list[int], office: Office, browse: Browse) -> None:
    say(office, 1, 4, date(2026, 3, 30))
    leader, sheet = browse("leader"), "/hai-long/niem-yet?ky=2026-03"
    assert "40 trên 40 phiếu" in text(leader, sheet) and "thêm dưới 10 phiếu" in text(leader, sheet)
    leader.post("/hai-long/niem-yet/2026-03/chot")
    page = text(leader, sheet)
    assert "40 trên 40 phiếu" in page and "thay đổi dưới 10 phiếu so với lúc chốt" in page
    leader.post("/hai-long/niem-yet/2026-03/dinh-chinh")
    page = text(leader, sheet)
    assert "Phiếu được tính 40 – dưới 10" in page and "44" not in page and "– rất không hài lòng" not in page
    assert "40/40 phiếu" in text(leader, "/hai-long?ky=2026-03")
    say(office, 2, 8, date(2026, 3, 30))
    leader.post("/hai-long/niem-yet/2026-03/dinh-chinh")
    assert "– rất không hài lòng 0 4 +4" in text(leader, sheet), "twelve more together may be told by level"
    facts = [sheets.facts_of(one).tally().n for one in sheets.prints(office.viewer("leader"), Month(FIRST, LAST))]
    assert facts == [40, 44, 52]


def test_verify_finds_late_moves_that_cannot_be(april: list[int], office: Office) -> None:
    say(office, 1, 4, date(2026, 3, 30))
    assert late.after(office.viewer("leader"), FIRST, LAST) == After(4, 0) and actions.check_rollups() == []
    db.session.execute(update(LateCount).where(LateCount.kind == CountKind.STAGE).values(n=5))
    assert [line.split("/")[0] for line in actions.check_rollups()] == ["late_count stage"]
    db.session.execute(update(LateDay).values(n=5))
    assert any(line.startswith("late_day 2026-03-30") for line in actions.check_rollups())


def parts(*days: tuple[int, int, int]) -> list[DayParts]:
    return [DayParts(date(2026, 3, at), *of) for at, *of in days]


def ends(*days: int) -> tuple[date, ...]:
    return tuple(date(2026, 3, at) for at in days)


@pytest.mark.parametrize(
    ("days", "everyone", "online", "may"),
    [
        ([(2, 12, 0), (3, 12, 0)], (2, 3), (2, 3), (True, True, True)),
        ([(2, 12, 0), (3, 12, 0), (9, -3, 0)], (2, 3), (2, 3), (False, False, False)),
        ([(2, 22, 0), (9, -3, 0)], (2,), (2,), (True, True, True)),  # nothing was told while it ran
        ([(2, 12, 10), (3, 12, 11), (9, 0, -3)], (2, 3), (2, 3), (True, False, True)),
        ([(2, 12, 0), (3, 30, 0), (9, -3, 0)], (2, 3), (2, 3), (True, True, True)),
    ],
)
def test_a_month_is_told_no_more_where_what_was_taken_out_would_show(
    days: list[tuple[int, int, int]], everyone: tuple[int, ...], online: tuple[int, ...], may: tuple[bool, ...]
) -> None:
    assert standing(parts(*days), Steps(ends(*everyone), ends(*online))) == Sides(*may)


def test_a_week_from_which_more_went_is_told_with_the_one_before() -> None:
    weeks = [Span(*ends(at, at + 6)) for at in (1, 8, 15)]
    assert whole(weeks, lambda span: span.since.day != 8) == [Span(*ends(1, 14)), weeks[2]]
    assert whole(weeks, lambda _span: True) == weeks
