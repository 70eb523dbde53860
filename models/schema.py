"""The whole schema in one place: every table, and what the database itself refuses."""

import importlib

TABLE_MODULES = (
    "models.accounts.tables",
    "models.files",
    "models.journal",
    "models.duties.tables",
    "models.plan.tables",
    "models.audits.tables",
    "models.satisfaction.tables",
    "models.meetings.tables",
    "models.qr.tables",
)
GUARD_MODULES = ("models.journal", "models.audits.guards")

for _module in TABLE_MODULES:
    importlib.import_module(_module)


def guards(dialect: str) -> list[str]:
    """The statements that make the database itself refuse what must never happen."""
    return [ddl for name in GUARD_MODULES for ddl in importlib.import_module(name).TRIGGERS[dialect]]
