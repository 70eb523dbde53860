"""duties: who owes what by when, in one place for tasks, steps and conclusions"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant
from models.text import fold

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

CLEAR_BEFORE = (
    "kind = 'general' OR (lead_unit_id IS NOT NULL AND due_on IS NOT NULL AND product <> '' AND authority <> '')"
)
CLEAR_NOW = "kind = 'general' OR (duty_id IS NOT NULL AND product <> '' AND authority <> '')"
DUTY_ALONE = "duty_id IS NULL OR (kind = 'task' AND lead_unit_id IS NULL AND due_on IS NULL)"


def _key() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def _table(name: str, dates: Sequence[str] = (), instants: Sequence[str] = (), plain: Sequence[str] = ()) -> Any:
    return sa.table(
        name,
        *(sa.column(column, sa.Date()) for column in dates),
        *(sa.column(column, Instant()) for column in instants),
        *(sa.column(column) for column in plain),
    )


DUTY = _table(
    "duty",
    ("origin_on", "due_on", "first_due_on", "done_on", "judged_on"),
    ("created_at", "reported_at"),
    ("id", "kind", "ref", "title", "origin", "fold", "unit_id", "person_id", "due_rule", "status", "reported_by",
     "return_reason", "reopened", "version", "commune_id"),
)
TASK = _table(
    "plan_task",
    ("due_on", "done_on"),
    ("created_at",),
    ("id", "no", "title", "pillar_id", "fold", "status", "unit_id", "person_id", "duty_id", "commune_id"),
)
STEP = _table(
    "step",
    ("due_on", "done_on", "delivered_on"),
    ("created_at",),
    ("id", "plan_id", "workstream_id", "code", "title", "result", "recurrence", "monthly_before", "status", "unit_id",
     "person_id", "duty_id", "commune_id"),
)
POINT = _table(
    "meeting_conclusion",
    ("due_on",),
    ("created_at",),
    ("id", "meeting_id", "label", "text", "kind", "product", "lead_unit_id", "due_rule", "duty_id", "commune_id"),
)
NOTE = _table(
    "progress_note", (), ("created_at",), ("id", "task_id", "step_id", "is_product", "written_by")
)
PILLAR, STREAM = _table("pillar", plain=("id", "title")), _table("workstream", plain=("id", "title"))
PLAN = _table("plan", ("decided_on", "script_decided_on"), plain=("id",))
MEETING = _table("meeting", ("held_on",), plain=("id", "title", "state"))


def upgrade() -> None:
    """One step forward."""
    _make_tables()
    _open_rows()
    rows = op.get_bind()
    products = _products(rows)
    tasks = sa.select(TASK, PILLAR.c.title.label("origin")).join(PILLAR, PILLAR.c.id == TASK.c.pillar_id)
    for task in rows.execute(tasks.order_by(TASK.c.id)).all():
        _owe(rows, TASK, task, "task", str(task.no), task.origin, task.fold, task.due_on, products.get((task.id, None)))
    steps = sa.select(STEP, STREAM.c.title.label("origin"), PLAN.c.decided_on, PLAN.c.script_decided_on)
    steps = steps.join(STREAM, STREAM.c.id == STEP.c.workstream_id).join(PLAN, PLAN.c.id == STEP.c.plan_id)
    for step in rows.execute(steps.order_by(STEP.c.id)).all():
        due, words = step.due_on, fold(f"{step.code} {step.title} {step.origin} {step.result}")
        if step.monthly_before is not None:
            due = _monthly_due(step.monthly_before, step.delivered_on, step.script_decided_on or step.decided_on)
        _owe(rows, STEP, step, "step", step.code, step.origin, words, due, products.get((None, step.id)))
    _owe_conclusions(rows)
    _move_notes()
    _close_rows()
    _rename_seats("duty", "seatrole")


def _make_tables() -> None:
    op.create_table(
        "duty",
        sa.Column("id", _key(), nullable=False),
        sa.Column("kind", _words("dutykind", "task", "step", "conclusion"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("origin", sa.String(length=300), nullable=False),
        sa.Column("origin_on", sa.Date(), nullable=True),
        sa.Column("fold", sa.Text(), nullable=False),
        sa.Column("unit_id", _key(), nullable=True),
        sa.Column("person_id", _key(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("first_due_on", sa.Date(), nullable=True),
        sa.Column("due_rule", sa.String(length=200), nullable=False),
        sa.Column(
            "status", _words("dutystatus", "not_started", "doing", "reported", "done", "void"), nullable=False
        ),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("judged_on", sa.Date(), nullable=True),
        sa.Column("reported_by", _key(), nullable=True),
        sa.Column("reported_at", Instant(), nullable=True),
        sa.Column("confirmed_by", _key(), nullable=True),
        sa.Column("confirmed_at", Instant(), nullable=True),
        sa.Column("return_reason", sa.String(length=500), nullable=False),
        sa.Column("returned_at", Instant(), nullable=True),
        sa.Column("reopened", _key(), nullable=False),
        sa.Column("commune_id", _key(), nullable=False),
        sa.Column("version", _key(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint(
            "status NOT IN ('reported', 'done') OR (done_on IS NOT NULL AND judged_on >= done_on)",
            name=op.f("ck_duty_finished_has_its_day"),
        ),
        sa.CheckConstraint(
            "status IN ('reported', 'done', 'void') OR done_on IS NULL", name=op.f("ck_duty_open_has_no_day")
        ),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR confirmed_by <> reported_by", name=op.f("ck_duty_second_person")
        ),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_duty_commune_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_duty_unit_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_duty_person_id")),
        sa.ForeignKeyConstraint(["reported_by"], ["account.id"], name=op.f("fk_duty_reported_by")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["account.id"], name=op.f("fk_duty_confirmed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty")),
    )
    for column in ("commune_id", "unit_id", "person_id"):
        op.create_index(op.f(f"ix_duty_{column}"), "duty", [column], unique=False)
    op.create_index("ix_duty_commune_id_status_due_on", "duty", ["commune_id", "status", "due_on"], unique=False)
    op.create_table(
        "duty_note",
        sa.Column("id", _key(), nullable=False),
        sa.Column("duty_id", _key(), nullable=False),
        sa.Column(
            "act",
            _words("dutyact", "progress", "reported", "delivered", "confirmed", "sent_back", "reopened"),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("percent", _key(), nullable=True),
        sa.Column("evidence_file_id", _key(), nullable=True),
        sa.Column("evidence_link", sa.String(length=500), nullable=False),
        sa.Column("written_by", _key(), nullable=False),
        sa.Column("commune_id", _key(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint(
            "percent IS NULL OR (percent >= 0 AND percent <= 100)", name=op.f("ck_duty_note_percent_range")
        ),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_duty_note_commune_id")),
        sa.ForeignKeyConstraint(["duty_id"], ["duty.id"], name=op.f("fk_duty_note_duty_id")),
        sa.ForeignKeyConstraint(["evidence_file_id"], ["stored_file.id"], name=op.f("fk_duty_note_evidence_file_id")),
        sa.ForeignKeyConstraint(["written_by"], ["account.id"], name=op.f("fk_duty_note_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_note")),
    )
    op.create_table(
        "duty_extension",
        sa.Column("id", _key(), nullable=False),
        sa.Column("duty_id", _key(), nullable=False),
        sa.Column("old_due", sa.Date(), nullable=False),
        sa.Column("new_due", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("asked_by", _key(), nullable=False),
        sa.Column("decided_by", _key(), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("is_granted", sa.Boolean(), nullable=True),
        sa.Column("commune_id", _key(), nullable=False),
        sa.Column("version", _key(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint("new_due > old_due", name=op.f("ck_duty_extension_later")),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (is_granted IS NULL)", name=op.f("ck_duty_extension_decided")
        ),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_by <> asked_by", name=op.f("ck_duty_extension_second_person")
        ),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_duty_extension_commune_id")),
        sa.ForeignKeyConstraint(["duty_id"], ["duty.id"], name=op.f("fk_duty_extension_duty_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_duty_extension_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_duty_extension_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_extension")),
    )
    for table in ("duty_note", "duty_extension"):
        for column in ("commune_id", "duty_id"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    undecided = sa.text("decided_at IS NULL")
    op.create_index(
        "uq_duty_extension_undecided", "duty_extension", ["duty_id"], unique=True,
        sqlite_where=undecided, postgresql_where=undecided,
    )


def _open_rows() -> None:
    """Room for the duty of each row; the rule that a conclusion's own unit and day make a task is set aside."""
    for table in ("plan_task", "step"):
        op.add_column(table, sa.Column("duty_id", _key(), nullable=True))
    with op.batch_alter_table("meeting_conclusion") as batch:
        batch.add_column(sa.Column("duty_id", _key(), nullable=True))
        batch.drop_constraint(op.f("ck_meeting_conclusion_task_is_clear"), type_="check")


