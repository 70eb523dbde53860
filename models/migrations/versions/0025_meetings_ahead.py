"""meetings ahead: states, moves, sittings, agenda with votes, papers with receipts, members of bodies, closed ones"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OLD_STATES = ("planned", "held", "concluded", "cancelled")
STATES = ("draft", "invited", "moved", "in_session", "held", "concluded", "filed", "cancelled", "no_quorum")
OLD_PRESENCE = ("present", "substitute", "excused", "absent")
PRESENCE = ("expected", "present", "represented", "substitute", "excused", "absent")
REFUSAL = "moves and votes of a meeting are append-only"
APPENDED = ("meeting_move", "meeting_ballot")
SENT = (
    "EXISTS (SELECT 1 FROM meeting_attendance AS other WHERE other.meeting_id = meeting_attendance.meeting_id "
    "AND other.substitute_for_id = meeting_attendance.person_id)"
)


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _free(table: str, name: str) -> None:
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")


def _hold(table: str, column: str, name: str, words: Sequence[str]) -> None:
    with op.batch_alter_table(table) as batch:
        batch.create_check_constraint(op.f(f"ck_{table}_{name}"), sa.column(column).in_(words))


def _guard(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for timing in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER meetings_{table}_no_{timing.lower()} BEFORE {timing} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER meetings_{table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION meetings_refuse()"
    )


def upgrade() -> None:
    """One step forward: what was planned is a draft, who sent somebody else is represented."""
    _free("meeting", "state")
    op.execute("UPDATE meeting SET state = 'draft' WHERE state = 'planned'")
    _hold("meeting", "state", "state", STATES)
    with op.batch_alter_table("meeting") as batch:
        batch.add_column(sa.Column("confidentiality", sa.String(24), nullable=False, server_default="open"))
        batch.add_column(sa.Column("invited_at", Instant(), nullable=True))
        batch.add_column(sa.Column("cancelled_at", Instant(), nullable=True))
        batch.add_column(sa.Column("series_id", _number(), nullable=True))
    with op.batch_alter_table("meeting") as batch:
        batch.alter_column("confidentiality", server_default=None)
        batch.create_check_constraint(
            op.f("ck_meeting_confidentiality"), sa.column("confidentiality").in_(("open", "closed"))
        )
        batch.create_foreign_key(op.f("fk_meeting_series_id"), "meeting", ["series_id"], ["id"])
    op.create_index(op.f("ix_meeting_series_id"), "meeting", ["series_id"])

    _free("meeting_attendance", "presence")
    op.execute(f"UPDATE meeting_attendance SET status = 'represented' WHERE status IN ('excused', 'absent') AND {SENT}")
    _hold("meeting_attendance", "status", "presence", PRESENCE)
    with op.batch_alter_table("meeting_attendance") as batch:
        batch.add_column(sa.Column("may_vote", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch.add_column(sa.Column("reply", sa.String(24), nullable=False, server_default="none"))
        batch.add_column(sa.Column("reply_text", sa.String(300), nullable=False, server_default=""))
        batch.add_column(sa.Column("replied_at", Instant(), nullable=True))
        batch.add_column(sa.Column("version", _number(), nullable=False, server_default="1"))
    with op.batch_alter_table("meeting_attendance") as batch:
        for name in ("may_vote", "reply", "reply_text", "version"):
            batch.alter_column(name, server_default=None)
        batch.create_check_constraint(
            op.f("ck_meeting_attendance_reply"), sa.column("reply").in_(("none", "coming", "absent", "substitute"))
        )

    with op.batch_alter_table("meeting_body") as batch:
        batch.add_column(sa.Column("quorum_share", _number(), nullable=False, server_default="2"))
        batch.add_column(sa.Column("quorum_of", _number(), nullable=False, server_default="3"))
        batch.add_column(sa.Column("vote_basis", sa.String(24), nullable=False, server_default="members"))
        batch.add_column(sa.Column("paper_workdays", _number(), nullable=False, server_default="3"))
    with op.batch_alter_table("meeting_body") as batch:
        for name in ("quorum_share", "quorum_of", "vote_basis", "paper_workdays"):
            batch.alter_column(name, server_default=None)
        batch.create_check_constraint(
            op.f("ck_meeting_body_votebasis"), sa.column("vote_basis").in_(("present", "members"))
        )
        batch.create_check_constraint(
            op.f("ck_meeting_body_quorum_is_a_share"), sa.text("quorum_of >= quorum_share AND quorum_share > 0")
        )
        batch.create_check_constraint(
            op.f("ck_meeting_body_days_not_negative"), sa.text("paper_workdays >= 0 AND notice_workdays >= 0")
        )
    _tables()
    if op.get_bind().dialect.name == "postgresql":
        body = f"BEGIN RAISE EXCEPTION '{REFUSAL}'; END"
        op.execute(f"CREATE FUNCTION meetings_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
    for table in APPENDED:
        _guard(table)


def _tables() -> None:
    op.create_table("meeting_body_counting",
        sa.Column("id", _number(), nullable=False),
        sa.Column("body_id", _number(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["meeting_body.id"], name=op.f("fk_meeting_body_counting_body_id")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_meeting_body_counting_commune_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_body_counting")),
        sa.UniqueConstraint("body_id", "until", name=op.f("uq_meeting_body_counting_body_id_until"))
    )
    with op.batch_alter_table("meeting_body_counting", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_body_counting_commune", ["commune_id", "body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_body_counting_commune_id"), ["commune_id"], unique=False)

    op.create_table("meeting_body_member",
        sa.Column("id", _number(), nullable=False),
        sa.Column("body_id", _number(), nullable=False),
        sa.Column("person_id", _number(), nullable=False),
        sa.Column("role", sa.Enum("chair", "secretary", "member", "guest", name="role", native_enum=False, create_constraint=True, length=24), nullable=False),
        sa.Column("may_vote", sa.Boolean(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("version", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name=op.f("ck_meeting_body_member_ends_after_it_began")),
        sa.ForeignKeyConstraint(["body_id"], ["meeting_body.id"], name=op.f("fk_meeting_body_member_body_id")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_meeting_body_member_commune_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_meeting_body_member_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_body_member"))
    )
    with op.batch_alter_table("meeting_body_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_body_member_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_body_member_commune_id"), ["commune_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_body_member_person_id"), ["person_id"], unique=False)

    op.create_table("meeting_item",
        sa.Column("id", _number(), nullable=False),
        sa.Column("meeting_id", _number(), nullable=False),
        sa.Column("no", _number(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("presenter", sa.String(length=160), nullable=False),
        sa.Column("minutes", _number(), nullable=True),
        sa.Column("kind", sa.Enum("inform", "discuss", "decide", "review", name="itemkind", native_enum=False, create_constraint=True, length=24), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("needs_talk", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.Enum("passed", "amended", "postponed", "returned", "withdrawn", "not_reached", "noted", name="outcome", native_enum=False, create_constraint=True, length=24), nullable=True),
        sa.Column("in_block", sa.Boolean(), nullable=False),
        sa.Column("began_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("carried_from_id", _number(), nullable=True),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("version", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint("minutes IS NULL OR minutes > 0", name=op.f("ck_meeting_item_lasts")),
        sa.CheckConstraint("no > 0", name=op.f("ck_meeting_item_numbered")),
        sa.ForeignKeyConstraint(["carried_from_id"], ["meeting_item.id"], name=op.f("fk_meeting_item_carried_from_id")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_meeting_item_commune_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_item_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_item")),
        sa.UniqueConstraint("meeting_id", "no", name=op.f("uq_meeting_item_meeting_id_no"))
    )
    with op.batch_alter_table("meeting_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_item_carried_from_id"), ["carried_from_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_item_commune_id"), ["commune_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_item_meeting_id"), ["meeting_id"], unique=False)

    op.create_table("meeting_move",
        sa.Column("id", _number(), nullable=False),
        sa.Column("meeting_id", _number(), nullable=False),
        sa.Column("from_start", Instant(), nullable=False),
        sa.Column("from_end", Instant(), nullable=False),
        sa.Column("from_room_id", _number(), nullable=True),
        sa.Column("from_place", sa.String(length=160), nullable=False),
        sa.Column("to_start", Instant(), nullable=False),
        sa.Column("to_end", Instant(), nullable=False),
        sa.Column("to_room_id", _number(), nullable=True),
        sa.Column("to_place", sa.String(length=160), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("moved_by", _number(), nullable=True),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_meeting_move_commune_id")),
        sa.ForeignKeyConstraint(["from_room_id"], ["room.id"], name=op.f("fk_meeting_move_from_room_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_move_meeting_id")),
        sa.ForeignKeyConstraint(["moved_by"], ["account.id"], name=op.f("fk_meeting_move_moved_by")),
        sa.ForeignKeyConstraint(["to_room_id"], ["room.id"], name=op.f("fk_meeting_move_to_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_move"))
    )
    with op.batch_alter_table("meeting_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_move_commune_id"), ["commune_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_move_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_move_moved_by"), ["moved_by"], unique=False)

    op.create_table("meeting_sitting",
        sa.Column("id", _number(), nullable=False),
        sa.Column("meeting_id", _number(), nullable=False),
        sa.Column("no", _number(), nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("room_id", _number(), nullable=True),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("version", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_meeting_sitting_ends_after_start")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_meeting_sitting_commune_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_sitting_meeting_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_meeting_sitting_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_sitting")),
        sa.UniqueConstraint("meeting_id", "no", name=op.f("uq_meeting_sitting_meeting_id_no"))
    )
    with op.batch_alter_table("meeting_sitting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_sitting_commune_id"), ["commune_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_sitting_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_sitting_room_id"), ["room_id"], unique=False)

    op.create_table("meeting_ballot",
        sa.Column("id", _number(), nullable=False),
        sa.Column("item_id", _number(), nullable=False),
        sa.Column("eligible", _number(), nullable=False),
        sa.Column("in_favour", _number(), nullable=False),
        sa.Column("against", _number(), nullable=False),
        sa.Column("other", _number(), nullable=False),
        sa.Column("not_voting", _number(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("taken_at", Instant(), nullable=False),
        sa.Column("taken_by", _number(), nullable=True),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint("in_favour + against + other + not_voting = eligible", name=op.f("ck_meeting_ballot_adds_up")),
        sa.CheckConstraint("in_favour >= 0 AND against >= 0 AND other >= 0 AND not_voting >= 0", name=op.f("ck_meeting_ballot_not_negative")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_meeting_ballot_commune_id")),
        sa.ForeignKeyConstraint(["item_id"], ["meeting_item.id"], name=op.f("fk_meeting_ballot_item_id")),
        sa.ForeignKeyConstraint(["taken_by"], ["account.id"], name=op.f("fk_meeting_ballot_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_ballot"))
    )
    with op.batch_alter_table("meeting_ballot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_ballot_commune_id"), ["commune_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_ballot_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_ballot_taken_by"), ["taken_by"], unique=False)

    op.create_table("meeting_movement",
        sa.Column("id", _number(), nullable=False),
        sa.Column("seat_id", _number(), nullable=False),
        sa.Column("came", sa.Boolean(), nullable=False),
        sa.Column("item_no", _number(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_meeting_movement_commune_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["meeting_attendance.id"], name=op.f("fk_meeting_movement_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_movement"))
    )
    with op.batch_alter_table("meeting_movement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_movement_commune_id"), ["commune_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_movement_seat_id"), ["seat_id"], unique=False)

    op.create_table("meeting_paper",
        sa.Column("id", _number(), nullable=False),
        sa.Column("meeting_id", _number(), nullable=False),
        sa.Column("item_id", _number(), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("version", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_meeting_paper_commune_id")),
        sa.ForeignKeyConstraint(["item_id"], ["meeting_item.id"], name=op.f("fk_meeting_paper_item_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_paper_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_paper"))
    )
    with op.batch_alter_table("meeting_paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_paper_commune_id"), ["commune_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_paper_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_paper_meeting_id"), ["meeting_id"], unique=False)

    op.create_table("meeting_position",
        sa.Column("id", _number(), nullable=False),
        sa.Column("item_id", _number(), nullable=False),
        sa.Column("person_id", _number(), nullable=False),
        sa.Column("stance", sa.Enum("nothing", "remark", "speak", name="stance", native_enum=False, create_constraint=True, length=24), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("said_at", Instant(), nullable=False),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("version", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_meeting_position_commune_id")),
        sa.ForeignKeyConstraint(["item_id"], ["meeting_item.id"], name=op.f("fk_meeting_position_item_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_meeting_position_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_position")),
        sa.UniqueConstraint("item_id", "person_id", name=op.f("uq_meeting_position_item_id_person_id"))
    )
    with op.batch_alter_table("meeting_position", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_position_commune_id"), ["commune_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_position_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_position_person_id"), ["person_id"], unique=False)

    op.create_table("meeting_paper_version",
        sa.Column("id", _number(), nullable=False),
        sa.Column("paper_id", _number(), nullable=False),
        sa.Column("no", _number(), nullable=False),
        sa.Column("file_id", _number(), nullable=True),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("published_at", Instant(), nullable=False),
        sa.Column("published_by", _number(), nullable=True),
        sa.Column("late_workdays", _number(), nullable=False),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint("(file_id IS NULL) <> (link = '')", name=op.f("ck_meeting_paper_version_file_or_link")),
        sa.CheckConstraint("late_workdays >= 0", name=op.f("ck_meeting_paper_version_late_not_negative")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_meeting_paper_version_commune_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_meeting_paper_version_file_id")),
        sa.ForeignKeyConstraint(["paper_id"], ["meeting_paper.id"], name=op.f("fk_meeting_paper_version_paper_id")),
        sa.ForeignKeyConstraint(["published_by"], ["account.id"], name=op.f("fk_meeting_paper_version_published_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_paper_version")),
        sa.UniqueConstraint("paper_id", "no", name=op.f("uq_meeting_paper_version_paper_id_no"))
    )
    with op.batch_alter_table("meeting_paper_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_paper_version_commune_id"), ["commune_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_paper_version_file_id"), ["file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_paper_version_paper_id"), ["paper_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_paper_version_published_by"), ["published_by"], unique=False)

    op.create_table("meeting_receipt",
        sa.Column("id", _number(), nullable=False),
        sa.Column("version_id", _number(), nullable=False),
        sa.Column("person_id", _number(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("confirmed_at", Instant(), nullable=True),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_meeting_receipt_commune_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_meeting_receipt_person_id")),
        sa.ForeignKeyConstraint(["version_id"], ["meeting_paper_version.id"], name=op.f("fk_meeting_receipt_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_receipt")),
        sa.UniqueConstraint("version_id", "person_id", name=op.f("uq_meeting_receipt_version_id_person_id"))
    )
    with op.batch_alter_table("meeting_receipt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_receipt_commune_id"), ["commune_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_receipt_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_receipt_version_id"), ["version_id"], unique=False)


def downgrade() -> None:
    """One step back: what was ahead is planned, what could not be held is cancelled, agenda and papers are gone."""
    for table in ("meeting_receipt", "meeting_paper_version", "meeting_position", "meeting_paper", "meeting_movement", "meeting_ballot", "meeting_sitting", "meeting_move", "meeting_item", "meeting_body_member", "meeting_body_counting"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION meetings_refuse()")
    with op.batch_alter_table("meeting_body") as batch:
        for name in ("days_not_negative", "quorum_is_a_share", "votebasis"):
            batch.drop_constraint(op.f(f"ck_meeting_body_{name}"), type_="check")
        for name in ("paper_workdays", "vote_basis", "quorum_of", "quorum_share"):
            batch.drop_column(name)
    _free("meeting_attendance", "presence")
    op.execute("UPDATE meeting_attendance SET status = 'excused' WHERE status = 'represented'")
    op.execute("UPDATE meeting_attendance SET status = 'absent' WHERE status = 'expected'")
    _hold("meeting_attendance", "status", "presence", OLD_PRESENCE)
    with op.batch_alter_table("meeting_attendance") as batch:
        batch.drop_constraint(op.f("ck_meeting_attendance_reply"), type_="check")
        for name in ("version", "replied_at", "reply_text", "reply", "may_vote"):
            batch.drop_column(name)
    op.drop_index(op.f("ix_meeting_series_id"), table_name="meeting")
    _free("meeting", "state")
    op.execute("UPDATE meeting SET state = 'planned' WHERE state IN ('draft', 'invited', 'moved')")
    op.execute("UPDATE meeting SET state = 'held' WHERE state = 'in_session'")
    op.execute("UPDATE meeting SET state = 'concluded' WHERE state = 'filed'")
    op.execute("UPDATE meeting SET state = 'cancelled' WHERE state = 'no_quorum'")
    _hold("meeting", "state", "state", OLD_STATES)
    with op.batch_alter_table("meeting") as batch:
        batch.drop_constraint(op.f("fk_meeting_series_id"), type_="foreignkey")
        batch.drop_constraint(op.f("ck_meeting_confidentiality"), type_="check")
        for name in ("series_id", "cancelled_at", "invited_at", "confidentiality"):
            batch.drop_column(name)
