"""How the readings of targets come about, as pages show it."""

from blueprints.plan import bp
from models.measures.targets import TargetReading
from models.plan.rules import Source, shown_no


@bp.app_template_filter()
def source_words(item: TargetReading) -> str:
    """How the reading of a target comes about."""
    if item.target.source is Source.MANUAL:
        return "Nhập tay"
    return "Tự tính" if item.measure.as_of else "Chưa có nguồn"


@bp.app_template_filter("plan_no")
def plan_no(ref: str | int) -> int:
    """The number of a task or target as its own plan prints it."""
    return shown_no(int(ref))
