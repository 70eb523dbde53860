"""plan: targets, tasks, the script, and what is reported on them."""

from flask import Blueprint

from blueprints.capability import Capability, Entry, Section
from blueprints.plan.found import FINDS
from blueprints.plan.labels import DEFINES, MEASURES, REFUSALS
from blueprints.plan.lists import LISTS
from blueprints.plan.things import THINGS

bp = Blueprint("plan", __name__)
CAPABILITY = Capability(
    bp,
    views=(
        "targets",
        "figures",
        "indicators",
        "measured",
        "commands",
        "tasks",
        "script",
        "looking",
        "exports",
        "many",
        "limits",
        "official",
        "progress",
        "days",
        "imports",
        "sheets",
        "readings",
        "badges",
    ),
    menu=(
        Entry(Section.TOP, 30, "Chỉ tiêu", "target", "plan.targets"),
        Entry(Section.TOP, 40, "Nhiệm vụ", "plan", "plan.tasks"),
        Entry(Section.TOP, 50, "Kịch bản", "list", "plan.script"),
    ),
    things=THINGS,
    lists=LISTS,
    finds=FINDS,
    measures=MEASURES,
    defines=DEFINES,
    verbs={
        "plan_imported": "nhập từ Excel",
        "plan_import_undone": "hoàn tác lần nhập từ Excel",
        "readings_imported": "nhập số liệu từ Excel",
        "readings_undone": "hoàn tác lần nhập số liệu từ Excel",
    },
    refusals=REFUSALS,
)
