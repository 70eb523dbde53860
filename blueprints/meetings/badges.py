"""The states of meetings and of their weeks as pages show them."""

from blueprints.filters import number
from blueprints.labels import Badge
from blueprints.meetings import bp
from blueprints.meetings.labels import MINUTES_STATE, PLATFORM, STATE, tie_words
from models.meetings.paper_rules import PaperState
from models.meetings.rules import Platform
from models.meetings.states import State

UNPROVEN = {
    Platform.ECABINET: Badge("warn", "Thiếu minh chứng"),
    Platform.MIXED: Badge("warn", PLATFORM[Platform.MIXED]),
    Platform.PAPER: Badge("bad", PLATFORM[Platform.PAPER]),
    Platform.SECRET: Badge("idle", PLATFORM[Platform.SECRET]),
}


STATE_KIND = {
    State.DRAFT: "idle",
    State.INVITED: "idle",
    State.MOVED: "warn",
    State.IN_SESSION: "warn",
    State.HELD: "ok",
    State.CONCLUDED: "ok",
    State.FILED: "ok",
    State.CANCELLED: "bad",
    State.NO_QUORUM: "bad",
}


@bp.app_template_global()
def state_badge(state: State) -> Badge:
    """Where a meeting stands."""
    return Badge(STATE_KIND[state], STATE[state])


bp.add_app_template_global(tie_words)


@bp.app_template_global()
def platform_badge(platform: Platform, is_proven: bool) -> Badge:
    """What carried a meeting, and whether that can be proven."""
    return Badge("ok", PLATFORM[Platform.ECABINET]) if is_proven else UNPROVEN[platform]


@bp.app_template_global()
def platform_remark(platform: Platform, is_proven: bool, printed_pages: int | None) -> str:
    """What stands small beside the platform: the printed pages of a proven meeting; else often nothing."""
    if not is_proven:
        return PLATFORM[platform] if platform is Platform.ECABINET else ""
    if printed_pages is None:
        return "chưa ghi số trang in"
    return f"in {number(printed_pages)} trang" if printed_pages else "không in giấy"


@bp.app_template_global()
def minutes_word(state: PaperState) -> str:
    """Where minutes stand."""
    return MINUTES_STATE[state]
