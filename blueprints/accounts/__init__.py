"""accounts: the people, their accounts, the communes, and the journal of what they did."""

from flask import Blueprint

from blueprints.accounts.found import FINDS
from blueprints.accounts.labels import WORDS
from blueprints.accounts.mine import mine
from blueprints.accounts.things import THINGS, VERBS
from blueprints.capability import Capability, Entry, Section

bp = Blueprint("accounts", __name__)
CAPABILITY = Capability(
    bp,
    views=(
        *(
            "health",
            "sign_in",
            "beginning",
            "own",
            "proving",
            "factor",
            "people",
            "many",
            "pasting",
            "people_sheets",
            "staff",
            "twos",
            "communes",
        ),
        *("journal", "doors", "ruling", "reviewing", "badges"),
    ),
    menu=(
        Entry(Section.ADMIN, 10, "Đơn vị, cán bộ", "building", "accounts.people"),
        Entry(Section.ADMIN, 20, "Tài khoản", "key", "accounts.accounts"),
        Entry(Section.ADMIN, 30, "Xã, phường tham gia", "building", "accounts.communes"),
        Entry(Section.ADMIN, 40, "Nhật ký", "history", "accounts.journal"),
        Entry(Section.ADMIN, 50, "Nhật ký bảo mật", "lock", "accounts.security_log"),
    ),
    things=THINGS,
    finds=FINDS,
    verbs=VERBS,
    refusals=WORDS,
    recurring=mine,
    lacks=frozenset({"measures", "demo"}),
)
