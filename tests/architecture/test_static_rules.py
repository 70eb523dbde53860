"""What never stands in the code or in a template, whoever writes it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.satisfaction import rollups
from tests.architecture.house import ROOT, Module, at, modules, product, templates

pytestmark = pytest.mark.slow

TEMPLATE_RULES = {
    "marks text as safe HTML": re.compile(r"\|\s*safe\b|\bMarkup\(|autoescape\s+false", re.IGNORECASE),
    "style attribute or element": re.compile(r"<style\b|[\s\"']style\s*=", re.IGNORECASE),
    "script attribute": re.compile(r"[\s\"'](?:on[a-z]{3,}|hx-on[\w:-]*)\s*=\s*[\"'{]", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*type=\"application/json\")", re.IGNORECASE),
    "javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "evaluated htmx": re.compile(r"hx-(?:vals|headers)=[\"']?js:|hx-trigger=\"[^\"]*\[", re.IGNORECASE),
    "loaded from another host": re.compile(
        r"(?:\bsrc|\bsrcset|\bdata|\baction|\bformaction|hx-(?:get|post|put|delete))\s*=\s*[\"']?(?:https?:)?//"
        r"|<link\b[^>]*href\s*=\s*[\"']?(?:https?:)?//|url\([\"']?(?:https?:)?//",
        re.IGNORECASE,
    ),
}
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}
NEVER_CALLED = {"eval", "exec", "Markup", "__import__"}
NEVER_IMPORTED = {"pickle", "marshal", "shelve", "dill"}
BULK_METHODS = {"bulk_insert_mappings", "bulk_update_mappings", "bulk_save_objects"}


def calls(module: Module) -> Iterator[tuple[ast.Call, str, str]]:
    """Every call with the name it is called on and its own name: ``date.today()`` is ("date", "today")."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node, "", node.func.id
            elif isinstance(node.func, ast.Attribute):
                owner = node.func.value
                yield node, getattr(owner, "id", getattr(owner, "attr", "")), node.func.attr


@pytest.mark.parametrize("rule", TEMPLATE_RULES)
def test_templates_hold_nothing_a_strict_page_refuses(rule: str) -> None:
    wrong = []
    for path in templates():
        text = path.read_text("utf-8")
        wrong += [f"{at(path, text, m.start())}: {m[0].strip()!r}" for m in TEMPLATE_RULES[rule].finditer(text)]
    assert not wrong, f"{rule}:\n" + "\n".join(wrong)


def test_styles_load_nothing_from_elsewhere() -> None:
    outside = re.compile(r"url\(\s*[\"']?(?:https?:)?//|@import", re.IGNORECASE)
    wrong = [str(path) for path in (ROOT / "static").rglob("*.css") if outside.search(path.read_text("utf-8"))]
    assert not wrong, wrong


def test_nothing_dangerous_is_called() -> None:
    wrong = []
    for module in product():
        for node, owner, name in calls(module):
            safe_loader = any(k.arg == "Loader" and "Safe" in ast.dump(k.value) for k in node.keywords)
            if (
                (not owner and name in NEVER_CALLED)
                or (owner == "os" and name in {"system", "popen"})
                or (owner == "yaml" and name in {"load", "load_all"} and not safe_loader)
                or any(k.arg == "shell" and getattr(k.value, "value", True) for k in node.keywords)
            ):
                wrong.append(f"{module.where(node)}: {owner}.{name}")
        wrong += [f"{module.name}:{line}: {name}" for line, name in module.imports if name in NEVER_IMPORTED]
    assert not wrong, "\n".join(wrong)


def test_there_is_one_clock() -> None:
    wrong = [
        f"{module.where(node)}: {owner}.{name}()"
        for module in product()
        for node, owner, name in calls(module)
        if (owner, name) in CLOCKS and module.name != "models.clock"
    ]
    assert not wrong, "\n".join(wrong)


def test_one_room_promises_that_what_is_written_stays() -> None:
    allowed = {"models.private", "models.updates.launch", "models.health"}  # one stands alone, one only tries the disk
    wrong = [
        f"{module.where(node)}: {owner}.{name}()"
        for module in product()
        for node, owner, name in calls(module)
        if name in {"fsync", "fdatasync"} and module.name not in allowed
    ]
    assert not wrong, "\n".join(wrong)


