"""The whole schema in one place: every table, and what the database itself refuses; each folder brings its own."""

from models import files, journal
from models.collect import collected

TABLE_MODULES = [files, journal, *collected("tables").values()]
GUARD_MODULES = [*TABLE_MODULES, *collected("guards").values()]


def guards(dialect: str) -> list[str]:
    """The statements that make the database itself refuse what must never happen."""
    return [ddl for module in GUARD_MODULES for ddl in getattr(module, "TRIGGERS", {}).get(dialect, [])]
