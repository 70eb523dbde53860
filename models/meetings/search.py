"""What can be found of meetings: titles, conclusions and notices, never of a meeting that is closed to these eyes."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, select

from models.accounts.rules import Permission, Viewer
from models.base import read, seen_by
from models.duties.tables import Duty
from models.meetings.paper_tables import MeetingNotice
from models.meetings.queries import open_to
from models.meetings.tables import Conclusion, Meeting
from models.searching import MOST, Hit, Needle, as_written


def find(viewer: Viewer, needle: Needle) -> list[Hit]:
    """Three statements."""
    if not viewer.may(Permission.READ_MEETINGS):
        return []
    return [*_meetings(viewer, needle), *_conclusions(viewer, needle), *_notices(viewer, needle)]


def _seen(viewer: Viewer, query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return query.where(seen_by(viewer, Meeting), open_to(viewer)).limit(MOST + 1)


def _meetings(viewer: Viewer, needle: Needle) -> Iterator[Hit]:
    query = select(Meeting.id, Meeting.title, Meeting.held_on).where(needle.within(Meeting.fold))
    exact_first = as_written(Meeting.title, needle.text).desc()
    for row in read(_seen(viewer, query.order_by(exact_first, Meeting.held_on.desc(), Meeting.id.desc()))):
        yield Hit("meeting", {"meeting_id": row.id}, row.title, detail=_day(row.held_on))


def _conclusions(viewer: Viewer, needle: Needle) -> Iterator[Hit]:
    query = (
        select(Meeting.id, Meeting.held_on, Meeting.title, Duty.ref, Duty.title.label("words"))
        .select_from(Conclusion)
        .join(Duty, Duty.id == Conclusion.duty_id)
        .join(Meeting, Meeting.id == Conclusion.meeting_id)
        .where(needle.within(Duty.fold))
    )
    exact_first = as_written(Duty.title, needle.text).desc()
    for row in read(_seen(viewer, query.order_by(exact_first, Meeting.held_on.desc(), Conclusion.id))):
        detail = f"{row.title}, {_day(row.held_on)}"
        yield Hit("conclusion", {"meeting_id": row.id}, row.words, row.ref, detail)


def _notices(viewer: Viewer, needle: Needle) -> Iterator[Hit]:
    """Notices by their symbol, which has no marks that matter: 12/TB-UBND is looked for as it is written."""
    query = (
        select(Meeting.id, MeetingNotice.symbol, MeetingNotice.issued_on, Meeting.title)
        .select_from(MeetingNotice)
        .join(Meeting, Meeting.id == MeetingNotice.meeting_id)
        .where(MeetingNotice.symbol.contains(needle.code, autoescape=True), MeetingNotice.issued_on.is_not(None))
    )
    for row in read(_seen(viewer, query.order_by(MeetingNotice.issued_on.desc(), MeetingNotice.id.desc()))):
        is_exact = row.symbol.upper() == needle.code
        yield Hit("notice", {"meeting_id": row.id}, row.title, row.symbol, _day(row.issued_on), is_exact)


def _day(day: Any) -> str:
    return f"{day.day}/{day.month}/{day.year}"
