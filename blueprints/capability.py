"""What a capability says of itself, and what the centre makes of it: no list of capabilities is kept anywhere else.

Each folder of ``blueprints/`` that is a package holds one ``CAPABILITY`` in its ``__init__.py``.
"""

import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from importlib import import_module
from typing import NamedTuple

from flask import Blueprint, Flask

import blueprints
from blueprints.labels import Badge
from blueprints.things import VERBS, Thing
from models.accounts.rules import Viewer
from models.collect import merged
from models.counting import Behind


class Section(Enum):
    """The parts of the menu in their order, each with its head; THUMB is the bar of a phone."""

    TOP = ""
    DAILY = "Hằng ngày"
    ADMIN = "Quản trị"
    THUMB = "Việc hằng ngày"


@dataclass(frozen=True, slots=True)
class Entry:
    """A way into a capability: where it stands, its words and sign, its page. It shows to those who may enter it."""

    section: Section
    order: int
    label: str
    icon: str
    endpoint: str


@dataclass(frozen=True, slots=True)
class Recurring:
    """What somebody owes again and again, so that it has no one day: its words, its page, how it stands today."""

    label: str
    address: str
    badge: Badge
    detail: str = ""


class Findable(NamedTuple):
    """What the search box finds of a capability: the head above such hits, the address of one, and how it is called."""

    head: str
    address: Callable[..., str]
    says: str = "{title}"


@dataclass(frozen=True, slots=True)
class Capability:
    """Everything that the centre has to know of one capability; ``lacks`` says what it has none of on purpose."""

    bp: Blueprint
    views: tuple[str, ...]  # its modules with addresses
    menu: tuple[Entry, ...]
    things: Mapping[str, Thing]  # its tables, as the journal names them
    verbs: Mapping[str, str] = field(default_factory=dict)  # its acts beside adding, changing and deleting
    refusals: Mapping[str, str] = field(default_factory=dict)  # what it says when a rule refuses
    lists: Mapping[str, Callable[..., str]] = field(default_factory=dict)  # addresses of the lists behind measures
    measures: Mapping[str, str] = field(default_factory=dict)  # what each of its measures counts, in a few words
    defines: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # name and one sentence of each measure
    finds: Mapping[str, Findable] = field(default_factory=dict)  # what the search box finds of it, by kind
    recurring: Callable[[Viewer], Sequence[Recurring]] | None = None  # what a person owes again and again
    lacks: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The one word that names its four folders."""
        return self.bp.name


@cache
def capabilities() -> tuple[Capability, ...]:
    """All capabilities by name; AttributeError names a folder that declares none."""
    folders = sorted(folder.name for folder in pkgutil.iter_modules(blueprints.__path__) if folder.ispkg)
    return tuple(import_module(f"blueprints.{name}").CAPABILITY for name in folders)


def named(name: str | None) -> Capability | None:
    """The capability of this name, which is also that of its blueprint; None for what belongs to none."""
    return next((capability for capability in capabilities() if capability.name == name), None)


@cache
def menu(section: Section) -> tuple[Entry, ...]:
    """The entries of a part of the menu, in their order."""
    entries = [entry for capability in capabilities() for entry in capability.menu if entry.section is section]
    return tuple(sorted(entries, key=lambda entry: (entry.order, entry.endpoint)))


def recurring(viewer: Viewer) -> list[Recurring]:
    """What the person owes again and again, of all capabilities; it shows above his duties."""
    asked = [capability.recurring for capability in capabilities() if capability.recurring is not None]
    return [one for ask in asked for one in ask(viewer)]


@cache
def things() -> dict[str, Thing]:
    """How the journal names the tables of all capabilities."""
    return merged(capability.things for capability in capabilities())


@cache
def verbs() -> dict[str, str]:
    """How the journal names what can be done."""
    return merged([VERBS, *(capability.verbs for capability in capabilities())])


@cache
def lists() -> dict[str, Callable[..., str]]:
    """How the lists behind measures are addressed: a function of the neutral filters, by the kind of list."""
    return merged(capability.lists for capability in capabilities())


@cache
def finds() -> dict[str, Findable]:
    """What the search box finds, by kind, in the order of the capabilities."""
    return merged(capability.finds for capability in capabilities())


@cache
def measures() -> dict[str, str]:
    """What each measure counts, in the words that stand beside its value."""
    return merged(capability.measures for capability in capabilities())


@cache
def defines() -> dict[str, tuple[str, str]]:
    """The name of each measure, and in one sentence how it is counted."""
    return merged(capability.defines for capability in capabilities())


def measure_word(name: str) -> str:
    """What the measure of this name counts; empty for what nothing counts yet."""
    return measures().get(name, "")


def place(where: Behind) -> str:
    """The address of the list behind a value."""
    return lists()[where.kind](**where.filters)


def install(app: Flask) -> None:
    """Open the windows of all capabilities, and let templates name figures and lead to the lists behind them."""
    app.jinja_env.globals.update(place=place, measure_word=measure_word)
    for capability in capabilities():
        for module in capability.views:
            import_module(f"blueprints.{capability.name}.{module}")
        app.register_blueprint(capability.bp)
