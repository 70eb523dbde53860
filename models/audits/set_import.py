"""A sheet against a draft: what it would add, change and leave out; nothing is kept before a person says so."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from models.audits import drafting
from models.audits.acts import Acts
from models.audits.legal import cited
from models.audits.sheet_rules import CriteriaSheet, RowReading, SheetRow
from models.audits.tables import CriteriaVersion, Criterion
from models.base import db
from models.catalogue.criteria import Basis, Check, DeadlineUnit, EvidenceRule, Kind, Scoring, Verify
from models.errors import RuleBroken
from models.text import fold

EVIDENCE = {
    EvidenceRule.NONE: ("khong", "khong can minh chung"),
    EvidenceRule.LINK: ("lien ket", "can lien ket"),
    EvidenceRule.FILE: ("tep", "anh", "can anh hoac tep"),
    EvidenceRule.ANY: ("co", "can lien ket, anh hoac tep"),
}
CHECKS = {
    Check.EYE: ("xem bang mat", "m"),
    Check.MACHINE: ("may kiem duoc", "t"),
    Check.BOTH: ("may goi y, nguoi quyet dinh", "t->m"),
}
DEADLINE = re.compile(r"\s*0*([1-9]\d{0,2}) ngay( lam viec)?\s*")
MOST_KEYWORDS, LONGEST_KEYWORD = 20, 80
CITE = re.compile(r"\s*([^|]{1,24}?)\s*(?:\|\s*([^|]*?)\s*)?(?:\|\s*(V2?)\s*)?")
YES = ("co", "x", "bat buoc", "yes", "1")
LONGEST = 2000  # letters of a criterion


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that a sheet changes."""

    line: int
    code: str
    column: str
    before: Any
    now: Any


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do."""

    added: tuple[SheetRow, ...]
    changed: tuple[CellChange, ...]
    missing: tuple[Criterion, ...]
    is_moved: bool
    unchanged: int

    @property
    def is_idle(self) -> bool:
        """Whether the sheet says what the draft says already."""
        return not (self.added or self.changed or self.is_moved)


def known(rows: Sequence[Criterion]) -> dict[str, tuple[str, str | None]]:
    """What the codes of a draft are."""
    return {row.code: (row.kind.value, row.parent) for row in rows}


def values_of(row: SheetRow, columns: frozenset[str], acts: Acts) -> dict[str, Any]:
    """The columns of a criterion that a row of the sheet says something of."""
    found: dict[str, Any] = {"requirement": row.text[:LONGEST], "parent": row.parent}
    said = row.said
    if row.reading is RowReading.GROUP:
        return found | ({"note": said.get("note", "")[:LONGEST]} if "note" in columns and "kind" in columns else {})
    if "points" in columns:
        found["max_points"] = row.points or Decimal(0)
    if "note" in columns:
        found["check_hint"] = said.get("note", "")[:LONGEST]
    if "mandatory" in columns:
        found["mandatory"] = fold(said.get("mandatory", "")) in YES
    if "scale" in columns:
        found["scale"] = Scoring.LEVELS if fold(said.get("scale", "")).startswith("theo muc") else Scoring.POINTS
    if "kind" in columns:
        found |= _of_full_sheet(said, columns)
    if "weight" in columns:
        found["weight"] = _decimal(said.get("weight", ""))
    if "reference" in columns:
        found["reference"] = said.get("reference", "")[:300]
    if "cites" in columns:
        found |= basis_of(cites_of(said.get("cites", ""), acts), found.get("reference", ""), acts)
    return found


def _of_full_sheet(said: Mapping[str, str], columns: frozenset[str]) -> dict[str, Any]:
    """What only the full sheet says: the proof, how a criterion is checked, its words and its deadline."""
    found: dict[str, Any] = {}
    if "evidence" in columns:
        word = fold(said.get("evidence", ""))
        found["evidence_rule"] = next((rule for rule, words in EVIDENCE.items() if word in words), EvidenceRule.ANY)
    if "check" in columns:
        word = fold(said.get("check", ""))
        found["check_method"] = next((one for one, words in CHECKS.items() if word in words), Check.EYE)
    if "keywords" in columns:
        words = (part.strip() for part in re.split(r"[;\n]", said.get("keywords", "")))
        found["keywords"] = list(dict.fromkeys(word[:LONGEST_KEYWORD] for word in words if word))[:MOST_KEYWORDS]
    if "deadline" in columns:
        found["deadline_n"], found["deadline_unit"] = deadline_of(said.get("deadline", ""))
    return found


def deadline_of(text: str) -> tuple[int | None, DeadlineUnit | None]:
    """A deadline as a sheet says it: "5 ngày làm việc", "15 ngày"; nothing where it is neither."""
    if not (told := DEADLINE.fullmatch(fold(text))):
        return None, None
    return int(told[1]), DeadlineUnit.WORKDAY if told[2] else DeadlineUnit.DAY


def _decimal(text: str) -> Decimal:
    try:
        return max(Decimal(text.replace(",", ".") or 0), Decimal(0))
    except InvalidOperation:
        return Decimal(0)


def cites_of(text: str, acts: Acts) -> list[dict[str, str]]:
    """References as a sheet and a form write them, one a line: act | place | V or V2; what names no act is dropped."""
    found = []
    for line in text.splitlines():
        said = CITE.fullmatch(line)
        if said and said[1] in acts:
            found.append({"act": said[1], "place": (said[2] or "")[:120], "verify": said[3] or Verify.SECONDARY.value})
    return found


def cites_text(cites: Sequence[Mapping[str, str]]) -> str:
    """The same as text."""
    return "\n".join(f"{one['act']} | {one.get('place', '')} | {one.get('verify', 'V')}" for one in cites)


def basis_of(cites: list[dict[str, str]], reference: str, acts: Acts) -> dict[str, Any]:
    """The columns that follow from what a criterion cites: law, else another paper, else the office's own wish."""
    told = [one for one in cites if one["verify"] in ("V", "V2")]
    basis = Basis.LEGAL if told else Basis.PROGRAMME if reference else Basis.PRODUCT
    checked = [one for one in told if one["verify"] == "V"]
    legal = Verify.READ if checked else Verify.SECONDARY
    verify = legal if told else Verify.PROGRAMME if reference else Verify.SUGGESTION
    places = [" ".join(filter(None, (one.place, acts[one.act].name))) for one in cited(checked or told)]
    return {
        "cites": cites,
        "rests_on": " ".join(dict.fromkeys(one["act"] for one in checked)),
        "basis": basis,
        "verify": verify,
        "legal_ref": "; ".join(places)[:400],
    }


