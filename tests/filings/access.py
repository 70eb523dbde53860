"""Who may enter the registers of what was sent, and what their addresses need."""

from tests.access.rows import Rows

ROWS = Rows(
    access={
        "plans": "read_filings",
        "plans_xlsx": "read_filings",
        "record_plan": "record_filings",
        "void_plan": "record_filings",
        "scripts": "read_filings",
        "scripts_xlsx": "read_filings",
        "record_script": "record_filings",
        "void_script": "record_filings",
        "sending": "read_plan",
        "send": "send_plan",
    },
    tables={"commune_id": "commune", "plan_filing_id": "plan_filing"},
    words={"body_id": 4, "script_filing_id": 1},  # these two belong to no commune: a department that leads tasks
    tour={
        "tinh": ["/tinh/ke-hoach", "/tinh/ke-hoach/7/ghi", "/tinh/kich-ban-so-nganh"],
        "thuky": ["/ke-hoach/gui-tinh"],
    },
)
