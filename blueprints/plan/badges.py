"""The states of work and of readings as pages show them."""

from blueprints.labels import Badge
from blueprints.plan import bp
from blueprints.plan.labels import STATE
from models.measures.targets import TargetReading
from models.plan.rules import Source, Standing, State

STATE_KIND = {
    State.OVERDUE: "bad",
    State.DUE_SOON: "warn",
    State.LATER: "idle",
    State.NO_DATE: "idle",
    State.DONE: "ok",
    State.DONE_LATE: "warn",
}


def _distance(standing: Standing) -> str:
    if standing.state is State.DUE_SOON and standing.days == 0:
        return "Hạn hôm nay"
    before = {State.OVERDUE: "Quá hạn", State.DUE_SOON: "Còn", State.LATER: "Còn", State.DONE_LATE: "Xong muộn"}
    return f"{before[standing.state]} {standing.days} ngày"


@bp.app_template_filter()
def standing_badge(standing: Standing) -> Badge:
    """Where work stands against its day, in days where there are any to count."""
    is_bare = standing.state in (State.NO_DATE, State.DONE)
    return Badge(STATE_KIND[standing.state], STATE[standing.state] if is_bare else _distance(standing))


@bp.app_template_filter()
def source_words(item: TargetReading) -> str:
    """How the reading of a target comes about."""
    if item.target.source is Source.MANUAL:
        return "Nhập tay"
    return "Tự tính" if item.measure.as_of else "Chưa có nguồn"
