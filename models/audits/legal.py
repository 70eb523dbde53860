"""Legal acts and the places in them that criteria rest on: which of them held on a day, each judged by itself."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ActStanding(StrEnum):
    """How an act stands on a day."""

    IN_FORCE = "in_force"
    PAST = "past"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Act:
    """An act with the days between which it holds; None: that day is not known."""

    code: str
    name: str
    valid_from: date | None = None
    valid_to: date | None = None
    superseded_by: str = ""
    is_checked: bool = True

    def standing(self, day: date) -> ActStanding:
        """Whether it holds on a day; both days of its life are inside. Superseded without a last day: it is past."""
        if self.valid_to is not None:
            if day > self.valid_to:
                return ActStanding.PAST
        elif self.superseded_by:
            return ActStanding.PAST
        is_ahead = self.valid_from is not None and day < self.valid_from
        return ActStanding.AHEAD if is_ahead else ActStanding.IN_FORCE


@dataclass(frozen=True, slots=True)
class Cited:
    """A place in an act; ``is_checked`` where the place itself was read, ``is_told`` where it may be printed at all."""

    act: str
    place: str = ""
    is_checked: bool = True
    is_told: bool = True


@dataclass(frozen=True, slots=True)
class LegalLine:
    """One reference on one day: what is printed, whether it must be checked, whether it is past, ahead or undated."""

    ref: str
    must_check: bool = False
    is_past: bool = False
    starts_on: date | None = None
    is_undated: bool = False


def cited(raw: Iterable[Mapping[str, str]]) -> tuple[Cited, ...]:
    """Places as they are kept with a criterion; memory and suggestions are never told."""
    return tuple(
        Cited(one["act"], one.get("place", ""), one.get("verify", "V") == "V", one.get("verify", "V") in ("V", "V2"))
        for one in raw
    )


def lines(cites: Iterable[Cited], acts: Mapping[str, Act], day: date) -> tuple[LegalLine, ...]:
    """What a criterion, a group or a whole set rested on that day: what held, else what had held or was to come."""
    known = [(cite, acts[cite.act]) for cite in cites if cite.is_told and cite.act in acts]
    holding = [pair for pair in known if pair[1].standing(day) is ActStanding.IN_FORCE]
    return tuple(_line(cite, act, day) for cite, act in holding or known)


def _line(cite: Cited, act: Act, day: date) -> LegalLine:
    stands = act.standing(day)
    return LegalLine(
        " ".join(filter(None, (cite.place, act.name))),
        must_check=not (cite.is_checked and act.is_checked),
        is_past=stands is ActStanding.PAST,
        starts_on=act.valid_from if stands is ActStanding.AHEAD else None,
        is_undated=stands is ActStanding.IN_FORCE and act.valid_from is None,
    )


def holds_any(codes: Collection[str], acts: Mapping[str, Act], day: date) -> bool:
    """Whether any of some acts held on a day; an act nobody has written down is no ground."""
    return any(code in acts and acts[code].standing(day) is ActStanding.IN_FORCE for code in codes)
