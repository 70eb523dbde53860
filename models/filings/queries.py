"""The two registers of the province, each in a few statements, and a commune's own filings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select

from models import clock
from models.accounts import queries as accounts
from models.accounts.rules import Viewer
from models.accounts.tables import Account
from models.base import db, read, seen_by
from models.errors import NotFound
from models.files import StoredFile
from models.filings.rules import FilingStanding, filing_standing
from models.filings.tables import PlanFiling, ProvincialBody, ScriptFiling
from models.plan.rules import ProvisionKind
from models.plan.tables import Provision
from models.text import fold

AnyRow = Row[*tuple[Any, ...]]
PLANS, SCRIPTS = "commune_plans", "provincial_scripts"  # as the programme's papers key these deadlines


@dataclass(frozen=True, slots=True)
class FilingDeadline:
    """By when something has to be sent, as the programme says: the last good day, and its own words."""

    last_day: date | None = None
    words: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class FilingLine:
    """Somebody who has to send something, with everything that counts, the newest first."""

    id: int
    name: str
    fold: str
    standing: FilingStanding
    filings: Sequence[AnyRow] = ()
    task_nos: Sequence[int] = ()
    has_joined: bool = True

    @property
    def first(self) -> AnyRow | None:
        """What the day is judged by."""
        return min(self.filings, key=lambda one: (one.received_on, one.id), default=None)

    @property
    def newest(self) -> AnyRow | None:
        """What holds now."""
        return self.filings[0] if self.filings else None


def deadline(key: str) -> FilingDeadline:
    """A deadline of the programme, as loaded with the papers (one statement)."""
    p = Provision
    told = func.max(p.due_on).label("due_on"), func.max(p.due_text).label("words"), func.max(p.document).label("paper")
    row = read(select(*told).where(p.kind == ProvisionKind.DEADLINE, p.key == key)).one()
    return FilingDeadline(row.due_on, row.words or "", row.paper or "")


def _filed(kind: type[PlanFiling] | type[ScriptFiling]) -> Any:
    names = ("id", "received_on", "document_no", "document_on", "note", "evidence_file_id", "evidence_link")
    more = (kind.created_at, kind.void_reason, StoredFile.original_name, Account.display_name)
    query = select(*(getattr(kind, name) for name in names), *more)
    query = query.join(Account, Account.id == kind.entered_by)
    query = query.outerjoin(StoredFile, StoredFile.id == kind.evidence_file_id)
    return query.order_by(kind.received_on.desc(), kind.id.desc())


def plans_of_communes(viewer: Viewer) -> list[FilingLine]:
    """Every commune of the programme, each with the plans it has sent (three statements)."""
    due, today = deadline(PLANS).last_day, clock.today()
    query = _filed(PlanFiling).add_columns(PlanFiling.commune_id.label("owner"), PlanFiling.is_by_province)
    found = _by_owner(read(query.where(seen_by(viewer, PlanFiling), PlanFiling.void_reason == "")).all())
    return [
        FilingLine(
            one.id,
            one.name,
            one.fold,
            _standing(found.get(one.id, []), due, today),
            found.get(one.id, []),
            has_joined=one.joined_on is not None,
        )
        for one in accounts.communes()
    ]


def scripts_of_bodies() -> list[FilingLine]:
    """Every provincial body that leads a task, each with the scripts it has sent (three statements)."""
    due, today = deadline(SCRIPTS).last_day, clock.today()
    query = _filed(ScriptFiling).add_columns(ScriptFiling.body_id.label("owner"))
    found = _by_owner(read(query.where(ScriptFiling.void_reason == "")).all())
    bodies = db.session.scalars(select(ProvincialBody).order_by(ProvincialBody.position)).all()
    return [
        FilingLine(
            one.id,
            one.name,
            fold(one.name),
            _standing(found.get(one.id, []), due, today),
            found.get(one.id, []),
            task_nos=one.task_nos,
        )
        for one in bodies
        if one.task_nos
    ]


def _by_owner(rows: Sequence[AnyRow]) -> Mapping[int, list[AnyRow]]:
    found: dict[int, list[AnyRow]] = {}
    for row in rows:
        found.setdefault(row.owner, []).append(row)
    return found


def _standing(filings: Sequence[AnyRow], due: date | None, today: date) -> FilingStanding:
    return filing_standing(min((one.received_on for one in filings), default=None), due, today)


def own_filings(viewer: Viewer) -> Sequence[AnyRow]:
    """What a commune has sent, the newest first, what was called off too (one statement)."""
    if viewer.commune_id is None:
        raise NotFound("plan_filing")
    query = _filed(PlanFiling).add_columns(PlanFiling.is_by_province)
    rows: Sequence[AnyRow] = read(query.where(seen_by(viewer, PlanFiling)).limit(50)).all()
    return rows


def plan_filing(viewer: Viewer, filing_id: int) -> PlanFiling:
    """One plan that was sent; NotFound for other eyes."""
    query = select(PlanFiling).where(seen_by(viewer, PlanFiling), PlanFiling.id == filing_id)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("plan_filing")
    return found


def script_filing(filing_id: int) -> ScriptFiling:
    """One script that was sent; NotFound otherwise."""
    found = db.session.get(ScriptFiling, filing_id)
    if found is None:
        raise NotFound("script_filing")
    return found


def body(body_id: int) -> ProvincialBody:
    """One body of the province; NotFound for one that leads nothing."""
    found = db.session.get(ProvincialBody, body_id)
    if found is None or not found.task_nos:
        raise NotFound("provincial_body")
    return found
