"""Writing minutes that cannot be lost: parts that are saved by themselves, what they said before, checks, versions."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from models import clock
from models.accounts.rules import Viewer
from models.base import db, seen_by
from models.errors import NotFound, RuleBroken, RulesBroken
from models.meetings.minutes_rules import MinutesCheck, unmet
from models.meetings.paper_rules import PaperState
from models.meetings.paper_tables import Minutes, MinutesBlock, MinutesRevision
from models.meetings.queries import open_to
from models.meetings.tables import Meeting

CALM = timedelta(minutes=2)  # what somebody goes on typing within this time is one revision
MOST_BLOCKS = 60
COURSE = "course"


def versions(viewer: Viewer, meeting_id: int) -> Sequence[Minutes]:
    """All versions of a meeting's minutes, the newest first."""
    query = select(Minutes).where(Minutes.meeting_id == meeting_id, seen_by(viewer, Minutes))
    found = query.options(selectinload(Minutes.blocks).joinedload(MinutesBlock.editor))
    return db.session.scalars(found.order_by(Minutes.number.desc())).all()


def minutes(viewer: Viewer, minutes_id: int) -> tuple[Minutes, Meeting]:
    """One version with its meeting; NotFound for eyes that may not know of it."""
    query = select(Minutes, Meeting).join(Meeting, Meeting.id == Minutes.meeting_id)
    query = query.where(Minutes.id == minutes_id, seen_by(viewer, Meeting), open_to(viewer))
    found = db.session.execute(query).first()
    if found is None:
        raise NotFound("meeting_minutes")
    return found[0], found[1]


def block(viewer: Viewer, block_id: int) -> tuple[MinutesBlock, Meeting]:
    """One part of minutes with its meeting; NotFound for eyes that may not know of it."""
    query = select(MinutesBlock, Meeting).join(Minutes, Minutes.id == MinutesBlock.minutes_id)
    query = query.join(Meeting, Meeting.id == Minutes.meeting_id)
    query = query.where(MinutesBlock.id == block_id, seen_by(viewer, Meeting), open_to(viewer))
    found = db.session.execute(query.options(joinedload(MinutesBlock.minutes), joinedload(MinutesBlock.editor))).first()
    if found is None:
        raise NotFound("meeting_minutes_block")
    return found[0], found[1]


def revisions(part: MinutesBlock, most: int = 100) -> Sequence[MinutesRevision]:
    """What a part said before, the latest first."""
    query = (
        select(MinutesRevision).where(MinutesRevision.block_id == part.id).options(joinedload(MinutesRevision.writer))
    )
    return db.session.scalars(query.order_by(MinutesRevision.id.desc()).limit(most)).all()


def begin(viewer: Viewer, meeting: Meeting, titles: Sequence[str]) -> Minutes:
    """The first version, with an empty part for each of these titles; one that is there already is given back."""
    _require_words(meeting)
    known = versions(viewer, meeting.id)
    if known:
        return known[0]
    made = Minutes(commune_id=meeting.commune_id, meeting_id=meeting.id, number=1)
    made.blocks = [_part(meeting.commune_id, position, title) for position, title in enumerate(titles, start=1)]
    db.session.add(made)
    db.session.flush()
    return made


def _require_words(meeting: Meeting) -> None:
    if meeting.is_secret:
        raise RuleBroken("secret_has_no_file")
    if not meeting.has_happened:
        raise RuleBroken("minutes_not_held")


def _part(commune_id: int, position: int, title: str, text: str = "") -> MinutesBlock:
    return MinutesBlock(commune_id=commune_id, key=f"{COURSE}-{position}", position=position, title=title, text=text)


def add_part(version: Minutes, title: str) -> MinutesBlock:
    """One more part at the end."""
    require_draft(version)
    if len(version.blocks) >= MOST_BLOCKS:
        raise RuleBroken("too_many_parts", most=MOST_BLOCKS)
    last = max((part.position for part in version.blocks), default=0)
    made = _part(version.commune_id, last + 1, title)
    version.blocks.append(made)
    db.session.flush()
    return made


