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
        **{
            f"{name}_{look}": "read_plan"
            for name in ("tasks", "script")
            for look in ("board", "month", "timeline", "xlsx")
        },
        "programme": "read_plan",
        "worklist": "read_plan",
        "figure": "set_figure",
        "step_figure": "set_figure",
        "indicators": "read_plan",
        "measures": "read_plan",
        "measure": "read_plan",
        "measures_xlsx": "read_plan",
        "indicator": "read_plan",
        "new_indicator": "set_figure",
        "edit_indicator": "set_figure",
        "indicator_figure": "set_figure",
        "plan_xlsx": "read_plan",
        "hand_in": "import_plan",
        "import_preview": "import_plan",
        "import_take": "import_plan",
        "import_drop": "import_plan",
        "set_days": "set_due_days",
        "assign": "assign_work",
        "note": "record_progress",
        "finish": "record_progress",
        "reopen": "record_progress",
        "keep_state": "record_progress",
        "extend": "record_progress",
        "confirm": "confirm_work",
        "send_back": "confirm_work",
        "grant": "grant_extension",
        "refuse": "grant_extension",
    },
    tables={"import_id": "plan_import", "indicator_id": "local_indicator"},
    words={
        "code": "I.1",
        "key": "plan.tasks_on_time",
        "no": 1,
        "figure.no": 2,
        "step_figure.code": "V.2",
        **dict.fromkeys(
            ["note.no", "finish.no", "extend.no", "reopen.no", "keep_state.no"], 14
        ),  # what the secretary has in hand
    },
    in_hand=("note", "finish", "extend", "reopen", "keep_state"),
    tour={
        "lanhdao": [
            "/ke-hoach/chi-tieu",
            "/ke-hoach/nhiem-vu",
            "/ke-hoach/nhiem-vu/bang",
            "/ke-hoach/nhiem-vu/lich?thang=2026-06",
            "/ke-hoach/nhiem-vu/tien-do",
            "/ke-hoach/kich-ban/lich",
            "/ke-hoach/nhiem-vu/5",
            "/ke-hoach/so-lieu",
            "/ke-hoach/so-lieu/target.2",
            "/ke-hoach/kinh-te-xa-hoi",
            "/ke-hoach/kinh-te-xa-hoi/1",
            "/ke-hoach/dat-han",
            "/ke-hoach/van-ban",
            "/ke-hoach/viec",
            "/ke-hoach/nhiem-vu/9",
            "/ke-hoach/nhiem-vu/29/hoan-thanh",
            "/ke-hoach/kich-ban",
            "/ke-hoach/kich-ban/III-4",
        ],
        "thuky": ["/ke-hoach/nhiem-vu/14", "/ke-hoach/nhap", "/ke-hoach/nhap/1", "/ke-hoach/kich-ban/V-2/so-lieu"],
    },
)
