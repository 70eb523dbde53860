"""The catalogue of the website room: the required sections, what each check speaks of, words to look for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from models.catalogue import read_yaml
from models.text import fold
from models.website.rules import CheckKey, Medium


@dataclass(frozen=True, slots=True)
class SectionData:
    """One required section as shipped; ``names`` are folded."""

    code: str
    name: str
    medium: Medium
    interval_days: int
    criterion: str
    names: tuple[str, ...]
    is_list: bool


@dataclass(frozen=True, slots=True)
class Signs:
    """Words that tell something about a page, folded."""

    gambling: tuple[str, ...]
    firewall: tuple[str, ...]
    lost: tuple[str, ...]
    hollow: tuple[str, ...]


_SHIPPED: dict[str, Any] = read_yaml("website")  # read at the start: a job must not parse it while others wait


@cache
def sections() -> Mapping[str, SectionData]:
    """The required sections in their order, by code."""
    return {row["code"]: _section(row) for row in _SHIPPED["sections"]}


def _section(row: Mapping[str, Any]) -> SectionData:
    return SectionData(
        row["code"],
        row["name"],
        Medium(row.get("medium", Medium.WEBSITE)),
        row["every"],
        row["criterion"],
        tuple(fold(name) for name in row["names"]),
        row.get("is_list", True),
    )


@cache
def criteria() -> Mapping[CheckKey, str]:
    """The code of the criterion that a failed check speaks of; what is missing there speaks of none."""
    return {CheckKey(key): code for key, code in _SHIPPED["checks"].items()}


@cache
def signs() -> Signs:
    """The words to look for."""
    return Signs(**{name: tuple(fold(word) for word in _SHIPPED[name]) for name in Signs.__slots__})
