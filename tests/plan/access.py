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
        "programme": "read_plan",
        "worklist": "read_plan",
        "figure": "set_figure",
        "assign": "assign_work",
        "note": "record_progress",
        "finish": "record_progress",
        "reopen": "record_progress",
        "extend": "record_progress",
        "confirm": "confirm_work",
        "send_back": "confirm_work",
        "grant": "grant_extension",
        "refuse": "grant_extension",
    },
    words={
        "code": "I.1",
        "no": 1,
        "figure.no": 2,
        **dict.fromkeys(["note.no", "finish.no", "extend.no", "reopen.no"], 14),  # what the secretary has in hand
    },
    in_hand=("note", "finish", "extend", "reopen"),
    tour={
        "lanhdao": [
            "/ke-hoach/chi-tieu",
            "/ke-hoach/nhiem-vu",
            "/ke-hoach/nhiem-vu/5",
            "/ke-hoach/van-ban",
            "/ke-hoach/viec",
            "/ke-hoach/nhiem-vu/9",
            "/ke-hoach/nhiem-vu/29/hoan-thanh",
            "/ke-hoach/kich-ban",
            "/ke-hoach/kich-ban/III-4",
        ],
        "thuky": ["/ke-hoach/nhiem-vu/14"],
    },
)
