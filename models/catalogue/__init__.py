"""The office's catalogue: plan, script, organisations and criteria sets as data files, read with care."""

from pathlib import Path
from typing import Any

import yaml

from models.base import outside_writing
from models.catalogue.criteria import SetData, parse

FOLDER = Path(__file__).parent
SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same reader in C where it is there


def read_yaml(name: str) -> Any:
    """The plain content of ``<name>.yaml``; FileNotFoundError for a name the catalogue does not hold.

    Never inside a transaction that writes.
    """
    outside_writing("parsing the catalogue")
    return yaml.load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), Loader=SafeLoader)  # noqa: S506


def criteria_names() -> list[str]:
    """The names of all criteria sets, as ``read`` takes them."""
    return sorted(path.stem for path in FOLDER.glob("criteria_*.yaml"))


def read(name: str) -> SetData:
    """One criteria set, checked and filled in; ValueError names the criterion that breaks a rule."""
    return parse(read_yaml(name))
