"""Who may call what: the table that the grid compares the running site with, put together from every room's rows."""

from importlib import import_module
from pathlib import Path

from tests.access.rows import DEVICE, PUBLIC, Rows

__all__ = [
    "ACCESS",
    "DEVICE",
    "DRAWN",
    "IN_HAND",
    "MOVED",
    "PERHAPS_NOT_THERE",
    "PICKED",
    "PUBLIC",
    "ROWS",
    "TABLES",
    "WORDS",
]


def collected() -> dict[str, Rows]:
    """The rows of every capability, by its name."""
    names = sorted(path.parent.name for path in Path(__file__).parents[1].glob("*/access.py"))
    return {name: import_module(f"tests.{name}.access").ROWS for name in names}


ROWS = collected()
ACCESS = {f"{name}.{view}": mark for name, rows in ROWS.items() for view, mark in rows.access.items()}
TABLES = {f"{name}.{word}": table for name, rows in ROWS.items() for word, table in rows.tables.items()}
WORDS = {f"{name}.{word}": value for name, rows in ROWS.items() for word, value in rows.words.items()}
DRAWN = {f"{name}.{view}" for name, rows in ROWS.items() for view in rows.drawn}
IN_HAND = {f"{name}.{view}" for name, rows in ROWS.items() for view in rows.in_hand}
PICKED = {table: row for rows in ROWS.values() for table, row in rows.picked.items()}
MOVED = {f"{name}.{view}" for name, rows in ROWS.items() for view in rows.moved}
PERHAPS_NOT_THERE = {f"{name}.{view}" for name, rows in ROWS.items() for view in rows.perhaps_not_there}
