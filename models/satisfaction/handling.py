"""How citizens' words and doubtful answers are handled, with the days on which it holds."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from models.catalogue import in_force, read_yaml

_PUBLISHED: dict[str, Any] = read_yaml("handling")  # read at the start, like the scales


@dataclass(frozen=True, slots=True)
class Handling:
    """The limits in force on a day; what each means stands beside them in the catalogue."""

    case_level: int
    assign_days: int
    answer_days: int
    contact_days: int
    head_reasons: tuple[str, ...]
    burst_answers: int
    burst_seconds: int
    hourly_limit: int
    idle_minutes: int
    page_days: int


def handling(day: date) -> Handling:
    """The limits in force on a day; before the first ones, the first ones."""
    row = in_force(_PUBLISHED["policies"], day)
    told = {field.name: row[field.name] for field in fields(Handling)}
    return Handling(**told | {"head_reasons": tuple(told["head_reasons"])})


def case_title(counter: str | None) -> str:
    """How lists call a citizen's words that wait for an answer."""
    titles = _PUBLISHED["case_titles"]
    return str(titles["at_counter"].format(counter=counter) if counter else titles["elsewhere"])
