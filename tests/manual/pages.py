"""What is read and is no page of its own, so that it needs no guidance."""

NO_PAGES = {
    "audits.changed": "a piece of the round",
    "website.status": "a piece of a run",
    "meetings.week": "leads on",
    **dict.fromkeys(
        (
            "dashboard.look_at",
            "dashboard.look_at_round",
            "dashboard.look_at_target",
            "dashboard.look_at_task",
            "dashboard.look_at_step",
        ),
        "leads on",
    ),
    "places.moved_edit_counter": "leads on",
    "places.moved_edit_room": "leads on",
    "places.moved_new_room": "leads on",
    "dashboard.wall": "a screen on the wall, without a head",
    **dict.fromkeys(
        ("audits.sheet", "audits.set_print", "kpi.sheet", "meetings.invitation_sheet", "meetings.notice_sheet"), "paper"
    ),
    **dict.fromkeys(
        ("meetings.sheet", "reports.sheet", "reports.further_sheet", "reports.document", "qr.own_host_poster"), "paper"
    ),
    **dict.fromkeys(("office.security_print", "satisfaction.sheet_print", "satisfaction.team_plan_print"), "paper"),
}

ALSO = frozenset({"places.room"})  # open to guests as well; who is signed in sees it in the frame of the office

NO_PICTURE: dict[str, str] = {}  # by the anchor of the guidance: why no picture of its page would help anybody
