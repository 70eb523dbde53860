"""The notice of a meeting's conclusions: drafted, laid before whoever signs, issued with number and day, replaced."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models import clock
from models.accounts.rules import Viewer
from models.base import db, read, seen_by
from models.errors import NotFound, RuleBroken, RulesBroken
from models.holidays.queries import work_calendar
from models.meetings.paper_rules import NoticeClock, PaperState, notice_clock
from models.meetings.paper_tables import MeetingNotice, Minutes
from models.meetings.queries import open_to
from models.meetings.tables import Meeting

TEXTS = ("grounds", "opening", "heard", "closing", "copies")


@dataclass(frozen=True, slots=True)
class Issue:
    """What the document system says of an issued notice."""

    symbol: str
    issued_on: date | None
    signer_name: str

    @property
    def missing(self) -> list[str]:
        """What is not said."""
        said = {"symbol": self.symbol.strip(), "issued_on": self.issued_on, "signer_name": self.signer_name.strip()}
        return [name for name, value in said.items() if not value]


def versions(viewer: Viewer, meeting_id: int) -> Sequence[MeetingNotice]:
    """All versions of a meeting's notice, the newest first."""
    query = select(MeetingNotice).where(MeetingNotice.meeting_id == meeting_id, seen_by(viewer, MeetingNotice))
    return db.session.scalars(query.order_by(MeetingNotice.number.desc())).all()


def newest_states(meeting_id: int) -> tuple[PaperState | None, PaperState | None]:
    """Where the newest minutes and the newest notice of a meeting stand; None for what nobody has written."""
    of_minutes, of_notice = (
        select(kind.state).where(kind.meeting_id == meeting_id).order_by(kind.number.desc()).limit(1).scalar_subquery()
        for kind in (Minutes, MeetingNotice)
    )
    row = read(select(of_minutes.label("minutes"), of_notice.label("notice"))).one()
    return row.minutes, row.notice


def notice(viewer: Viewer, notice_id: int) -> tuple[MeetingNotice, Meeting]:
    """One version with its meeting; NotFound for eyes that may not know of it."""
    query = select(MeetingNotice, Meeting).join(Meeting, Meeting.id == MeetingNotice.meeting_id)
    found = db.session.execute(
        query.where(MeetingNotice.id == notice_id, seen_by(viewer, Meeting), open_to(viewer))
    ).first()
    if found is None:
        raise NotFound("meeting_notice")
    return found[0], found[1]


def clock_of(viewer: Viewer, meeting: Meeting) -> NoticeClock:
    """By which day the notice of a meeting is due, by its body's number of working days and the office's calendar."""
    known = work_calendar(viewer)
    ended_on = clock.local(meeting.ends_at).date()
    return notice_clock(ended_on, meeting.body.notice_workdays, clock.today(), known.days_off, known.make_up_days)


def draft(meeting: Meeting, first: MeetingNotice) -> MeetingNotice:
    """Keep the first version of a notice."""
    if meeting.is_secret:
        raise RuleBroken("secret_has_no_file")
    if not meeting.has_happened:
        raise RuleBroken("minutes_not_held")
    first.commune_id, first.meeting_id, first.number, first.state = meeting.commune_id, meeting.id, 1, PaperState.DRAFT
    db.session.add(first)
    db.session.flush()
    return first


def require_draft(row: MeetingNotice) -> None:
    """Refuse to change what is laid before whoever signs, or issued."""
    if row.state is not PaperState.DRAFT:
        raise RuleBroken(f"notice_{row.state.value}")


def submit(row: MeetingNotice, conclusions: int) -> None:
    """Lay a notice before whoever signs it."""
    require_draft(row)
    if not conclusions:
        raise RuleBroken("notice_tells_nothing")
    row.state = PaperState.WAITING
    db.session.flush()


def take_back(row: MeetingNotice) -> None:
    """Write on, before it is issued."""
    if row.state is not PaperState.WAITING:
        raise RuleBroken(f"notice_{row.state.value}")
    row.state = PaperState.DRAFT
    db.session.flush()


def fill_in(row: MeetingNotice, issue: Issue, held_on: date) -> None:
    """Take over number, day and signer of a notice that waits; RulesBroken names what is missing or cannot be."""
    if row.state is not PaperState.WAITING:
        code = "notice_not_submitted" if row.state is PaperState.DRAFT else f"notice_{row.state.value}"
        raise RuleBroken(code)
    broken = [RuleBroken("issue_incomplete", name) for name in issue.missing]
    if issue.issued_on is not None and not held_on <= issue.issued_on <= clock.today():
        broken.append(RuleBroken("issued_day_wrong", "issued_on"))
    if broken:
        raise RulesBroken(broken)
    row.symbol, row.issued_on, row.signer_name = issue.symbol.strip(), issue.issued_on, issue.signer_name.strip()


def issue(viewer: Viewer, row: MeetingNotice, paper: str) -> None:
    """Note that it was issued; from here on it never changes, and replaces the version before."""
    query = select(MeetingNotice).where(
        MeetingNotice.meeting_id == row.meeting_id, MeetingNotice.state == PaperState.ISSUED
    )
    with db.session.no_autoflush:
        for old in db.session.scalars(query).all():
            old.state = PaperState.REPLACED
    row.state, row.issued_by, row.paper = PaperState.ISSUED, viewer.account_id, paper
    db.session.flush()


def replace(viewer: Viewer, meeting: Meeting, reason: str) -> MeetingNotice:
    """A new version of an issued notice, with the reason; the issued one stays in force until the new one is out."""
    known = versions(viewer, meeting.id)
    if not known or known[0].state is not PaperState.ISSUED:
        raise RuleBroken("notice_not_issued")
    if not reason.strip():
        raise RuleBroken("reason_missing", "reason")
    old = known[0]
    made = MeetingNotice(
        commune_id=meeting.commune_id, meeting_id=meeting.id, number=old.number + 1, reason=reason.strip()
    )
    for name in (*TEXTS, "capacity", "signer_post"):
        setattr(made, name, getattr(old, name))
    db.session.add(made)
    db.session.flush()
    return made
