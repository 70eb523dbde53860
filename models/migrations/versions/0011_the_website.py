"""the website room: sections and who writes them, the province's rank, runs of the checks and what they found"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _key(length: int) -> Any:
    return sa.String(length=length).with_variant(sa.String(length=length, collation="C"), "postgresql")


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    """One step forward."""
    _make_website()
    _make_website_section()
    _make_province_rank()
    _make_check_run()
    _make_website_fault()
    _make_check_page()
    _make_check_result()


def _make_website() -> None:
    op.create_table(
        "website",
        sa.Column("id", _number(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("hosts", sa.JSON(), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("version", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_website_commune_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_website")),
        sa.UniqueConstraint("commune_id", name=op.f("uq_website_commune_id")),
    )
    op.create_index(op.f("ix_website_commune_id"), "website", ["commune_id"], unique=False)


def _make_website_section() -> None:
    op.create_table(
        "website_section",
        sa.Column("id", _number(), nullable=False),
        sa.Column("code", _key(40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("fold", _key(120), nullable=False),
        sa.Column("medium", _word("medium", "website", "zalo"), nullable=False),
        sa.Column("position", _number(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("unit_id", _number(), nullable=True),
        sa.Column("person_id", _number(), nullable=True),
        sa.Column("interval_days", _number(), nullable=False),
        sa.Column("last_item_on", sa.Date(), nullable=True),
        sa.Column("is_read_by_machine", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("version", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint("interval_days >= 1 AND interval_days <= 3660", name=op.f("ck_website_section_interval")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_website_section_commune_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_website_section_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_website_section_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_website_section")),
        sa.UniqueConstraint("commune_id", "code", name=op.f("uq_website_section_commune_id_code")),
        sa.UniqueConstraint("commune_id", "medium", "fold", name=op.f("uq_website_section_commune_id_medium_fold")),
    )
    op.create_index(op.f("ix_website_section_commune_id"), "website_section", ["commune_id"], unique=False)
    op.create_index(op.f("ix_website_section_person_id"), "website_section", ["person_id"], unique=False)
    op.create_index(op.f("ix_website_section_unit_id"), "website_section", ["unit_id"], unique=False)


def _make_province_rank() -> None:
    op.create_table(
        "province_rank",
        sa.Column("id", _number(), nullable=False),
        sa.Column("period", sa.String(length=60), nullable=False),
        sa.Column("place", _number(), nullable=False),
        sa.Column("of_total", _number(), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("file_id", _number(), nullable=False),
        sa.Column("entered_by", _number(), nullable=False),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint("place >= 1 AND place <= of_total", name=op.f("ck_province_rank_place_in_total")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_province_rank_commune_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name=op.f("fk_province_rank_entered_by")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_province_rank_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_province_rank")),
    )
    op.create_index(op.f("ix_province_rank_commune_id"), "province_rank", ["commune_id"], unique=False)
    op.create_index("ix_province_rank_commune_id_issued_on", "province_rank", ["commune_id", "issued_on"], unique=False)


def _make_check_run() -> None:
    op.create_table(
        "check_run",
        sa.Column("id", _number(), nullable=False),
        sa.Column("website_id", _number(), nullable=False),
        sa.Column("no", _number(), nullable=False),
        sa.Column("job_id", _number(), nullable=False),
        sa.Column("asked_by", _number(), nullable=True),
        sa.Column(
            "state",
            _word("runstate", "running", "done", "partial", "stopped", "blocked", "unreachable", "failed"),
            nullable=False,
        ),
        sa.Column("starts", _number(), nullable=False),
        sa.Column("finished_at", Instant(), nullable=True),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_check_run_asked_by")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_check_run_commune_id")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_check_run_job_id")),
        sa.ForeignKeyConstraint(["website_id"], ["website.id"], name=op.f("fk_check_run_website_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_run")),
        sa.UniqueConstraint("job_id", name=op.f("uq_check_run_job_id")),
        sa.UniqueConstraint("website_id", "no", name=op.f("uq_check_run_website_id_no")),
    )
    op.create_index(op.f("ix_check_run_commune_id"), "check_run", ["commune_id"], unique=False)


def _make_website_fault() -> None:
    op.create_table(
        "website_fault",
        sa.Column("id", _number(), nullable=False),
        sa.Column("website_id", _number(), nullable=False),
        sa.Column(
            "check_key",
            _word(
                "checkkey",
                "reachable",
                "certificate",
                "redirect",
                "hsts",
                "not_found",
                "robots",
                "sitemap",
                "link",
                "file",
                "outside",
                "section",
                "content",
                "freshness",
                "contact",
                "search",
                "language",
                "title",
                "viewport",
                "weight",
                "gambling",
                "accessibility",
                "narrow",
                "picture",
            ),
            nullable=False,
        ),
        sa.Column("target", sa.String(length=500), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("criterion_code", sa.String(length=24), nullable=False),
        sa.Column(
            "state",
            _word("faultstate", "watched", "proposed", "accepted", "declined", "mended", "closed", "gone"),
            nullable=False,
        ),
        sa.Column("failures", _number(), nullable=False),
        sa.Column("recurrences", _number(), nullable=False),
        sa.Column("first_seen_at", Instant(), nullable=False),
        sa.Column("last_seen_at", Instant(), nullable=False),
        sa.Column("mended_at", Instant(), nullable=True),
        sa.Column("decided_by", _number(), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("reason_given", sa.String(length=500), nullable=False),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("version", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint(
            "state <> 'declined' OR reason_given <> ''", name=op.f("ck_website_fault_declined_with_reason")
        ),
        sa.CheckConstraint(
            "state NOT IN ('accepted', 'declined', 'closed') OR decided_by IS NOT NULL",
            name=op.f("ck_website_fault_decided_by_somebody"),
        ),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_website_fault_commune_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_website_fault_decided_by")),
        sa.ForeignKeyConstraint(["website_id"], ["website.id"], name=op.f("fk_website_fault_website_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_website_fault")),
        sa.UniqueConstraint(
            "website_id", "check_key", "target", name=op.f("uq_website_fault_website_id_check_key_target")
        ),
    )
    op.create_index(op.f("ix_website_fault_commune_id"), "website_fault", ["commune_id"], unique=False)


def _make_check_page() -> None:
    op.create_table(
        "check_page",
        sa.Column("id", _number(), nullable=False),
        sa.Column("run_id", _number(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("depth", _number(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("commune_id", _number(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_check_page_commune_id")),
        sa.ForeignKeyConstraint(["run_id"], ["check_run.id"], name=op.f("fk_check_page_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_page")),
        sa.UniqueConstraint("run_id", "kind", "url", name=op.f("uq_check_page_run_id_kind_url")),
    )
    op.create_index(op.f("ix_check_page_commune_id"), "check_page", ["commune_id"], unique=False)


def _make_check_result() -> None:
    op.create_table(
        "check_result",
        sa.Column("id", _number(), nullable=False),
        sa.Column("run_id", _number(), nullable=False),
        sa.Column(
            "check_key",
            _word(
                "checkkey",
                "reachable",
                "certificate",
                "redirect",
                "hsts",
                "not_found",
                "robots",
                "sitemap",
                "link",
                "file",
                "outside",
                "section",
                "content",
                "freshness",
                "contact",
                "search",
                "language",
                "title",
                "viewport",
                "weight",
                "gambling",
                "accessibility",
                "narrow",
                "picture",
            ),
            nullable=False,
        ),
        sa.Column(
            "outcome", _word("checkoutcome", "fail", "needs_human", "pass", "not_testable", "blocked"), nullable=False
        ),
        sa.Column("target", sa.String(length=500), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("commune_id", _number(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_check_result_commune_id")),
        sa.ForeignKeyConstraint(["run_id"], ["check_run.id"], name=op.f("fk_check_result_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_result")),
    )
    op.create_index(op.f("ix_check_result_commune_id"), "check_result", ["commune_id"], unique=False)
    op.create_index("ix_check_result_run_id", "check_result", ["run_id"], unique=False)


def downgrade() -> None:
    """One step back."""
    op.drop_table("check_result")
    op.drop_table("check_page")
    op.drop_table("website_fault")
    op.drop_table("check_run")
    op.drop_table("province_rank")
    op.drop_table("website_section")
    op.drop_table("website")
