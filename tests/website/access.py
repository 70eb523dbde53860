"""Who may enter the website room, and what its addresses need."""

from tests.access.rows import Rows

ROWS = Rows(
    access={
        "index": "read_website",
        "section": "read_website",
        "new_section": "manage_sections",
        "edit_section": "manage_sections",
        "note_item": "note_section",
        "assignments": "manage_sections",
        "assignments_docx": "manage_sections",
        "ranks": "read_website",
        "record_rank": "record_rank",
        "site": "set_website",
    },
    tables={"section_id": "website_section"},
    tour={
        "thuky": ["/trang-web", "/trang-web/chuyen-muc/1", "/trang-web/chuyen-muc/1/sua", "/trang-web/phan-cong",
                  "/trang-web/xep-hang"],
        "quantri": ["/trang-web/dia-chi"],
        "tinh": ["/trang-web"],
    },
)  # fmt: skip
