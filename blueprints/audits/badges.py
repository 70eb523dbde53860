"""The states of rounds as pages show them."""

from blueprints.audits import bp
from blueprints.filters import day
from blueprints.labels import Badge
from models.audits.queries import RoundFigures
from models.audits.tables import AuditRound

PICTURES = (".jpg", ".jpeg", ".jfif", ".png", ".webp")


@bp.app_template_filter()
def owed_badge(figures: RoundFigures) -> Badge:
    """How many mandatory criteria a round still lacks; good news only once every criterion was looked at."""
    text = f"{figures.mandatory_missing} tiêu chí bắt buộc chưa đạt"
    if figures.mandatory_missing:
        return Badge("bad", text)
    return Badge("ok" if figures.is_finished else "idle", text)


@bp.app_template_filter()
def proof_period(round_: AuditRound) -> str:
    """Of which days the proofs of a round should be."""
    first, last = round_.period
    words = (f"từ {day(first)}" if first else "", f"đến {day(last)}" if last else "")
    return " ".join(filter(None, words)) or "của ngày bất kỳ"


@bp.app_template_filter()
def is_picture(name: str) -> bool:
    """Whether a stored file may be shown as a picture, by the name it came with."""
    return name.casefold().endswith(PICTURES)
