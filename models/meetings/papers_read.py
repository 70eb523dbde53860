"""Papers of a meeting: published with the stamp of their day, replaced with their history, opened and confirmed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from models import clock
from models.accounts.rules import Viewer
from models.base import db, seen_by
from models.errors import NotFound, RuleBroken
from models.files import StoredFile
from models.files.store import DOORS
from models.holidays.queries import work_calendar
from models.meetings.agenda import AgendaItem
from models.meetings.paperwork import Paper, PaperVersion, Receipt
from models.meetings.queries import open_to
from models.meetings.tables import Meeting
from models.periods import add_workdays, workdays_between


def papers_of(meeting: Meeting) -> Sequence[Paper]:
    """The papers of a meeting with their versions and receipts."""
    query = select(Paper).where(Paper.meeting_id == meeting.id).order_by(Paper.id)
    return db.session.scalars(
        query.options(
            selectinload(Paper.versions).options(selectinload(PaperVersion.receipts), joinedload(PaperVersion.file))
        )
    ).all()


def paper(viewer: Viewer, paper_id: int) -> Paper:
    """One paper of a meeting that these eyes may know of."""
    query = select(Paper).join(Meeting, Meeting.id == Paper.meeting_id)
    found = db.session.scalar(query.where(Paper.id == paper_id, seen_by(viewer, Meeting), open_to(viewer)))
    if found is None:
        raise NotFound("meeting_paper")
    return found


def version(viewer: Viewer, version_id: int) -> PaperVersion:
    """One version of such a paper."""
    query = select(PaperVersion).join(Paper, Paper.id == PaperVersion.paper_id)
    query = query.join(Meeting, Meeting.id == Paper.meeting_id)
    found = db.session.scalar(query.where(PaperVersion.id == version_id, seen_by(viewer, Meeting), open_to(viewer)))
    if found is None:
        raise NotFound("meeting_paper_version")
    return found


def late_by(viewer: Viewer, meeting: Meeting, now: datetime) -> int:
    """How many working days too late something comes that is published now; nothing where it is in time."""
    known = work_calendar(viewer)
    days = known.days_off, known.make_up_days
    due = add_workdays(meeting.held_on, -meeting.body.paper_workdays, *days)
    return max(0, workdays_between(due, clock.local(now).date(), *days))


def publish(
    viewer: Viewer, meeting: Meeting, title: str, item: AgendaItem | None, file: StoredFile | None, link: str
) -> Paper:
    """A new paper; the server stamps how late it is, and nobody can change that."""
    meeting.require_open()
    if meeting.is_secret:
        raise RuleBroken("secret_has_no_papers", "title")
    made = Paper(commune_id=meeting.commune_id, meeting=meeting, item=item, title=title)
    db.session.add(made)
    add_version(viewer, made, meeting, file, link)
    return made


def add_version(viewer: Viewer, paper: Paper, meeting: Meeting, file: StoredFile | None, link: str) -> PaperVersion:
    """A further version: receipts of the ones before it do not count for it, its predecessors stay."""
    meeting.require_open()
    if file is None and not link:
        raise RuleBroken("paper_empty", "link")
    if link and not link.startswith(("https://", "http://")):
        raise RuleBroken("paper_late_link", "link")
    now = clock.now()
    made = PaperVersion(
        commune_id=meeting.commune_id,
        no=len(paper.versions) + 1,
        file_id=file.id if file else None,
        link="" if file else link,
        published_at=now,
        published_by=viewer.account_id,
        late_workdays=late_by(viewer, meeting, now),
    )
    paper.versions.append(made)
    db.session.flush()
    return made


def open_version(viewer: Viewer, found: PaperVersion, now: datetime) -> None:
    """Somebody opens a version: the first time is kept."""
    if viewer.person_id is None:
        return
    known = next((one for one in found.receipts if one.person_id == viewer.person_id), None)
    if known is None:
        found.receipts.append(Receipt(commune_id=found.commune_id, person_id=viewer.person_id, opened_at=now))


def confirm_opened(viewer: Viewer, meeting: Meeting, now: datetime) -> int:
    """Say that one has read what one has opened, and nothing else. Returns how many."""
    own = [
        receipt
        for one in papers_of(meeting)
        for receipt in one.current.receipts
        if receipt.person_id == viewer.person_id and receipt.confirmed_at is None
    ]
    for receipt in own:
        receipt.confirmed_at = now
    return len(own)


def receipt_of(viewer: Viewer, found: PaperVersion) -> Receipt | None:
    """What the viewer has opened of a version."""
    return next((one for one in found.receipts if one.person_id == viewer.person_id), None)


def has_read_older(viewer: Viewer, found: Paper) -> bool:
    """Whether the viewer opened an earlier version and not the one that holds."""
    older = [version for version in found.versions[:-1] if receipt_of(viewer, version)]
    return bool(older) and receipt_of(viewer, found.current) is None


def _door(viewer: Viewer) -> ColumnElement[bool]:
    """Files of a meeting that these eyes may not know of are not there: its papers and its proof."""
    of_paper = (
        PaperVersion.file_id == StoredFile.id,
        PaperVersion.paper_id == Paper.id,
        Paper.meeting_id == Meeting.id,
    )
    of_proof = (Meeting.evidence_id == StoredFile.id,)
    told = [(exists().where(*part), exists().where(*part, open_to(viewer))) for part in (of_paper, of_proof)]
    return and_(*(or_(~kept.correlate(StoredFile), seen.correlate(StoredFile)) for kept, seen in told))


DOORS.append(_door)
