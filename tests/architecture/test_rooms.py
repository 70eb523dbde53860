"""Rooms stay small and lines short: a note where one grows, a failure where it is crammed."""

import ast
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tests.architecture.house import ROOT, modules, templates

pytestmark = pytest.mark.slow

FILE, FUNCTION, TEMPLATE = (250, 400), (25, 60), (80, 160)  # a note above the first, a failure above the second
WIDTH = {".py": 120, ".html": 140, ".css": 120, ".js": 120}  # characters in a line, at most
PRAGMA = re.compile(r"\s+# (?:type: ignore|noqa)\b.*$")  # what a line says to tools is not read


def styles_and_scripts() -> list[Path]:
    """Our own; what others wrote is kept as it came (``.min.``)."""
    found = [path for ending in ("css", "js") for path in (ROOT / "static").rglob(f"*.{ending}")]
    return sorted(path for path in found if ".min." not in path.name)


def too_wide(path: Path) -> list[str]:
    """The lines of a file that hold more characters than its kind may have."""
    most = WIDTH[path.suffix]
    lines = [PRAGMA.sub("", line) for line in path.read_text("utf-8").splitlines()]
    return [
        f"{path.relative_to(ROOT)}:{number}: {len(line)} characters, at most {most}"
        for number, line in enumerate(lines, 1)
        if len(line) > most
    ]


def short_names(source: str) -> set[str]:
    """The names of one letter that a template gives to something (``_`` stands for what nobody needs)."""
    tree = Environment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"]).parse(source)
    given = {node.name for node in tree.find_all(nodes.Name) if node.ctx in ("store", "param")}
    return {name for name in given if len(name) == 1 and name != "_"}


def sizes() -> Iterator[tuple[str, int, tuple[int, int]]]:
    """Each room with its lines and its limits."""
    for module in modules("app", "models", "blueprints", "tests", "benchmarks"):
        source = module.path.read_text("utf-8")
        yield str(module.path.relative_to(ROOT)), source.count("\n"), FILE
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{module.where(node)} {node.name}()", (node.end_lineno or 0) - node.lineno + 1, FUNCTION
    for path in templates():
        yield str(path.relative_to(ROOT)), path.read_text("utf-8").count("\n"), TEMPLATE


def test_no_room_is_crammed() -> None:
    notes = [f"{what}: {lines} lines, room for {soft}" for what, lines, (soft, _) in sizes() if lines > soft]
    crammed = [f"{what}: {lines} lines, at most {hard}" for what, lines, (_, hard) in sizes() if lines > hard]
    if notes:
        warnings.warn("something outgrows its room:\n" + "\n".join(notes), UserWarning, stacklevel=1)
    assert not crammed, "\n".join(crammed)


def test_no_line_is_too_wide_to_be_read() -> None:
    sources = [module.path for module in modules("app", "models", "blueprints", "tests", "benchmarks")]
    pages = [path for path in templates() if path.suffix == ".html"]
    wide = [line for path in [*sources, *pages, *styles_and_scripts()] for line in too_wide(path)]
    assert not wide, "\n".join(wide)


def test_templates_name_things_in_full() -> None:
    short = {str(path.relative_to(ROOT)): short_names(path.read_text("utf-8")) for path in templates()}
    assert not {path: names for path, names in short.items() if names}


def test_the_rules_above_see_what_they_look_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert short_names("{% for i in rows %}{% set n = i.size %}{% set _ = n %}{% endfor %}{{ x }}") == {"i", "n"}
    assert short_names("{% macro of(m, unit) %}{{ m }}{% endmacro %}") == {"m"}
    assert len(styles_and_scripts()) > 30
    monkeypatch.setattr("tests.architecture.test_rooms.ROOT", tmp_path)
    page = tmp_path / "page.html"
    page.write_text("đ" * 140 + "\n" + "đ" * 141 + "\n", "utf-8")
    assert too_wide(page) == ["page.html:2: 141 characters, at most 140"]
    module = tmp_path / "module.py"
    module.write_text("x = 1" + "0" * 115 + "  # type: ignore[assignment]\ny = 1" + "0" * 116 + "\n", "utf-8")
    assert too_wide(module) == ["module.py:2: 121 characters, at most 120"]


def test_the_map_of_the_site_fits_a_page() -> None:
    assert (ROOT / "app.py").read_text("utf-8").count("\n") <= 80
