"""minutes in blocks, notices, reviews, units that join in, and the days on which an office works otherwise"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

REFUSAL = "signed minutes and issued notices never change"
MINUTES = ("commune_id", "meeting_id", "number", "reason", "paper", "signed_on", "signed_by", "finished_by")
NOTICE = (
    *("commune_id", "meeting_id", "number", "reason", "grounds", "opening", "heard", "closing", "copies", "capacity"),
    *("signer_post", "signer_name", "symbol", "issued_on", "issued_by", "paper"),
)
STATES = ("draft", "waiting", "issued", "replaced")
CAPACITIES = ("head", "for_committee", "for_head", "by_order", "by_order_for", "authorised")
OPEN = sa.text("state IN ('draft', 'waiting')")
TABLES = ("meeting_review", "meeting_conclusion_unit", "meeting_notice")
BLOCKS = ("meeting_minutes_revision", "meeting_minutes_block", "meeting_minutes")


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def _key(name: str, optional: bool = False) -> sa.Column[Any]:
    return sa.Column(name, _number(), nullable=optional)


def _text(name: str, length: int = 0) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=length) if length else sa.Text(), nullable=False)


def _table(name: str, *columns: Any, links: dict[str, str], indexed: tuple[str, ...] = ()) -> None:
    """A table of communes with its key, its links and their indexes."""
    links = {**links, "commune_id": "commune"}
    op.create_table(
        name,
        _key("id"),
        *columns,
        _key("commune_id"),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{name}_{column}"))
            for column, target in links.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    for column in (*indexed, "commune_id"):
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=False)


def _created() -> list[sa.Column[Any]]:
    return [_key("version"), sa.Column("created_at", Instant(), nullable=False)]


def _unique(name: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{name}_{'_'.join(columns)}"))


def _check(name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{name}"))


def _minutes() -> None:
    name = "meeting_minutes"
    _table(
        name,
        _key("meeting_id"),
        _key("number"),
        sa.Column("state", _word("paperstate", *STATES), nullable=False),
        _text("reason", 500),
        _text("paper"),
        sa.Column("finished_at", Instant(), nullable=True),
        _key("finished_by", True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        _key("signed_by", True),
        *_created(),
        _unique(name, "meeting_id", "number"),
        _check(f"{name}_amended_for_a_reason", "number = 1 OR reason <> ''"),
        _check(
            f"{name}_signed_whole", "state IN ('draft', 'waiting') OR (signed_on IS NOT NULL AND paper <> '')"
        ),
        links={"meeting_id": "meeting", "finished_by": "account", "signed_by": "account"},
        indexed=("meeting_id",),
    )
    op.create_index(f"uq_{name}_open", name, ["meeting_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)


def _minutes_blocks() -> None:
    name = "meeting_minutes_block"
    _table(
        name,
        _key("minutes_id"),
        _text("key", 40),
        _key("position"),
        _text("title", 300),
        _text("text"),
        _key("edited_by", True),
        sa.Column("edited_at", Instant(), nullable=True),
        *_created(),
        _unique(name, "minutes_id", "key"),
        links={"minutes_id": "meeting_minutes", "edited_by": "account"},
        indexed=("minutes_id",),
    )
    _table(
        "meeting_minutes_revision",
        _key("block_id"),
        _text("text"),
        sa.Column("is_set_aside", sa.Boolean(), nullable=False),
        _key("written_by", True),
        sa.Column("written_at", Instant(), nullable=False),
        links={"block_id": name, "written_by": "account"},
        indexed=("block_id",),
    )


def _notices() -> None:
    name = "meeting_notice"
    whole = "issued_on IS NOT NULL AND symbol <> '' AND signer_name <> '' AND paper <> ''"
    _table(
        name,
        _key("meeting_id"),
        _key("number"),
        sa.Column("state", _word("paperstate", *STATES), nullable=False),
        _text("reason", 500),
        *(_text(column) for column in ("grounds", "opening", "heard", "closing", "copies")),
        sa.Column("capacity", _word("capacity", *CAPACITIES), nullable=False),
        _text("signer_post", 160),
        _text("signer_name", 160),
        _text("symbol", 60),
        sa.Column("issued_on", sa.Date(), nullable=True),
        _key("issued_by", True),
        _key("evidence_id", True),
        _text("paper"),
        *_created(),
        _unique(name, "meeting_id", "number"),
        _check(f"{name}_amended_for_a_reason", "number = 1 OR reason <> ''"),
        _check(f"{name}_issued_whole", f"state IN ('draft', 'waiting') OR ({whole})"),
        links={"meeting_id": "meeting", "issued_by": "account", "evidence_id": "stored_file"},
        indexed=("meeting_id", "evidence_id"),
    )
    op.create_index(f"uq_{name}_open", name, ["meeting_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)


def _conclusions() -> None:
    op.add_column("meeting_body", sa.Column("notice_workdays", _number(), nullable=False, server_default="5"))
    op.add_column("meeting_conclusion", sa.Column("version", _number(), nullable=False, server_default="1"))
    op.add_column("meeting_conclusion", sa.Column("named", sa.String(600), nullable=False, server_default=""))
    op.add_column("meeting_conclusion", sa.Column("due_text", sa.String(200), nullable=False, server_default=""))
    _table(
        "meeting_conclusion_unit",
        _key("conclusion_id"),
        _key("unit_id"),
        _unique("meeting_conclusion_unit", "conclusion_id", "unit_id"),
        links={"conclusion_id": "meeting_conclusion", "unit_id": "unit"},
        indexed=("conclusion_id", "unit_id"),
    )
    _table(
        "meeting_review",
        _key("meeting_id"),
        _key("conclusion_id"),
        sa.Column("outcome", _word("reviewoutcome", "carried", "done", "noted"), nullable=False),
        _text("standing", 160),
        _key("decided_by"),
        sa.Column("created_at", Instant(), nullable=False),
        _unique("meeting_review", "meeting_id", "conclusion_id"),
        links={"meeting_id": "meeting", "conclusion_id": "meeting_conclusion", "decided_by": "account"},
        indexed=("meeting_id", "conclusion_id"),
    )


def _holidays() -> None:
    _table(
        "holiday",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", _word("daykind", "off", "make_up"), nullable=False),
        _text("name", 120),
        *_created(),
        _unique("holiday", "commune_id", "day"),
        links={},
    )


def _changed(columns: tuple[str, ...], alike: str) -> str:
    same = " AND ".join(f"NEW.{column} {alike} OLD.{column}" for column in columns)
    return f"OLD.state IN ('issued', 'replaced') AND NOT (OLD.state = 'issued' AND NEW.state = 'replaced' AND {same})"


def _rules(alike: str) -> list[tuple[str, str, str, str]]:
    shut = "(SELECT state FROM meeting_minutes WHERE id = {}) NOT IN ({})"
    of_block = "(SELECT minutes_id FROM meeting_minutes_block WHERE id = OLD.block_id)"
    told = (
        "EXISTS (SELECT 1 FROM meeting_notice WHERE meeting_id = {0}.meeting_id AND state = 'issued') AND NOT EXISTS "
        "(SELECT 1 FROM meeting_notice WHERE meeting_id = {0}.meeting_id AND state IN ('draft', 'waiting'))"
    )
    words = f"NOT (NEW.text {alike} OLD.text AND NEW.label {alike} OLD.label)"
    settled, pending = "OLD.state IN ('issued', 'replaced')", "'draft', 'waiting'"
    return [
        ("minutes_no_update", "UPDATE", "meeting_minutes", _changed(MINUTES, alike)),
        ("minutes_no_delete", "DELETE", "meeting_minutes", settled),
        ("block_no_insert", "INSERT", "meeting_minutes_block", shut.format("NEW.minutes_id", "'draft'")),
        ("block_no_update", "UPDATE", "meeting_minutes_block", shut.format("OLD.minutes_id", "'draft'")),
        ("block_no_delete", "DELETE", "meeting_minutes_block", shut.format("OLD.minutes_id", pending)),
        ("revision_no_update", "UPDATE", "meeting_minutes_revision", "1 = 1"),
        ("revision_no_delete", "DELETE", "meeting_minutes_revision", shut.format(of_block, pending)),
        ("notice_no_update", "UPDATE", "meeting_notice", _changed(NOTICE, alike)),
        ("notice_no_delete", "DELETE", "meeting_notice", settled),
        ("conclusion_no_insert", "INSERT", "meeting_conclusion", told.format("NEW")),
        ("conclusion_no_update", "UPDATE", "meeting_conclusion", f"({words}) AND {told.format('OLD')}"),
        ("conclusion_no_delete", "DELETE", "meeting_conclusion", told.format("OLD")),
    ]


def _guard(name: str, timing: str, table: str, when: str) -> None:
    name = f"meetings_{name}"
    if op.get_bind().dialect.name == "sqlite":
        end = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        op.execute(f"CREATE TRIGGER {name} BEFORE {timing} ON {table} WHEN {when} {end}")
        return
    gone = "OLD" if timing == "DELETE" else "NEW"
    body = f"BEGIN IF {when} THEN RAISE EXCEPTION '{REFUSAL}'; END IF; RETURN {gone}; END"
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
    op.execute(f"CREATE TRIGGER {name} BEFORE {timing} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def upgrade() -> None:
    """One step forward."""
    _holidays()
    _minutes()
    _minutes_blocks()
    _notices()
    _conclusions()
    alike = "IS" if op.get_bind().dialect.name == "sqlite" else "IS NOT DISTINCT FROM"
    for rule in _rules(alike):
        _guard(*rule)


def downgrade() -> None:
    """One step back: papers, reviews and holidays are gone; conclusions and their duties stay."""
    is_lite = op.get_bind().dialect.name == "sqlite"
    for name, _, table, _ in _rules("IS"):
        op.execute(f"DROP TRIGGER meetings_{name}" + ("" if is_lite else f" ON {table}"))
        if not is_lite:
            op.execute(f"DROP FUNCTION meetings_{name}()")
    for table in (*TABLES, *BLOCKS, "holiday"):
        op.drop_table(table)
    for column in ("due_text", "named", "version"):
        op.drop_column("meeting_conclusion", column)
    op.drop_column("meeting_body", "notice_workdays")
