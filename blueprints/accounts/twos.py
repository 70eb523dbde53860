"""What a second administrator confirms, and the second factor of somebody who lost the phone."""

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, proved, requires, viewer
from blueprints.accounts import bp
from blueprints.accounts.labels import ASKED, WORDS
from blueprints.accounts.staff import show_code
from blueprints.labels import refusal
from blueprints.pages import go_to
from blueprints.security_log import watched
from blueprints.transactions import between_transactions, rollback, saved
from models.accounts import factors, passwords, queries, requests, roster
from models.accounts.rules import RequestKind
from models.errors import RuleBroken


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
        if requests.one(viewer(), request_id).kind is RequestKind.NEW_CODE:
            return _with_code(request_id)
        account = requests.confirm(viewer(), requests.one(viewer(), request_id))
    except RuleBroken as broken:
        return _refused(url_for(".accounts"), broken)
    return saved(url_for(".accounts"), f"Đã xác nhận thay đổi của tài khoản {account.username}.")


def _with_code(request_id: int) -> AnyResponse:
    """The new code is shown to who confirms, this once; he hands it over."""
    with between_transactions():
        code, kept = passwords.new_code_and_hash()
    return show_code(requests.confirm(viewer(), requests.one(viewer(), request_id), kept), code)


@bp.post("/quan-tri/tai-khoan/yeu-cau/<int:request_id>/bo")
@requires(Permission.MANAGE_ACCOUNTS)
def withdraw_request(request_id: int) -> AnyResponse:
    """Take a request back, or decline it."""
    requests.withdraw(requests.one(viewer(), request_id))
    return saved(url_for(".accounts"), "Đã bỏ yêu cầu.")
