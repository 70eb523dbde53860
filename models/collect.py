"""What the capabilities declare in files of one name is found by that name: no list of them is kept anywhere."""

import pkgutil
from collections.abc import Iterable, Mapping
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TypeVar

import models

Said = TypeVar("Said")


def collected(part: str) -> dict[str, ModuleType]:
    """Every module ``models.<capability>.<part>`` under the name of its capability, in the order of the names."""
    folders = sorted(folder.name for folder in pkgutil.iter_modules(models.__path__) if folder.ispkg)
    return {name: import_module(f"models.{name}.{part}") for name in folders if find_spec(f"models.{name}.{part}")}


def merged(parts: Iterable[Mapping[str, Said]]) -> dict[str, Said]:
    """What all have said, by key; KeyError for a key that two of them claim."""
    whole: dict[str, Said] = {}
    for part in parts:
        if twice := set(whole) & set(part):
            raise KeyError(f"declared twice: {', '.join(sorted(twice))}")
        whole |= part
    return whole
