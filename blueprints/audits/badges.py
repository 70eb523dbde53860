"""The states of rounds as pages show them."""

from blueprints.audits import bp
from blueprints.filters import day
from blueprints.labels import Badge
from models.audits.evidence import EvidenceRow
from models.audits.items import ItemRow
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


@bp.app_template_filter()
def revision_words(kept: EvidenceRow) -> str:
    """Which revision of a proof it is, and since when it stands in the place of the one before."""
    return f"bản {kept.no} (thay bản {kept.no - 1} ngày {day(kept.received_at)})" if kept.no > 1 else ""


@bp.app_template_filter()
def worth_words(kept: EvidenceRow) -> str:
    """Until when a proof is worth something, and whether that was past on the day of the assessment."""
    if kept.valid_to is None:
        return ""
    return f"có giá trị đến {day(kept.valid_to)}" + (", hết giá trị vào ngày đánh giá" if kept.is_expired else "")


@bp.app_template_filter()
def lack_words(item: ItemRow) -> str:
    """Why a criterion is not shown by its proofs: there is none of the kind, or what there is was past its day."""
    return "minh chứng hết giá trị vào ngày đánh giá" if item.expired else "thiếu minh chứng"
