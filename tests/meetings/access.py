"""Who may enter the meetings room, and what its addresses need."""

from tests.access.rows import Rows

ROWS = Rows(
    access={
        "index": "read_meetings",
        "page": "read_meetings",
        "sheet": "read_meetings",
        "minutes": "read_meetings",
        "minutes_docx": "read_meetings",
        "week": "read_meetings",
        "new": "record_meeting",
        "edit": "record_meeting",
        "cancel": "record_meeting",
        "conclude": "record_meeting",
        "reopen": "record_meeting",
        "body_list": "record_meeting",
        "new_body": "record_meeting",
        "edit_body": "record_meeting",
    },
    tables={"body_id": "meeting_body", "meeting_id": "meeting"},
    words={"week": "2026-W14"},
    tour={"thuky": ["/hop", "/hop/moi", "/hop/1", "/hop/1/bien-ban", "/hop/1/in"], "tinh": ["/hop"]},
)
