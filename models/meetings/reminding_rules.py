"""When somebody is reminded: a working day before a day, on it, and a working day behind it; pure, in local days."""

from datetime import date, timedelta
from enum import StrEnum

from models.holidays.rules import WorkCalendar

STILL_TOLD = timedelta(days=6)  # an office that was shut for so long after a day still hears of it


class ReminderAbout(StrEnum):
    """What somebody is reminded of."""

    MEETING = "meeting"
    NOTICE = "notice"
    TASK = "task"


class ReminderStep(StrEnum):
    """Which of the three reminders it is."""

    BEFORE = "before"
    DAY = "day"
    AFTER = "after"


def step_on(day: date, today: date, known: WorkCalendar) -> ReminderStep | None:
    """The reminder that is due today for something that is due on ``day``; None where none is.

    From the working day before on until the day itself, on that day, and from the working day behind it on for a week:
    a machine that was off in the night that counts makes up for it, and what is kept already is not told again.
    """
    if known.after(day, -1) <= today < day:
        return ReminderStep.BEFORE
    if today == day:
        return ReminderStep.DAY
    behind = known.after(day, 1)
    return ReminderStep.AFTER if behind <= today <= behind + STILL_TOLD else None