def _products(rows: Any) -> dict[tuple[int | None, int | None], Any]:
    """The newest product that was handed in for each task and step."""
    notes = rows.execute(sa.select(NOTE).where(NOTE.c.is_product == sa.true()).order_by(NOTE.c.id))
    return {(note.task_id, note.step_id): note for note in notes}


def _owe(
    rows: Any, table: Any, row: Any, kind: str, ref: str, origin: str, words: str, due: date | None, product: Any
) -> None:
    """The duty of one task or step; what was done before there was a second person is done."""
    is_done = row.status == "done"
    made = rows.execute(
        sa.insert(DUTY).returning(DUTY.c.id),
        {
            "kind": kind, "ref": ref, "title": row.title, "origin": origin, "fold": words,
            "unit_id": row.unit_id, "person_id": row.person_id, "due_on": due, "first_due_on": due,
            "due_rule": row.recurrence if kind == "step" else "", "status": row.status,
            "done_on": row.done_on if is_done else None, "judged_on": row.done_on if is_done else None,
            "reported_by": product.written_by if is_done and product else None,
            "reported_at": product.created_at if is_done and product else None,
            "return_reason": "", "reopened": 0, "version": 1, "commune_id": row.commune_id,
            "created_at": row.created_at, "origin_on": None,
        },
    ).scalar_one()
    rows.execute(sa.update(table).where(table.c.id == row.id).values(duty_id=made))


