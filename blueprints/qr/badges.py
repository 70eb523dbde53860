"""The states of prints, networks and links as pages show them."""

from blueprints.filters import day
from blueprints.labels import Badge
from blueprints.qr import bp
from blueprints.qr.labels import POSTER_STATE
from models.qr.rules import PosterState, Security
from models.qr.tables import Poster, QrLink, WifiNetwork


@bp.app_template_filter()
def hanging_badge(poster: Poster) -> Badge:
    """Whether this print hangs, on its own page."""
    if poster.hung_at is not None:
        return Badge("ok", "Đã dán")
    if poster.state is PosterState.WITHDRAWN:
        return Badge("idle", POSTER_STATE[poster.state])
    if poster.follows_id is not None:
        return Badge("warn", "Cần in lại và dán thay bản cũ")
    return Badge("idle", "Chưa ghi đã dán")


@bp.app_template_filter()
def print_badge(line: Poster) -> Badge:
    """Where a print stands, in a list: withdrawn ones come first, whether they hung or not."""
    if line.state is PosterState.WITHDRAWN:
        return Badge("idle", POSTER_STATE[line.state])
    if line.hung_at is not None:
        return Badge("ok", f"Đã dán {day(line.hung_at)}")
    return Badge("warn", "Cần in lại") if line.follows_id is not None else Badge("idle", "Chưa ghi đã dán")


@bp.app_template_filter()
def key_words(network: WifiNetwork) -> str:
    """Whether the key stands on the printed sheet."""
    if network.security is Security.OPEN:
        return "Không có"
    return "Không in ra" if network.hide_key else "Có in"


@bp.app_template_filter()
def target_words(link: QrLink | None) -> str:
    """What changing the target of a link means for the sheets on the wall; for a new link, what it may lead to."""
    if link is None:
        return "Trang lấy ý kiến, Zalo của cơ quan, trang của phòng hoặc trang khác."
    if link.short_code:
        return "Tờ in mang địa chỉ ngắn, đổi đích không phải in lại."
    return "Tờ in mang thẳng địa chỉ này, đổi thì phải in lại."
