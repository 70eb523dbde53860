"""Reminders that were given: rows that nobody writes twice."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import CommuneOwned, Dated, Model, word_type
from models.meetings.reminding_rules import ReminderAbout, ReminderStep


class MeetingReminder(CommuneOwned, Dated, Model):
    """That one person was reminded of a meeting, of a notice or of a task that is due on a day; once, by the database.

    ``subject_id`` is the duty of a task, else the meeting itself. Who moves something to another day has it told anew.
    """

    __tablename__ = "meeting_reminder"
    __table_args__ = (
        UniqueConstraint("about", "subject_id", "person_id", "step", "due_on", name="uq_meeting_reminder_once"),
        Index("ix_meeting_reminder_person_due", "person_id", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    about: Mapped[ReminderAbout] = mapped_column(word_type(ReminderAbout, name="about"))
    subject_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    step: Mapped[ReminderStep] = mapped_column(word_type(ReminderStep, name="step"))
    due_on: Mapped[date]
    sent_at: Mapped[datetime]
