"""a meeting that stands for one that did not take place"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0038"
down_revision: str | None = "0037"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """One step forward: no meeting is known to stand for another; added in place, so that no trigger is lost."""
    number = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    key = "CONSTRAINT fk_meeting_renews_id REFERENCES meeting (id)"
    op.execute(f"ALTER TABLE meeting ADD COLUMN renews_id {number} {key}")
    op.create_index(op.f("ix_meeting_renews_id"), "meeting", ["renews_id"], unique=False)


def downgrade() -> None:
    """One step back: which meeting stands for which is forgotten; guards that a copied table loses are put back."""
    connection = op.get_bind()
    guards: list[str] = []
    is_lite = connection.dialect.name == "sqlite"
    if is_lite:
        kept = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'meeting'"
        guards = list(connection.execute(sa.text(kept)).scalars())
    op.drop_index(op.f("ix_meeting_renews_id"), table_name="meeting")
    with op.batch_alter_table("meeting") as batch:
        if not is_lite:  # there the key goes with its column
            batch.drop_constraint(op.f("fk_meeting_renews_id"), type_="foreignkey")
        batch.drop_column("renews_id")
    for guard in guards:
        op.execute(guard)
