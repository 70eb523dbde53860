"""Who may call what: the one table that the grid compares the running site with. A new endpoint gets its line here."""

PUBLIC = "public"
ACCESS: dict[str, str] = {
    # accounts
    "accounts.healthz": PUBLIC,
    "accounts.sign_in": PUBLIC,
    "accounts.use_code": PUBLIC,
    "accounts.sign_out": "own_account",
    "accounts.me": "own_account",
    "accounts.end_other_sessions": "own_account",
    "accounts.people": "manage_people",
    "accounts.new_unit": "manage_people",
    "accounts.edit_unit": "manage_people",
    "accounts.new_person": "manage_people",
    "accounts.edit_person": "manage_people",
    "accounts.accounts": "manage_accounts",
    "accounts.new_account": "manage_accounts",
    "accounts.edit_account": "manage_accounts",
    "accounts.give_code": "manage_accounts",
    "accounts.end_sessions": "manage_accounts",
    "accounts.switch_account": "manage_accounts",
    "accounts.communes": "manage_communes",
    "accounts.new_commune": "manage_communes",
    "accounts.journal": "read_journal",
    # files
    "files.open": "read_files",
    # dashboard
    "dashboard.home": "read_dashboard",
    "dashboard.province": "read_province",
    "dashboard.look_at": "read_province",
    # plan
    "plan.targets": "read_plan",
    "plan.target": "read_plan",
    "plan.tasks": "read_plan",
    "plan.task": "read_plan",
    "plan.script": "read_plan",
    "plan.step": "read_plan",
    "plan.worklist": "read_plan",
    "plan.figure": "set_figure",
    "plan.assign": "assign_work",
    "plan.note": "record_progress",
    "plan.finish": "record_progress",
    "plan.reopen": "record_progress",
    "plan.extend": "record_progress",
    "plan.confirm": "confirm_work",
    "plan.send_back": "confirm_work",
    "plan.grant": "grant_extension",
    "plan.refuse": "grant_extension",
    # duties
    "duties.mine": "own_work",
    "duties.page": "read_work",
    "duties.note": "record_progress",
    "duties.finish": "record_progress",
    "duties.reopen": "record_progress",
    "duties.extend": "record_progress",
    "duties.confirm": "confirm_work",
    "duties.send_back": "confirm_work",
    "duties.grant": "grant_extension",
    "duties.refuse": "grant_extension",
    "duties.assign": "assign_work",
    # satisfaction
    "satisfaction.public_page": PUBLIC,
    "satisfaction.public_thanks": PUBLIC,
    "satisfaction.figures": "read_satisfaction",
    "satisfaction.responses": "read_responses",
    "satisfaction.record": "record_response",
    "satisfaction.take_back": "record_response",
    "satisfaction.decide": "manage_counters",
    "satisfaction.counters": "manage_counters",
    "satisfaction.edit_counter": "manage_counters",
    "satisfaction.new_link": "manage_counters",
    "satisfaction.switch_link": "manage_counters",
    # meetings
    "meetings.index": "read_meetings",
    "meetings.page": "read_meetings",
    "meetings.sheet": "read_meetings",
    "meetings.week": "read_meetings",
    "meetings.new": "record_meeting",
    "meetings.edit": "record_meeting",
    "meetings.cancel": "record_meeting",
    "meetings.conclude": "record_meeting",
    "meetings.reopen": "record_meeting",
    "meetings.body_list": "record_meeting",
    "meetings.new_body": "record_meeting",
    "meetings.edit_body": "record_meeting",
    # audits
    "audits.index": "read_audits",
    "audits.round": "read_audits",
    "audits.sheet": "read_audits",
    "audits.item": "read_audits",
    "audits.new": "open_round",
    "audits.tick": "record_audit",
    "audits.detach": "record_audit",
    # qr
    "qr.follow": PUBLIC,
    "qr.index": "read_qr",
    "qr.page": "read_qr",
    "qr.link_page": "read_qr",
    "qr.network_page": "read_qr",
    "qr.preview": "print_poster",
    "qr.as_pdf": "print_poster",
    "qr.as_png": "print_poster",
    "qr.as_svg": "print_poster",
    "qr.choose": "print_poster",
    "qr.go_on": "print_poster",
    "qr.progress": "print_poster",
    "qr.fetch": "print_poster",
    "qr.hung": "print_poster",
    "qr.advise": "manage_qr",
    "qr.emblem": "manage_qr",
    "qr.remove_emblem": "manage_qr",
    "qr.emblem_picture": "manage_qr",
    "qr.new_network": "manage_qr",
    "qr.edit_network": "manage_qr",
    "qr.new_link": "manage_qr",
    "qr.edit_link": "manage_qr",
    "qr.new_room": "manage_qr",
    "qr.edit_room": "manage_qr",
    "qr.posters_for_rooms": "manage_qr",
    "qr.take_down": "manage_qr",
    "qr.reveal": "reveal_wifi_key",
}

# where the ids in an address come from; the same word may mean another table in another room
TABLES: dict[str, str] = {
    "account_id": "account", "person_id": "person", "unit_id": "unit", "file_id": "stored_file",
    "meeting_id": "meeting", "body_id": "meeting_body", "round_id": "audit_round", "result_id": "item_result",
    "evidence_id": "item_evidence", "poster_id": "poster", "network_id": "wifi_network", "room_id": "room",
    "job_id": "print_job", "response_id": "response", "counter_id": "counter", "qr.link_id": "qr_link",
    "satisfaction.link_id": "response_link", "dashboard.commune_id": "commune", "duty_id": "duty",
}  # fmt: skip

# which row stands in an address, where the first one would not do: work that the secretary has in hand
PICKED: dict[str, dict[str, str]] = {"duty": {"kind": "task", "ref": "14"}}

# drawn anew at each call: one role of each commune is enough for the way in
DRAWN = {"qr.as_pdf", "qr.as_png", "qr.as_svg", "qr.preview"}

# addresses that are the same in every commune (numbers of the plan, weeks, paper sizes)
WORDS: dict[str, object] = {
    "no": 1, "code": "I.1", "plan.figure.no": 2, "plan.note.no": 14, "plan.finish.no": 14, "plan.extend.no": 14,
    "plan.reopen.no": 14, "week": "2026-W14", "word": "a4", "state": "bat",
    "token": "khong-co-ma-nay", "year": 2026, "key": "website", "kind": "wifi",
}  # fmt: skip

# here the role is not enough: only whoever has the duty in hand may enter, everybody else of these roles gets 403
IN_HAND = {"plan.note", "plan.finish", "plan.extend", "plan.reopen", "duties.note", "duties.finish", "duties.extend",
           "duties.reopen"}  # fmt: skip

# one's own address may answer 404 or 409 to a role that may enter (a job that is not finished, a kind without preview)
PERHAPS_NOT_THERE = {
    "qr.emblem_picture",
    "qr.fetch",
    "satisfaction.public_page",
    "satisfaction.public_thanks",
    "qr.follow",
}
