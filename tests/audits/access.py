"""Who may enter the audits room, and what its addresses need."""

from tests.access.rows import Rows

ROWS = Rows(
    access={
        "index": "read_audits",
        "round": "read_audits",
        "sheet": "read_audits",
        "docx": "read_audits",
        "xlsx": "read_audits",
        "item": "read_audits",
        "new": "open_round",
        "locking_page": "lock_round",
        "lock": "lock_round",
        "listed": "read_audits",
        "compare": "read_audits",
        "new_finding": "record_audit",
        "confirm": "verify_finding",
        "send_back": "verify_finding",
        "tick": "record_audit",
        "detach": "record_audit",
    },
    tables={"evidence_id": "item_evidence", "result_id": "item_result", "round_id": "audit_round", "duty_id": "duty"},
    perhaps_not_there=("confirm", "send_back"),  # the duty of an address may be of another kind
    tour={
        "kiemtra": [
            "/kiem-tra",
            "/kiem-tra/dot/1",
            "/kiem-tra/dot/1/in",
            "/kiem-tra/ton-tai",
            "/kiem-tra/ton-tai?dot=5",
        ],
        "lanhdao": ["/kiem-tra/dot/1/khoa", "/kiem-tra/dot/5/khoa", "/kiem-tra/so-sanh"],
        "tinh": ["/kiem-tra"],
    },
)
