"""Who may enter the dashboard room, and what its addresses need."""

from tests.access.rows import Rows

ROWS = Rows(
    access={
        "home": "read_dashboard",
        "wall": "read_wall",
        "province": "read_province",
        "province_xlsx": "read_province",
        "look_at": "read_province",
    },
    tables={"commune_id": "commune"},
    tour={"lanhdao": ["/", "/man-hinh"], "tinh": ["/", "/tinh"]},
)