def drop_part(version: Minutes, part: MinutesBlock) -> None:
    """Take out a part in which nothing is written."""
    require_draft(version)
    if part.text.strip():
        raise RuleBroken("part_has_words")
    version.blocks.remove(part)
    db.session.flush()


def require_draft(version: Minutes) -> None:
    """Refuse to write into what is laid before whoever signs, or signed."""
    if version.state is not PaperState.DRAFT:
        raise RuleBroken(f"minutes_{version.state.value}")


def write(viewer: Viewer, part: MinutesBlock, title: str, text: str) -> None:
    """Keep what was typed into a part; what it said before stays readable."""
    require_draft(part.minutes)
    now = clock.now()
    if text != part.text and part.text.strip() and _is_worth_keeping(viewer, part):
        keep(part, part.text, part.edited_by)
    if (title, text) != (part.title, part.text):
        part.title, part.text, part.edited_by, part.edited_at = title, text, viewer.account_id, now
        db.session.flush()


def _is_worth_keeping(viewer: Viewer, part: MinutesBlock) -> bool:
    """Whether somebody else wrote the words that are replaced, or one paused since."""
    return part.edited_by != viewer.account_id or part.edited_at is None or clock.now() - part.edited_at > CALM


def keep(part: MinutesBlock, text: str, by: int | None, is_set_aside: bool = False) -> None:
    """Keep words of a part that are replaced, or were not chosen."""
    db.session.add(
        MinutesRevision(
            commune_id=part.commune_id, block_id=part.id, text=text, written_by=by, is_set_aside=is_set_aside
        )
    )


def finish(viewer: Viewer, version: Minutes, checks: Sequence[MinutesCheck], paper: str) -> None:
    """Lay the minutes before whoever signs; RulesBroken names every check that is not met."""
    require_draft(version)
    if open_checks := unmet(checks):
        raise RulesBroken([RuleBroken(f"check_{check.name}", None, **check.details) for check in open_checks])
    version.state, version.paper = PaperState.WAITING, paper
    version.finished_by, version.finished_at = viewer.account_id, clock.now()
    db.session.flush()


def take_back(version: Minutes) -> None:
    """Write on, before anybody has signed."""
    if version.state is not PaperState.WAITING:
        raise RuleBroken(f"minutes_{version.state.value}")
    version.state, version.paper, version.finished_by, version.finished_at = PaperState.DRAFT, "", None, None
    db.session.flush()


def sign(viewer: Viewer, version: Minutes, day: date, held_on: date) -> None:
    """Note that chair and secretary have signed; from here on it never changes, and replaces the version before."""
    if version.state is not PaperState.WAITING:
        raise RuleBroken(
            "minutes_not_finished" if version.state is PaperState.DRAFT else f"minutes_{version.state.value}"
        )
    if not held_on <= day <= clock.today():
        raise RuleBroken("signed_day_wrong", "signed_on")
    for old in _in_force(version):
        old.state = PaperState.REPLACED
    db.session.flush()
    version.state, version.signed_on, version.signed_by = PaperState.ISSUED, day, viewer.account_id
    db.session.flush()


def _in_force(version: Minutes) -> Sequence[Minutes]:
    query = select(Minutes).where(Minutes.meeting_id == version.meeting_id, Minutes.state == PaperState.ISSUED)
    return db.session.scalars(query).all()


def amend(viewer: Viewer, meeting: Meeting, reason: str) -> Minutes:
    """A new version of signed minutes, with the reason; the signed one stays in force until the new one is signed."""
    known = versions(viewer, meeting.id)
    if not known or known[0].state is not PaperState.ISSUED:
        raise RuleBroken("minutes_not_signed")
    if not reason.strip():
        raise RuleBroken("reason_missing", "reason")
    old = known[0]
    made = Minutes(commune_id=meeting.commune_id, meeting_id=meeting.id, number=old.number + 1, reason=reason.strip())
    made.blocks = [_part(meeting.commune_id, part.position, part.title, part.text) for part in old.blocks]
    db.session.add(made)
    db.session.flush()
    return made
