"""Who may enter the audits room, and what its addresses need."""

from tests.access.rows import Rows

ROWS = Rows(
    access={
        "index": "read_audits",
        "round": "read_audits",
        "sheet": "read_audits",
        "docx": "read_audits",
        "item": "read_audits",
        "new": "open_round",
        "tick": "record_audit",
        "detach": "record_audit",
    },
    tables={"evidence_id": "item_evidence", "result_id": "item_result", "round_id": "audit_round"},
    tour={"kiemtra": ["/kiem-tra", "/kiem-tra/dot/1", "/kiem-tra/dot/1/in"], "tinh": ["/kiem-tra"]},
)
