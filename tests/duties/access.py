"""Who may enter the page of a duty, and what its addresses need."""

from tests.access.rows import Rows

IN_HAND = ("note", "finish", "extend", "reopen")  # the role is not enough: whoever has the duty in hand may enter
ROWS = Rows(
    access={
        "mine": "own_work",
        "mine_xlsx": "own_work",
        "page": "read_work",
        "note": "record_progress",
        "finish": "record_progress",
        "reopen": "record_progress",
        "extend": "record_progress",
        "confirm": "confirm_work",
        "send_back": "confirm_work",
        "grant": "grant_extension",
        "refuse": "grant_extension",
        "assign": "assign_work",
    },
    tables={"duty_id": "duty"},
    picked={"duty": {"kind": "task", "ref": "14"}},  # work that the secretary has in hand
    in_hand=IN_HAND,
    tour={
        "lanhdao": ["/viec-cua-toi", "/viec-cua-toi?muc=xac-nhan", "/viec-cua-toi?muc=xong"],
        "thuky": ["/viec-cua-toi"],
        "quay": ["/viec-cua-toi"],
    },
)
