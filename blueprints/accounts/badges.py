"""The states of accounts as pages show them."""

from blueprints.accounts import bp
from blueprints.filters import moment
from blueprints.labels import Badge, word
from models.accounts.disuse import LIMIT
from models.accounts.rules import Role, read_roles
from models.accounts.tables import Account


@bp.app_template_global()
def account_badge(is_active: bool, has_password: bool, is_unused: bool = False) -> Badge:
    """Whether somebody can sign in with an account; ``is_unused``: a night has closed it because nobody did."""
    if not is_active:
        return Badge("idle", f"Khóa vì {LIMIT} ngày không dùng" if is_unused else "Đã khóa")
    return Badge("ok", "Đang dùng") if has_password else Badge("warn", "Chờ đặt mật khẩu")


@bp.app_template_filter()
def role_words(roles: str) -> str:
    """The words of roles that are kept as one line, parted by commas."""
    return ", ".join(word(Role(role)) for role in roles.split(","))


@bp.app_template_filter()
def roles_words(account: Account) -> str:
    """The roles of an account (or of a line of its list), the first one first."""
    return ", ".join([word(account.role), *(word(role) for role in Role if role in read_roles(account.other_roles))])


@bp.app_template_filter()
def password_words(account: Account) -> str:
    """Whether an account has a password, and since when where that is known."""
    if not account.password_hash:
        return "Chưa đặt"
    return f"Đặt lúc {moment(account.password_set_at)}" if account.password_set_at else "Đã đặt"
