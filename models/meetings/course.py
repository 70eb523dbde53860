"""The course of a meeting: its steps as verbs that refuse by name; who took them stands in the journal."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from models.errors import RuleBroken
from models.meetings.rules import Confidentiality
from models.meetings.seats import Presence, SeatRole
from models.meetings.states import SHUT, MeetingStep, State, after, may_take


class Course:
    """What is done with a meeting from its plan to its file."""

    if TYPE_CHECKING:
        confidentiality: Confidentiality
        chair_id: int
        secretary_id: int | None
        state: State
        state_reason: str
        starts_at: datetime
        ends_at: datetime
        planned_start: datetime | None
        planned_end: datetime | None
        invited_at: datetime | None
        cancelled_at: datetime | None
        attendance: list[Any]
        items: list[Any]
        sittings: list[Any]
        conclusions: list[Any]

        def settle(self) -> None:
            """Bring into line what follows from other fields."""

    def can(self, step: str) -> bool:
        """Whether the step is possible now."""
        return may_take(self.state, MeetingStep(step))

    def require_open(self) -> None:
        """Refuse to change what is concluded, filed, cancelled or could not be held."""
        if self.state in SHUT:
            raise RuleBroken(f"meeting_{self.state.value}")

    def invite(self, now: datetime) -> None:
        """Tell those who are invited; before that nobody is told anything."""
        state = after(self.state, MeetingStep.INVITE)
        if not self.attendance:
            raise RuleBroken("nobody_invited", "attendance")
        self.state, self.invited_at = state, now

    def begin(self, now: datetime) -> None:
        """Open it: from here on the hours are what happened, and the plan stays beside them."""
        state = after(self.state, MeetingStep.OPEN)
        self.planned_start, self.planned_end = self.starts_at, self.ends_at
        length = self.ends_at - self.starts_at
        self.state, self.starts_at, self.ends_at = state, now, now + length
        self.settle()  # it counts on the day and in the week in which it was really opened

    def close(self, now: datetime) -> None:
        """End it; RuleBroken names the items that nothing became of, and who has not been ticked."""
        state = after(self.state, MeetingStep.CLOSE)
        without = [item.no for item in self.items if item.outcome is None]
        if without:
            raise RuleBroken("items_without_outcome", items=without)
        self._require_ticked()
        self.state = state
        if now > self.starts_at:
            self.ends_at = now

    def hold(self, now: datetime) -> None:
        """Write down afterwards that it took place as planned; never before its hour."""
        state = after(self.state, MeetingStep.RECORD)
        if self.starts_at > now:
            raise RuleBroken("not_begun", "day")
        for seat in self.attendance:
            if seat.status is Presence.EXPECTED:
                seat.status = Presence.PRESENT
        self._require_ticked()
        self.state = state

    def give_up(self, reason: str) -> None:
        """People came, too few of them: it is written down and never counted."""
        self._end(MeetingStep.GIVE_UP, reason)

    def cancel(self, reason: str, now: datetime | None = None) -> None:
        """Take the meeting out of every count; who, when and why stay readable, and its tasks are owed no longer."""
        self.require_open()
        self._end(MeetingStep.CANCEL, reason)
        self.cancelled_at = now
        for conclusion in self.conclusions:
            if conclusion.duty is not None:
                conclusion.duty.call_off()

    def open_up(self, person_id: int | None, reason: str) -> None:
        """Let the whole office know of a closed meeting: by its chair or its secretary alone, with a reason."""
        if self.confidentiality is not Confidentiality.CLOSED:
            raise RuleBroken("not_closed")
        if person_id is None or person_id not in (self.chair_id, self.secretary_id):
            raise RuleBroken("not_chair_nor_secretary", "reason")
        if not reason.strip():
            raise RuleBroken("reason_missing", "reason")
        self.confidentiality = Confidentiality.OPEN

    def conclude(self) -> None:
        """Its conclusions stand: from here on the record is read, not written."""
        self.require_open()
        if self.state is not State.HELD:
            raise RuleBroken("not_held")
        self.state, self.state_reason = after(self.state, MeetingStep.CONCLUDE), ""

    def file(self) -> None:
        """Put the record of a concluded meeting into the archive."""
        self.state = after(self.state, MeetingStep.FILE)

    def reopen(self, reason: str) -> None:
        """Open a concluded record again, with the reason kept in it and in the journal."""
        if not may_take(self.state, MeetingStep.REOPEN):
            raise RuleBroken("not_concluded")
        self._end(MeetingStep.REOPEN, reason)

    def _end(self, step: MeetingStep, reason: str) -> None:
        state = after(self.state, step)
        if not reason.strip():
            raise RuleBroken("reason_missing", "reason")
        self.state, self.state_reason = state, reason.strip()

    def _require_ticked(self) -> None:
        waiting = [seat for seat in self.attendance if seat.status is Presence.EXPECTED]
        if waiting:
            raise RuleBroken("not_ticked", "attendance", count=len(waiting))
        if not any(seat.status is Presence.PRESENT for seat in self.attendance):
            raise RuleBroken("nobody_present", "attendance")
        if any(seat.duty is SeatRole.CHAIR and seat.status is not Presence.PRESENT for seat in self.attendance):
            raise RuleBroken("chair_not_present", "chair_id")


def broken_sittings(spans: Sequence[tuple[datetime, datetime]]) -> list[RuleBroken]:
    """What is wrong with the hours of several sittings: one that ends before it begins, two at the same time."""
    if any(ends <= starts for starts, ends in spans):
        return [RuleBroken("sitting_ends_before", "sittings")]
    ordered = sorted(spans)
    if any(following[0] < earlier[1] for earlier, following in pairwise(ordered)):
        return [RuleBroken("sittings_overlap", "sittings")]
    return []
