"""Who may enter the files room, and what its addresses need."""

from tests.access.rows import Rows

ROWS = Rows(
    access={
        "open": "read_files",
    },
    tables={"file_id": "stored_file"},
)
