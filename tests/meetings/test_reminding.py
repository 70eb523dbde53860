"""Reminders come a working day before, on the day and a working day behind it: each once, whatever happens."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from models import clock
from models.accounts.rules import Role
from models.base import db, set_writing
from models.duties.rules import DutyStatus
from models.holidays.rules import WorkCalendar
from models.holidays.tables import DayKind, Holiday
from models.jobs import queue, worker
from models.jobs.rules import JobState
from models.jobs.tables import Job
from models.jobs.worker import Work
from models.meetings import reminding
from models.meetings.points import DueRule, Point, PointKind
from models.meetings.reminding_rules import ReminderStep, step_on
from models.meetings.tables import Body, Meeting, MeetingReminder
from tests.browser import Browser
from tests.factories import Office
from tests.meetings.conftest import make_body, make_meeting
from tests.meetings.test_states import planned

Browse = Callable[..., Browser]
Hold = Callable[[str], None]
MAY = WorkCalendar(frozenset({date(2026, 4, 30), date(2026, 5, 1)}), frozenset({date(2026, 5, 9)}))
NEXT_MONDAY = date(2026, 4, 6)


@pytest.mark.parametrize(
    ("due", "today", "step"),
    [
        (date(2026, 4, 6), date(2026, 4, 2), None),
        (date(2026, 4, 6), date(2026, 4, 3), "before"),  # Monday: told on Friday
        (date(2026, 4, 6), date(2026, 4, 5), "before"),  # or on the first day that the machine ran again
        (date(2026, 4, 6), date(2026, 4, 6), "day"),
        (date(2026, 4, 6), date(2026, 4, 7), "after"),
        (date(2026, 4, 6), date(2026, 4, 13), "after"),
        (date(2026, 4, 6), date(2026, 4, 14), None),  # too old to be told
        (date(2026, 5, 4), date(2026, 4, 28), None),  # 30/4 and 1/5 are off
        (date(2026, 5, 4), date(2026, 4, 29), "before"),
        (date(2026, 4, 29), date(2026, 5, 2), None),
        (date(2026, 4, 29), date(2026, 5, 4), "after"),
        (date(2026, 5, 8), date(2026, 5, 9), "after"),  # a Saturday that is worked
        (date(2026, 5, 11), date(2026, 5, 9), "before"),
        (date(2026, 5, 10), date(2026, 5, 10), "day"),  # a meeting on a Sunday
    ],
)
def test_when_a_reminder_is_due(due: date, today: date, step: str | None) -> None:
    assert step_on(due, today, MAY) == (ReminderStep(step) if step else None)


def test_every_day_has_one_step_at_most_and_none_comes_back() -> None:
    for offset in range(60):
        due = date(2026, 4, 10) + timedelta(days=offset)
        said = [step_on(due, due + timedelta(days=by), MAY) for by in range(-20, 20)]
        told = [step for step in said if step is not None]
        assert [step for at, step in enumerate(told) if at == 0 or told[at - 1] is not step] == list(ReminderStep)


def night(key: str = "night") -> None:
    """Let a worker take the job of the present day, as often as there is one to take."""
    db.session.remove()
    set_writing(False)
    with queue.transaction():
        queue.enqueue(reminding.KIND, key, clock.today().isoformat(), commune_id=None)
    while worker.run_one({reminding.KIND: Work(reminding.run)}, "test", lambda: False):
        pass
    set_writing(True)


def told() -> list[tuple[str, str, int]]:
    rows = db.session.scalars(select(MeetingReminder).order_by(MeetingReminder.id))
    found = [(row.about.value, row.step.value, row.person_id) for row in rows]
    db.session.rollback()
    return found


def told_meeting(office: Office, body: Body, day: date = NEXT_MONDAY) -> int:
    meeting = planned(office, body, day)
    meeting.invite(clock.now())
    db.session.commit()
    return meeting.id


def test_everybody_is_reminded_once_however_often_it_runs_and_wherever_the_clock_goes(
    office: Office, body: Body, hold: Hold
) -> None:
    keeper = office.account("secretary").person_id
    hold("2026-03-30 09:00")
    told_meeting(office, body)
    for moment in ("2026-04-02 02:00", "2026-04-03 02:00", "2026-04-03 09:00", "2026-04-02 09:00", "2026-04-05 09:00"):
        hold(moment)
        night()
        night("again")
    assert [step for _, step, _ in told()] == ["before"] * 5, "on Friday, not on Thursday, not on Sunday again"
    assert len({person for _, _, person in told()}) == 5
    for moment in ("2026-04-06 02:00", "2026-04-03 02:00", "2026-04-06 03:00", "2026-04-07 02:00", "2026-04-08 02:00"):
        hold(moment)
        night("later")
    assert [step for _, step, _ in told()] == ["before"] * 5 + ["day"] * 5 + ["after"]
    assert told()[-1][2] == keeper, "who has to write it down"


def test_a_killed_worker_goes_on_where_it_stood(
    office: Office, other_office: Office, body: Body, hold: Hold, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold("2026-03-30 09:00")
    told_meeting(office, body)
    told_meeting(other_office, make_body(other_office))
    hold("2026-04-03 02:00")
    give, calls = reminding.give, []

    def killed(*args: Any) -> int:
        calls.append(args[0])
        number = give(*args)
        if len(calls) == 2:
            raise SystemExit("the power went before the second commune was kept")
        return number

    monkeypatch.setattr(reminding, "give", killed)
    with pytest.raises(SystemExit):
        night()
    db.session.remove()
    assert len(told()) == 5, "what was written stays, what was not is not half there"
    job = db.session.scalars(select(Job).where(Job.kind == reminding.KIND)).one()
    assert (job.state, job.done) == (JobState.RUNNING, 1)
    hold("2026-04-03 02:05")  # the lease is over
    night()
    assert len(told()) == 10 and len(set(told())) == 10 and len(calls) == 3


def test_the_database_itself_refuses_a_second_one(office: Office, body: Body, hold: Hold) -> None:
    hold("2026-03-30 09:00")
    told_meeting(office, body)
    hold("2026-04-03 02:00")
    night()
    names = [column.name for column in MeetingReminder.__table__.columns if column.name != "id"]
    row = db.session.scalars(select(MeetingReminder)).first()
    with pytest.raises(IntegrityError):
        db.session.execute(insert(MeetingReminder).values({name: getattr(row, name) for name in names}))
    db.session.rollback()


def test_holidays_of_the_office_decide(office: Office, body: Body, hold: Hold) -> None:
    hold("2026-03-30 09:00")
    told_meeting(office, body)
    for day in (date(2026, 4, 3), date(2026, 4, 2)):
        db.session.add(Holiday(commune_id=office.commune.id, day=day, kind=DayKind.OFF, name="Nghỉ lễ"))
    db.session.commit()
    hold("2026-03-31 09:00")
    night()
    assert told() == []
    hold("2026-04-01 09:00")
    night()
    assert len(told()) == 5


def own_lines(browser: Browser) -> list[str]:
    page = BeautifulSoup(browser.get("/viec-cua-toi").text, "html.parser")
    return [" ".join(line.text.split()) for line in page.select("section[aria-labelledby=recurring] li")]


def test_what_is_off_is_not_reminded_and_what_moved_is_told_anew(
    office: Office, body: Body, hold: Hold, browse: Browse
) -> None:
    hold("2026-03-30 09:00")
    key, other = told_meeting(office, body), told_meeting(office, body, date(2026, 4, 8))
    secretary = browse("secretary")
    secretary.post_form(f"/hop/{key}/huy", {"reason": "Bão"})
    moved = {"day": "6/4/2026", "start": "9:00", "end": "10:00", "place": "Hội trường", "reason": "Bận"}
    secretary.post_form(f"/hop/{other}/doi", moved)
    asked = db.session.scalars(select(Job.key).where(Job.kind == reminding.KIND)).all()
    assert len(asked) == 1 and f"meeting-{other}-" in asked[0], "who is moved is told before the next night"
    hold("2026-04-03 09:00")
    night()
    assert len(told()) == 5
    lines = own_lines(browse("counter"))
    assert len(lines) == 2 and "đã hủy" in lines[0] and "đã dời" in lines[1]
    night("again")
    assert len(told()) == 5, "the same day is told once"


def test_whoever_was_reminded_finds_it_until_it_is_done(office: Office, body: Body, hold: Hold, browse: Browse) -> None:
    hold("2026-03-30 09:00")
    key = told_meeting(office, body)
    assert own_lines(browse("counter")) == []
    hold("2026-04-03 09:00")
    night()
    assert own_lines(browse("counter")) == ["Họp: Giao ban tuần sau thứ Hai 6/4 lúc 08:00"]
    hold("2026-04-06 07:00")
    night()
    assert own_lines(browse("counter")) == ["Họp: Giao ban tuần sau hôm nay lúc 08:00"]
    hold("2026-04-07 09:00")
    night()
    assert own_lines(browse("counter")) == []
    assert own_lines(browse("secretary")) == [
        "Ghi kết quả cuộc họp: Giao ban tuần sau chưa ghi đã họp họp ngày 6/4/2026"
    ]
    browse("secretary").post(f"/hop/{key}/da-hop")
    assert "chưa ghi kết luận" in own_lines(browse("secretary"))[0]
    assert own_lines(browse("counter")) == []


def test_tasks_and_notices_of_a_meeting_are_reminded(office: Office, body: Body, hold: Hold, browse: Browse) -> None:
    hold("2026-04-01 09:00")
    person, keeper = office.account("counter").person_id, office.account("secretary").person_id
    unit, day = office.people[Role.COUNTER].unit_id or office.units[0].id, date(2026, 4, 7)
    task = Point("1", "Rà soát", PointKind.TASK, unit, "Báo cáo", "Chủ tịch", day, DueRule.BY_END_OF, 0, person)
    make_meeting(office, body, points=[task], secretary_id=keeper)
    hold("2026-04-06 02:00")  # the task is due tomorrow; the notice, five working days behind Monday, is due today
    night()
    assert sorted((about, step) for about, step, _ in told()) == [("notice", "day"), ("task", "before")]
    assert own_lines(browse("counter")) == ["Việc từ kết luận họp 1 sắp đến hạn"]
    assert own_lines(browse("secretary")) == ["Ra thông báo kết luận: Giao ban công việc tuần hạn 6/4"]
    hold("2026-04-08 02:00")
    night()
    late = {who for about, step, who in told() if (about, step) == ("task", "after")}
    assert late == {person, keeper}
    assert own_lines(browse("counter")) == ["Việc từ kết luận họp 1 quá hạn"]
    duty = db.session.scalars(select(Meeting)).one().conclusions[0].duty
    assert duty is not None
    duty.status, duty.done_on, duty.judged_on = DutyStatus.DONE, clock.today(), clock.today()
    db.session.commit()
    assert own_lines(browse("counter")) == []