def _owe_conclusions(rows: Any) -> None:
    query = sa.select(POINT, MEETING.c.title, MEETING.c.held_on, MEETING.c.state)
    query = query.join(MEETING, MEETING.c.id == POINT.c.meeting_id).where(POINT.c.kind == "task")
    for point in rows.execute(query.order_by(POINT.c.id)).all():
        due = point.due_on - timedelta(days=1) if point.due_rule == "before" else point.due_on
        made = rows.execute(
            sa.insert(DUTY).returning(DUTY.c.id),
            {
                "kind": "conclusion", "ref": point.label, "title": _headline(point.text), "origin": point.title,
                "origin_on": point.held_on,
                "fold": fold(f"{point.label} {_headline(point.text)} {point.title} {point.product}"),
                "unit_id": point.lead_unit_id, "due_on": due, "first_due_on": due, "due_rule": "",
                "status": "void" if point.state == "cancelled" else "not_started", "return_reason": "",
                "reopened": 0, "version": 1, "commune_id": point.commune_id, "created_at": point.created_at,
            },
        ).scalar_one()
        moved = sa.update(POINT).where(POINT.c.id == point.id)
        rows.execute(moved.values(duty_id=made, lead_unit_id=None, due_on=None))


def _move_notes() -> None:
    op.execute(
        """INSERT INTO duty_note (duty_id, act, text, percent, evidence_file_id, evidence_link, written_by, commune_id,
        created_at)
        SELECT coalesce(t.duty_id, s.duty_id), CASE WHEN NOT n.is_product THEN 'progress'
        WHEN s.monthly_before IS NOT NULL AND n.percent IS NULL THEN 'delivered' ELSE 'reported' END, n.text, n.percent,
        n.evidence_file_id, n.evidence_link, n.written_by, n.commune_id, n.created_at
        FROM progress_note n LEFT JOIN plan_task t ON t.id = n.task_id LEFT JOIN step s ON s.id = n.step_id
        ORDER BY n.id"""
    )
    op.drop_table("progress_note")


