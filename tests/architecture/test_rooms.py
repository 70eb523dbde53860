"""Rooms stay small: a note where one grows, a failure where it is crammed."""

import ast
import warnings
from collections.abc import Iterator

from tests.architecture.house import ROOT, modules, templates

FILE, FUNCTION, TEMPLATE = (250, 400), (25, 60), (80, 160)  # a note above the first, a failure above the second


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


def test_the_map_of_the_site_fits_a_page() -> None:
    assert (ROOT / "app.py").read_text("utf-8").count("\n") <= 80
