"""The shape of a criteria set and the promises each criterion keeps, whatever file it comes from."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """A heading, or an item that an auditor ticks."""

    GROUP = "group"
    ITEM = "item"


class Basis(StrEnum):
    """What a criterion rests on: a law, the programme's papers, or a suggestion of the product."""

    LEGAL = "legal"
    PROGRAMME = "programme"
    PRODUCT = "product"


class Verify(StrEnum):
    """How well the basis was checked: the article itself, a second source, memory, a seed document, a suggestion."""

    READ = "V"
    SECONDARY = "V2"
    MEMORY = "M"
    PROGRAMME = "CT"
    SUGGESTION = "SP"


class Check(StrEnum):
    """How a criterion is checked: by eye, by machine, or proposed by a machine and settled by a person."""

    EYE = "M"
    MACHINE = "T"
    BOTH = "T->M"


class EvidenceRule(StrEnum):
    """What must be attached before a "met" counts."""

    NONE = "none"
    LINK = "link"
    FILE = "file"
    ANY = "any"


class Scoring(StrEnum):
    """How points come about: from the state (0, half, full) or typed by the auditor (0 to the maximum)."""

    LEVELS = "levels"
    POINTS = "points"


class DeadlineUnit(StrEnum):
    """The unit of a publication deadline; calendar days and working days stay distinct."""

    DAY = "day"
    WORKDAY = "workday"


@dataclass(frozen=True, slots=True)
class ActData:
    """A legal act with the days between which it holds; the first day is None where it is not known."""

    code: str
    name: str
    valid_from: date | None = None
    valid_to: date | None = None
    superseded_by: str = ""
    verify: Verify = Verify.READ
    source: str = ""


@dataclass(frozen=True, slots=True)
class Cite:
    """A place in an act that something rests on, and how well that place was checked."""

    act: str
    place: str = ""
    verify: Verify = Verify.READ


@dataclass(frozen=True, slots=True)
class CriterionData:
    """One row of a set; a heading has only code, text, note, place and perhaps the acts it stands on."""

    code: str
    parent: str | None
    kind: Kind
    requirement: str
    note: str = ""
    basis: Basis = Basis.PRODUCT
    legal_ref: str = ""
    reference: str = ""
    verify: Verify = Verify.SUGGESTION
    valid_from: date | None = None
    valid_to: date | None = None
    former_ref: str = ""
    former_verify: Verify | None = None
    former_valid_to: date | None = None
    sources: tuple[str, ...] = ()
    check: Check = Check.EYE
    check_hint: str = ""
    keywords: tuple[str, ...] = ()
    mandatory: bool = False
    evidence_rule: EvidenceRule = EvidenceRule.NONE
    scale: Scoring = Scoring.LEVELS
    max_points: Decimal = Decimal(2)
    weight: Decimal = Decimal(1)
    deadline_n: int | None = None
    deadline_unit: DeadlineUnit | None = None
    cites: tuple[Cite, ...] = ()

    @property
    def rests_on(self) -> str:
        """The acts whose force makes a duty of it: those that were read, by their codes."""
        return acts_of_duty(self.cites)


def acts_of_duty(cites: Iterable[Cite]) -> str:
    """The codes of the acts that were read, each once, parted by blanks."""
    return " ".join(dict.fromkeys(cite.act for cite in cites if cite.verify is Verify.READ))


@dataclass(frozen=True, slots=True)
class SetData:
    """A criteria set ready to be loaded, with the acts it speaks of."""

    code: str
    name: str
    short_name: str
    subject: str
    position: int
    legal_basis: str
    effective_from: date | None
    score_rule: dict[str, str]
    criteria: tuple[CriterionData, ...]
    cites: tuple[Cite, ...] = ()
    acts: tuple[ActData, ...] = ()

    @property
    def items(self) -> tuple[CriterionData, ...]:
        """The rows that an auditor ticks."""
        return tuple(row for row in self.criteria if row.kind is Kind.ITEM)

    @property
    def content_hash(self) -> str:
        """The SHA-256 of everything in the set: the same content has the same hash. Acts have days of their own."""
        content = {name: value for name, value in asdict(self).items() if name != "acts"}
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


def parse(raw: Any) -> SetData:
    """A checked set from the plain content of its file; ValueError names the set and the criterion at fault."""
    head = raw["set"]
    acts: dict[str, dict[str, Any]] = raw.get("acts", {})
    rows = tuple(row for group in raw["groups"] for row in _rows(group, None, {}, acts))
    data = SetData(
        code=head["code"],
        name=head["name"],
        short_name=head["short_name"],
        subject=head["subject"],
        position=head["position"],
        legal_basis=head["legal_basis"],
        effective_from=head.get("effective_from"),
        score_rule=dict(head["score_rule"]),
        criteria=rows,
        cites=_cites(head.get("legal"), Verify.READ) + _cites(head.get("former"), Verify.SECONDARY),
        acts=tuple(ActData(code, **_act(raw_act)) for code, raw_act in acts.items()),
    )
    _check_set(data)
    return data


