"""Between the pages of minutes and their rows: which version is shown, what is checked, how two texts differ."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from flask import abort

from blueprints.access import Permission, viewer
from blueprints.document_kept import kept
from blueprints.documents import Document
from blueprints.meetings import papers
from models.meetings import minutes, notice_papers, queries, reviewing
from models.meetings.minutes_rules import MinutesCheck, checks
from models.meetings.paper_rules import PaperState
from models.meetings.paper_tables import Minutes
from models.meetings.points import PointKind
from models.meetings.tables import Meeting
from models.places import queries as places

MOST_COMPARED = 1500  # words of two texts that are compared one by one
FIRST_PARTS = ("Diễn biến cuộc họp",)


def room_of(meeting: Meeting) -> str:
    """Where a meeting takes place, as its papers call it."""
    names = places.room_names(viewer(), {meeting.room_id} if meeting.room_id else set())
    return names.get(meeting.room_id or 0, "") or meeting.place


def commune_of(meeting: Meeting) -> str:
    """The name of the commune that a meeting belongs to."""
    return queries.commune_names(viewer())[meeting.commune_id]


def drawn(meeting: Meeting, version: Minutes | None) -> Document:
    """The minutes as they would stand on paper now."""
    parts = [(part.title, part.text) for part in version.blocks if part.text.strip()] if version else []
    reviewed = [item for item in reviewing.items(viewer(), meeting) if item.decided is not None] if version else []
    return papers.minutes(meeting, room_of(meeting), commune_of(meeting), parts, reviewed)


def shown(meeting: Meeting, wanted: int = 0) -> tuple[Document, Minutes | None]:
    """The minutes that these eyes read: the version asked for, the one in force, or what was recorded.

    A draft is read by those alone who may write it.
    """
    versions = minutes.versions(viewer(), meeting.id)
    writes = viewer().may(Permission.RECORD_MEETING)
    open_to = [one for one in versions if writes or one.state is not PaperState.DRAFT]
    if wanted:
        found = next((one for one in open_to if one.number == wanted), None)
        if found is None:
            abort(404)
    else:
        in_force = [one for one in open_to if one.state is PaperState.ISSUED]
        found = next(iter(in_force if not writes else open_to), None) or next(iter(open_to), None)
    if found is not None and found.paper:
        return kept(found.paper), found
    return drawn(meeting, found), found


def papers_of(meeting: Meeting) -> dict[str, Any]:
    """How far minutes and notice are, and by when the notice is due; a draft is told to those alone who write it."""
    if not meeting.has_happened or meeting.is_secret or not viewer().may(Permission.RECORD_MEETING):
        return {"minutes_state": None, "notice_state": None, "due": None}
    written, told = notice_papers.newest_states(meeting.id)
    is_out = told in (PaperState.ISSUED, PaperState.REPLACED)
    due = None if is_out or not meeting.conclusions else notice_papers.clock_of(viewer(), meeting)
    return {"minutes_state": written, "notice_state": told, "due": due}


def checked(meeting: Meeting, version: Minutes) -> list[MinutesCheck]:
    """The named checks of a version."""
    unreviewed = sum(item.decided is None for item in reviewing.items(viewer(), meeting))
    general = [line for line in meeting.conclusions if line.kind is PointKind.GENERAL]
    return checks(
        has_secretary=meeting.secretary_id is not None,
        present=meeting.heads.present,
        parts=[(part.title, part.text) for part in version.blocks],
        unreviewed=unreviewed,
        ungiven=[line.label for line in general if line.due_on is not None],
    )


def first_parts(meeting: Meeting) -> Sequence[str]:
    """The parts that minutes begin with: one for each item of the agenda, else one for all that went on."""
    items = [f"Nội dung {item.no}: {item.title}"[:300] for item in meeting.items]
    return items[: minutes.MOST_BLOCKS] or FIRST_PARTS


Piece = tuple[str, bool]


def differences(ours: str, theirs: str) -> tuple[Sequence[Piece], Sequence[Piece]]:
    """Two texts in pieces, each with whether the other has other words there."""
    left, right = ours.split(" "), theirs.split(" ")
    if len(left) + len(right) > MOST_COMPARED:
        return [(ours, False)], [(theirs, False)]
    mine: list[Piece] = []
    other: list[Piece] = []
    for tag, first, last, start, end in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if first < last:
            mine.append((" ".join(left[first:last]), tag != "equal"))
        if start < end:
            other.append((" ".join(right[start:end]), tag != "equal"))
    return mine, other
