"""Saying that the accounts, or the log at the doors, were looked through."""

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.accounts import bp
from blueprints.transactions import saved
from models.accounts import reviewing
from models.accounts.reviewing import ReviewKind


@bp.post("/quan-tri/tai-khoan/ra-soat")
@requires(Permission.MANAGE_ACCOUNTS)
def review_accounts() -> AnyResponse:
    """Every account was looked at: who has it, with which roles, whether it is still needed."""
    reviewing.note(viewer(), ReviewKind.ACCOUNTS)
    return saved(url_for(".accounts"), "Đã ghi lần rà soát tài khoản vào nhật ký.")


@bp.post("/quan-tri/bao-mat/xem-lai")
@requires(Permission.READ_SECURITY_LOG)
def review_log() -> AnyResponse:
    """The log at the doors was looked through."""
    reviewing.note(viewer(), ReviewKind.LOG)
    return saved(url_for(".security_log"), "Đã ghi lần xem lại vào nhật ký.")
