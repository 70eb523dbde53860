"""Who may enter the website room, and what its addresses need."""

from tests.access.rows import Rows

ROWS = Rows(
    access={
        "index": "read_website",
        "sections_xlsx": "read_website",
        "section": "read_website",
        "new_section": "manage_sections",
        "edit_section": "manage_sections",
        "note_item": "note_section",
        "assignments": "manage_sections",
        "assignments_docx": "manage_sections",
        "ranks": "read_website",
        "record_rank": "record_rank",
        "site": "set_website",
        "scan": "check_website",
        "run": "read_website",
        "status": "read_website",
        "stop": "check_website",
        "proposals": "read_website",
        "fault": "read_website",
        "accept": "judge_website",
        "decline": "judge_website",
        "close": "judge_website",
        "keep_open": "judge_website",
        "links": "read_website",
        "links_docx": "read_website",
    },
    tables={"section_id": "website_section", "run_id": "check_run", "fault_id": "website_fault"},
    tour={
        "thuky": [
            "/trang-web",
            "/trang-web/chuyen-muc/1",
            "/trang-web/chuyen-muc/1/sua",
            "/trang-web/phan-cong",
            "/trang-web/xep-hang",
            "/trang-web/de-xuat",
            "/trang-web/de-xuat/1",
            "/trang-web/lan/1",
            "/trang-web/lien-ket",
        ],
        "quantri": ["/trang-web/dia-chi"],
        "tinh": ["/trang-web"],
    },
)
