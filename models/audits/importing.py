"""What a sheet would do to a round: exactly the cells that change, those to be decided, and those nobody can take."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from models import clock
from models.audits import rules
from models.audits.items import Group, ItemRow, all_items, groups
from models.audits.proof_rules import check_proof_days
from models.audits.proofs import EVIDENCE_LIMIT
from models.audits.rules import PROBLEMS, ItemState
from models.audits.sheet import DAY_OF_LINK, FINDING, Difference, SheetLine, as_links, differences, links_of
from models.audits.tables import AuditFinding, AuditRound, ItemResult
from models.base import read
from models.catalogue.criteria import Scoring
from models.duties.rules import UNFINISHED
from models.duties.tables import Duty
from models.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class Present:
    """One criterion as it is stored now, in the cells of a sheet."""

    item: ItemRow
    cells: dict[str, str]
    finding_id: int | None = None
    is_extended: bool = False


@dataclass(slots=True)
class RowPlan:
    """What the file does to one criterion: cells that change, cells to be decided, and why it cannot be taken."""

    line: SheetLine
    present: Present
    changes: list[Difference]
    conflicts: list[Difference] = field(default_factory=list)
    refused: RuleBroken | None = None

    @property
    def code(self) -> str:
        """The criterion's code."""
        return self.line.code


@dataclass(slots=True)
class SheetPlan:
    """Everything a file would do to a round now."""

    rows: list[RowPlan] = field(default_factory=list)
    unknown: list[SheetLine] = field(default_factory=list)

    @property
    def changed(self) -> list[RowPlan]:
        """The criteria that would change."""
        return [row for row in self.rows if row.changes and row.refused is None]

    @property
    def changes(self) -> int:
        """How many cells would change."""
        return sum(len(row.changes) for row in self.changed)

    @property
    def conflicts(self) -> list[tuple[RowPlan, Difference]]:
        """The cells that a colleague has changed, too."""
        return [(row, one) for row in self.rows for one in row.conflicts]

    @property
    def unread(self) -> int:
        """How many cells cannot be taken."""
        return sum(len(row.line.unread) + (row.refused is not None) for row in self.rows) + len(self.unknown)

    @property
    def unchanged(self) -> int:
        """How many criteria stay as they are."""
        return sum(not (row.changes or row.conflicts) for row in self.rows)

    def digest(self) -> str:
        """What names this plan: another one, because somebody saved meanwhile, has another digest."""
        told = [
            (row.code, one.field, one.now, one.wanted, kind)
            for row in self.rows
            for kind, listed in (("change", row.changes), ("conflict", row.conflicts))
            for one in listed
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def presents(round_: AuditRound, parts: Sequence[Group] | None = None) -> list[Present]:
    """Every criterion of a round as the cells of a sheet."""
    written: dict[int, list[Any]] = {}
    query = select(
        AuditFinding.id,
        AuditFinding.result_id,
        AuditFinding.text,
        Duty.unit_id,
        Duty.person_id,
        Duty.due_on,
        Duty.first_due_on,
        Duty.status,
    ).join(Duty, Duty.id == AuditFinding.duty_id)
    query = query.join(ItemResult, ItemResult.id == AuditFinding.result_id).where(ItemResult.round_id == round_.id)
    for row in read(query.order_by(AuditFinding.id)):
        written.setdefault(row.result_id, []).append(row)
    parts = groups(round_) if parts is None else parts
    return [_present(item, written.get(item.result_id or 0, [])) for item in all_items(parts)]


def _present(item: ItemRow, written: Sequence[Any]) -> Present:
    links = (f"{one.url}{DAY_OF_LINK}{one.dated_on}" for one in item.evidence if one.url)
    cells = {
        "state": item.state.value,
        "note": _norm(item.note),
        "na_reason": item.na_reason,
        "links": as_links(links),
    }
    if item.scale is Scoring.POINTS and item.max_points:
        cells["points"] = _number(item.points)
    if not written:  # what was seen again belongs to the round that wrote it
        return Present(item, cells if item.findings else cells | dict.fromkeys(FINDING, ""))
    (found, *more) = written
    if more or found.status not in UNFINISHED:
        return Present(item, cells)
    about = (_norm(found.text), found.unit_id or "", found.person_id or "", found.due_on or "")
    return Present(
        item, cells | dict(zip(FINDING, map(str, about), strict=True)), found.id, found.due_on != found.first_due_on
    )


def _norm(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))


