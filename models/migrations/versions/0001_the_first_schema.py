"""the first schema"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from models.base import Exact, Instant

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

GUARDS: dict[str, list[str]] = {
    "sqlite": [
        "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END",
        "CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END",
        "CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END",
        "CREATE TRIGGER audits_version_no_update BEFORE UPDATE ON criteria_version WHEN OLD.status <> 'draft' AND NOT (OLD.status = 'published' AND NEW.status = 'retired' AND NEW.set_id IS OLD.set_id AND NEW.no IS OLD.no AND NEW.legal_basis IS OLD.legal_basis AND NEW.effective_from IS OLD.effective_from AND NEW.content_hash IS OLD.content_hash AND CAST(NEW.score_rule AS TEXT) = CAST(OLD.score_rule AS TEXT)) BEGIN SELECT RAISE(ABORT, 'a published version and a locked round never change'); END",
        "CREATE TRIGGER audits_version_no_delete BEFORE DELETE ON criteria_version WHEN OLD.status <> 'draft' BEGIN SELECT RAISE(ABORT, 'a published version and a locked round never change'); END",
        "CREATE TRIGGER audits_criterion_no_insert BEFORE INSERT ON criterion WHEN (SELECT status FROM criteria_version WHERE id = NEW.version_id) <> 'draft' BEGIN SELECT RAISE(ABORT, 'a published version and a locked round never change'); END",
        "CREATE TRIGGER audits_criterion_no_update BEFORE UPDATE ON criterion WHEN (SELECT status FROM criteria_version WHERE id = OLD.version_id) <> 'draft' OR (SELECT status FROM criteria_version WHERE id = NEW.version_id) <> 'draft' BEGIN SELECT RAISE(ABORT, 'a published version and a locked round never change'); END",
        "CREATE TRIGGER audits_criterion_no_delete BEFORE DELETE ON criterion WHEN (SELECT status FROM criteria_version WHERE id = OLD.version_id) <> 'draft' BEGIN SELECT RAISE(ABORT, 'a published version and a locked round never change'); END",
        "CREATE TRIGGER audits_round_no_update BEFORE UPDATE ON audit_round WHEN OLD.state = 'locked' BEGIN SELECT RAISE(ABORT, 'a published version and a locked round never change'); END",
        "CREATE TRIGGER audits_round_no_delete BEFORE DELETE ON audit_round WHEN OLD.state = 'locked' BEGIN SELECT RAISE(ABORT, 'a published version and a locked round never change'); END",
        "CREATE TRIGGER audits_result_no_insert BEFORE INSERT ON item_result WHEN (SELECT state FROM audit_round WHERE id = NEW.round_id) = 'locked' BEGIN SELECT RAISE(ABORT, 'a published version and a locked round never change'); END",
        "CREATE TRIGGER audits_result_no_update BEFORE UPDATE ON item_result WHEN (SELECT state FROM audit_round WHERE id = OLD.round_id) = 'locked' OR (SELECT state FROM audit_round WHERE id = NEW.round_id) = 'locked' BEGIN SELECT RAISE(ABORT, 'a published version and a locked round never change'); END",
        "CREATE TRIGGER audits_result_no_delete BEFORE DELETE ON item_result WHEN (SELECT state FROM audit_round WHERE id = OLD.round_id) = 'locked' BEGIN SELECT RAISE(ABORT, 'a published version and a locked round never change'); END",
        "CREATE TRIGGER audits_evidence_no_insert BEFORE INSERT ON item_evidence WHEN (SELECT state FROM audit_round WHERE id = (SELECT round_id FROM item_result WHERE id = NEW.result_id)) = 'locked' BEGIN SELECT RAISE(ABORT, 'a published version and a locked round never change'); END",
        "CREATE TRIGGER audits_evidence_no_update BEFORE UPDATE ON item_evidence WHEN (SELECT state FROM audit_round WHERE id = (SELECT round_id FROM item_result WHERE id = OLD.result_id)) = 'locked' OR (SELECT state FROM audit_round WHERE id = (SELECT round_id FROM item_result WHERE id = NEW.result_id)) = 'locked' BEGIN SELECT RAISE(ABORT, 'a published version and a locked round never change'); END",
        "CREATE TRIGGER audits_evidence_no_delete BEFORE DELETE ON item_evidence WHEN (SELECT state FROM audit_round WHERE id = (SELECT round_id FROM item_result WHERE id = OLD.result_id)) = 'locked' BEGIN SELECT RAISE(ABORT, 'a published version and a locked round never change'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'journal is append-only'; END $$",
        "CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION journal_refuse()",
        "CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()",
        "CREATE FUNCTION audits_version_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.status <> 'draft' AND NOT (OLD.status = 'published' AND NEW.status = 'retired' AND NEW.set_id IS NOT DISTINCT FROM OLD.set_id AND NEW.no IS NOT DISTINCT FROM OLD.no AND NEW.legal_basis IS NOT DISTINCT FROM OLD.legal_basis AND NEW.effective_from IS NOT DISTINCT FROM OLD.effective_from AND NEW.content_hash IS NOT DISTINCT FROM OLD.content_hash AND CAST(NEW.score_rule AS text) = CAST(OLD.score_rule AS text)) THEN RAISE EXCEPTION 'a published version and a locked round never change'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER audits_version_no_update BEFORE UPDATE ON criteria_version FOR EACH ROW EXECUTE FUNCTION audits_version_no_update()",
        "CREATE FUNCTION audits_version_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.status <> 'draft' THEN RAISE EXCEPTION 'a published version and a locked round never change'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER audits_version_no_delete BEFORE DELETE ON criteria_version FOR EACH ROW EXECUTE FUNCTION audits_version_no_delete()",
        "CREATE FUNCTION audits_criterion_no_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (SELECT status FROM criteria_version WHERE id = NEW.version_id) <> 'draft' THEN RAISE EXCEPTION 'a published version and a locked round never change'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER audits_criterion_no_insert BEFORE INSERT ON criterion FOR EACH ROW EXECUTE FUNCTION audits_criterion_no_insert()",
        "CREATE FUNCTION audits_criterion_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (SELECT status FROM criteria_version WHERE id = OLD.version_id) <> 'draft' OR (SELECT status FROM criteria_version WHERE id = NEW.version_id) <> 'draft' THEN RAISE EXCEPTION 'a published version and a locked round never change'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER audits_criterion_no_update BEFORE UPDATE ON criterion FOR EACH ROW EXECUTE FUNCTION audits_criterion_no_update()",
        "CREATE FUNCTION audits_criterion_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (SELECT status FROM criteria_version WHERE id = OLD.version_id) <> 'draft' THEN RAISE EXCEPTION 'a published version and a locked round never change'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER audits_criterion_no_delete BEFORE DELETE ON criterion FOR EACH ROW EXECUTE FUNCTION audits_criterion_no_delete()",
        "CREATE FUNCTION audits_round_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.state = 'locked' THEN RAISE EXCEPTION 'a published version and a locked round never change'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER audits_round_no_update BEFORE UPDATE ON audit_round FOR EACH ROW EXECUTE FUNCTION audits_round_no_update()",
        "CREATE FUNCTION audits_round_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.state = 'locked' THEN RAISE EXCEPTION 'a published version and a locked round never change'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER audits_round_no_delete BEFORE DELETE ON audit_round FOR EACH ROW EXECUTE FUNCTION audits_round_no_delete()",
        "CREATE FUNCTION audits_result_no_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (SELECT state FROM audit_round WHERE id = NEW.round_id) = 'locked' THEN RAISE EXCEPTION 'a published version and a locked round never change'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER audits_result_no_insert BEFORE INSERT ON item_result FOR EACH ROW EXECUTE FUNCTION audits_result_no_insert()",
        "CREATE FUNCTION audits_result_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (SELECT state FROM audit_round WHERE id = OLD.round_id) = 'locked' OR (SELECT state FROM audit_round WHERE id = NEW.round_id) = 'locked' THEN RAISE EXCEPTION 'a published version and a locked round never change'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER audits_result_no_update BEFORE UPDATE ON item_result FOR EACH ROW EXECUTE FUNCTION audits_result_no_update()",
        "CREATE FUNCTION audits_result_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (SELECT state FROM audit_round WHERE id = OLD.round_id) = 'locked' THEN RAISE EXCEPTION 'a published version and a locked round never change'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER audits_result_no_delete BEFORE DELETE ON item_result FOR EACH ROW EXECUTE FUNCTION audits_result_no_delete()",
        "CREATE FUNCTION audits_evidence_no_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (SELECT state FROM audit_round WHERE id = (SELECT round_id FROM item_result WHERE id = NEW.result_id)) = 'locked' THEN RAISE EXCEPTION 'a published version and a locked round never change'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER audits_evidence_no_insert BEFORE INSERT ON item_evidence FOR EACH ROW EXECUTE FUNCTION audits_evidence_no_insert()",
        "CREATE FUNCTION audits_evidence_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (SELECT state FROM audit_round WHERE id = (SELECT round_id FROM item_result WHERE id = OLD.result_id)) = 'locked' OR (SELECT state FROM audit_round WHERE id = (SELECT round_id FROM item_result WHERE id = NEW.result_id)) = 'locked' THEN RAISE EXCEPTION 'a published version and a locked round never change'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER audits_evidence_no_update BEFORE UPDATE ON item_evidence FOR EACH ROW EXECUTE FUNCTION audits_evidence_no_update()",
        "CREATE FUNCTION audits_evidence_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (SELECT state FROM audit_round WHERE id = (SELECT round_id FROM item_result WHERE id = OLD.result_id)) = 'locked' THEN RAISE EXCEPTION 'a published version and a locked round never change'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER audits_evidence_no_delete BEFORE DELETE ON item_evidence FOR EACH ROW EXECUTE FUNCTION audits_evidence_no_delete()",
    ],
}


def upgrade() -> None:
    """One step forward."""
    op.create_table(
        "commune",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "fold",
            sa.String(length=120).with_variant(sa.String(length=120, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("province", sa.String(length=120), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commune")),
        sa.UniqueConstraint("name", name=op.f("uq_commune_name")),
    )
    op.create_index(op.f("ix_commune_fold"), "commune", ["fold"], unique=False)
    op.create_table(
        "criteria_set",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("short_name", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criteria_set")),
        sa.UniqueConstraint("code", name=op.f("uq_criteria_set_code")),
    )
    op.create_table(
        "form_key",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("result", sa.String(length=400), nullable=False),
        sa.Column("used_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_form_key")),
    )
    op.create_index("ix_form_key_used_at", "form_key", ["used_at"], unique=False)
    op.create_table(
        "scale",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("edition", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scale")),
        sa.UniqueConstraint("code", "edition", name=op.f("uq_scale_code_edition")),
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("failures", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_at", Instant(), nullable=False),
        sa.Column("free_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle")),
    )
    op.create_table(
        "counter",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column(
            "fold", sa.String(length=80).with_variant(sa.String(length=80, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_counter_commune_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter")),
        sa.UniqueConstraint("commune_id", "fold", name=op.f("uq_counter_commune_id_fold")),
    )
    op.create_index(op.f("ix_counter_commune_id"), "counter", ["commune_id"], unique=False)
    op.create_table(
        "criteria_version",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("set_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "published",
                "retired",
                name="versionstatus",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("legal_basis", sa.String(length=400), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.Column("score_rule", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["set_id"], ["criteria_set.id"], name=op.f("fk_criteria_version_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criteria_version")),
        sa.UniqueConstraint("set_id", "no", name=op.f("uq_criteria_version_set_id_no")),
    )
    op.create_table(
        "plan",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("issued_by", sa.String(length=160), nullable=False),
        sa.Column("decision", sa.String(length=80), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("near_percent", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("script_code", sa.String(length=40), nullable=False),
        sa.Column("script_title", sa.String(length=300), nullable=False),
        sa.Column("script_decision", sa.String(length=80), nullable=False),
        sa.Column("script_decided_on", sa.Date(), nullable=True),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_plan_commune_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("commune_id", "code", name=op.f("uq_plan_commune_id_code")),
    )
    op.create_index(op.f("ix_plan_commune_id"), "plan", ["commune_id"], unique=False)
    op.create_table(
        "qr_link",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "room",
                "feedback",
                "zalo",
                "website",
                "other",
                name="linkkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("target", sa.String(length=1000), nullable=False),
        sa.Column("address", sa.String(length=1000), nullable=False),
        sa.Column("short_code", sa.String(length=8), nullable=True),
        sa.Column("contact", sa.String(length=160), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_qr_link_commune_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qr_link")),
        sa.UniqueConstraint("short_code", name=op.f("uq_qr_link_short_code")),
    )
    op.create_index(op.f("ix_qr_link_commune_id"), "qr_link", ["commune_id"], unique=False)
    op.create_table(
        "room",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "fold",
            sa.String(length=120).with_variant(sa.String(length=120, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("seats", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_room_commune_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("commune_id", "fold", name=op.f("uq_room_commune_id_fold")),
    )
    op.create_index(op.f("ix_room_commune_id"), "room", ["commune_id"], unique=False)
    op.create_table(
        "scale_level",
        sa.Column("scale_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("value", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("is_satisfied", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["scale_id"], ["scale.id"], name=op.f("fk_scale_level_scale_id")),
        sa.PrimaryKeyConstraint("scale_id", "value", name=op.f("pk_scale_level")),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column(
            "fold",
            sa.String(length=160).with_variant(sa.String(length=160, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_unit_commune_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("commune_id", "fold", name=op.f("uq_unit_commune_id_fold")),
    )
    op.create_index(op.f("ix_unit_commune_id"), "unit", ["commune_id"], unique=False)
    op.create_table(
        "wifi_network",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seal_name", sa.String(length=32), nullable=False),
        sa.Column(
            "audience",
            sa.Enum("guest", "internal", name="audience", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("ssid", sa.String(length=32), nullable=False),
        sa.Column("sealed_key", sa.String(length=400), nullable=True),
        sa.Column(
            "security",
            sa.Enum(
                "WPA", "WPA3", "WEP", "nopass", name="security", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("hide_key", sa.Boolean(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("contact", sa.String(length=160), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_wifi_network_commune_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wifi_network")),
        sa.UniqueConstraint("seal_name", name=op.f("uq_wifi_network_seal_name")),
    )
    op.create_index(op.f("ix_wifi_network_commune_id"), "wifi_network", ["commune_id"], unique=False)
    op.create_table(
        "criterion",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("parent", sa.String(length=24), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("group", "item", name="kind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("requirement", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "basis",
            sa.Enum(
                "legal", "programme", "product", name="basis", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("legal_ref", sa.String(length=400), nullable=False),
        sa.Column("reference", sa.String(length=300), nullable=False),
        sa.Column(
            "verify",
            sa.Enum("V", "V2", "M", "CT", "SP", name="verify", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("former_ref", sa.String(length=400), nullable=False),
        sa.Column("former_verify", sa.String(length=4), nullable=False),
        sa.Column("former_valid_to", sa.Date(), nullable=True),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column(
            "check_method",
            sa.Enum("M", "T", "T->M", name="check", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("check_hint", sa.Text(), nullable=False),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.Column("mandatory", sa.Boolean(), nullable=False),
        sa.Column(
            "evidence_rule",
            sa.Enum(
                "none", "link", "file", "any", name="evidencerule", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column(
            "scale",
            sa.Enum("levels", "points", name="scale", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("max_points", Exact(), nullable=False),
        sa.Column("weight", Exact(), nullable=False),
        sa.Column("deadline_n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "deadline_unit",
            sa.Enum("day", "workday", name="deadlineunit", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["version_id"], ["criteria_version.id"], name=op.f("fk_criterion_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
        sa.UniqueConstraint("version_id", "code", name=op.f("uq_criterion_version_id_code")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("full_name", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column(
            "sort_key",
            sa.String(length=400).with_variant(sa.String(length=400, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "fold",
            sa.String(length=120).with_variant(sa.String(length=120, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("rank", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_person_commune_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_person_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index(op.f("ix_person_commune_id"), "person", ["commune_id"], unique=False)
    op.create_index(op.f("ix_person_fold"), "person", ["fold"], unique=False)
    op.create_index(op.f("ix_person_sort_key"), "person", ["sort_key"], unique=False)
    op.create_index(op.f("ix_person_unit_id"), "person", ["unit_id"], unique=False)
    op.create_table(
        "pillar",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_pillar_commune_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_pillar_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pillar")),
        sa.UniqueConstraint("plan_id", "code", name=op.f("uq_pillar_plan_id_code")),
    )
    op.create_index(op.f("ix_pillar_commune_id"), "pillar", ["commune_id"], unique=False)
    op.create_table(
        "poster",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "subject",
            sa.Enum("wifi", "link", name="subject", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("network_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("link_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("room_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column("revision", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("follows_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("payload_print", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum("in_use", "withdrawn", name="posterstate", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("withdrawn_at", Instant(), nullable=True),
        sa.Column("hung_at", Instant(), nullable=True),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_poster_commune_id")),
        sa.ForeignKeyConstraint(["follows_id"], ["poster.id"], name=op.f("fk_poster_follows_id")),
        sa.ForeignKeyConstraint(["link_id"], ["qr_link.id"], name=op.f("fk_poster_link_id")),
        sa.ForeignKeyConstraint(["network_id"], ["wifi_network.id"], name=op.f("fk_poster_network_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_poster_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poster")),
    )
    op.create_index(op.f("ix_poster_commune_id"), "poster", ["commune_id"], unique=False)
    op.create_index("ix_poster_commune_state", "poster", ["commune_id", "state"], unique=False)
    op.create_index(op.f("ix_poster_follows_id"), "poster", ["follows_id"], unique=False)
    op.create_index(op.f("ix_poster_link_id"), "poster", ["link_id"], unique=False)
    op.create_index(op.f("ix_poster_network_id"), "poster", ["network_id"], unique=False)
    op.create_index(op.f("ix_poster_room_id"), "poster", ["room_id"], unique=False)
    op.create_table(
        "qr_link_day",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("link_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("opened", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_qr_link_day_commune_id")),
        sa.ForeignKeyConstraint(["link_id"], ["qr_link.id"], name=op.f("fk_qr_link_day_link_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qr_link_day")),
        sa.UniqueConstraint("link_id", "day", name=op.f("uq_qr_link_day_link_id_day")),
    )
    op.create_index(op.f("ix_qr_link_day_commune_id"), "qr_link_day", ["commune_id"], unique=False)
    op.create_table(
        "response_day",
        sa.Column(
            "commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum("online", "in_person", name="mode", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column(
            "scale_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("level", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("n >= 0", name=op.f("ck_response_day_not_negative")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_response_day_commune_id")),
        sa.ForeignKeyConstraint(
            ["scale_id", "level"],
            ["scale_level.scale_id", "scale_level.value"],
            name=op.f("fk_response_day_scale_id_level"),
        ),
        sa.PrimaryKeyConstraint("commune_id", "local_date", "mode", "scale_id", "level", name=op.f("pk_response_day")),
    )
    op.create_table(
        "response_link",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("counter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column(
            "mode",
            sa.Enum("online", "in_person", name="mode", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column(
            "stage",
            sa.Enum(
                "intake",
                "supplement",
                "refusal",
                "result",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_response_link_commune_id")),
        sa.ForeignKeyConstraint(["counter_id"], ["counter.id"], name=op.f("fk_response_link_counter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_link")),
        sa.UniqueConstraint("token", name=op.f("uq_response_link_token")),
    )
    op.create_index(op.f("ix_response_link_commune_id"), "response_link", ["commune_id"], unique=False)
    op.create_index(op.f("ix_response_link_counter_id"), "response_link", ["counter_id"], unique=False)
    op.create_table(
        "target",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column(
            "comparator",
            sa.Enum(">=", "<=", name="comparator", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("value", Exact(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "satisfaction",
                "training",
                "manual",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("measure_key", sa.String(length=80), nullable=True),
        sa.Column("is_spoiled_by_complaint", sa.Boolean(), nullable=False),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_target_commune_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_target_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sa.UniqueConstraint("plan_id", "no", name=op.f("uq_target_plan_id_no")),
    )
    op.create_index(op.f("ix_target_commune_id"), "target", ["commune_id"], unique=False)
    op.create_table(
        "workstream",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("task_nos", sa.JSON(), nullable=False),
        sa.Column("province_contacts", sa.JSON(), nullable=False),
        sa.Column("commune_contacts", sa.JSON(), nullable=False),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_workstream_commune_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_workstream_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workstream")),
        sa.UniqueConstraint("plan_id", "code", name=op.f("uq_workstream_plan_id_code")),
    )
    op.create_index(op.f("ix_workstream_commune_id"), "workstream", ["commune_id"], unique=False)
    op.create_table(
        "account",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("username", sa.String(length=60), nullable=False),
        sa.Column("display_name", sa.String(length=120), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "counter",
                "secretary",
                "auditor",
                "leader",
                "admin",
                "province",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("password_set_at", Instant(), nullable=True),
        sa.Column("code_hash", sa.String(length=200), nullable=True),
        sa.Column("code_expires_at", Instant(), nullable=True),
        sa.Column("code_tries", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_account_commune_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("username", name=op.f("uq_account_username")),
    )
    op.create_index(op.f("ix_account_commune_id"), "account", ["commune_id"], unique=False)
    op.create_index(op.f("ix_account_person_id"), "account", ["person_id"], unique=False)
    op.create_table(
        "meeting_body",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("fold", sa.String(length=240), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("counts_for_kpi", sa.Boolean(), nullable=False),
        sa.Column("default_room_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("default_chair_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("default_start", sa.Time(), nullable=True),
        sa.Column("default_minutes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_meeting_body_commune_id")),
        sa.ForeignKeyConstraint(["default_chair_id"], ["person.id"], name=op.f("fk_meeting_body_default_chair_id")),
        sa.ForeignKeyConstraint(["default_room_id"], ["room.id"], name=op.f("fk_meeting_body_default_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_body")),
        sa.UniqueConstraint("commune_id", "fold", name=op.f("uq_meeting_body_commune_id_fold")),
    )
    op.create_index(op.f("ix_meeting_body_commune_id"), "meeting_body", ["commune_id"], unique=False)
    op.create_index(op.f("ix_meeting_body_default_chair_id"), "meeting_body", ["default_chair_id"], unique=False)
    op.create_index(op.f("ix_meeting_body_default_room_id"), "meeting_body", ["default_room_id"], unique=False)
    op.create_table(
        "plan_task",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pillar_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("goal", sa.String(length=500), nullable=False),
        sa.Column("product", sa.String(length=500), nullable=False),
        sa.Column("lead", sa.JSON(), nullable=False),
        sa.Column("partners", sa.JSON(), nullable=False),
        sa.Column("fold", sa.Text(), nullable=False),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "not_started", "doing", "done", name="status", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_plan_task_commune_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_plan_task_person_id")),
        sa.ForeignKeyConstraint(["pillar_id"], ["pillar.id"], name=op.f("fk_plan_task_pillar_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_task_plan_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_plan_task_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_task")),
        sa.UniqueConstraint("plan_id", "no", name=op.f("uq_plan_task_plan_id_no")),
    )
    op.create_index(op.f("ix_plan_task_commune_id"), "plan_task", ["commune_id"], unique=False)
    op.create_index(op.f("ix_plan_task_person_id"), "plan_task", ["person_id"], unique=False)
    op.create_index(op.f("ix_plan_task_unit_id"), "plan_task", ["unit_id"], unique=False)
    op.create_table(
        "step",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("workstream_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("result", sa.String(length=500), nullable=False),
        sa.Column("recurrence", sa.String(length=200), nullable=False),
        sa.Column("monthly_before", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("measure", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "not_started", "doing", "done", name="status", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_step_commune_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_step_person_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_step_plan_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_step_unit_id")),
        sa.ForeignKeyConstraint(["workstream_id"], ["workstream.id"], name=op.f("fk_step_workstream_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step")),
        sa.UniqueConstraint("plan_id", "code", name=op.f("uq_step_plan_id_code")),
    )
    op.create_index(op.f("ix_step_commune_id"), "step", ["commune_id"], unique=False)
    op.create_index(op.f("ix_step_person_id"), "step", ["person_id"], unique=False)
    op.create_index(op.f("ix_step_unit_id"), "step", ["unit_id"], unique=False)
    op.create_table(
        "audit_round",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("set_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("opened_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "review",
                "locked",
                "void",
                name="roundstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_audit_round_commune_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["account.id"], name=op.f("fk_audit_round_opened_by")),
        sa.ForeignKeyConstraint(["set_id"], ["criteria_set.id"], name=op.f("fk_audit_round_set_id")),
        sa.ForeignKeyConstraint(["version_id"], ["criteria_version.id"], name=op.f("fk_audit_round_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_round")),
        sa.UniqueConstraint("commune_id", "set_id", "no", name=op.f("uq_audit_round_commune_id_set_id_no")),
    )
    op.create_index(op.f("ix_audit_round_commune_id"), "audit_round", ["commune_id"], unique=False)
    op.create_table(
        "journal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("entity", sa.String(length=60), nullable=False),
        sa.Column("entity_id", sa.String(length=80), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_journal_account_id")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_journal_commune_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
    )
    op.create_index("ix_journal_chain", "journal", ["commune_id", "id"], unique=False)
    op.create_index("ix_journal_thing", "journal", ["entity", "entity_id"], unique=False)
    op.create_table(
        "known_device",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("first_seen_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_known_device_account_id")),
        sa.PrimaryKeyConstraint("token_hash", "account_id", name=op.f("pk_known_device")),
    )
    op.create_table(
        "poster_check",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("poster_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "match",
                "old",
                "other",
                "unreadable",
                name="photoverdict",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("checked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["checked_by"], ["account.id"], name=op.f("fk_poster_check_checked_by")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_poster_check_commune_id")),
        sa.ForeignKeyConstraint(["poster_id"], ["poster.id"], name=op.f("fk_poster_check_poster_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poster_check")),
    )
    op.create_index(op.f("ix_poster_check_commune_id"), "poster_check", ["commune_id"], unique=False)
    op.create_index(op.f("ix_poster_check_poster_id"), "poster_check", ["poster_id"], unique=False)
    op.create_table(
        "print_job",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seal_name", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "paper",
            sa.Enum(
                "a4",
                "a5",
                "a6",
                "wall",
                "tent",
                "a6x4",
                "labels",
                name="paperformat",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("poster_ids", sa.Text(), nullable=False),
        sa.Column("total", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("done", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_print_job_account_id")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_print_job_commune_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_job")),
        sa.UniqueConstraint("seal_name", name=op.f("uq_print_job_seal_name")),
    )
    op.create_index(op.f("ix_print_job_account_id"), "print_job", ["account_id"], unique=False)
    op.create_index(op.f("ix_print_job_commune_id"), "print_job", ["commune_id"], unique=False)
    op.create_table(
        "response",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cid", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("scale_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("level", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "mode",
            sa.Enum("online", "in_person", name="mode", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "counter", "qr", "kiosk", "paper", name="channel", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column(
            "stage",
            sa.Enum(
                "intake",
                "supplement",
                "refusal",
                "result",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("counter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("link_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("comment", sa.String(length=1000), nullable=False),
        sa.Column("answered_at", Instant(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "counted",
                "held",
                "excluded",
                "tombstone",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "hold_reason",
            sa.Enum("trap", "burst", "crowd", name="holdreason", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("decided_reason", sa.String(length=200), nullable=False),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_response_commune_id")),
        sa.ForeignKeyConstraint(["counter_id"], ["counter.id"], name=op.f("fk_response_counter_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_response_decided_by_id")),
        sa.ForeignKeyConstraint(["link_id"], ["response_link.id"], name=op.f("fk_response_link_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["account.id"], name=op.f("fk_response_recorded_by_id")),
        sa.ForeignKeyConstraint(
            ["scale_id", "level"],
            ["scale_level.scale_id", "scale_level.value"],
            name=op.f("fk_response_scale_id_level"),
        ),
        sa.ForeignKeyConstraint(["scale_id"], ["scale.id"], name=op.f("fk_response_scale_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sa.UniqueConstraint("cid", name=op.f("uq_response_cid")),
    )
    op.create_index("ix_response_by_clerk", "response", ["recorded_by_id", "id"], unique=False)
    op.create_index("ix_response_by_link", "response", ["link_id", "answered_at"], unique=False)
    op.create_index(op.f("ix_response_commune_id"), "response", ["commune_id"], unique=False)
    op.create_index("ix_response_list", "response", ["commune_id", "status", "local_date", "id"], unique=False)
    op.create_table(
        "sign_in",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in")),
    )
    op.create_index(op.f("ix_sign_in_account_id"), "sign_in", ["account_id"], unique=False)
    op.create_table(
        "stored_file",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("path", sa.String(length=120), nullable=False),
        sa.Column("original_name", sa.String(length=200), nullable=False),
        sa.Column("mime", sa.String(length=80), nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("uploaded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_stored_file_commune_id")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["account.id"], name=op.f("fk_stored_file_uploaded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("path", name=op.f("uq_stored_file_path")),
    )
    op.create_index(op.f("ix_stored_file_commune_id"), "stored_file", ["commune_id"], unique=False)
    op.create_table(
        "figure",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("value", Exact(), nullable=True),
        sa.Column("numerator", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("denominator", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("complaints", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("evidence_file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("evidence_link", sa.String(length=500), nullable=False),
        sa.Column("entered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_figure_commune_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name=op.f("fk_figure_entered_by")),
        sa.ForeignKeyConstraint(["evidence_file_id"], ["stored_file.id"], name=op.f("fk_figure_evidence_file_id")),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_figure_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure")),
    )
    op.create_index(op.f("ix_figure_commune_id"), "figure", ["commune_id"], unique=False)
    op.create_index("ix_figure_reading", "figure", ["target_id", "as_of"], unique=False)
    op.create_table(
        "item_result",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("criterion_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "not_assessed",
                "met",
                "partial",
                "not_met",
                "not_applicable",
                "undetermined",
                name="itemstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("na_reason", sa.String(length=400), nullable=False),
        sa.Column("points", Exact(), nullable=True),
        sa.Column("assessed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("assessed_at", Instant(), nullable=True),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["assessed_by"], ["account.id"], name=op.f("fk_item_result_assessed_by")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_item_result_commune_id")),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_item_result_criterion_id")),
        sa.ForeignKeyConstraint(["round_id"], ["audit_round.id"], name=op.f("fk_item_result_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_result")),
        sa.UniqueConstraint("round_id", "criterion_id", name=op.f("uq_item_result_round_id_criterion_id")),
    )
    op.create_index(op.f("ix_item_result_commune_id"), "item_result", ["commune_id"], unique=False)
    op.create_index(op.f("ix_item_result_criterion_id"), "item_result", ["criterion_id"], unique=False)
    op.create_table(
        "meeting",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("body_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("fold", sa.String(length=600), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("planned_start", Instant(), nullable=True),
        sa.Column("planned_end", Instant(), nullable=True),
        sa.Column("room_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column("chair_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("secretary_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "convenor",
            sa.Enum("own", "higher", name="convenor", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column(
            "mode",
            sa.Enum("in_person", "online", "hybrid", name="mode", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column(
            "platform",
            sa.Enum(
                "ecabinet",
                "mixed",
                "paper",
                "secret",
                name="platform",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("ecabinet_ref", sa.String(length=300), nullable=False),
        sa.Column("evidence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("printed_pages", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "held",
                "concluded",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("state_reason", sa.String(length=500), nullable=False),
        sa.Column("logged_at", Instant(), nullable=False),
        sa.Column("recorded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("edited_at", Instant(), nullable=True),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_meeting_ends_after_start")),
        sa.CheckConstraint(
            "planned_end IS NULL OR planned_end > planned_start", name=op.f("ck_meeting_plan_ends_after_start")
        ),
        sa.CheckConstraint("printed_pages IS NULL OR printed_pages >= 0", name=op.f("ck_meeting_pages_not_negative")),
        sa.ForeignKeyConstraint(["body_id"], ["meeting_body.id"], name=op.f("fk_meeting_body_id")),
        sa.ForeignKeyConstraint(["chair_id"], ["person.id"], name=op.f("fk_meeting_chair_id")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_meeting_commune_id")),
        sa.ForeignKeyConstraint(["evidence_id"], ["stored_file.id"], name=op.f("fk_meeting_evidence_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_meeting_recorded_by")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_meeting_room_id")),
        sa.ForeignKeyConstraint(["secretary_id"], ["person.id"], name=op.f("fk_meeting_secretary_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_index(op.f("ix_meeting_body_id"), "meeting", ["body_id"], unique=False)
    op.create_index(op.f("ix_meeting_chair_id"), "meeting", ["chair_id"], unique=False)
    op.create_index("ix_meeting_commune_held_on", "meeting", ["commune_id", "held_on"], unique=False)
    op.create_index(op.f("ix_meeting_commune_id"), "meeting", ["commune_id"], unique=False)
    op.create_index(op.f("ix_meeting_evidence_id"), "meeting", ["evidence_id"], unique=False)
    op.create_index(op.f("ix_meeting_recorded_by"), "meeting", ["recorded_by"], unique=False)
    op.create_index(op.f("ix_meeting_room_id"), "meeting", ["room_id"], unique=False)
    op.create_index(op.f("ix_meeting_secretary_id"), "meeting", ["secretary_id"], unique=False)
    op.create_index(
        "uq_meeting_body_start",
        "meeting",
        ["body_id", "starts_at"],
        unique=True,
        sqlite_where=sa.text("state <> 'cancelled'"),
        postgresql_where=sa.text("state <> 'cancelled'"),
    )
    op.create_table(
        "print_part",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("job_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sealed_pages", sa.LargeBinary(), nullable=False),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_print_part_commune_id")),
        sa.ForeignKeyConstraint(["job_id"], ["print_job.id"], name=op.f("fk_print_part_job_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_part")),
    )
    op.create_index(op.f("ix_print_part_commune_id"), "print_part", ["commune_id"], unique=False)
    op.create_index(op.f("ix_print_part_job_id"), "print_part", ["job_id"], unique=False)
    op.create_table(
        "progress_note",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("step_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("percent", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("is_product", sa.Boolean(), nullable=False),
        sa.Column("evidence_file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("evidence_link", sa.String(length=500), nullable=False),
        sa.Column("written_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
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
    op.create_index(op.f("ix_progress_note_commune_id"), "progress_note", ["commune_id"], unique=False)
    op.create_index(op.f("ix_progress_note_step_id"), "progress_note", ["step_id"], unique=False)
    op.create_index(op.f("ix_progress_note_task_id"), "progress_note", ["task_id"], unique=False)
    op.create_table(
        "item_evidence",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("result_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=True),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("added_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint("(url IS NULL) <> (file_id IS NULL)", name=op.f("ck_item_evidence_one_kind")),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"], name=op.f("fk_item_evidence_added_by")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_item_evidence_commune_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_item_evidence_file_id")),
        sa.ForeignKeyConstraint(["result_id"], ["item_result.id"], name=op.f("fk_item_evidence_result_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_evidence")),
    )
    op.create_index(op.f("ix_item_evidence_commune_id"), "item_evidence", ["commune_id"], unique=False)
    op.create_index("ix_item_evidence_result_id", "item_evidence", ["result_id"], unique=False)
    op.create_table(
        "meeting_attendance",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("meeting_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("guest_name", sa.String(length=200), nullable=False),
        sa.Column("person_title", sa.String(length=120), nullable=False),
        sa.Column(
            "duty",
            sa.Enum(
                "chair",
                "secretary",
                "member",
                "guest",
                name="duty",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "present",
                "substitute",
                "excused",
                "absent",
                name="presence",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("substitute_for_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint(
            "(status = 'substitute') = (substitute_for_id IS NOT NULL)",
            name=op.f("ck_meeting_attendance_substitute_for_somebody"),
        ),
        sa.CheckConstraint("person_id IS NOT NULL OR guest_name <> ''", name=op.f("ck_meeting_attendance_somebody")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_meeting_attendance_commune_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_attendance_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_meeting_attendance_person_id")),
        sa.ForeignKeyConstraint(
            ["substitute_for_id"], ["person.id"], name=op.f("fk_meeting_attendance_substitute_for_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_attendance")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_meeting_attendance_meeting_id_person_id")),
    )
    op.create_index(op.f("ix_meeting_attendance_commune_id"), "meeting_attendance", ["commune_id"], unique=False)
    op.create_index(op.f("ix_meeting_attendance_meeting_id"), "meeting_attendance", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_meeting_attendance_person_id"), "meeting_attendance", ["person_id"], unique=False)
    op.create_index(
        op.f("ix_meeting_attendance_substitute_for_id"), "meeting_attendance", ["substitute_for_id"], unique=False
    )
    op.create_table(
        "meeting_conclusion",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("meeting_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("label", sa.String(length=12), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("general", "task", name="pointkind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("lead_unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("product", sa.String(length=300), nullable=False),
        sa.Column("authority", sa.String(length=160), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "due_rule",
            sa.Enum("before", "by_end_of", name="duerule", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint(
            "kind = 'general' OR (lead_unit_id IS NOT NULL AND due_on IS NOT NULL AND product <> '' AND authority <> '')",
            name=op.f("ck_meeting_conclusion_task_is_clear"),
        ),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_meeting_conclusion_commune_id")),
        sa.ForeignKeyConstraint(["lead_unit_id"], ["unit.id"], name=op.f("fk_meeting_conclusion_lead_unit_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_conclusion_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_conclusion")),
        sa.UniqueConstraint("meeting_id", "label", name=op.f("uq_meeting_conclusion_meeting_id_label")),
    )
    op.create_index(op.f("ix_meeting_conclusion_commune_id"), "meeting_conclusion", ["commune_id"], unique=False)
    op.create_index(op.f("ix_meeting_conclusion_lead_unit_id"), "meeting_conclusion", ["lead_unit_id"], unique=False)
    op.create_index(op.f("ix_meeting_conclusion_meeting_id"), "meeting_conclusion", ["meeting_id"], unique=False)
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """The same step back."""
    op.drop_index(op.f("ix_meeting_conclusion_meeting_id"), table_name="meeting_conclusion")
    op.drop_index(op.f("ix_meeting_conclusion_lead_unit_id"), table_name="meeting_conclusion")
    op.drop_index(op.f("ix_meeting_conclusion_commune_id"), table_name="meeting_conclusion")
    op.drop_table("meeting_conclusion")
    op.drop_index(op.f("ix_meeting_attendance_substitute_for_id"), table_name="meeting_attendance")
    op.drop_index(op.f("ix_meeting_attendance_person_id"), table_name="meeting_attendance")
    op.drop_index(op.f("ix_meeting_attendance_meeting_id"), table_name="meeting_attendance")
    op.drop_index(op.f("ix_meeting_attendance_commune_id"), table_name="meeting_attendance")
    op.drop_table("meeting_attendance")
    op.drop_index("ix_item_evidence_result_id", table_name="item_evidence")
    op.drop_index(op.f("ix_item_evidence_commune_id"), table_name="item_evidence")
    op.drop_table("item_evidence")
    op.drop_index(op.f("ix_progress_note_task_id"), table_name="progress_note")
    op.drop_index(op.f("ix_progress_note_step_id"), table_name="progress_note")
    op.drop_index(op.f("ix_progress_note_commune_id"), table_name="progress_note")
    op.drop_table("progress_note")
    op.drop_index(op.f("ix_print_part_job_id"), table_name="print_part")
    op.drop_index(op.f("ix_print_part_commune_id"), table_name="print_part")
    op.drop_table("print_part")
    op.drop_index(
        "uq_meeting_body_start",
        table_name="meeting",
        sqlite_where=sa.text("state <> 'cancelled'"),
        postgresql_where=sa.text("state <> 'cancelled'"),
    )
    op.drop_index(op.f("ix_meeting_secretary_id"), table_name="meeting")
    op.drop_index(op.f("ix_meeting_room_id"), table_name="meeting")
    op.drop_index(op.f("ix_meeting_recorded_by"), table_name="meeting")
    op.drop_index(op.f("ix_meeting_evidence_id"), table_name="meeting")
    op.drop_index(op.f("ix_meeting_commune_id"), table_name="meeting")
    op.drop_index("ix_meeting_commune_held_on", table_name="meeting")
    op.drop_index(op.f("ix_meeting_chair_id"), table_name="meeting")
    op.drop_index(op.f("ix_meeting_body_id"), table_name="meeting")
    op.drop_table("meeting")
    op.drop_index(op.f("ix_item_result_criterion_id"), table_name="item_result")
    op.drop_index(op.f("ix_item_result_commune_id"), table_name="item_result")
    op.drop_table("item_result")
    op.drop_index("ix_figure_reading", table_name="figure")
    op.drop_index(op.f("ix_figure_commune_id"), table_name="figure")
    op.drop_table("figure")
    op.drop_index(op.f("ix_stored_file_commune_id"), table_name="stored_file")
    op.drop_table("stored_file")
    op.drop_index(op.f("ix_sign_in_account_id"), table_name="sign_in")
    op.drop_table("sign_in")
    op.drop_index("ix_response_list", table_name="response")
    op.drop_index(op.f("ix_response_commune_id"), table_name="response")
    op.drop_index("ix_response_by_link", table_name="response")
    op.drop_index("ix_response_by_clerk", table_name="response")
    op.drop_table("response")
    op.drop_index(op.f("ix_print_job_commune_id"), table_name="print_job")
    op.drop_index(op.f("ix_print_job_account_id"), table_name="print_job")
    op.drop_table("print_job")
    op.drop_index(op.f("ix_poster_check_poster_id"), table_name="poster_check")
    op.drop_index(op.f("ix_poster_check_commune_id"), table_name="poster_check")
    op.drop_table("poster_check")
    op.drop_table("known_device")
    op.drop_index("ix_journal_thing", table_name="journal")
    op.drop_index("ix_journal_chain", table_name="journal")
    op.drop_table("journal")
    op.drop_index(op.f("ix_audit_round_commune_id"), table_name="audit_round")
    op.drop_table("audit_round")
    op.drop_index(op.f("ix_step_unit_id"), table_name="step")
    op.drop_index(op.f("ix_step_person_id"), table_name="step")
    op.drop_index(op.f("ix_step_commune_id"), table_name="step")
    op.drop_table("step")
    op.drop_index(op.f("ix_plan_task_unit_id"), table_name="plan_task")
    op.drop_index(op.f("ix_plan_task_person_id"), table_name="plan_task")
    op.drop_index(op.f("ix_plan_task_commune_id"), table_name="plan_task")
    op.drop_table("plan_task")
    op.drop_index(op.f("ix_meeting_body_default_room_id"), table_name="meeting_body")
    op.drop_index(op.f("ix_meeting_body_default_chair_id"), table_name="meeting_body")
    op.drop_index(op.f("ix_meeting_body_commune_id"), table_name="meeting_body")
    op.drop_table("meeting_body")
    op.drop_index(op.f("ix_account_person_id"), table_name="account")
    op.drop_index(op.f("ix_account_commune_id"), table_name="account")
    op.drop_table("account")
    op.drop_index(op.f("ix_workstream_commune_id"), table_name="workstream")
    op.drop_table("workstream")
    op.drop_index(op.f("ix_target_commune_id"), table_name="target")
    op.drop_table("target")
    op.drop_index(op.f("ix_response_link_counter_id"), table_name="response_link")
    op.drop_index(op.f("ix_response_link_commune_id"), table_name="response_link")
    op.drop_table("response_link")
    op.drop_table("response_day")
    op.drop_index(op.f("ix_qr_link_day_commune_id"), table_name="qr_link_day")
    op.drop_table("qr_link_day")
    op.drop_index(op.f("ix_poster_room_id"), table_name="poster")
    op.drop_index(op.f("ix_poster_network_id"), table_name="poster")
    op.drop_index(op.f("ix_poster_link_id"), table_name="poster")
    op.drop_index(op.f("ix_poster_follows_id"), table_name="poster")
    op.drop_index("ix_poster_commune_state", table_name="poster")
    op.drop_index(op.f("ix_poster_commune_id"), table_name="poster")
    op.drop_table("poster")
    op.drop_index(op.f("ix_pillar_commune_id"), table_name="pillar")
    op.drop_table("pillar")
    op.drop_index(op.f("ix_person_unit_id"), table_name="person")
    op.drop_index(op.f("ix_person_sort_key"), table_name="person")
    op.drop_index(op.f("ix_person_fold"), table_name="person")
    op.drop_index(op.f("ix_person_commune_id"), table_name="person")
    op.drop_table("person")
    op.drop_table("criterion")
    op.drop_index(op.f("ix_wifi_network_commune_id"), table_name="wifi_network")
    op.drop_table("wifi_network")
    op.drop_index(op.f("ix_unit_commune_id"), table_name="unit")
    op.drop_table("unit")
    op.drop_table("scale_level")
    op.drop_index(op.f("ix_room_commune_id"), table_name="room")
    op.drop_table("room")
    op.drop_index(op.f("ix_qr_link_commune_id"), table_name="qr_link")
    op.drop_table("qr_link")
    op.drop_index(op.f("ix_plan_commune_id"), table_name="plan")
    op.drop_table("plan")
    op.drop_table("criteria_version")
    op.drop_index(op.f("ix_counter_commune_id"), table_name="counter")
    op.drop_table("counter")
    op.drop_table("throttle")
    op.drop_table("scale")
    op.drop_index("ix_form_key_used_at", table_name="form_key")
    op.drop_table("form_key")
    op.drop_table("criteria_set")
    op.drop_index(op.f("ix_commune_fold"), table_name="commune")
    op.drop_table("commune")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS audits_criterion_no_delete() CASCADE")
        op.execute("DROP FUNCTION IF EXISTS audits_criterion_no_insert() CASCADE")
        op.execute("DROP FUNCTION IF EXISTS audits_criterion_no_update() CASCADE")
        op.execute("DROP FUNCTION IF EXISTS audits_evidence_no_delete() CASCADE")
        op.execute("DROP FUNCTION IF EXISTS audits_evidence_no_insert() CASCADE")
        op.execute("DROP FUNCTION IF EXISTS audits_evidence_no_update() CASCADE")
        op.execute("DROP FUNCTION IF EXISTS audits_result_no_delete() CASCADE")
        op.execute("DROP FUNCTION IF EXISTS audits_result_no_insert() CASCADE")
        op.execute("DROP FUNCTION IF EXISTS audits_result_no_update() CASCADE")
        op.execute("DROP FUNCTION IF EXISTS audits_round_no_delete() CASCADE")
        op.execute("DROP FUNCTION IF EXISTS audits_round_no_update() CASCADE")
        op.execute("DROP FUNCTION IF EXISTS audits_version_no_delete() CASCADE")
        op.execute("DROP FUNCTION IF EXISTS audits_version_no_update() CASCADE")
        op.execute("DROP FUNCTION IF EXISTS journal_refuse() CASCADE")
