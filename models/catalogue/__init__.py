"""The office's catalogue: plan, script, organisations and criteria sets as data files, read with care."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from models.base import outside_writing
from models.catalogue.criteria import SetData, parse

FOLDER = Path(__file__).parent
SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same reader in C where it is there


def parsed(path: Path) -> Any:
    """The plain content of a YAML file that is shipped; never inside a transaction that writes."""
    outside_writing("parsing the catalogue")
    return yaml.load(path.read_text(encoding="utf-8"), Loader=SafeLoader)  # noqa: S506


def read_yaml(name: str) -> Any:
    """The plain content of ``<name>.yaml``; FileNotFoundError for a name the catalogue does not hold."""
    return parsed(FOLDER / f"{name}.yaml")


def in_force(rows: list[dict[str, Any]], day: date) -> dict[str, Any]:
    """Of rows ``valid_from`` and ``valid_to`` the newest that holds on a day; before the first one, the first one."""
    holding = [row for row in rows if row["valid_from"] <= day and (row["valid_to"] is None or day <= row["valid_to"])]
    if holding:
        return max(holding, key=lambda row: row["valid_from"])
    return min(rows, key=lambda row: row["valid_from"])


def criteria_names() -> list[str]:
    """The names of all criteria sets, as ``read`` takes them."""
    return sorted(path.stem for path in FOLDER.glob("criteria_*.yaml"))


def read(name: str) -> SetData:
    """One criteria set, checked and filled in; ValueError names the criterion that breaks a rule."""
    return parse(read_yaml(name))
