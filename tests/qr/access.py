"""Who may enter the qr room, and what its addresses need."""

from tests.access.rows import PUBLIC, Rows

ROWS = Rows(
    access={
        "follow": PUBLIC,
        "index": "read_qr",
        "page": "read_qr",
        "link_page": "read_qr",
        "network_page": "read_qr",
        "preview": "print_poster",
        "as_pdf": "print_poster",
        "as_png": "print_poster",
        "as_svg": "print_poster",
        "choose": "print_poster",
        "go_on": "print_poster",
        "progress": "print_poster",
        "fetch": "print_poster",
        "hung": "print_poster",
        "advise": "manage_qr",
        "emblem": "manage_qr",
        "remove_emblem": "manage_qr",
        "emblem_picture": "manage_qr",
        "new_network": "manage_qr",
        "edit_network": "manage_qr",
        "new_link": "manage_qr",
        "edit_link": "manage_qr",
        "posters_for_rooms": "manage_qr",
        "take_down": "manage_qr",
        "reveal": "reveal_wifi_key",
    },
    tables={
        "job_id": "print_job",
        "link_id": "qr_link",
        "network_id": "wifi_network",
        "poster_id": "poster",
    },
    words={"code": "I.1", "kind": "wifi", "word": "a4"},
    drawn=["as_pdf", "as_png", "as_svg", "preview"],
    perhaps_not_there=["emblem_picture", "fetch", "follow"],
    tour={"thuky": ["/ma-qr", "/ma-qr/wifi/moi"]},
)
