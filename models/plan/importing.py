"""A plan as an office keeps it in Excel: its sheets, within bounds, and the words of its cells as they are read."""

from pathlib import Path

from models.files.sheets import SheetRows, read_sheets
from models.plan.wording import monthly_before, read_bodies, read_due, read_threshold

__all__ = ["SheetRows", "monthly_before", "read_bodies", "read_due", "read_sheets", "read_threshold", "read_workbook"]


def read_workbook(path: str | Path) -> list[SheetRows]:
    """The sheets of a workbook on the disk; RuleBroken with its reason, as ``read_sheets``."""
    return read_sheets(Path(path).read_bytes())
