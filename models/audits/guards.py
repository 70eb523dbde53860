"""What the database itself refuses: changes to published criteria and to what a locked round says."""

REFUSAL = "a published version and a locked round never change"
SAME_COLUMNS = ("set_id", "no", "legal_basis", "effective_from", "content_hash")


def _lite(name: str, timing: str, table: str, when: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {timing} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"


def _big(name: str, timing: str, table: str, when: str) -> list[str]:
    gone = "OLD" if timing == "DELETE" else "NEW"
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {when} THEN RAISE EXCEPTION '{REFUSAL}'; END IF; RETURN {gone}; END $$",
        f"CREATE TRIGGER {name} BEFORE {timing} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def _changed(alike: str, cast: str) -> str:
    """A published version may only be retired, with the day its effect ends."""
    same = " AND ".join(f"NEW.{column} {alike} OLD.{column}" for column in SAME_COLUMNS)
    rule = f"CAST(NEW.score_rule AS {cast}) = CAST(OLD.score_rule AS {cast})"
    retired = f"OLD.status = 'published' AND NEW.status = 'retired' AND {same} AND {rule}"
    return f"OLD.status <> 'draft' AND NOT ({retired})"


def _settled(row: str) -> str:
    return f"(SELECT status FROM criteria_version WHERE id = {row}.version_id) <> 'draft'"  # noqa: S608


def _locked(round_id: str) -> str:
    return f"(SELECT state FROM audit_round WHERE id = {round_id}) = 'locked'"  # noqa: S608


def _evidence_locked(row: str) -> str:
    return _locked(f"(SELECT round_id FROM item_result WHERE id = {row}.result_id)")  # noqa: S608


def _rules(alike: str, cast: str) -> list[tuple[str, str, str, str]]:
    return [
        ("version_no_update", "UPDATE", "criteria_version", _changed(alike, cast)),
        ("version_no_delete", "DELETE", "criteria_version", "OLD.status <> 'draft'"),
        ("criterion_no_insert", "INSERT", "criterion", _settled("NEW")),
        ("criterion_no_update", "UPDATE", "criterion", f"{_settled('OLD')} OR {_settled('NEW')}"),
        ("criterion_no_delete", "DELETE", "criterion", _settled("OLD")),
        ("round_no_update", "UPDATE", "audit_round", "OLD.state = 'locked'"),
        ("round_no_delete", "DELETE", "audit_round", "OLD.state = 'locked'"),
        ("result_no_insert", "INSERT", "item_result", _locked("NEW.round_id")),
        ("result_no_update", "UPDATE", "item_result", f"{_locked('OLD.round_id')} OR {_locked('NEW.round_id')}"),
        ("result_no_delete", "DELETE", "item_result", _locked("OLD.round_id")),
        ("finding_no_insert", "INSERT", "finding", _evidence_locked("NEW")),
        ("finding_no_update", "UPDATE", "finding", f"{_evidence_locked('OLD')} OR {_evidence_locked('NEW')}"),
        ("finding_no_delete", "DELETE", "finding", _evidence_locked("OLD")),
        ("evidence_no_insert", "INSERT", "item_evidence", _evidence_locked("NEW")),
        ("evidence_no_update", "UPDATE", "item_evidence", f"{_evidence_locked('OLD')} OR {_evidence_locked('NEW')}"),
        ("evidence_no_delete", "DELETE", "item_evidence", _evidence_locked("OLD")),
    ]


TRIGGERS: dict[str, list[str]] = {
    "sqlite": [_lite(f"audits_{name}", *rest) for name, *rest in _rules("IS", "TEXT")],
    "postgresql": [
        ddl for name, *rest in _rules("IS NOT DISTINCT FROM", "text") for ddl in _big(f"audits_{name}", *rest)
    ],
}
