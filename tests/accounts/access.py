"""Who may enter the accounts room, and what its addresses need."""

from tests.access.rows import PUBLIC, Rows

ROWS = Rows(
    access={
        "healthz": PUBLIC,
        "sign_in": PUBLIC,
        "use_code": PUBLIC,
        "sign_out": "own_account",
        "me": "own_account",
        "end_other_sessions": "own_account",
        "people": "manage_people",
        "new_unit": "manage_people",
        "edit_unit": "manage_people",
        "new_person": "manage_people",
        "edit_person": "manage_people",
        "accounts": "manage_accounts",
        "new_account": "manage_accounts",
        "edit_account": "manage_accounts",
        "give_code": "manage_accounts",
        "end_sessions": "manage_accounts",
        "switch_account": "manage_accounts",
        "communes": "manage_communes",
        "new_commune": "manage_communes",
        "journal": "read_journal",
        "security_log": "read_security_log",
    },
    tables={"account_id": "account", "person_id": "person", "unit_id": "unit"},
    tour={
        "": ["/dang-nhap", "/dat-mat-khau"],
        "lanhdao": ["/tai-khoan", "/khong-co-trang-nay"],
        "quantri": ["/quan-tri/can-bo", "/quan-tri/tai-khoan", "/quan-tri/nhat-ky", "/quan-tri/bao-mat"],
        "tinh": ["/quan-tri/xa", "/quan-tri/xa/moi"],
    },
)
