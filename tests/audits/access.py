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
        "locking_page": "lock_round",
        "lock": "lock_round",
        "tick": "record_audit",
        "detach": "record_audit",
    },
    tables={"evidence_id": "item_evidence", "result_id": "item_result", "round_id": "audit_round"},
    tour={
        "kiemtra": ["/kiem-tra", "/kiem-tra/dot/1", "/kiem-tra/dot/1/in"],
        "lanhdao": ["/kiem-tra/dot/1/khoa", "/kiem-tra/dot/5/khoa"],
        "tinh": ["/kiem-tra"],
    },
)