def _close_rows() -> None:
    """What the duty knows alone leaves the rows."""
    for table, more in (("plan_task", ["fold"]), ("step", [])):
        for column in ("unit_id", "person_id"):
            op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
        with op.batch_alter_table(table) as batch:
            for column in ("unit_id", "person_id"):
                batch.drop_constraint(op.f(f"fk_{table}_{column}"), type_="foreignkey")
            batch.drop_constraint(op.f(f"ck_{table}_status"), type_="check")
            for column in ("due_on", "status", "done_on", "unit_id", "person_id", *more):
                batch.drop_column(column)
            batch.alter_column("duty_id", nullable=False, existing_type=_key())
            batch.create_foreign_key(op.f(f"fk_{table}_duty_id"), "duty", ["duty_id"], ["id"])
            batch.create_unique_constraint(op.f(f"uq_{table}_duty_id"), ["duty_id"])
    with op.batch_alter_table("meeting_conclusion") as batch:
        batch.create_foreign_key(op.f("fk_meeting_conclusion_duty_id"), "duty", ["duty_id"], ["id"])
        batch.create_unique_constraint(op.f("uq_meeting_conclusion_duty_id"), ["duty_id"])
        batch.create_check_constraint(op.f("ck_meeting_conclusion_task_is_clear"), CLEAR_NOW)
        batch.create_check_constraint(op.f("ck_meeting_conclusion_duty_alone"), DUTY_ALONE)


def _rename_seats(old: str, new: str) -> None:
    """What somebody is in a meeting is no duty; its rule is named after the list it checks."""
    with op.batch_alter_table("meeting_attendance") as batch:
        batch.drop_constraint(op.f(f"ck_meeting_attendance_{old}"), type_="check")
        batch.create_check_constraint(
            op.f(f"ck_meeting_attendance_{new}"), "duty IN ('chair', 'secretary', 'member', 'guest')"
        )


def _headline(text: str, most: int = 160) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rsplit(' ', 1)[0]}…"


def _monthly_due(before_day: int, last_done_on: date | None, since: date) -> date:
    """The last good day of the first month that was not delivered yet."""
    if last_done_on is not None:
        return _last_day_before(before_day, _next_month(last_done_on))
    first = _last_day_before(before_day, since)
    return first if first >= since else _last_day_before(before_day, _next_month(since))


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _last_day_before(before_day: int, month: date) -> date:
    return month.replace(day=1) + timedelta(days=min(max(before_day, 2), 28) - 2)


def downgrade() -> None:
    """One step back; what only duties know (extensions, second persons, notes on conclusions) is lost."""
    _rename_seats("seatrole", "duty")
    rows = op.get_bind()
    for table, more in (("plan_task", [sa.Column("fold", sa.Text(), nullable=True)]), ("step", [])):
        for column in (
            sa.Column("due_on", sa.Date(), nullable=True), sa.Column("status", sa.String(length=24), nullable=True),
            sa.Column("done_on", sa.Date(), nullable=True), sa.Column("unit_id", _key(), nullable=True),
            sa.Column("person_id", _key(), nullable=True), *more,
        ):
            op.add_column(table, column)
    _open_conclusions()
    duties = {duty.id: duty for duty in rows.execute(sa.select(DUTY))}
    for table in (TASK, STEP):
        query = sa.select(table.c.id, table.c.duty_id, *([STEP.c.monthly_before] if table is STEP else []))
        for row in rows.execute(query).all():
            duty = duties[row.duty_id]
            values: dict[str, Any] = {
                "unit_id": duty.unit_id, "person_id": duty.person_id, "due_on": duty.due_on,
                "done_on": duty.done_on, "status": "done" if duty.done_on else duty.status,
            }
            if table is TASK:
                values["fold"] = duty.fold
            elif row.monthly_before is not None:
                values["due_on"] = None
            rows.execute(sa.update(table).where(table.c.id == row.id).values(**values))
    given = sa.select(POINT.c.id, POINT.c.duty_id, POINT.c.due_rule).where(POINT.c.duty_id.is_not(None))
    for point in rows.execute(given).all():
        duty = duties[point.duty_id]
        due = duty.first_due_on + timedelta(days=1 if point.due_rule == "before" else 0)
        back = sa.update(POINT).where(POINT.c.id == point.id)
        rows.execute(back.values(lead_unit_id=duty.unit_id, due_on=due, duty_id=None))
    _make_progress_notes()
    _close_back()
    for name in ("duty_extension", "duty_note", "duty"):
        op.drop_table(name)


