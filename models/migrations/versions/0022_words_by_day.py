"""answers with words by their day: what is kept no longer than promised is found without reading all the others"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

HAS_WORDS = sa.text("comment <> ''")


def upgrade() -> None:
    """Only answers with words are in it."""
    op.create_index(
        "ix_response_words", "response", ["local_date"], sqlite_where=HAS_WORDS, postgresql_where=HAS_WORDS
    )


def downgrade() -> None:
    """Without it."""
    op.drop_index("ix_response_words", table_name="response")
