"""dashboard: the week at a glance, for one commune and for all of them."""

from flask import Blueprint

from blueprints.capability import Capability, Entry, Section

bp = Blueprint("dashboard", __name__)
CAPABILITY = Capability(
    bp,
    views=("home", "province", "matrix", "badges"),
    menu=(
        Entry(Section.TOP, 10, "Bảng điều hành", "dashboard", "dashboard.home"),
        Entry(Section.TOP, 20, "Các xã, phường trong tỉnh", "map", "dashboard.province"),
        Entry(Section.THUMB, 10, "Điều hành", "dashboard", "dashboard.home"),
    ),
    things={},
    lacks=frozenset({"models"}),
)
