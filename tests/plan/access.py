"""Who may enter the plan room, and what its addresses need."""

from tests.access.rows import Rows

ROWS = Rows(
    access={
        "targets": "read_plan",
        "target": "read_plan",
        "tasks": "read_plan",
        "task": "read_plan",
        "script": "read_plan",
        "step": "read_plan",
        "worklist": "read_plan",
        "figure": "set_figure",
        "assign": "assign_work",
        "note": "record_progress",
        "finish": "record_progress",
        "reopen": "record_progress",
    },
    words={"code": "I.1", "no": 1, "figure.no": 2},
    tour={
        "lanhdao": [
            "/ke-hoach/chi-tieu",
            "/ke-hoach/nhiem-vu",
            "/ke-hoach/nhiem-vu/5",
            "/ke-hoach/kich-ban",
            "/ke-hoach/kich-ban/III-4",
        ]
    },
)
