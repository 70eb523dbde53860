"""courses, who came to them, what was made, exams and their scores"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0034"
down_revision: str | None = "0033"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = (
    "course",
    "course_session",
    "course_attendance",
    "course_exemption",
    "course_product",
    "exam",
    "exam_score",
)
KINDS = ("document", "report", "slides", "notice", "assistant", "other")


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _key(length: int) -> Any:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def _need(name: str, kind: Any) -> Any:
    return sa.Column(name, kind, nullable=False)


def _table(
    name: str, *columns: Any, links: dict[str, str], indexed: tuple[str, ...] = (), is_versioned: bool = True
) -> None:
    links = {**links, "commune_id": "commune"}
    op.create_table(
        name,
        _need("id", _number()),
        *columns,
        _need("commune_id", _number()),
        *((_need("version", _number()),) if is_versioned else ()),
        _need("created_at", Instant()),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{name}_{column}"))
            for column, target in links.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    for column in ("commune_id", *indexed):
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=False)


def _unique(name: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{name}_{'_'.join(columns)}"))


def _courses() -> None:
    _table(
        "course",
        _need("code", _key(40)),
        _need("name", sa.String(160)),
        _need("fold", _key(160)),
        _need("position", _number()),
        _need("products_wanted", _number()),
        _need("platform", sa.String(160)),
        _need("is_active", sa.Boolean()),
        _unique("course", "commune_id", "code"),
        _unique("course", "commune_id", "fold"),
        links={},
    )
    _table(
        "course_session",
        _need("course_id", _number()),
        _need("held_on", sa.Date()),
        _need("title", sa.String(200)),
        _need("place", sa.String(160)),
        links={"course_id": "course"},
    )
    op.create_index("ix_course_session_course_id_held_on", "course_session", ["course_id", "held_on"], unique=False)


def _people() -> None:
    _table(
        "course_attendance",
        _need("session_id", _number()),
        _need("person_id", _number()),
        _unique("course_attendance", "session_id", "person_id"),
        links={"session_id": "course_session", "person_id": "person"},
        indexed=("person_id",),
        is_versioned=False,
    )
    _table(
        "course_exemption",
        _need("course_id", _number()),
        _need("person_id", _number()),
        _need("reason", sa.String(300)),
        _unique("course_exemption", "course_id", "person_id"),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_course_exemption_with_reason")),
        links={"course_id": "course", "person_id": "person"},
        indexed=("person_id",),
        is_versioned=False,
    )
    _table(
        "course_product",
        _need("course_id", _number()),
        _need("person_id", _number()),
        _need("title", sa.String(200)),
        _need("kind", _word("productkind", *KINDS)),
        _need("made_on", sa.Date()),
        _need("link", sa.String(500)),
        sa.Column("file_id", _number(), nullable=True),
        _need("entered_by", _number()),
        sa.CheckConstraint("link <> '' OR file_id IS NOT NULL", name=op.f("ck_course_product_can_be_seen")),
        links={"course_id": "course", "person_id": "person", "file_id": "stored_file", "entered_by": "account"},
        indexed=("person_id",),
        is_versioned=False,
    )
    op.create_index("ix_course_product_course_id_person_id", "course_product", ["course_id", "person_id"], unique=False)


def _exams() -> None:
    _table(
        "exam",
        _need("course_id", _number()),
        _need("code", _key(40)),
        _need("name", sa.String(160)),
        _need("position", _number()),
        _need("pass_points", _number()),
        _need("is_above", sa.Boolean()),
        sa.Column("held_on", sa.Date(), nullable=True),
        _unique("exam", "course_id", "code"),
        sa.CheckConstraint("pass_points >= 0 AND pass_points <= 100", name=op.f("ck_exam_of_hundred")),
        links={"course_id": "course"},
    )
    _table(
        "exam_score",
        _need("exam_id", _number()),
        sa.Column("person_id", _number(), nullable=True),
        _need("said_name", sa.String(120)),
        _need("said_score", sa.String(40)),
        _need("hundredths", _number()),
        sa.Column("taken_on", sa.Date(), nullable=True),
        _need("source", _word("scoreentry", "typed", "imported")),
        _need("void_reason", sa.String(300)),
        _need("entered_by", _number()),
        sa.CheckConstraint("hundredths >= 0 AND hundredths <= 10000", name=op.f("ck_exam_score_of_hundred")),
        links={"exam_id": "exam", "person_id": "person", "entered_by": "account"},
        indexed=("person_id",),
    )
    op.create_index("ix_exam_score_exam_id_person_id", "exam_score", ["exam_id", "person_id"], unique=False)


def upgrade() -> None:
    """One step forward; ``catalogue load`` then opens the courses of the script in every office."""
    _courses()
    _people()
    _exams()


def downgrade() -> None:
    """One step back: what was recorded of training is gone."""
    for table in reversed(TABLES):
        op.drop_table(table)