def _open_conclusions() -> None:
    with op.batch_alter_table("meeting_conclusion") as batch:
        for name in ("task_is_clear", "duty_alone"):
            batch.drop_constraint(op.f(f"ck_meeting_conclusion_{name}"), type_="check")


def _make_progress_notes() -> None:
    op.create_table(
        "progress_note",
        sa.Column("id", _key(), nullable=False),
        sa.Column("task_id", _key(), nullable=True),
        sa.Column("step_id", _key(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("percent", _key(), nullable=True),
        sa.Column("is_product", sa.Boolean(), nullable=False),
        sa.Column("evidence_file_id", _key(), nullable=True),
        sa.Column("evidence_link", sa.String(length=500), nullable=False),
        sa.Column("written_by", _key(), nullable=False),
        sa.Column("commune_id", _key(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint("(task_id IS NULL) <> (step_id IS NULL)", name=op.f("ck_progress_note_one_subject")),
        sa.CheckConstraint(
            "percent IS NULL OR (percent >= 0 AND percent <= 100)", name=op.f("ck_progress_note_percent_range")
        ),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_progress_note_commune_id")),
        sa.ForeignKeyConstraint(
            ["evidence_file_id"], ["stored_file.id"], name=op.f("fk_progress_note_evidence_file_id")
        ),
        sa.ForeignKeyConstraint(["step_id"], ["step.id"], name=op.f("fk_progress_note_step_id")),
        sa.ForeignKeyConstraint(["task_id"], ["plan_task.id"], name=op.f("fk_progress_note_task_id")),
        sa.ForeignKeyConstraint(["written_by"], ["account.id"], name=op.f("fk_progress_note_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_note")),
    )
    for column in ("commune_id", "step_id", "task_id"):
        op.create_index(op.f(f"ix_progress_note_{column}"), "progress_note", [column], unique=False)
    op.execute(
        """INSERT INTO progress_note (task_id, step_id, text, percent, is_product, evidence_file_id, evidence_link,
        written_by, commune_id, created_at)
        SELECT t.id, s.id, n.text, CASE WHEN n.act = 'reported' THEN 100 ELSE n.percent END,
        n.act IN ('reported', 'delivered'), n.evidence_file_id, n.evidence_link, n.written_by, n.commune_id,
        n.created_at
        FROM duty_note n LEFT JOIN plan_task t ON t.duty_id = n.duty_id LEFT JOIN step s ON s.duty_id = n.duty_id
        WHERE (t.id IS NOT NULL OR s.id IS NOT NULL) AND n.text <> ''
        ORDER BY n.id"""
    )


def _close_back() -> None:
    for table, more in (("plan_task", ["fold"]), ("step", [])):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"uq_{table}_duty_id"), type_="unique")
            batch.drop_constraint(op.f(f"fk_{table}_duty_id"), type_="foreignkey")
            batch.drop_column("duty_id")
            batch.alter_column("status", existing_type=sa.String(length=24), nullable=False)
            batch.create_check_constraint(op.f(f"ck_{table}_status"), "status IN ('not_started', 'doing', 'done')")
            for column in more:
                batch.alter_column(column, existing_type=sa.Text(), nullable=False)
            for column, other in (("unit_id", "unit"), ("person_id", "person")):
                batch.create_foreign_key(op.f(f"fk_{table}_{column}"), other, [column], ["id"])
        for column in ("unit_id", "person_id"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    with op.batch_alter_table("meeting_conclusion") as batch:
        batch.drop_constraint(op.f("uq_meeting_conclusion_duty_id"), type_="unique")
        batch.drop_constraint(op.f("fk_meeting_conclusion_duty_id"), type_="foreignkey")
        batch.drop_column("duty_id")
        batch.create_check_constraint(op.f("ck_meeting_conclusion_task_is_clear"), CLEAR_BEFORE)
