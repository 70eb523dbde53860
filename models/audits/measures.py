"""What the office counts of its checklists: each measure reads the rounds of the criteria set in its key."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction

from models.audits import findings, grouping, queries
from models.audits.findings import ProblemRow
from models.audits.queries import RoundFigures
from models.audits.rules import PROBLEMS, ItemPick
from models.audits.tables import AuditRound
from models.counting import Behind, Counted, Measure, MeasureUnit, MeasureWord, ReadOnce, amount, behind, share


class AuditUnit(StrEnum):
    """What a value counts here."""

    CRITERIA = "criteria"
    FINDINGS = "findings"
    POINTS = "points"


def read_round(look: ReadOnce, set_code: str) -> RoundFigures | None:
    """The round of a set that figures are read from, in numbers; None before the first one."""
    return look.once(_rounds).get(set_code, (None, None))[0]


def going_on(look: ReadOnce, set_code: str) -> RoundFigures | None:
    """The round of a set that is being assessed while figures are still read from the one before."""
    read, newest = look.once(_rounds).get(set_code, (None, None))
    return newest if read != newest else None


def _rounds(look: ReadOnce) -> dict[str, tuple[RoundFigures, RoundFigures]]:
    pairs = look.once(_pairs)
    told = queries.figures(list({one.id: one for pair in pairs for one in pair}.values()))
    return {read.set.code: (told[read.id], told[newest.id]) for read, newest in pairs}


def _pairs(look: ReadOnce) -> Sequence[tuple[AuditRound, AuditRound]]:
    return queries.read_rounds(look.viewer)


def _numbered(look: ReadOnce, set_code: str, no: int) -> RoundFigures | None:
    known = next((one for one in look.once(_rounds).get(set_code, ()) if one.no == no), None)
    if known is not None:
        return known
    found = queries.numbered_round(look.viewer, set_code, no)
    return None if found is None else queries.figures([found])[found.id]


def _of_group(look: ReadOnce, whole: RoundFigures, group: str) -> RoundFigures:
    """One group of a round; one that the version of the round does not have is empty."""
    round_, groups = look.once(_grouped, whole.round_id)
    return groups.get(group) or queries.figures_of(round_, [])


def _grouped(look: ReadOnce, round_id: int) -> tuple[AuditRound, dict[str, RoundFigures]]:
    """A round with its figures by group, read once however many groups are asked for."""
    known = look.once(_read_groups).get(round_id)
    if known is not None:
        return known
    round_ = queries.audit_round(look.viewer, round_id)
    return round_, grouping.group_figures(round_)


def _read_groups(look: ReadOnce) -> dict[int, tuple[AuditRound, dict[str, RoundFigures]]]:
    """The rounds that figures are read from, with those of their groups."""
    rounds = [read for read, _newest in look.once(_pairs)]
    told = grouping.grouped_figures(rounds) if rounds else {}
    return {one.id: (one, told[one.id]) for one in rounds}


def _groups_of_results(look: ReadOnce, round_id: int) -> dict[int, str]:
    """The group of each criterion of a round; of all rounds that figures are read from at once."""
    read = look.once(_read_results)
    return read if round_id in look.once(_read_groups) else grouping.groups_of_results([round_id])


def _read_results(look: ReadOnce) -> dict[int, str]:
    rounds = list(look.once(_read_groups))
    return grouping.groups_of_results(rounds) if rounds else {}


def _problems(look: ReadOnce, round_id: int) -> Sequence[ProblemRow]:
    return findings.problems(look.viewer, round_id)


def _problems_of(look: ReadOnce, round_id: int, group: str) -> Sequence[ProblemRow]:
    """The criteria of a round, or of one group, that are not fully met."""
    rows = look.once(_problems, round_id)
    if not group:
        return rows
    groups = look.once(_groups_of_results, round_id)
    return [row for row in rows if groups.get(row.result_id) == group]


def _figures(look: ReadOnce, set_code: str, round_no: int | None, group: str) -> RoundFigures | None:
    """The round with a number, else the one that figures are read from; the whole of it, or one group."""
    found = read_round(look, set_code) if round_no is None else look.once(_numbered, set_code, round_no)
    return found if found is None or not group else look.once(_of_group, found, group)


def _page(found: RoundFigures | None, pick: ItemPick = ItemPick.ALL, group: str = "") -> Behind:
    return behind("rounds") if found is None else behind("round", round_id=found.round_id, pick=pick, group=group)


def _told(counted: Counted, found: RoundFigures) -> Counted:
    """The same with which round it is of, and whether that round has come to its end."""
    return replace(counted, no=found.no, is_final=found.is_finished)


def _progress(look: ReadOnce, set_code: str, round_no: int | None = None, group: str = "") -> Counted:
    found = _figures(look, set_code, round_no, group)
    if found is None:
        return Counted(None, _page(None))
    return _told(share(found.assessed, found.total, _page(found, ItemPick.ASSESSED, group)), found)


def _met(look: ReadOnce, set_code: str, round_no: int | None = None, group: str = "") -> Counted:
    found = _figures(look, set_code, round_no, group)
    if found is None or not found.assessed:
        return Counted(None, _page(found))
    return _told(share(found.met, found.applicable, _page(found, ItemPick.MET, group)), found)


def _score(look: ReadOnce, set_code: str, round_no: int | None = None, group: str = "") -> Counted:
    found = _figures(look, set_code, round_no, group)
    where = _page(found, ItemPick.ALL, group)
    if found is None or found.score is None:
        return Counted(None, where)
    return _told(Counted(Fraction(found.score), where), found)


def _lacking(found: RoundFigures, n: int, pick: ItemPick, group: str) -> Counted:
    """How many are lacking: that none is can only be said at the end of a round."""
    return _told(amount(n if n or found.is_finished else None, _page(found, pick, group)), found)


def _mandatory_missing(look: ReadOnce, set_code: str, round_no: int | None = None, group: str = "") -> Counted:
    found = _figures(look, set_code, round_no, group)
    if found is None:
        return Counted(None, _page(None))
    return _lacking(found, found.mandatory_missing, ItemPick.OWED, group)


def _open_findings(look: ReadOnce, set_code: str, round_no: int | None = None, group: str = "") -> Counted:
    found = _figures(look, set_code, round_no, group)
    if found is None:
        return Counted(None, _page(None))
    rows = _problems_of(look, found.round_id, group)
    n = sum(row.unmended for row in rows)
    where = behind("findings", round_id=found.round_id, group=group)
    counted = _told(amount(n if n or found.is_finished else None, where), found)
    return replace(counted, has_proof=not found.unproven)


def _planned(look: ReadOnce, set_code: str, round_no: int | None = None, group: str = "") -> Counted:
    """How much of what is lacking has its finding; all of it at the end of a round in which nothing is lacking."""
    found = _figures(look, set_code, round_no, group)
    if found is None or not found.assessed:
        return Counted(None, _page(found))
    lacking = [row for row in _problems_of(look, found.round_id, group) if row.state in PROBLEMS]
    where = behind("needs", round_id=found.round_id)
    if not lacking and not found.is_finished:
        return Counted(None, where)
    planned = sum(row.findings > 0 for row in lacking)
    return _told(share(planned, len(lacking), where) if lacking else Counted(Fraction(100), where), found)


def _sets(look: ReadOnce) -> list[MeasureWord]:
    """The criteria sets of which the commune has a round."""
    return [MeasureWord(read.set.code, read.set.short_name) for read, _ in look.once(_pairs)]


def _sets_and_groups(look: ReadOnce) -> list[MeasureWord]:
    """The same, and each group of the round that figures are read from."""
    found = _sets(look)
    for read, _newest in look.once(_pairs):
        for code in sorted(look.once(_read_groups)[read.id][1]):
            name = f"{read.set.short_name} {code}"
            found.append(MeasureWord(read.set.code, name, code, {"group": code}))
    return found


MEASURES = [
    Measure(
        "audits.*.progress",
        MeasureUnit.PERCENT,
        "Criteria of a round that are assessed, whatever the answer.",
        _progress,
        words=_sets,
    ),
    Measure(
        "audits.*.met",
        MeasureUnit.PERCENT,
        "Criteria of a round that are met and have the evidence they ask for, among those that apply.",
        _met,
        words=_sets_and_groups,
    ),
    Measure(
        "audits.*.score",
        AuditUnit.POINTS,
        "The score of a round, by the rule of its set.",
        _score,
        words=_sets_and_groups,
    ),
    Measure(
        "audits.*.mandatory_missing",
        AuditUnit.CRITERIA,
        "Mandatory criteria of a round that were looked at and are not fully there.",
        _mandatory_missing,
        words=_sets_and_groups,
    ),
    Measure(
        "audits.*.open_findings",
        AuditUnit.FINDINGS,
        "Findings of a round that nobody has confirmed as mended; a criterion that is not met without one counts too.",
        _open_findings,
        words=_sets_and_groups,
    ),
    Measure(
        "audits.*.planned",
        MeasureUnit.PERCENT,
        "Criteria of a round that are not fully met and have a finding that says who mends it, bought or not, by when.",
        _planned,
        words=_sets,
    ),
]