def _rows(
    raw: dict[str, Any], parent: str | None, defaults: dict[str, Any], acts: dict[str, dict[str, Any]]
) -> Iterator[CriterionData]:
    """A group with everything below it, in the order of the file."""
    if "criteria" not in raw:
        yield _item({**defaults, **raw}, parent, acts)
        return
    title = raw.get("title") or raw["requirement"]
    cites = _cites(raw.get("legal"), Verify(raw.get("verify", "V"))) + _cites(raw.get("former"), Verify.SECONDARY)
    yield CriterionData(
        code=raw["code"], parent=parent, kind=Kind.GROUP, requirement=title, note=raw.get("note", ""), cites=cites
    )
    inherited = {**defaults, **raw.get("defaults", {})}
    for child in raw["criteria"]:
        yield from _rows(child, raw["code"], inherited, acts)


def _item(raw: dict[str, Any], parent: str | None, acts: dict[str, dict[str, Any]]) -> CriterionData:
    legal: list[dict[str, str]] = raw.get("legal") or []
    former: list[dict[str, str]] = raw.get("former") or []
    first = _first_act(legal, acts)
    deadline = raw.get("deadline") or {}
    points = raw.get("scale") == Scoring.POINTS
    row = CriterionData(
        code=raw["code"],
        parent=parent,
        kind=Kind.ITEM,
        requirement=raw["requirement"],
        basis=Basis(raw["basis"]),
        verify=Verify(raw["verify"]),
        legal_ref=_citation(legal, acts),
        reference=raw.get("reference", ""),
        valid_from=first.get("valid_from"),
        valid_to=first.get("valid_to"),
        former_ref=_citation(former, acts),
        former_valid_to=_first_act(former, acts).get("valid_to"),
        former_verify=Verify(raw["former_verify"]) if former else None,
        sources=_sources(legal, acts, raw.get("sources") or []),
        check=Check(raw["check"]),
        check_hint=raw["check_hint"],
        keywords=tuple(raw["keywords"]),
        mandatory=raw.get("mandatory", False),
        evidence_rule=EvidenceRule(raw["evidence"]),
        scale=Scoring.POINTS if points else Scoring.LEVELS,
        max_points=Decimal(str(raw.get("max_points", 2))),
        weight=Decimal(str(raw.get("weight", raw["max_points"] if points else 1))),
        deadline_n=deadline.get("n"),
        deadline_unit=DeadlineUnit(deadline["unit"]) if deadline else None,
        cites=_cites(legal, Verify(raw["verify"]))
        + _cites(raw.get("also"), Verify.SECONDARY)
        + _cites(former, Verify(raw.get("former_verify", "V2"))),
    )
    _check_item(row)
    return row


def _first_act(cited: list[dict[str, str]], acts: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return acts[next(iter(cited[0]))] if cited else {}


def _citation(cited: list[dict[str, str]], acts: dict[str, dict[str, Any]]) -> str:
    """The full reference as it is printed: point, clause and article, then the act with its name."""
    pairs = [pair for act in cited for pair in act.items()]
    return "; ".join(" ".join(filter(None, (place, acts[key]["name"]))) for key, place in pairs)


def _cites(cited: list[dict[str, str]] | None, verify: Verify) -> tuple[Cite, ...]:
    return tuple(Cite(act, place, verify) for line in cited or [] for act, place in line.items())


def _act(raw: dict[str, Any]) -> dict[str, Any]:
    """The days and the name of an act as its file says them."""
    return raw | {"verify": Verify(raw.get("verify", "V"))}


def _sources(cited: list[dict[str, str]], acts: dict[str, dict[str, Any]], more: list[str]) -> tuple[str, ...]:
    keys = [acts[key].get("source") for act in cited for key in act]
    return tuple(dict.fromkeys(key for key in [*keys, *more] if key))


def _check_item(row: CriterionData) -> None:
    """What every criterion promises: a suggestion is never mistaken for law, and a duty is really one."""
    wrong = {
        "a legal basis needs a reference that was read": row.basis is Basis.LEGAL
        and (not row.legal_ref or row.verify not in (Verify.READ, Verify.SECONDARY)),
        "only a legal basis may carry a legal reference": row.basis is not Basis.LEGAL and bool(row.legal_ref),
        "memory and suggestions carry no reference": row.verify in (Verify.MEMORY, Verify.SUGGESTION)
        and bool(row.reference or row.former_ref),
        "the programme's criteria name its paper": row.basis is Basis.PROGRAMME
        and (row.verify is not Verify.PROGRAMME or not row.reference),
        "mandatory needs a law in force that was read": row.mandatory
        and (row.verify is not Verify.READ or row.basis is not Basis.LEGAL or row.valid_to is not None),
        "a requirement is one sentence": not row.requirement.endswith("."),
        "points and weight are not negative": row.max_points < 0 or row.weight < 0,
    }
    for rule, broken in wrong.items():
        if broken:
            raise ValueError(f"{row.code}: {rule}")


def _check_set(data: SetData) -> None:
    codes = [row.code for row in data.criteria]
    twice = {code for code in codes if codes.count(code) > 1}
    if twice:
        raise ValueError(f"{data.code}: the same code twice: {', '.join(sorted(twice))}")
    if not data.items:
        raise ValueError(f"{data.code}: no criteria")
    if data.score_rule.get("na_policy") not in ("exclude", "full", "zero"):
        raise ValueError(f"{data.code}: unknown na_policy")
