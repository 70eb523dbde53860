"""The states of rounds as pages show them."""

from blueprints.audits import bp
from blueprints.labels import Badge
from models.audits.queries import RoundFigures


@bp.app_template_filter()
def owed_badge(figures: RoundFigures) -> Badge:
    """How many mandatory criteria a round still lacks; good news only once every criterion was looked at."""
    text = f"{figures.mandatory_missing} tiêu chí bắt buộc chưa đạt"
    if figures.mandatory_missing:
        return Badge("bad", text)
    return Badge("ok" if figures.assessed == figures.total else "idle", text)
