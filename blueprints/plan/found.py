"""Where the search box leads to in the plan."""

from flask import url_for

from blueprints.capability import Findable

FINDS = {
    "target": Findable("Chỉ tiêu", lambda no: url_for("plan.target", no=no), "Chỉ tiêu {label}. {title}"),
    "task": Findable("Nhiệm vụ", lambda no: url_for("plan.task", no=no), "Nhiệm vụ {label}. {title}"),
    "step": Findable("Kịch bản", lambda code: url_for("plan.step", code=code), "Bước {label}. {title}"),
}
