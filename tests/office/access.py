"""Who sets the place up, sees how it is, and keeps its backups."""

from tests.access.rows import PUBLIC, Rows

ROWS = Rows(
    access={
        "start": "set_up_office",
        "lights": "watch_system",
        "lights_json": "watch_system",
        "check_now": "watch_system",
        "retention": "watch_system",
        "certificate": "watch_system",
        "issue_certificate": "set_up_office",
        "security_dossier": "watch_system",
        "security_print": "watch_system",
        "security_docx": "watch_system",
        "authority": PUBLIC,
        "backups": "manage_backups",
        "remove_place": "manage_backups",
        "back_up_now": "manage_backups",
        "new_code": "manage_backups",
        "type_code": "manage_backups",
    },
    words={"place_id": 1},  # a place belongs to the machine, not to a commune
    perhaps_not_there=("authority",),
    tour={
        "quantri": [
            "/quan-tri/bat-dau",
            "/quan-tri/he-thong",
            "/quan-tri/sao-luu",
            "/quan-tri/sao-luu/go-lai",
            "/quan-tri/chung-thu",
            "/quan-tri/luu-giu",
            "/quan-tri/ho-so-an-toan",
        ]
    },
)
