"""Readings by hand of targets, steps and indicators: the newest that holds, all earlier ones, and a new one."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, Select, Subquery, and_, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from models import clock
from models.accounts.rules import Viewer
from models.accounts.tables import Account
from models.base import db, read, seen_by
from models.duties.actions import NOTHING, Evidence
from models.errors import NotFound, RuleBroken
from models.files import StoredFile
from models.plan.rows import IndicatorRow, Reading
from models.plan.rules import PERCENT, UNCITED, SourcePaper, check_figure, is_read_by_hand, points, reading
from models.plan.tables import Figure, LocalIndicator, Step, Target

AnyRow = Row[*tuple[Any, ...]]
Subject = Target | Step | LocalIndicator
_Later = aliased(Figure)
IS_CORRECTED = select(_Later.id).where(_Later.corrects_id == Figure.id).exists()
_HAS_DOCUMENT = and_(Figure.document_no != "", Figure.document_on.is_not(None))
HAS_PROOF = or_(Figure.evidence_file_id.is_not(None), Figure.evidence_link != "", _HAS_DOCUMENT).label("has_proof")
READING = (
    Figure.value,
    Figure.numerator,
    Figure.denominator,
    Figure.complaints,
    Figure.as_of,
    Figure.unit_words.label("read_in"),
)
NEWEST = (Figure.as_of.desc(), Figure.id.desc())


def column_of(subject: Subject) -> InstrumentedAttribute[int | None]:
    """The column of a reading that names what it is of."""
    if isinstance(subject, Target):
        return Figure.target_id
    return Figure.step_id if isinstance(subject, Step) else Figure.indicator_id


def newest(viewer: Viewer, column: InstrumentedAttribute[int | None], until: date | None = None) -> Subquery:
    """The readings that were not corrected, each with its ``place`` among those of its subject (1 is the newest)."""
    order = func.row_number().over(partition_by=column, order_by=NEWEST).label("place")
    holds = true() if until is None else Figure.as_of <= until
    of_kind = (seen_by(viewer, Figure), column.is_not(None), ~IS_CORRECTED, holds)
    return select(column.label("subject_id"), *READING, HAS_PROOF, order).where(*of_kind).subquery()


def hand(row: AnyRow) -> Reading | None:
    """The newest reading of a row that was joined with ``newest``; None where nobody has read it."""
    if row.as_of is None:
        return None
    return Reading(
        value=reading(row.value, row.numerator, row.denominator, row.read_in),
        numerator=row.numerator,
        denominator=row.denominator,
        complaints=row.complaints,
        as_of=row.as_of,
        has_proof=bool(row.has_proof),
        unit_words=row.read_in,
    )


def of_newest(joined: Subquery) -> tuple[Any, ...]:
    """The columns that ``hand`` wants."""
    return tuple(joined.c[name] for name in ("value", *_NAMES))


_NAMES = ("numerator", "denominator", "complaints", "as_of", "read_in", "has_proof")


def history(viewer: Viewer, subject: Subject) -> Sequence[AnyRow]:
    """The readings of a subject, newest first, each with who entered it and what became of it (one statement)."""
    query: Select[*tuple[Any, ...]] = (
        select(
            *READING,
            HAS_PROOF,
            IS_CORRECTED.label("is_corrected"),
            Figure.id,
            Figure.corrects_id,
            Figure.document_no,
            Figure.document_on,
            Figure.note,
            Figure.created_at,
            Figure.evidence_link,
            Figure.evidence_file_id,
            StoredFile.original_name,
            Account.display_name,
        )
        .join(Account, Account.id == Figure.entered_by)
        .outerjoin(StoredFile, StoredFile.id == Figure.evidence_file_id)
        .where(seen_by(viewer, Figure), column_of(subject) == subject.id)
        .order_by(*NEWEST)
        .limit(200)
    )
    return db.session.execute(query).all()


def figure(viewer: Viewer, subject: Subject, figure_id: int) -> Figure:
    """One reading of a subject; NotFound for one of another."""
    own = (seen_by(viewer, Figure), column_of(subject) == subject.id, Figure.id == figure_id)
    found = db.session.scalars(select(Figure).where(*own)).one_or_none()
    if found is None:
        raise NotFound("figure")
    return found


def is_share(subject: Subject) -> bool:
    """Whether its readings tell a part of a whole, so that they run from 0 to 100 per cent."""
    if isinstance(subject, Target):
        return subject.unit_words == PERCENT and bool(subject.denominator_words)
    return False


def set_figure(
    viewer: Viewer,
    subject: Subject,
    as_of: date,
    value: Decimal | None = None,
    numerator: int | None = None,
    denominator: int | None = None,
    complaints: int | None = None,
    note: str = "",
    evidence: Evidence = NOTHING,
    cited: SourcePaper = UNCITED,
    corrects: Figure | None = None,
    unit_words: str = "",
) -> Figure:
    """Enter a reading of what is counted elsewhere; what the office counts itself is refused.

    RuleBroken figure_day_known where its day has a reading already: a wrong one is named, and told why.
    """
    _require_by_hand(subject)
    asks_complaints = isinstance(subject, Target) and subject.is_spoiled_by_complaint
    if asks_complaints and complaints is None:
        raise RuleBroken("complaints_missing", field="complaints")
    check_figure(value, numerator, denominator, as_of, clock.today(), is_share(subject))
    cited.check(clock.today())
    _require_own_day(viewer, subject, as_of, corrects, note)
    added = Figure(
        commune_id=viewer.home_id,
        value=value,
        numerator=numerator,
        denominator=denominator,
        complaints=complaints if asks_complaints else None,
        as_of=as_of,
        note=note.strip(),
        unit_words=(unit_words or PERCENT) if isinstance(subject, Step) else subject.unit_words,
        document_no=cited.no,
        document_on=cited.on,
        corrects_id=corrects.id if corrects else None,
        evidence_file_id=evidence.file_id,
        evidence_link=evidence.link,
        entered_by=viewer.account_id,
    )
    setattr(added, column_of(subject).key, subject.id)
    db.session.add(added)
    db.session.flush()
    return added


def _require_by_hand(subject: Subject) -> None:
    if isinstance(subject, Target) and subject.measure_key is not None:
        raise RuleBroken("counted_by_system")
    if isinstance(subject, Step) and not is_read_by_hand(points(subject.measure)):
        raise RuleBroken("step_counted_by_system")
    if isinstance(subject, LocalIndicator) and subject.ended_on is not None:
        raise RuleBroken("indicator_ended")


def _require_own_day(viewer: Viewer, subject: Subject, as_of: date, corrects: Figure | None, note: str) -> None:
    """A day has one reading that holds; a correction names one that holds, and says why."""
    live = (seen_by(viewer, Figure), column_of(subject) == subject.id, ~IS_CORRECTED)
    if corrects is not None:
        if not note.strip():
            raise RuleBroken("correction_reason_missing", field="note")
        if read(select(Figure.id).where(*live, Figure.id == corrects.id)).first() is None:
            raise RuleBroken("figure_corrected")
    others = true() if corrects is None else Figure.id != corrects.id
    if read(select(Figure.id).where(*live, Figure.as_of == as_of, others)).first() is not None:
        raise RuleBroken("figure_day_known", field="as_of")


def indicators(viewer: Viewer, with_ended: bool = False, until: date | None = None) -> list[IndicatorRow]:
    """What the commune follows beside the plan, each with its newest reading (one statement)."""
    latest = newest(viewer, Figure.indicator_id, until)
    shown = true() if with_ended else LocalIndicator.ended_on.is_(None)
    query: Select[*tuple[Any, ...]] = (
        select(
            LocalIndicator.id.label("indicator_id"),
            LocalIndicator.title,
            LocalIndicator.says,
            LocalIndicator.unit_words,
            LocalIndicator.comparator,
            LocalIndicator.value.label("goal"),
            LocalIndicator.followed_by,
            LocalIndicator.reading_days,
            LocalIndicator.ended_on,
            *of_newest(latest),
        )
        .outerjoin(latest, and_(latest.c.subject_id == LocalIndicator.id, latest.c.place == 1))
        .where(seen_by(viewer, LocalIndicator), shown)
        .order_by(LocalIndicator.ended_on.is_not(None), LocalIndicator.id)
    )
    names = ("title", "says", "unit_words", "comparator", "goal", "followed_by", "reading_days", "ended_on")
    return [
        IndicatorRow(id=row.indicator_id, hand=hand(row), **{name: getattr(row, name) for name in names})
        for row in read(query)
    ]


def indicator(viewer: Viewer, indicator_id: int) -> LocalIndicator:
    """One indicator of the commune; NotFound otherwise."""
    query = select(LocalIndicator).where(seen_by(viewer, LocalIndicator), LocalIndicator.id == indicator_id)
    found = db.session.scalars(query).one_or_none()
    if found is None or viewer.commune_id is None:
        raise NotFound("local_indicator")
    return found
