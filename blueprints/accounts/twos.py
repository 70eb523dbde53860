"""What a second administrator confirms, and the second factor of somebody who lost the phone."""

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, proved, requires, viewer
from blueprints.accounts import bp
from blueprints.accounts.labels import WORDS
from blueprints.labels import refusal
from blueprints.pages import go_to
from blueprints.security_log import watched
from blueprints.transactions import rollback, saved
from models.accounts import factors, queries, requests, roster
from models.errors import RuleBroken

ASKED = "Đã ghi yêu cầu. Người quản trị thứ hai xác nhận ở trang Tài khoản thì mới có hiệu lực."


def _refused(url: str, broken: RuleBroken) -> AnyResponse:
    rollback()
    return go_to(url, refusal(broken, WORDS), "warn")


@bp.post("/quan-tri/tai-khoan/<int:account_id>/xoa-ma-xac-thuc")
@requires(Permission.MANAGE_ACCOUNTS)
@proved
@watched("factor_cleared")
def clear_factor(account_id: int) -> AnyResponse:
    """Take a second factor away from somebody who stands before the administrator in person."""
    account = queries.account(viewer(), account_id)
    page = url_for(".edit_account", account_id=account_id)
    try:
        if requests.takes_two(account):
            requests.ask_clearing(viewer(), account)
            return saved(page, ASKED)
        roster.refuse_own(viewer(), account, "own_factor")
        factors.clear(account)
    except RuleBroken as broken:
        return _refused(page, broken)
    return saved(page, f"Đã xóa mã xác thực của {account.display_name}. Người này cài lại ở trang Tài khoản của tôi.")


@bp.post("/quan-tri/tai-khoan/yeu-cau/<int:request_id>/xac-nhan")
@requires(Permission.MANAGE_ACCOUNTS)
@proved
@watched("account_changed")
def confirm_request(request_id: int) -> AnyResponse:
    """Do what another administrator asked for."""
    try:
        account = requests.confirm(viewer(), requests.one(viewer(), request_id))
    except RuleBroken as broken:
        return _refused(url_for(".accounts"), broken)
    return saved(url_for(".accounts"), f"Đã xác nhận thay đổi của tài khoản {account.username}.")


@bp.post("/quan-tri/tai-khoan/yeu-cau/<int:request_id>/bo")
@requires(Permission.MANAGE_ACCOUNTS)
def withdraw_request(request_id: int) -> AnyResponse:
    """Take a request back, or decline it."""
    requests.withdraw(requests.one(viewer(), request_id))
    return saved(url_for(".accounts"), "Đã bỏ yêu cầu.")