def _number(points: Decimal | None) -> str:
    return "" if points is None else f"{points.normalize():f}"


def plan(round_: AuditRound, lines: Sequence[SheetLine], mine: Collection[tuple[str, str]] = ()) -> SheetPlan:
    """What the lines of a file would do to a round now; ``mine``: the conflicts in which the file is to win."""
    there = {one.item.code: one for one in presents(round_)}
    made = SheetPlan()
    for line in lines:
        present = there.get(line.code)
        if present is None:
            made.unknown.append(line)
            continue
        changes, conflicts = differences(line, present.cells, present.item.version or 0)
        won = [one for one in conflicts if (line.code, one.field) in mine]
        row = RowPlan(line, present, [*changes, *won], [one for one in conflicts if one not in won])
        _settle(row, clock.today())
        made.rows.append(row)
    return made


def _settle(row: RowPlan, today: date) -> None:
    """Let the rules of a tick judge the row: what they refuse is not taken, what they make of it is what changes."""
    wanted = row.present.cells | {one.field: one.wanted for one in row.changes}
    if not row.changes:
        return
    try:
        after = _as_ticked(row.present.item, wanted)
        _check_finding(row.present, wanted, {one.field for one in row.changes}, today)
        _check_links(row.present, wanted["links"], today)
    except RuleBroken as broken:
        row.refused = broken
        return
    settled = (replace(one, wanted=after.get(one.field, one.wanted)) for one in row.changes)
    row.changes = [one for one in settled if one.wanted != one.now]


def _as_ticked(item: ItemRow, wanted: Mapping[str, str]) -> dict[str, str]:
    """The cells as a tick would store them."""
    state = ItemState(wanted["state"])
    rules.check_tick(state, wanted["na_reason"])
    after = {"na_reason": wanted["na_reason"] if state in rules.REASONED_STATES else ""}
    if "points" in wanted:
        typed = Decimal(wanted["points"]) if wanted["points"] else None
        after["points"] = _number(rules.points_for(state, item.max_points, typed, True))
    return after


def _check_links(present: Present, wanted: str, today: date) -> None:
    files = sum(one.file_id is not None for one in present.item.evidence)
    if len(links_of(wanted)) + files > EVIDENCE_LIMIT:
        raise RuleBroken("evidence_many", field="links", most=EVIDENCE_LIMIT)
    valid_to = {one.url: one.valid_to for one in present.item.evidence}
    for link in set(links_of(wanted)) - set(links_of(present.cells["links"])):
        url, said = link.split(DAY_OF_LINK)
        check_proof_days(date.fromisoformat(said), valid_to.get(url), today)


def _check_finding(present: Present, wanted: Mapping[str, str], changed: set[str], today: date) -> None:
    if not changed & set(FINDING):
        return
    if not wanted["finding"]:
        raise RuleBroken("finding_text_missing", field="finding")
    if present.finding_id is None and ItemState(wanted["state"]) not in PROBLEMS:
        raise RuleBroken("finding_needs_problem", field="finding")
    if not wanted["unit"] or not wanted["due"]:
        raise RuleBroken("finding_unowned", field="unit")
    if "due" in changed and present.is_extended:
        raise RuleBroken("due_extended", field="due")
    if "due" in changed and date.fromisoformat(wanted["due"]) < today:
        raise RuleBroken("due_in_past", field="due")
