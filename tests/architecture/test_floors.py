"""Imports go down, never sideways or up: the table below is the house."""

import sys

import pytest

from tests.architecture.house import ROOT, Module, modules, product

pytestmark = pytest.mark.slow

FLOORS: list[set[str]] = [
    {
        "models.clock",
        "models.collect",
        "models.errors",
        "models.evidence",
        "models.percent",
        "models.periods",
        "models.spans",
        "models.private",
        "models.text",
        "models.triggers",
        "models.trouble",
        "models.verdicts",
    },
    {"models.opening", "models.read_only"},
    {"models.base", "models.secrets", "models.presence"},
    {"models.catalogue", "models.searching"},
    {"models.files", "models.journal"},
    {"models.jobs"},
    {"models.accounts"},
    {"models.holidays"},
    {"models.places", "models.devices"},  # a room is proposed in the hours of working days
    {"models.duties"},
    {"models.counting"},
    {"models.audits", "models.satisfaction", "models.training", "models.qr", "models.plan"},
    {"models.website", "models.meetings"},
    {"models.readiness", "models.filings"},
    {"models.measures", "models.kpi"},
    {"models.reports"},
    {"models.schema", "models.offices"},
    {"models.migrate", "models.beginning"},
    {"models.backup", "models.demo", "models.health", "models.verify"},
    {"models.office", "models.updates"},
    {"blueprints"},  # the web kit
    {"blueprints.duties"},  # what every window shows whose rows have a duty
    {"blueprints.<capability>"},
    {"app"},
]
WEB = {"flask", "wtforms", "werkzeug", "jinja2", "flask_wtf", "flask_login", "jinja2_fragments", "waitress"}
INSIDE = ["rules", "tables", "queries", "actions", "measures"]

BY_NAME = {module.name: module for module in product()}
CAPABILITIES = {m.name.split(".")[1] for m in product() if m.path.name == "__init__.py" and m.name.count(".") == 1}


NAMED = {name.removeprefix("models.") for rooms in FLOORS for name in rooms}


def room(name: str) -> str:
    """The room of a module: its capability, its flat name, or the web kit."""
    parts = name.split(".")
    if parts[:2] == ["blueprints", "duties"]:
        return "blueprints.duties"
    if parts[0] == "blueprints":
        return "blueprints.<capability>" if len(parts) > 1 and parts[1] in CAPABILITIES else "blueprints"
    return ".".join(parts[:2]) if parts[0] == "models" else parts[0]


def floor(name: str) -> int:
    """The number of a module's floor: a folder that is not named stands beside audits and plan; a lone file fails."""
    for number, rooms in enumerate(FLOORS):
        if room(name) in rooms or (
            "models.audits" in rooms and room(name).removeprefix("models.") in CAPABILITIES - NAMED
        ):
            return number
    raise AssertionError(f"{name} has no floor: give {room(name)} a place in FLOORS")


def own_imports(module: Module) -> list[tuple[int, str]]:
    """The imports of the house's own modules; the bare package ``models`` carries nothing."""
    return [(line, name) for line, name in module.imports if name in BY_NAME and name != "models"]


def reach(module: Module, inside: str) -> set[str]:
    """Every module of one room that a module leads to, itself left out."""
    seen: set[str] = set()
    waiting = [module.name]
    while waiting:
        for _, name in own_imports(BY_NAME[waiting.pop()]):
            if room(name) == inside and name not in seen:
                seen.add(name)
                waiting.append(name)
    return seen


def told(module: Module, line: int, name: str) -> str:
    """One wrong import, as a line that an editor can open."""
    return f"{module.path.relative_to(ROOT)}:{line}: {module.name} -> {name}"


def goes_wrong(module: Module, name: str) -> bool:
    """Whether an import goes up, or sideways into another room of the same floor."""
    here, there = floor(module.name), floor(name)
    if here != there or here == 0:
        return there > here
    if room(name) == "blueprints.<capability>":
        return module.name.split(".")[1] != name.split(".")[1]
    return room(module.name) != room(name)


def test_imports_go_down() -> None:
    wrong = [told(m, line, name) for m in product() for line, name in own_imports(m) if goes_wrong(m, name)]
    assert not wrong, "\n".join(wrong)


def test_the_office_knows_no_web() -> None:
    strange = WEB | {"flask_sqlalchemy", "blueprints", "app"}
    wrong = [
        told(m, line, name)
        for m in modules("models")
        for line, name in m.imports
        if name.split(".")[0] in strange and (m.name, name) != ("models.base", "flask_sqlalchemy")
    ]
    assert not wrong, "\n".join(wrong)


def test_rules_stand_on_the_standard_library() -> None:
    wrong = []
    for module in modules("models"):
        if module.path.stem == "rules" or module.name in FLOORS[0]:
            near = [module, *(BY_NAME[name] for name in reach(module, room(module.name)))]
            wrong += [
                told(m, line, name)
                for m in near
                for line, name in m.imports
                if name.split(".")[0] not in sys.stdlib_module_names | {"__future__"}
                and name not in FLOORS[0] | {"models"}
                and not (module.path.stem == "rules" and (room(name) == room(module.name) or name.endswith(".rules")))
            ]
    assert not wrong, "\n".join(wrong)


def test_rules_tables_queries_actions_in_this_order() -> None:
    wrong = []
    for capability in CAPABILITIES:
        for level, kind in enumerate(INSIDE):
            module = BY_NAME.get(f"models.{capability}.{kind}")
            higher = {f"models.{capability}.{above}" for above in INSIDE[level + 1 :]}
            if module:
                wrong += [f"{module.name} leads up to {name}" for name in reach(module, room(module.name)) & higher]
    assert not wrong, "\n".join(wrong)


def test_forms_and_labels_know_no_views() -> None:
    wrong = [
        told(m, line, name)
        for m in modules("blueprints")
        if m.path.stem in {"forms", "labels"} and room(m.name) != "blueprints"
        for line, name in own_imports(m)
        if room(name) == room(m.name) and name.rsplit(".", 1)[-1] not in {"forms", "labels"}
    ]
    assert not wrong, "\n".join(wrong)


def test_no_import_goes_in_a_circle() -> None:
    done: set[str] = set()

    def walk(name: str, trail: list[str]) -> None:
        assert name not in trail, "circle: " + " -> ".join([*trail[trail.index(name) :], name])
        if name not in done:
            for _, target in own_imports(BY_NAME[name]):
                if target != name:
                    walk(target, [*trail, name])
            done.add(name)

    for name in BY_NAME:
        walk(name, [])
