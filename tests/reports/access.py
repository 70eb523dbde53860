"""Who may enter the reports, and what their addresses need."""

from tests.access.rows import Rows

ROWS = Rows(
    access={
        "index": "read_reports",
        "week": "read_reports",
        "document": "read_reports",
        "sheet": "read_reports",
        "docx": "read_reports",
        "xlsx": "read_reports",
        "section": "write_reports",
        "restore": "write_reports",
        "send": "send_reports",
        "enter_number": "write_reports",
    },
    words={"week": "2026-W14", "word": "ton-tai"},
    drawn=["docx", "xlsx"],
    perhaps_not_there=["week", "document", "sheet"],  # the province reads what was sent, never a draft
    tour={
        "thuky": ["/bao-cao", "/bao-cao/tuan/2026-W14", "/bao-cao/tuan/2026-W14/muc/ton-tai"],
        "lanhdao": ["/bao-cao/tuan/2026-W14/van-ban"],
    },
)
