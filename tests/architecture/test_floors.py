"""Imports go down, never sideways or up: the table below is the house."""

import sys

import pytest

from tests.architecture.house import Module, modules, product

FLOORS: list[set[str]] = [
    {"models.clock", "models.errors", "models.periods", "models.text"},
    {"models.base", "models.secrets", "models.catalogue"},
    {"models.files", "models.journal"},
    {"models.accounts"},
    {"models.audits", "models.satisfaction", "models.training", "models.qr", "models.plan"},
    {"models.website", "models.meetings"},
    {"models.measures"},
    {"models.reports"},
    {"models.schema", "models.backup", "models.demo", "models.offices", "models.verify"},
    {"blueprints"},  # the web kit
    {"blueprints.<capability>"},
    {"app"},
]
WEB = {"flask", "wtforms", "werkzeug", "jinja2", "flask_wtf", "flask_login", "jinja2_fragments", "waitress"}
GROUND = FLOORS[0] | {"models"}
PURE_GROUND = "rules.py and the ground floor stand on the standard library alone"
INSIDE = ["rules", "tables", "queries", "actions"]

BY_NAME = {module.name: module for module in product()}
CAPABILITIES = {m.name.split(".")[1] for m in product() if m.path.name == "__init__.py" and m.name.count(".") == 1}


def room(name: str) -> str:
    """The room of a module: its capability, its flat name, or the web kit."""
    parts = name.split(".")
    if parts[0] == "blueprints":
        return "blueprints.<capability>" if len(parts) > 1 and parts[1] in CAPABILITIES else "blueprints"
    return ".".join(parts[:2]) if parts[0] == "models" else parts[0]


def floor(name: str) -> int:
    """The number of a module's floor; a module that stands in no room fails."""
    for number, rooms in enumerate(FLOORS):
        if room(name) in rooms:
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


@pytest.mark.parametrize("module", [m for m in product() if m.name != "models"], ids=lambda m: m.name)
def test_imports_go_down(module: Module) -> None:
    here = floor(module.name)
    wrong = []
    for line, name in own_imports(module):
        if module.name.startswith("blueprints.") and name.startswith("blueprints.") and here == floor(name):
            sideways = module.name.split(".")[1] != name.split(".")[1] and room(name) == "blueprints.<capability>"
        else:
            sideways = here == floor(name) and here > 0 and room(module.name) != room(name)
        if floor(name) > here or sideways:
            wrong.append(f"{module.path}:{line}: {module.name} -> {name}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("module", modules("models"), ids=lambda m: m.name)
def test_the_office_knows_no_web(module: Module) -> None:
    allowed = {"flask_sqlalchemy"} if module.name == "models.base" else set()
    wrong = [
        f"{module.path}:{line}: {name}"
        for line, name in module.imports
        if (name.split(".")[0] in WEB | {"flask_sqlalchemy", "blueprints", "app"} - allowed)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "module",
    [m for m in modules("models") if m.path.stem == "rules" or m.name in FLOORS[0]],
    ids=lambda m: m.name,
)
def test_rules_stand_on_the_standard_library(module: Module) -> None:
    inside = [BY_NAME[name] for name in reach(module, room(module.name))] if module.path.stem == "rules" else []
    wrong = [
        f"{m.path}:{line}: {name}"
        for m in [module, *inside]
        for line, name in m.imports
        if name.split(".")[0] not in sys.stdlib_module_names
        and name not in GROUND
        and not (m.path.stem == "rules" or m in inside) & (room(name) == room(module.name))
        and not name.endswith(".rules")
    ]
    assert not wrong, PURE_GROUND + "\n" + "\n".join(wrong)


@pytest.mark.parametrize("capability", sorted(CAPABILITIES))
def test_rules_tables_queries_actions_in_this_order(capability: str) -> None:
    wrong = []
    for level, kind in enumerate(INSIDE):
        module = BY_NAME.get(f"models.{capability}.{kind}")
        higher = {f"models.{capability}.{above}" for above in INSIDE[level + 1 :]}
        if module:
            wrong += [f"{module.name} leads up to {name}" for name in sorted(reach(module, room(module.name)) & higher)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("module", modules("blueprints"), ids=lambda m: m.name)
def test_forms_and_labels_know_no_views(module: Module) -> None:
    if module.path.stem not in {"forms", "labels"} or module.name.count(".") < 2:
        pytest.skip("a view or the kit")
    views = [name for _, name in own_imports(module) if room(name) == room(module.name)]
    assert all(name.rsplit(".", 1)[-1] in {"forms", "labels"} for name in views), views


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
