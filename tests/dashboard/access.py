"""Who may enter the dashboard room, and what its addresses need."""

from tests.access.rows import Rows

ROWS = Rows(
    access={
        "home": "read_dashboard",
        "wall": "read_wall",
        "province": "read_province",
        "province_xlsx": "read_province",
        "look_at": "read_province",
        "look_at_target": "read_province",
        "look_at_task": "read_province",
        "look_at_step": "read_province",
        "look_at_round": "read_province",
        "matrix": "read_province",
        "matrix_xlsx": "read_province",
    },
    tables={"commune_id": "commune", "round_id": "audit_round"},
    words={"name": "nhiem-vu", "no": 1, "code": "I-1"},
    tour={
        "lanhdao": ["/", "/man-hinh"],
        "tinh": ["/", "/tinh", *(f"/tinh/bang/{name}" for name in ("chi-tieu", "nhiem-vu", "kich-ban", "bo-tieu-chi"))],
    },
)
