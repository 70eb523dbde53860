"""The database itself refuses to change what was published and what was locked."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from models import clock
from models.audits.guards import ONLY_ADDED_REFUSAL, REFUSAL
from models.audits.tables import AuditRound
from models.base import db
from tests.factories import Office

OTHERS = (
    "kind, requirement, note, basis, legal_ref, reference, verify, former_ref, former_verify, sources, check_method, "
    "check_hint, keywords, mandatory, evidence_rule, scale, max_points, weight, cites, rests_on, version"
)
PUBLISHED = [
    "UPDATE criterion SET requirement = 'x' WHERE code = 'WEB-A01'",
    "UPDATE criterion SET mandatory = NOT mandatory WHERE code = 'WEB-A01'",
    "DELETE FROM criterion WHERE code = 'WEB-G04'",
    f"INSERT INTO criterion (version_id, code, position, {OTHERS}) "
    f"SELECT version_id, 'WEB-Z99', 999, {OTHERS} FROM criterion WHERE code = 'WEB-A01'",
    "UPDATE criteria_version SET content_hash = 'x'",
    "UPDATE criteria_version SET status = 'draft'",
    "UPDATE criteria_version SET status = 'retired', legal_basis = 'x'",
    "UPDATE criteria_version SET status = 'retired', score_rule = '{}'",
    "UPDATE criteria_version SET status = 'retired', cites = '[]'",
    "UPDATE criteria_version SET status = 'retired', published_by = 1",
    "DELETE FROM criteria_version",
    "INSERT INTO criterion_map (version_id, from_code, to_code, relation, version) "
    "SELECT id, 'A', 'B', 'same', 1 FROM criteria_version LIMIT 1",
]
LOCKED = [
    "UPDATE audit_round SET state = 'open'",
    "DELETE FROM audit_round",
    "UPDATE item_result SET state = 'met'",
    "UPDATE item_result SET na_confirmed_by = 1",
    "DELETE FROM item_result",
    "INSERT INTO item_evidence (commune_id, result_id, no, title, url, reason, dated_on, created_at) "
    "SELECT commune_id, id, 1, 'x', 'https://x.vn', '', CURRENT_DATE, CURRENT_TIMESTAMP FROM item_result LIMIT 1",
    "INSERT INTO item_evidence (commune_id, result_id, no, replaces_id, title, reason, dated_on, created_at) "
    "SELECT commune_id, result_id, 2, id, 'x', 'rút', dated_on, CURRENT_TIMESTAMP FROM item_evidence LIMIT 1",
]
AT_ANY_TIME = [
    "UPDATE item_evidence SET title = 'y'",
    "UPDATE item_evidence SET valid_to = CURRENT_DATE",
    "DELETE FROM item_evidence",
    "INSERT INTO item_evidence (commune_id, result_id, no, replaces_id, title, url, reason, dated_on, created_at) "
    "SELECT commune_id, result_id, 3, id, 'x', 'https://x.vn', '', dated_on, CURRENT_TIMESTAMP "
    "FROM item_evidence LIMIT 1",
    "INSERT INTO item_evidence (commune_id, result_id, no, replaces_id, title, url, reason, dated_on, created_at) "
    "SELECT e.commune_id, r.id, 2, e.id, 'x', 'https://x.vn', '', e.dated_on, CURRENT_TIMESTAMP FROM item_evidence e "
    "JOIN item_result r ON r.id <> e.result_id LIMIT 1",
]


def refused(statement: str, why: str = REFUSAL) -> None:
    """The statement fails for the right reason, and leaves the transaction as it was."""
    with pytest.raises(DatabaseError, match=why), db.session.begin_nested():
        db.session.execute(text(statement))


def test_a_published_version_never_changes(website: AuditRound) -> None:
    for statement in PUBLISHED:
        refused(statement)


def test_a_published_version_may_be_retired(website: AuditRound) -> None:
    db.session.execute(text("UPDATE criteria_version SET status = 'retired', effective_to = '2026-12-31'"))
    refused("UPDATE criteria_version SET status = 'published'")


def test_a_locked_round_never_changes(website: AuditRound, office: Office) -> None:
    db.session.execute(
        text(
            "INSERT INTO item_evidence (commune_id, result_id, no, title, url, reason, dated_on, created_at) "
            "SELECT commune_id, id, 1, 'x', 'https://x.vn', '', CURRENT_DATE, CURRENT_TIMESTAMP "
            "FROM item_result LIMIT 1"
        )
    )
    for statement in AT_ANY_TIME:
        refused(statement, ONLY_ADDED_REFUSAL)
    website.lock(office.viewer("leader"), clock.now(), {})
    db.session.flush()
    for statement in LOCKED:
        refused(statement)
