"""How the readings of targets come about, as pages show it."""

from blueprints.plan import bp
from models.measures.targets import TargetReading
from models.plan.rules import Source


@bp.app_template_filter()
def source_words(item: TargetReading) -> str:
    """How the reading of a target comes about."""
    if item.target.source is Source.MANUAL:
        return "Nhập tay"
    return "Tự tính" if item.measure.as_of else "Chưa có nguồn"