def test_chance_is_for_demo_rows_only() -> None:
    wrong = [
        f"{module.name}:{line}"
        for module in product()
        for line, name in module.imports
        if name == "random" and not module.path.stem.startswith("demo")
    ]
    assert not wrong, "secrets makes keys, and nothing else needs chance: " + ", ".join(wrong)


def unjournalled() -> set[str]:
    """The tables that keep no journal of their rows (counters, throttles, sessions): bulk statements may touch them."""
    return {
        node.name
        for module in modules("models")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
        and any(
            isinstance(line, ast.Assign) and getattr(line.targets[0], "id", "") == "__journal__" for line in node.body
        )
    }


def bulk_names(module: Module) -> set[str]:
    """The names under which a module knows SQLAlchemy's statements that write many rows at once."""
    return {
        alias.asname or alias.name
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for alias in node.names
        if alias.name in {"update", "delete", "insert"}
    } | {"upsert"}


MANY_AT_ONCE = {
    ("models.satisfaction.retention", "_purge_comments"),
    ("models.journal.listener", "insert_many"),
}  # one statement, and always one line in the journal
ANY_KIND = {("models.base", "upsert")}  # hands out a statement; who runs it is seen where it is asked for


# rows that may be there already, each tied to the chain of its commune, which stands in the place of the journal
ONE_WITH_ITS_LINE = {("models.satisfaction.sealing", "seal"), ("models.satisfaction.sealing", "seal_all")}
# any of the tables of counts, none of which has a line in the journal: the test below asks each of them
# what comes into being with a sealed answer has its line in the answer's own chain: the journal would tell its minute
WITH_AN_ANSWER = {
    ("models.satisfaction.cases", "open_for"),
    ("models.satisfaction.cases", "_owe"),
    ("models.satisfaction.contacts", "_reply_is_wanted"),  # a contact follows its answer within seconds
}
# the hours that a meeting takes of its room follow its record, whose own line tells its hours, its room and its state
FOLLOWS_ITS_RECORD = {("models.meetings.room_hours", "_take")}
COUNTS = {("models.satisfaction.rollups", name) for name in ("_move", "rebuild_rollups", "_insert", "_drop_outside")}


def own_lines(module: Module) -> set[int]:
    """The lines of the functions that may write many rows at once."""
    allowed = {
        name
        for home, name in MANY_AT_ONCE | ANY_KIND | ONE_WITH_ITS_LINE | COUNTS | WITH_AN_ANSWER | FOLLOWS_ITS_RECORD
        if home == module.name
    }
    return {
        line
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef) and node.name in allowed
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }


def test_business_rows_are_written_one_by_one() -> None:
    """Save by the one way that writes a line for all of them: a bulk statement passes the journal by."""
    free = unjournalled()
    wrong = []
    for module in product():
        bulk, allowed = bulk_names(module), own_lines(module)
        for node, owner, name in calls(module):
            if node.lineno in allowed:
                continue
            target = node.args[0] if node.args else None
            by_function = not owner and name in bulk and getattr(target, "id", getattr(target, "attr", "")) not in free
            if by_function or name in BULK_METHODS or (name in {"update", "delete"} and _ends_a_query(node)):
                wrong.append(f"{module.where(node)}: {name}() passes the journal by")
    assert not wrong, "\n".join(wrong)


def test_counts_are_no_business_rows() -> None:
    assert all(table.__journal__ is False for table in rollups.TABLES)


def _ends_a_query(node: ast.Call) -> bool:
    assert isinstance(node.func, ast.Attribute | ast.Name)
    return isinstance(node.func, ast.Attribute) and ".query(" in ast.unparse(node.func.value)


def test_the_rules_above_see_what_they_look_for() -> None:
    seen = {
        "marks text as safe HTML": "{{ x | safe }}",
        "style attribute or element": '<p class="a" style="color:red">',
        "script attribute": '<a href="#" onclick="go()">',
        "inline script": "<script>alert(1)</script>",
        "javascript address": '<a href="javascript:x">',
        "evaluated htmx": "hx-vals='js:{a:1}'",
        "loaded from another host": '<img alt="" src="https://example.org/a.png">',
    }
    assert seen.keys() == TEMPLATE_RULES.keys()
    assert all(TEMPLATE_RULES[rule].search(text) for rule, text in seen.items())
    allowed = """<script src="/static/app.js"></script><a href="https://example.org">x</a>
    <p data-on="1" class="style">{% set one = "1" %}"""
    assert not any(rule.search(allowed) for rule in TEMPLATE_RULES.values())
    assert Path(__file__).is_file()
