"""What the house is made of, read from its files: modules with their imports, templates, and all own text."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GENERATED = {
    ".venv",
    ".git",
    "instance",
    "node_modules",
    "__pycache__",
    "uploads",
    "dist",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
}
TEXT_ENDINGS = {
    ".py",
    ".html",
    ".css",
    ".js",
    ".svg",
    ".yaml",
    ".md",
    ".toml",
    ".txt",
    ".in",
    ".json",
    ".webmanifest",
    "",
}


@dataclass(frozen=True)
class Module:
    """One Python file of the house."""

    path: Path
    name: str

    @cached_property
    def tree(self) -> ast.Module:
        """The file as a syntax tree."""
        return ast.parse(self.path.read_text("utf-8"), str(self.path))

    @cached_property
    def imports(self) -> list[tuple[int, str]]:
        """Every import with its line, wherever it stands; ``from a import b`` names the module b where that is one."""
        found: list[tuple[int, str]] = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found += [(node.lineno, alias.name) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{self.where(node)}: relative imports hide the floor"
                assert node.module
                found += [(node.lineno, _target(node.module, alias.name)) for alias in node.names]
        return found

    def where(self, node: ast.AST) -> str:
        """The place of a node as ``file:line``."""
        return f"{self.path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def _target(module: str, name: str) -> str:
    inside = ROOT.joinpath(*module.split("."))
    return f"{module}.{name}" if (inside / f"{name}.py").exists() or (inside / name).is_dir() else module


@cache
def _below(top: str) -> tuple[Module, ...]:
    found = []
    for path in [ROOT / f"{top}.py", *sorted((ROOT / top).rglob("*.py"))]:
        if path.exists() and not {"versions", "__pycache__"} & set(path.parts):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found.append(Module(path, ".".join(parts[:-1] if parts[-1] == "__init__" else parts)))
    return tuple(found)


def modules(*tops: str) -> list[Module]:
    """All modules below the top names (``app``, ``models``, ``blueprints``, ``tests``, ``benchmarks``)."""
    return [module for top in tops for module in _below(top)]


def product() -> list[Module]:
    """The modules that run at the office."""
    return modules("app", "models", "blueprints")


def templates() -> list[Path]:
    """All templates."""
    return sorted(p for p in (ROOT / "templates").rglob("*") if p.suffix in {".html", ".svg", ".txt", ".jinja", ".xml"})


def own_texts() -> Iterator[Path]:
    """Every text file that the project wrote itself; vendored scripts and licences are others' words."""
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT)
        if GENERATED & set(inside.parts) or not path.is_file() or path.suffix not in TEXT_ENDINGS:
            continue
        if ".min." in path.name or "OFL" in path.name or "LICEN" in path.name.upper():
            continue
        yield path


def at(path: Path, text: str, position: int) -> str:
    """The place of a character as ``file:line``."""
    return f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, position) + 1}"