def plan(draft: CriteriaVersion, sheet: CriteriaSheet, acts: Acts) -> ImportPlan:
    """What a sheet would do to a draft."""
    rows = drafting.rows_of(draft.id)
    there = {row.code: row for row in rows}
    added = tuple(row for row in sheet.kept if row.code not in there)
    changed: list[CellChange] = []
    touched = set()
    for row in sheet.kept:
        if row.code in there:
            for name, value in values_of(row, sheet.columns, acts).items():
                before = getattr(there[row.code], name)
                if name in SHOWN and drafting.plain(before) != drafting.plain(value):
                    changed.append(CellChange(row.line, row.code, name, before, value))
                    touched.add(row.code)
    named = {row.code for row in sheet.kept}
    missing = tuple(row for row in rows if row.code not in named)
    kept = [row.code for row in rows if row.code in named]
    is_moved = kept != [row.code for row in sheet.kept if row.code in there]
    return ImportPlan(added, tuple(changed), missing, is_moved, len(kept) - len(touched))


DERIVED = {"rests_on", "basis", "verify", "legal_ref"}  # what follows from cites and reference
SHOWN = frozenset(
    {
        "requirement",
        "parent",
        "note",
        "max_points",
        "check_hint",
        "mandatory",
        "evidence_rule",
        "scale",
        "weight",
        "reference",
        "cites",
        "check_method",
        "keywords",
        "deadline_n",
        "deadline_unit",
    }
)


def apply(draft: CriteriaVersion, sheet: CriteriaSheet, acts: Acts, document: str, drops: bool) -> ImportPlan:
    """Keep what the sheet says; RuleBroken criteria_many, or group_missing for rows under a group that is not there."""
    found = plan(draft, sheet, acts)
    rows = {row.code: row for row in drafting.rows_of(draft.id)}
    gone = {row.code for row in found.missing} if drops else set()
    if len(rows) - len(gone) + len(found.added) > drafting.MOST:
        raise RuleBroken("criteria_many", field="file", most=drafting.MOST)
    groups = {row.code for row in sheet.kept if row.reading is RowReading.GROUP}
    groups |= {row.code for row in rows.values() if row.kind is Kind.GROUP} - gone
    if any(row.parent is not None and row.parent not in groups for row in sheet.kept):
        raise RuleBroken("group_missing", field="file")
    for gone_row in found.missing if drops else ():
        drafting.tell("deleted", gone_row, {"requirement": gone_row.requirement})
        db.session.delete(gone_row)
    db.session.flush()
    cells = {(one.code, one.column) for one in found.changed}
    for row in sheet.kept:
        values = values_of(row, sheet.columns, acts)
        if row.code in rows:
            touched = {name for name in values if (row.code, name) in cells}
            touched |= DERIVED if touched & {"cites", "reference"} else set()
            drafting.change(rows[row.code], {name: value for name, value in values.items() if name in touched})
        else:
            rows[row.code] = _new(draft, row, values, document)
    _order(draft, [row.code for row in sheet.kept])
    return found


def _new(draft: CriteriaVersion, row: SheetRow, values: Mapping[str, Any], document: str) -> Criterion:
    kind = Kind.GROUP if row.reading is RowReading.GROUP else Kind.ITEM
    usual: dict[str, Any] = {}
    if document and kind is Kind.ITEM and "cites" not in values:
        usual = {"reference": document, "basis": Basis.PROGRAMME, "verify": Verify.PROGRAMME}
    if "weight" not in values and "max_points" in values:
        usual["weight"] = values["max_points"]
    made = Criterion(
        version_id=draft.id,
        commune_id=draft.commune_id,
        code=row.code,
        kind=kind,
        position=drafting.MOST * 2,
        **drafting.BLANK | usual | dict(values),
    )
    db.session.add(made)
    db.session.flush()
    drafting.tell("created", made, {"requirement": made.requirement})
    return made


def _order(draft: CriteriaVersion, codes: Sequence[str]) -> None:
    """The order of the sheet; what the sheet does not name stays behind the row it stood behind."""
    rows = list(drafting.rows_of(draft.id))
    place = {code: at for at, code in enumerate(codes)}
    last, keys = -1, {}
    for at, row in enumerate(rows):
        last = place.get(row.code, last)
        keys[row.code] = (last, 0 if row.code in place else 1, at)
    drafting.put_in_order(sorted(rows, key=lambda row: keys[row.code]))
