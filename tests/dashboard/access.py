"""Who may enter the dashboard room, and what its addresses need."""

from tests.access.rows import Rows

ROWS = Rows(
    access={
        "home": "read_dashboard",
        "province": "read_province",
        "look_at": "read_province",
    },
    tables={"commune_id": "commune"},
    tour={"lanhdao": ["/"], "tinh": ["/", "/tinh"]},
)
