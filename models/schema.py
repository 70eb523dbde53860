"""The whole schema in one place: every table, and what the database itself refuses."""

import importlib

from sqlalchemy import Connection

from models.base import db

TABLE_MODULES = (
    "models.accounts.tables",
    "models.files",
    "models.journal",
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


def create_all(connection: Connection) -> None:
    """The schema straight from the tables in code, without history."""
    db.metadata.create_all(connection)
    for ddl in guards(connection.dialect.name):
        connection.exec_driver_sql(ddl)
