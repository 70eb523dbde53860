"""votes by name and in secret, each with the rule it was judged by"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0037"
down_revision: str | None = "0036"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

REFUSAL = "signed minutes and issued notices never change"
ADDED = "moves and votes of a meeting are append-only"
BY_NAME = "(SELECT mode FROM meeting_ballot WHERE id = NEW.ballot_id) <> 'named'"
VOTE = "meeting_ballot_vote"
COLUMNS = (
    "mode VARCHAR(24) NOT NULL DEFAULT 'hands' CONSTRAINT ck_meeting_ballot_ballotmode "
    "CHECK (mode IN ('hands', 'named', 'secret'))",
    "basis VARCHAR(24) NOT NULL DEFAULT 'present' CONSTRAINT ck_meeting_ballot_votebasis "
    "CHECK (basis IN ('present', 'members'))",
    "members {number} NOT NULL DEFAULT 0",
)


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _is_lite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _guards_of_ballots() -> None:
    """The refusals on the table of votes, which a copy of the table on SQLite loses."""
    for timing in ("UPDATE", "DELETE") if _is_lite() else ():
        op.execute(
            f"CREATE TRIGGER meetings_meeting_ballot_no_{timing.lower()} BEFORE {timing} ON meeting_ballot "
            f"BEGIN SELECT RAISE(ABORT, '{ADDED}'); END"
        )


def _unguarded() -> None:
    names = ("no_update", "no_delete") if _is_lite() else ("no_change",)
    for name in names:
        op.execute(f"DROP TRIGGER meetings_meeting_ballot_{name}" + ("" if _is_lite() else " ON meeting_ballot"))


def _guards_of_names() -> None:
    if _is_lite():
        for timing in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER meetings_{VOTE}_no_{timing.lower()} BEFORE {timing} ON {VOTE} "
                f"BEGIN SELECT RAISE(ABORT, '{ADDED}'); END"
            )
        op.execute(
            f"CREATE TRIGGER meetings_vote_by_name_alone BEFORE INSERT ON {VOTE} WHEN {BY_NAME} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
        return
    op.execute(
        f"CREATE TRIGGER meetings_{VOTE}_no_change BEFORE UPDATE OR DELETE ON {VOTE} "
        "FOR EACH ROW EXECUTE FUNCTION meetings_refuse()"
    )
    body = f"BEGIN IF {BY_NAME} THEN RAISE EXCEPTION '{REFUSAL}'; END IF; RETURN NEW; END"
    op.execute(f"CREATE FUNCTION meetings_vote_by_name_alone() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
    op.execute(
        f"CREATE TRIGGER meetings_vote_by_name_alone BEFORE INSERT ON {VOTE} "
        "FOR EACH ROW EXECUTE FUNCTION meetings_vote_by_name_alone()"
    )


def upgrade() -> None:
    """One step forward: votes until now were by show of hands, judged by who was in the room."""
    for column in COLUMNS:
        op.execute(f"ALTER TABLE meeting_ballot ADD COLUMN {column.format(number='INTEGER' if _is_lite() else 'BIGINT')}")
    _unguarded()
    op.execute("UPDATE meeting_ballot SET members = eligible")
    with op.batch_alter_table("meeting_ballot") as batch:
        for name in ("mode", "basis", "members"):
            batch.alter_column(name, server_default=None)
        batch.create_check_constraint(op.f("ck_meeting_ballot_all_members"), "members >= eligible")
    _guards_of_ballots()
    if not _is_lite():
        op.execute(
            "CREATE TRIGGER meetings_meeting_ballot_no_change BEFORE UPDATE OR DELETE ON meeting_ballot "
            "FOR EACH ROW EXECUTE FUNCTION meetings_refuse()"
        )
    words = sa.Enum(
        "in_favour", "against", "other", "not_voting", name="choice", native_enum=False, create_constraint=True, length=24
    )
    op.create_table(
        VOTE,
        sa.Column("id", _number(), nullable=False),
        sa.Column("ballot_id", _number(), nullable=False),
        sa.Column("person_id", _number(), nullable=False),
        sa.Column("choice", words, nullable=False),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{VOTE}_{column}"))
            for column, target in (("ballot_id", "meeting_ballot"), ("person_id", "person"), ("commune_id", "commune"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{VOTE}")),
        sa.UniqueConstraint("ballot_id", "person_id", name=op.f(f"uq_{VOTE}_ballot_id_person_id")),
    )
    for column in ("person_id", "commune_id"):
        op.create_index(op.f(f"ix_{VOTE}_{column}"), VOTE, [column], unique=False)
    _guards_of_names()


def downgrade() -> None:
    """One step back: the figures stay, who voted what is gone."""
    op.drop_table(VOTE)
    if not _is_lite():
        op.execute("DROP FUNCTION meetings_vote_by_name_alone()")
    with op.batch_alter_table("meeting_ballot") as batch:
        for name in ("all_members", "votebasis", "ballotmode"):
            batch.drop_constraint(op.f(f"ck_meeting_ballot_{name}"), type_="check")
        for name in ("members", "basis", "mode"):
            batch.drop_column(name)
    _guards_of_ballots()
