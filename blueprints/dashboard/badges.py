"""What the tiles and the line of the dashboard say."""

from decimal import Decimal
from typing import NamedTuple

from blueprints.dashboard import bp
from blueprints.filters import number
from blueprints.labels import Badge, verdict_badge
from models.audits.queries import RoundFigures
from models.percent import show


class WeekPoint(NamedTuple):
    """One week of the line: its name, the rate in per cent (None where the line breaks), and the same in words."""

    label: str
    value: float | None
    text: str


def week_point(week: int, satisfied: int, answers: int, least: int, target: Decimal | None = None) -> WeekPoint:
    """A week's answers as a point; fewer than ``least`` answers make none."""
    label = f"Tuần {week}"
    if not answers:
        return WeekPoint(label, None, "—")
    if answers < least:
        return WeekPoint(label, None, f"chưa đủ phiếu ({answers})")
    text = f"{show(satisfied, answers, target)} ({number(satisfied)}/{number(answers)})"
    return WeekPoint(label, satisfied * 100 / answers, text)


@bp.app_template_filter()
def website_badge(website: RoundFigures) -> Badge:
    """The criteria of the website: what is mandatory comes before the rest."""
    if website.mandatory_missing:
        return Badge("bad", f"{website.mandatory_missing} tiêu chí bắt buộc chưa đạt")
    return verdict_badge(website.verdict)


@bp.app_template_global()
def tasks_badge(has_plan: bool, overdue: int, due_soon: int) -> Badge:
    """The tasks of the plan: what is late comes before what is due soon."""
    if not has_plan:
        return Badge("idle", "Chưa có kế hoạch")
    if overdue:
        return Badge("bad", f"{overdue} quá hạn")
    return Badge("warn", f"{due_soon} sắp đến hạn") if due_soon else Badge("ok", "Không có việc quá hạn")
