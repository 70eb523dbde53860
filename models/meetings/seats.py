"""Attendance with exceptions: who was there, who was excused, who was missing, who came in whose place."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from models.errors import RuleBroken


class Presence(StrEnum):
    """The groups of an attendance list; EXPECTED stands for who is invited to what has not begun.

    Who sends a substitute is REPRESENTED, and stands once: never also among the absent.
    """

    EXPECTED = "expected"
    PRESENT = "present"
    REPRESENTED = "represented"
    SUBSTITUTE = "substitute"
    EXCUSED = "excused"
    ABSENT = "absent"


class Reply(StrEnum):
    """What somebody answers to an invitation; silence is silence."""

    NONE = "none"
    COMING = "coming"
    ABSENT = "absent"
    SUBSTITUTE = "substitute"


class SeatRole(StrEnum):
    """What somebody is in a meeting; only guests are not required."""

    CHAIR = "chair"
    SECRETARY = "secretary"
    MEMBER = "member"
    GUEST = "guest"


_ROLE_ORDER = {duty: place for place, duty in enumerate(SeatRole)}


@dataclass(frozen=True, slots=True)
class Seat:
    """One line of an attendance list: a person of the office, or a guest by name."""

    person_id: int | None = None
    guest_name: str = ""
    duty: SeatRole = SeatRole.MEMBER
    status: Presence = Presence.PRESENT
    reason: str = ""
    substitute_for_id: int | None = None
    may_vote: bool = True
    title: str = ""

    @property
    def is_required(self) -> bool:
        """Whether the seat is a member's: guests and substitutes are never counted as members."""
        return self.duty is not SeatRole.GUEST and self.status is not Presence.SUBSTITUTE


@dataclass(frozen=True, slots=True)
class Headcount:
    """Members required, those present themselves, those represented, and guests on top."""

    required: int
    present: int
    substitutes: int
    excused: int
    absent: int
    guests: int
    expected: int = 0

    @property
    def represented(self) -> int:
        """Members present themselves or through a substitute."""
        return self.present + self.substitutes


def headcount(seats: Iterable[tuple[SeatRole, Presence]]) -> Headcount:
    """The heads of a list; excused members stay among the required."""
    lines = list(seats)
    members = [status for duty, status in lines if duty is not SeatRole.GUEST and status is not Presence.SUBSTITUTE]
    return Headcount(
        required=len(members),
        present=members.count(Presence.PRESENT),
        substitutes=sum(status is Presence.SUBSTITUTE for _, status in lines),
        excused=members.count(Presence.EXCUSED),
        absent=members.count(Presence.ABSENT),
        expected=members.count(Presence.EXPECTED),
        guests=sum(duty is SeatRole.GUEST and status is Presence.PRESENT for duty, status in lines),
    )


def seat_order(duty: SeatRole, rank: int, sort_key: str, name: str) -> tuple[int, int, str, str]:
    """The order of a printed list: the chair first, then rank, then the Vietnamese order of names; guests last."""
    place = 0 if duty is SeatRole.CHAIR else 2 if duty is SeatRole.GUEST else 1
    return place, rank, sort_key, name


def with_officers(seats: Sequence[Seat], chair_id: int | None, secretary_id: int | None) -> list[Seat]:
    """The list with its chair and secretary marked; whoever of them was left out is there, for somebody presided."""
    duties = {chair_id: SeatRole.CHAIR} if chair_id is not None else {}
    if secretary_id is not None:
        duties.setdefault(secretary_id, SeatRole.SECRETARY)
    marked = [_as(seat, duties.get(seat.person_id, SeatRole.MEMBER)) if seat.person_id else seat for seat in seats]
    listed = {seat.person_id for seat in seats}
    missing = [Seat(person_id=person, duty=duty) for person, duty in duties.items() if person not in listed]
    sent = {seat.substitute_for_id for seat in seats if seat.status is Presence.SUBSTITUTE}
    marked = [_represented(seat) if seat.person_id in sent else seat for seat in marked]
    return sorted(missing + marked, key=lambda seat: _ROLE_ORDER[seat.duty])


def _represented(seat: Seat) -> Seat:
    """Whoever sends somebody else is represented: not there, and not absent either."""
    is_there = seat.status in (Presence.PRESENT, Presence.SUBSTITUTE)
    return seat if seat.person_id is None or is_there else replace(seat, status=Presence.REPRESENTED)


def _as(seat: Seat, duty: SeatRole) -> Seat:
    if seat.duty is SeatRole.GUEST or seat.status is Presence.SUBSTITUTE:
        return seat
    return replace(seat, duty=duty)


def broken_seats(seats: Sequence[Seat], is_ahead: bool = False) -> list[RuleBroken]:
    """Everything that makes an attendance list untrue; ahead of a meeting nobody is there yet."""
    broken: list[RuleBroken] = []
    people = Counter(seat.person_id for seat in seats if seat.person_id is not None)
    twice = [person for person, times in people.items() if times > 1]
    if twice:
        broken.append(RuleBroken("person_listed_twice", "attendance", people=twice))
    there = {seat.person_id for seat in seats if seat.status is Presence.PRESENT and seat.person_id is not None}
    stand_ins = [seat for seat in seats if seat.status is Presence.SUBSTITUTE]
    stood_for = Counter(seat.substitute_for_id for seat in stand_ins)
    if any(seat.substitute_for_id is None or seat.substitute_for_id not in people for seat in stand_ins):
        broken.append(RuleBroken("substitute_for_nobody", "attendance"))
    if both := there & set(stood_for):
        broken.append(RuleBroken("present_and_substituted", "attendance", people=sorted(both)))
    if any(times > 1 for times in stood_for.values()):
        broken.append(RuleBroken("two_substitutes", "attendance"))
    if any(seat.status is Presence.REPRESENTED and seat.person_id not in stood_for for seat in seats):
        broken.append(RuleBroken("substitute_unnamed", "attendance"))
    if is_ahead:
        return broken
    if not any(seat.status is Presence.PRESENT for seat in seats):
        broken.append(RuleBroken("nobody_present", "attendance"))
    if any(seat.duty is SeatRole.CHAIR and seat.status is not Presence.PRESENT for seat in seats):
        broken.append(RuleBroken("chair_not_present", "chair_id"))
    return broken
