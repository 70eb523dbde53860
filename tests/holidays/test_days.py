"""The calendar of working days: an administrator keeps it, and sums of working days follow."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from models.base import db
from models.errors import RuleBroken
from models.holidays import actions, queries
from models.holidays.rules import WorkCalendar, each_day, fixed_days
from models.holidays.tables import DayKind, Holiday
from models.satisfaction import case_queries
from tests.browser import Browser
from tests.factories import Office
from tests.satisfaction.test_cases import case_of

Browse = Callable[..., Browser]
ADDRESS = "/quan-tri/ngay-nghi"
MAY = frozenset({date(2026, 4, 30), date(2026, 5, 1)})


@pytest.mark.parametrize(
    ("day", "workdays", "days_off", "made_up", "then"),
    [
        (date(2026, 3, 24), 5, frozenset(), frozenset(), date(2026, 3, 31)),
        (date(2026, 4, 28), 5, MAY, frozenset(), date(2026, 5, 7)),
        (date(2026, 4, 28), 5, MAY, frozenset({date(2026, 5, 2)}), date(2026, 5, 6)),
        (date(2026, 3, 30), -3, frozenset(), frozenset(), date(2026, 3, 25)),
        (date(2026, 5, 5), -3, MAY, frozenset(), date(2026, 4, 28)),
    ],
)
def test_working_days_skip_what_is_off_and_take_what_is_made_up(
    day: date, workdays: int, days_off: frozenset[date], made_up: frozenset[date], then: date
) -> None:
    assert WorkCalendar(days_off, made_up).after(day, workdays) == then


def test_spans_and_fixed_days() -> None:
    assert each_day(date(2026, 2, 27), date(2026, 3, 1)) == [date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1)]
    for last, code in ((date(2026, 2, 26), "span_backwards"), (date(2026, 4, 27), "span_too_long")):
        with pytest.raises(RuleBroken) as refused:
            each_day(date(2026, 2, 27), last)
        assert refused.value.code == code
    days = [day for day, _ in fixed_days(2027, [date(2027, 5, 1)])]
    assert days == [date(2027, 1, 1), date(2027, 4, 30), date(2027, 9, 2)]


def test_an_administrator_enters_days_off_and_days_worked(office: Office, browse: Browse) -> None:
    browser = browse("admin")
    tet = {"first": "14/2/2026", "last": "20/2/2026", "kind": "off", "name": "Tết Nguyên đán"}
    assert browser.post_form(ADDRESS, tet).status_code == 303
    worked = {"first": "22/8/2026", "last": "", "kind": "make_up", "name": "Làm bù"}
    assert browser.post_form(ADDRESS, worked).status_code == 303
    calendar = queries.work_calendar(office.viewer("leader"))
    assert calendar.days_off == {date(2026, 2, day) for day in range(16, 21)}, "a weekend is off anyway"
    assert calendar.make_up_days == {date(2026, 8, 22)}
    page = browser.get(f"{ADDRESS}?nam=2026").text
    assert "thứ Hai, 16/2/2026" in page and "Làm bù" in page
    assert browser.post_form(f"{ADDRESS}/co-dinh/2026", {}, page=f"{ADDRESS}?nam=2026").status_code == 303
    assert date(2026, 9, 2) in queries.work_calendar(office.viewer("leader")).days_off
    row = db.session.scalars(select(Holiday).where(Holiday.day == date(2026, 2, 16))).one().id
    assert browser.post_form(f"{ADDRESS}/{row}/bo", {}, page=f"{ADDRESS}?nam=2026").status_code == 303
    assert date(2026, 2, 16) not in queries.work_calendar(office.viewer("leader")).days_off


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"first": "1/5/2026"}, "Ngày 1/5/2026 đã có trong lịch"),
        ({"first": "2/5/2026"}, "vốn đã nghỉ"),
        ({"first": "4/5/2026", "kind": "make_up"}, "phải là thứ Bảy hoặc Chủ nhật"),
        ({"first": "4/5/2026", "last": "3/5/2026"}, "Ngày cuối phải bằng hoặc sau ngày đầu"),
        ({"first": "31/4/2026"}, "aria-invalid"),
    ],
)
def test_what_cannot_be_is_refused_in_words(office: Office, browse: Browse, fields: dict[str, str], said: str) -> None:
    actions.add(office.viewer("admin"), date(2026, 5, 1), None, DayKind.OFF, "Ngày Quốc tế lao động")
    db.session.commit()
    answer = browse("admin").post_form(ADDRESS, {"last": "", "kind": "off", "name": "Lễ", **fields})
    assert answer.status_code == 422 and said in answer.text


def test_each_commune_has_its_own_calendar(office: Office, other_office: Office, browse: Browse) -> None:
    actions.add(office.viewer("admin"), date(2026, 5, 1), None, DayKind.OFF, "Lễ")
    db.session.commit()
    assert queries.work_calendar(other_office.viewer("leader")) == WorkCalendar()
    assert queries.work_calendar(office.viewer("province")) == WorkCalendar()
    assert browse("leader").get(ADDRESS).status_code == 403


def test_a_case_is_answered_by_the_working_days_of_its_office(office: Office, hold: Callable[[str], None]) -> None:
    db.session.add(Holiday(commune_id=office.commune.id, day=date(2026, 11, 24), kind=DayKind.OFF, name="Ngày Văn hóa"))
    db.session.commit()
    hold("2026-11-20 09:41")  # a Friday: Monday, Wednesday and Thursday are worked
    case = case_of(office)
    assert case.duty.due_on == date(2026, 11, 26)
    hold("2026-11-24 08:00")
    row = case_queries.case_row(office.viewer("secretary"), case.id)
    assert row.by_day == date(2026, 11, 23)
