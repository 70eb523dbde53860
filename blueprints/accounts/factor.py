"""One's own second factor: setting it up, spare codes, and whether the office wants it of some roles."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, before_enrolment, has_proved, may, proved, requires, viewer
from blueprints.accounts import bp
from blueprints.accounts.forms import FactorForm
from blueprints.accounts.labels import WORDS
from blueprints.accounts.proving import is_proven
from blueprints.menu import in_office
from blueprints.pages import go_to, render_page
from blueprints.security_log import watched
from blueprints.transactions import commit, refuse, saved
from models import clock
from models.accounts import factors, passwords, queries, stepping
from models.accounts.rules import Role
from models.accounts.tables import Account
from models.base import db, reading
from models.errors import RuleBroken
from models.qr import outlines, symbols

RULED = "Đã bắt buộc. Ai chưa cài thì được dẫn đến trang cài sau khi gõ mật khẩu."


def _account() -> Account:
    return db.session.get_one(Account, viewer().account_id)


def _office(account: Account) -> str:
    return in_office(account.commune.name) if account.commune else queries.province() or "Cấp tỉnh"


def picture(text: str) -> str:
    """A QR code as an address that holds the picture itself."""
    return outlines.data_url(symbols.encode(text))


@bp.route("/tai-khoan/ma-xac-thuc", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
@before_enrolment
@watched("factor_set")
def factor() -> AnyResponse:
    """How one's second factor stands; without one a code to scan, and a field for the first six digits."""
    account, form = _account(), FactorForm()
    if form.validate_on_submit() and is_proven(form):
        try:
            codes = factors.begin(account, factors.offered_again(account, form.sealed.data), form.code.data)
        except RuleBroken as broken:
            refuse(form, broken, WORDS)
        else:
            commit()
            return _spare_codes(account, codes)
    if factors.has_factor(account.id):
        return _present(account)
    return _offer(account, form)


def _offer(account: Account, form: FactorForm) -> AnyResponse:
    """The same secret as long as the form comes back, so that nobody has to scan twice."""
    with reading():
        try:
            secret = factors.offered_again(account, form.sealed.data or "")
        except RuleBroken:
            secret, form.sealed.data = factors.offered(account)
        username, office = account.username, _office(account)
    db.session.rollback()  # drawing keeps nobody waiting
    return render_page(
        "accounts/factor_offer.html",
        form=form,
        status=form.status,
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        qr=picture(stepping.address(secret, username, office)),
        is_proved=has_proved(),
        **_about_rule(),
    )


def _present(account: Account) -> AnyResponse:
    return render_page(
        "accounts/factor.html",
        account=account,
        left=factors.spare_codes_left(account.id),
        of=factors.SPARE_CODES,
        **_about_rule(),
    )


def _scope() -> int | None:
    return None if viewer().role is Role.PROVINCE else viewer().commune_id


def _about_rule() -> dict[str, Any]:
    if not may("rule_factors"):
        return {"rules_factors": False}
    return {
        "rules_factors": True,
        "is_ruled": factors.rule(_scope()) is not None,
        "missing": factors.without_factor(_scope()),
        "of_province": _scope() is None,
    }


def _spare_codes(account: Account, codes: list[str]) -> AnyResponse:
    """The codes on this one answer: never in an address, a cookie or a log."""
    shown = [passwords.written_code(code) for code in codes]
    return render_page("accounts/spare_codes.html", account=account, codes=shown, seen_at=clock.now())


@bp.post("/tai-khoan/ma-xac-thuc/du-phong")
@requires(Permission.OWN_ACCOUNT)
@proved
@watched("spare_codes_made")
def new_spare_codes() -> AnyResponse:
    """Ten new spare codes, shown this once; the former ones are void."""
    account = _account()
    if not factors.has_factor(account.id):
        return go_to(url_for(".factor"), WORDS["factor_missing"], "warn")
    codes = factors.new_spare_codes(account)
    commit()
    return _spare_codes(account, codes)


@bp.post("/tai-khoan/ma-xac-thuc/tat")
@requires(Permission.OWN_ACCOUNT)
@proved
@watched("factor_cleared")
def drop_factor() -> AnyResponse:
    """Do without a second factor, where the office does not want one of this role."""
    account = _account()
    if factors.is_wanted_of(account):
        return go_to(url_for(".factor"), WORDS["factor_wanted"], "warn")
    if not factors.has_factor(account.id):
        return go_to(url_for(".factor"), WORDS["factor_missing"], "warn")
    factors.clear(account)
    return saved(url_for(".me"), "Đã tắt mã xác thực. Từ nay chỉ cần mật khẩu.")


@bp.post("/tai-khoan/ma-xac-thuc/bat-buoc")
@requires(Permission.RULE_FACTORS)
@proved
@watched("factor_ruled")
def rule_factors() -> AnyResponse:
    """Want a second factor of administrators and leaders (of all accounts of the province), or no longer."""
    is_on = request.form.get("on") == "1"
    try:
        factors.set_rule(viewer(), _scope(), is_on)
    except RuleBroken as broken:
        return go_to(url_for(".factor"), WORDS[broken.code], "warn")
    return saved(url_for(".factor"), RULED if is_on else "Từ nay không bắt buộc.")
