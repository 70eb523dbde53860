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
        "begin_correction": "write_reports",
        "months": "read_reports",
        "begin_month": "write_reports",
        "further": "read_reports",
        "send_further": "send_reports",
        "number_further": "write_reports",
        "further_sheet": "read_reports",
        "further_docx": "read_reports",
        "further_xlsx": "read_reports",
    },
    words={"week": "2026-W14", "word": "ton-tai", "month": "2026-03"},
    tables={"report_id": "further_report"},
    drawn=["docx", "xlsx", "further_docx", "further_xlsx"],
    perhaps_not_there=[
        "week",
        "document",
        "sheet",
        "further",
        "further_sheet",
        "further_docx",
        "further_xlsx",
    ],  # the province reads what was sent, never a draft
    tour={
        "thuky": [
            "/bao-cao",
            "/bao-cao/tuan/2026-W14",
            "/bao-cao/tuan/2026-W14/muc/ton-tai",
            "/bao-cao/ai",
            "/bao-cao/khac/1",
        ],
        "lanhdao": ["/bao-cao/tuan/2026-W14/van-ban"],
    },
)
