"""Where duties stand, as pages show it: every state is sign, word and colour."""

from blueprints.duties import bp
from blueprints.duties.labels import STATE
from blueprints.labels import Badge
from models.duties.rules import DutyState, Standing

STATE_KIND = {
    DutyState.OVERDUE: "bad",
    DutyState.DUE_SOON: "warn",
    DutyState.LATER: "idle",
    DutyState.NO_DATE: "idle",
    DutyState.WAITING: "wait",
    DutyState.DONE: "ok",
    DutyState.DONE_LATE: "warn",
    DutyState.VOID: "idle",
}
IN_DAYS = {
    DutyState.OVERDUE: "Quá hạn {} ngày",
    DutyState.DUE_SOON: "Còn {} ngày",
    DutyState.LATER: "Còn {} ngày",
    DutyState.WAITING: "Chờ xác nhận, quá hạn {} ngày",
    DutyState.DONE_LATE: "Hoàn thành quá hạn {} ngày",
}


@bp.app_template_filter()
def standing_badge(standing: Standing) -> Badge:
    """Where a duty stands against its day, in days where there are any to count."""
    words = IN_DAYS[standing.state].format(standing.days) if standing.days else STATE[standing.state]
    if standing.state is DutyState.DUE_SOON and not standing.days:
        words = "Hạn hôm nay"
    return Badge(STATE_KIND[standing.state], words)
