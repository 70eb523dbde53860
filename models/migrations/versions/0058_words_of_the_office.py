"""what an office has worded itself in its plan stays when the catalogue is loaded again"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0058"
down_revision: str | None = "0057"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = {"targets": "target", "tasks": "plan_task"}
IMPORT = sa.table("plan_import", *(sa.column(name) for name in ("plan_id", "written", "taken_at", "undone_at")))


def _edits() -> Iterator[tuple[str, int, int, list[str]]]:
    """The cells that workbooks have changed so far: table, plan, number, columns."""
    taken = sa.select(IMPORT).where(IMPORT.c.taken_at.is_not(None), IMPORT.c.undone_at.is_(None))
    found: dict[tuple[str, int, int], set[str]] = {}
    for row in op.get_bind().execute(taken).mappings():
        written: Any = json.loads(row["written"]) if isinstance(row["written"], str) else row["written"]
        for one in written.get("changed", ()):
            found.setdefault((TABLES[one["kind"]], row["plan_id"], one["no"]), set()).update(one["after"])
    for (name, plan_id, no), columns in found.items():
        yield name, plan_id, no, sorted(columns)


def upgrade() -> None:
    """One step forward: what workbooks have changed so far is the office's own."""
    for name in TABLES.values():
        with op.batch_alter_table(name) as batch:
            batch.add_column(sa.Column("own_words", sa.JSON(), nullable=False, server_default="[]"))
        with op.batch_alter_table(name) as batch:
            batch.alter_column("own_words", server_default=None)
    for name, plan_id, no, columns in _edits():
        row = sa.table(name, sa.column("plan_id"), sa.column("no"), sa.column("own_words", sa.JSON()))
        op.get_bind().execute(
            sa.update(row).where(row.c.plan_id == plan_id, row.c.no == no).values(own_words=columns)
        )


def downgrade() -> None:
    """One step back: the next load words everything as the catalogue does."""
    for name in TABLES.values():
        with op.batch_alter_table(name) as batch:
            batch.drop_column("own_words")
