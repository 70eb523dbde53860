"""Journal lines as sentences: Lê Văn An đã sửa Cuộc họp #12: tiêu đề “…” → “…”."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from blueprints.accounts.things import ALONE, AT_THE_DOOR
from blueprints.capability import things, verbs
from blueprints.filters import day, moment, number
from blueprints.labels import word
from blueprints.things import Thing
from models import clock
from models.accounts import history
from models.accounts.history import JournalLine
from models.accounts.rules import Viewer
from models.journal import HIDDEN

LONGEST = 160
MANY = 5  # so many new parts of one kind in a row are one line
COUNT = "count"  # of the rows that one statement wrote
DIGITS = re.compile(r"[0-9]{1,18}")
NOTHING, NOT_SHOWN = "(trống)", "(không hiện)"
OTHER_THING, OTHER_FIELD, OTHER_VERB = "mục khác", "nội dung khác", "đã làm việc với"
SOMEBODY = "Có người"
ACTORS = {"system": "Hệ thống", "demo": "Dữ liệu minh họa", "citizen": "Người dân"}
Names = dict[tuple[str, int], str]


@dataclass(frozen=True, slots=True)
class JournalSentence:
    """One sentence of the journal, with what changed."""

    when: str
    actor: str
    text: str
    changes: list[str]


def sentences(viewer: Viewer, entries: Sequence[JournalLine], in_full: bool = False) -> list[JournalSentence]:
    """The lines of a page; the names behind ids cost one statement for each kind of thing.

    The many parts of a new whole are one line, unless everything is wanted ``in_full``.
    """
    names = history.names(viewer, {pair for entry in entries for pair in _ids(entry)})
    if in_full:
        return [_sentence(entry, names) for entry in entries]
    acts = [list(run) for _act, run in groupby(entries, _act_of)]
    return [line for alike in acts for line in _merged(alike, names)]


def _merged(alike: Sequence[JournalLine], names: Names) -> list[JournalSentence]:
    return [_together(alike)] if len(alike) >= MANY else [_sentence(entry, names) for entry in alike]


def _kind(entry: JournalLine) -> Thing:
    """What kind of thing a line is about."""
    return things().get(entry.entity, Thing(OTHER_THING))


def _act_of(entry: JournalLine) -> tuple[object, ...]:
    """What one act has written: the many parts of a new whole; every other line stands for itself."""
    itself = () if entry.action == "created" and _kind(entry).is_part else (entry.id,)
    return (entry.actor, entry.action, entry.entity, _when(entry), entry.changes.get("round_id"), *itself)


def _together(alike: Sequence[JournalLine]) -> JournalSentence:
    first = alike[0]
    text = f"{verbs()[first.action]} {len(alike)} mục: {_kind(first).name}"
    return JournalSentence(_when(first), ACTORS.get(first.actor, first.actor), text, [])


def _values(entry: JournalLine, field: str) -> list[Any]:
    value = entry.changes[field]
    return value if entry.action == "changed" and isinstance(value, list) and len(value) == 2 else [value]


def _itself(entry: JournalLine) -> tuple[str, int] | None:
    """The thing a line is about, when it has one number and may be named."""
    if entry.entity not in things() or _kind(entry).is_discreet or not DIGITS.fullmatch(entry.entity_id):
        return None
    return entry.entity, int(entry.entity_id)


def _ids(entry: JournalLine) -> Iterator[tuple[str, int]]:
    itself = _itself(entry)
    if itself is not None:
        yield itself
    for field in _shown_fields(entry):
        table = history.points_at(entry.entity, field)
        if table:
            yield from ((table, value) for value in _values(entry, field) if isinstance(value, int))


def _shown_fields(entry: JournalLine) -> list[str]:
    """The fields a line tells of; of many rows in one line those that all of them share."""
    kind = _kind(entry)
    if kind.is_discreet:
        return []
    fields = [field for field in entry.changes if not kind.is_silent(field)]
    if not _many(entry):
        return fields
    return [field for field in fields if field != COUNT and not isinstance(entry.changes[field], list)]


def _many(entry: JournalLine) -> int:
    """How many rows one line stands for; 0 for a line about one thing."""
    count = entry.changes.get(COUNT) if entry.action == "created" and not entry.entity_id else None
    return count if isinstance(count, int) else 0


def _sentence(entry: JournalLine, names: Names) -> JournalSentence:
    verb = verbs().get(entry.action, OTHER_VERB)
    many = _many(entry)
    thing = f"{many} mục: {_kind(entry).name}" if many else _thing(entry, names)
    text = verb if entry.action in ALONE else f"{verb} {thing}"
    actor = SOMEBODY if entry.action in AT_THE_DOOR else ACTORS.get(entry.actor, entry.actor)
    return JournalSentence(_when(entry), actor, text, [_change(entry, field, names) for field in _shown_fields(entry)])


def _thing(entry: JournalLine, names: Names) -> str:
    """Cuộc họp #12 “Giao ban tuần”."""
    number_sign = f" #{entry.entity_id}" if entry.entity_id not in ("", "?") else ""
    itself = _itself(entry)
    name = names.get(itself) if itself else None
    return f"{_kind(entry).name}{number_sign}" + (f" “{_cut(name)}”" if name else "")


def _when(entry: JournalLine) -> str:
    """To the minute; for what must stay discreet only to the hour."""
    if _kind(entry).is_discreet:
        return f"{clock.local(entry.at).hour} giờ, {day(entry.at)}"
    return moment(entry.at)


def _change(entry: JournalLine, field: str, names: Names) -> str:
    shown = [_shown(entry.entity, field, value, names) for value in _values(entry, field)]
    return f"{_kind(entry).word(field) or OTHER_FIELD} {' → '.join(f'“{text}”' for text in shown)}"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _shown(entity: str, field: str, value: Any, names: Names) -> str:
    """A kept value the way people write it."""
    if value is None or value == "" or value == []:
        return NOTHING
    if value == HIDDEN:
        return NOT_SHOWN
    table = history.points_at(entity, field)
    if table and isinstance(value, int):
        return _cut(names.get((table, value), f"số {value}"))
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, list):
        return _cut(", ".join(str(part) for part in value))
    if isinstance(value, dict):
        return "(có thay đổi)"
    return _cut(_plain(entity, field, value))


def _plain(entity: str, field: str, value: Any) -> str:
    kind = history.column_type(entity, field)
    words = getattr(kind, "enum_class", None)
    try:
        if words is not None:
            return word(words(value))
        python_type = kind.python_type if kind is not None else str
        if python_type is datetime:
            return moment(datetime.fromisoformat(value))
        if python_type is date:
            return day(date.fromisoformat(value))
        if python_type is Decimal or isinstance(value, (int, float)):
            return number(Decimal(str(value)))
    except (ValueError, KeyError, ArithmeticError, NotImplementedError):
        pass  # a value of an older version of the table: shown as it was kept
    return str(value)
