"""What is done to many people of the list at once: invitations, closing accounts, another unit."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, proved, requires, viewer
from blueprints.accounts import bp
from blueprints.accounts.labels import COMMUNE_ROLES, INVITE_HOURS, WORDS
from blueprints.labels import refusal
from blueprints.pages import go_to, render_page
from blueprints.security_log import note, watched
from blueprints.serving import seen_from_outside
from blueprints.transactions import between_transactions, commit_once, once, rollback, saved
from models import clock
from models.accounts import inviting, passwords, queries, requests
from models.accounts.inviting import Invited
from models.accounts.rules import Role
from models.errors import RuleBroken

USUAL_HOURS = 72
NOBODY = "Xin tích chọn ít nhất một người trong danh sách."


def _chosen() -> Sequence[Any]:
    said = request.form.getlist("person")
    return inviting.members(viewer(), [int(one) for one in said if one.isascii() and one.isdigit() and len(one) < 10])


def _names(left_out: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, refusal(RuleBroken(code), WORDS)) for name, code in left_out]


def _no(message: str) -> AnyResponse:
    rollback()
    return go_to(url_for(".people"), message, "warn")


@bp.post("/quan-tri/can-bo/thu-moi")
@requires(Permission.MANAGE_ACCOUNTS)
@proved
@watched("code_given")
@once
def invite() -> AnyResponse:
    """A sheet for each of the ticked people, with user name and one-use code: on this answer alone."""
    said, role = request.form.get("hours", ""), request.form.get("role", "")
    count = len(_chosen())
    if not count:
        return _no(NOBODY)
    if role not in {one.value for one in COMMUNE_ROLES} or said not in {str(hours) for hours in INVITE_HOURS}:
        return _no("Xin chọn hạn dùng và vai trò.")
    with between_transactions():
        codes = [passwords.new_code_and_hash() for _ in range(count)]
    rows, home = _chosen()[:count], queries.commune(viewer().home_id)
    try:
        if any(row.account_id is None for row in rows):
            requests.refuse_new_admin(home.id, {Role(role)})
        found = inviting.invite(home, rows, int(said), Role(role), codes[: len(rows)])
    except RuleBroken as broken:
        return _no(refusal(broken, WORDS))
    return show_sheets(found, int(said))


def show_sheets(found: Invited, hours: int = USUAL_HOURS) -> AnyResponse:
    """Commit, and show the invitations on this one answer: codes never stand in an address, a cookie or a log."""
    commit_once(url_for(".people"))
    return render_page(
        "accounts/invitations.html",
        sheets=[sheet._replace(code=passwords.written_code(sheet.code)) for sheet in found.sheets],
        left_out=_names(found.left_out),
        until=clock.now() + timedelta(hours=hours),
        address=seen_from_outside(url_for(".use_code", _external=True)),
    )


def invite_new(ids: Sequence[int], role: Role, codes: Sequence[tuple[str, str]]) -> AnyResponse:
    """Accounts and invitations for people who were added just now, none of them an administrator's."""
    home = queries.commune(viewer().home_id)
    found = inviting.invite(home, inviting.members(viewer(), ids)[: len(codes)], USUAL_HOURS, role, codes)
    answer = show_sheets(found)
    note("account_added")
    return answer


@bp.post("/quan-tri/can-bo/thu-hoi-ma")
@requires(Permission.MANAGE_ACCOUNTS)
@watched("account_changed")
def withdraw_codes() -> AnyResponse:
    """Make the unused codes of the ticked people void."""
    rows = _chosen()
    count = inviting.withdraw(rows)
    return saved(url_for(".people"), f"Đã thu hồi {count} mã." if rows else NOBODY, "ok" if rows else "warn")


@bp.post("/quan-tri/can-bo/khoa")
@requires(Permission.MANAGE_ACCOUNTS)
@proved
@watched("account_switched")
def lock_many() -> AnyResponse:
    """Close the accounts of the ticked people at once."""
    rows = _chosen()
    if not rows:
        return _no(NOBODY)
    count, left_out = inviting.lock(viewer(), rows)
    kept = "".join(f" {name}: {why}" for name, why in _names(left_out))
    return saved(url_for(".people"), f"Đã khóa {count} tài khoản.{kept}", "warn" if kept else "ok")


@bp.post("/quan-tri/can-bo/chuyen-don-vi")
@requires(Permission.MANAGE_PEOPLE)
def move_many() -> AnyResponse:
    """Put the ticked people into another unit."""
    rows, said = _chosen(), request.form.get("unit_id", "")
    if not rows:
        return _no(NOBODY)
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        return _no("Xin chọn đơn vị chuyển đến.")
    unit = queries.unit(viewer(), int(said))
    return saved(url_for(".people"), f"Đã chuyển {inviting.move(rows, unit)} người sang {unit.name}.")
