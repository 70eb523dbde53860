"""What the database itself refuses: changes to published criteria and to what a locked round says."""

from models.triggers import Dialect, Rule, refusing

REFUSAL = "a published version and a locked round never change"
ONLY_ADDED_REFUSAL = "revisions of a proof are only added, one after another"
SAME_COLUMNS = (
    "set_id",
    "no",
    "legal_basis",
    "effective_from",
    "content_hash",
    "commune_id",
    "base_id",
    "drafted_by",
    "published_by",
    "published_at",
)
SAME_TEXTS = ("score_rule", "cites")  # JSON, compared as it is written


def _changed(alike: str, cast: str) -> str:
    """A published version may only be retired, with the day its effect ends."""
    same = " AND ".join(f"NEW.{column} {alike} OLD.{column}" for column in SAME_COLUMNS)
    texts = " AND ".join(f"CAST(NEW.{name} AS {cast}) = CAST(OLD.{name} AS {cast})" for name in SAME_TEXTS)
    retired = f"OLD.status = 'published' AND NEW.status = 'retired' AND {same} AND {texts}"
    return f"OLD.status <> 'draft' AND NOT ({retired})"


def _settled(row: str) -> str:
    return f"(SELECT status FROM criteria_version WHERE id = {row}.version_id) <> 'draft'"  # noqa: S608


def _locked(round_id: str) -> str:
    return f"(SELECT state FROM audit_round WHERE id = {round_id}) = 'locked'"  # noqa: S608


def _evidence_locked(row: str) -> str:
    return _locked(f"(SELECT round_id FROM item_result WHERE id = {row}.result_id)")  # noqa: S608


def _rules(dialect: Dialect) -> list[Rule]:
    return [
        ("version_no_update", "UPDATE", "criteria_version", _changed(dialect.alike, dialect.text)),
        ("version_no_delete", "DELETE", "criteria_version", "OLD.status <> 'draft'"),
        ("criterion_no_insert", "INSERT", "criterion", _settled("NEW")),
        ("criterion_no_update", "UPDATE", "criterion", f"{_settled('OLD')} OR {_settled('NEW')}"),
        ("criterion_no_delete", "DELETE", "criterion", _settled("OLD")),
        ("map_no_insert", "INSERT", "criterion_map", _settled("NEW")),
        ("map_no_update", "UPDATE", "criterion_map", f"{_settled('OLD')} OR {_settled('NEW')}"),
        ("map_no_delete", "DELETE", "criterion_map", _settled("OLD")),
        ("round_no_update", "UPDATE", "audit_round", "OLD.state = 'locked'"),
        ("round_no_delete", "DELETE", "audit_round", "OLD.state = 'locked'"),
        ("result_no_insert", "INSERT", "item_result", _locked("NEW.round_id")),
        ("result_no_update", "UPDATE", "item_result", f"{_locked('OLD.round_id')} OR {_locked('NEW.round_id')}"),
        ("result_no_delete", "DELETE", "item_result", _locked("OLD.round_id")),
        ("auditor_no_insert", "INSERT", "round_auditor", _locked("NEW.round_id")),
        ("auditor_no_update", "UPDATE", "round_auditor", f"{_locked('OLD.round_id')} OR {_locked('NEW.round_id')}"),
        ("auditor_no_delete", "DELETE", "round_auditor", _locked("OLD.round_id")),
        ("finding_no_insert", "INSERT", "finding", _evidence_locked("NEW")),
        ("finding_no_update", "UPDATE", "finding", f"{_evidence_locked('OLD')} OR {_evidence_locked('NEW')}"),
        ("finding_no_delete", "DELETE", "finding", _evidence_locked("OLD")),
        ("seen_no_insert", "INSERT", "finding_seen", _locked("NEW.round_id")),
        ("seen_no_update", "UPDATE", "finding_seen", f"{_locked('OLD.round_id')} OR {_locked('NEW.round_id')}"),
        ("seen_no_delete", "DELETE", "finding_seen", _locked("OLD.round_id")),
        ("decision_no_update", "UPDATE", "finding_decision", "OLD.id IS NOT NULL"),
        ("decision_no_delete", "DELETE", "finding_decision", "OLD.id IS NOT NULL"),
        ("evidence_no_insert", "INSERT", "item_evidence", _evidence_locked("NEW")),
    ]


def _proofs(_dialect: Dialect) -> list[Rule]:
    """Revisions of a proof are only added: each follows the one before, of the same criterion; none after the end."""
    former = "former.id = NEW.replaces_id AND former.result_id = NEW.result_id AND former.no = NEW.no - 1"
    shows = "(former.url IS NOT NULL OR former.file_id IS NOT NULL)"
    follows = f"EXISTS (SELECT 1 FROM item_evidence AS former WHERE {former} AND {shows})"  # noqa: S608
    return [
        ("evidence_in_order", "INSERT", "item_evidence", f"NEW.replaces_id IS NOT NULL AND NOT {follows}"),
        ("evidence_no_update", "UPDATE", "item_evidence", "1 = 1"),
        ("evidence_no_delete", "DELETE", "item_evidence", "1 = 1"),
    ]


REFUSED = refusing("audits", REFUSAL, _rules)
ONLY_ADDED = refusing("audits", ONLY_ADDED_REFUSAL, _proofs)
TRIGGERS = {dialect: REFUSED[dialect] + ONLY_ADDED[dialect] for dialect in REFUSED}
