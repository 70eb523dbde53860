"""Who may enter the satisfaction room, and what its addresses need."""

from tests.access.rows import DEVICE, PUBLIC, Rows

ROWS = Rows(
    access={
        "public_page": PUBLIC,
        "public_thanks": PUBLIC,
        "figures": "read_satisfaction",
        "table": "read_satisfaction",
        "table_file": "read_satisfaction",
        "responses": "read_responses",
        "record": "record_response",
        "take_back": "record_response",
        "decide": "manage_counters",
        "links": "manage_counters",
        "new_link": "manage_counters",
        "switch_link": "manage_counters",
        "devices": "manage_counters",
        "device_code": "manage_counters",
        "revoke_device": "manage_counters",
        "device_page": "manage_counters",
        "explain_gap": "manage_counters",
        "device_pin": "manage_counters",
        "finished": "record_response",
        "pair": PUBLIC,
        "heartbeat": DEVICE,
        "configuration": DEVICE,
        "answers": DEVICE,
        "kiosk": PUBLIC,
        "kiosk_worker": PUBLIC,
        "kiosk_file": PUBLIC,
    },
    tables={"counter_id": "counter", "device_id": "device", "link_id": "response_link", "response_id": "response"},
    words={"state": "bat", "token": "khong-co-ma-nay", "version": "0", "name": "quay", "ending": "csv"},
    perhaps_not_there=["public_page", "public_thanks", "kiosk_file"],
    tour={
        "lanhdao": ["/hai-long", "/hai-long/phieu", "/hai-long/bang/thu-tuc", "/hai-long/bang/can-bo"],
        "quay": ["/hai-long/ghi"],
        "tinh": ["/hai-long"],
        "thuky": ["/hai-long/quay", "/hai-long/thiet-bi"],
    },
)
