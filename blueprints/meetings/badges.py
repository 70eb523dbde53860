"""The states of meetings and of their weeks as pages show them."""

from blueprints.filters import number
from blueprints.labels import Badge
from blueprints.meetings import bp
from blueprints.meetings.labels import PLATFORM
from models.meetings.rules import Platform

UNPROVEN = {
    Platform.ECABINET: Badge("warn", "Thiếu minh chứng"),
    Platform.MIXED: Badge("warn", PLATFORM[Platform.MIXED]),
    Platform.PAPER: Badge("bad", PLATFORM[Platform.PAPER]),
    Platform.SECRET: Badge("idle", PLATFORM[Platform.SECRET]),
}


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
