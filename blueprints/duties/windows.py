"""Where a duty is looked at and worked on: at the window of what it comes from, where that has one, else at its own.

A capability whose rows have duties says here, for its kind, what the page shows of the source, and its own addresses.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from flask import url_for

from blueprints.duties import bp
from blueprints.filters import day
from blueprints.labels import word
from models.duties.rows import DutyRow
from models.duties.rules import DutyKind
from models.duties.tables import Duty


class Known(Protocol):
    """A duty or a line of one."""

    @property
    def id(self) -> int:
        """The duty's id."""

    @property
    def kind(self) -> DutyKind:
        """What it comes from."""

    @property
    def ref(self) -> str:
        """How its source calls it."""

    @property
    def unit_id(self) -> int | None:
        """The unit in charge."""

    @property
    def person_id(self) -> int | None:
        """The person in charge."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a duty comes from: a sentence, the page of it, and what the duty asks for."""

    text: str
    href: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)


ADDRESSES: dict[DutyKind, Callable[[str, str], str]] = {}  # kind -> (verb, ref) -> address
JUDGED_AT: dict[DutyKind, str] = {}  # kind -> blueprint where its second person decides, by the duty's id
ORIGINS: dict[DutyKind, Callable[[Duty], Origin]] = {}
SHOWN: dict[DutyKind, Callable[[str], str]] = {}  # kind -> ref -> the number that people know it by
MAY_LOOK: dict[DutyKind, Callable[[Known], bool]] = {}  # kind -> whether these eyes may open the page of the source


def has_own_window(duty: Known) -> bool:
    """Whether the source of a duty has pages of its own for it."""
    return duty.kind in ADDRESSES


@bp.app_template_global("duty_address")
def address(duty: Known, verb: str = "page") -> str:
    """The address of a duty's page, or of something that is done with it; its own page where the source's is closed."""
    is_closed = verb == "page" and duty.kind in MAY_LOOK and not MAY_LOOK[duty.kind](duty)
    if duty.kind in ADDRESSES and not is_closed:
        return ADDRESSES[duty.kind](verb, duty.ref)
    place = JUDGED_AT.get(duty.kind, "duties") if verb in ("confirm", "send_back") else "duties"
    return url_for(f"{place}.{verb}", duty_id=duty.id)


@bp.app_template_global("duty_origin")
def origin(row: DutyRow | Duty) -> str:
    """What it was given by: Giao ban tuần, 22/6/2026."""
    return ", ".join(part for part in (row.origin, day(row.origin_on) if row.origin_on else "") if part)


@bp.app_template_global("duty_source")
def source(row: DutyRow | Duty) -> str:
    """Where a duty comes from, in a few words: Kết luận họp 2a · Giao ban tuần, 22/6/2026."""
    ref = SHOWN[row.kind](row.ref) if row.kind in SHOWN else row.ref
    return " · ".join(part for part in (f"{word(row.kind)} {ref}", origin(row)) if part)


def origin_of(duty: Duty) -> Origin:
    """What a duty comes from, as its source tells it."""
    tell = ORIGINS.get(duty.kind)
    return tell(duty) if tell is not None else Origin(source(duty))
