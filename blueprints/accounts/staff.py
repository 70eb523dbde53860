"""Accounts of the office: who signs in with which role, one-use codes, closing and opening."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, has_proved, proved, requires, viewer
from blueprints.accounts import bp
from blueprints.accounts.forms import AccountForm, EditAccountForm
from blueprints.accounts.labels import ASKED, WHAT_A_ROLE_DOES, WORDS
from blueprints.accounts.proving import is_proven
from blueprints.forms import CreateForm
from blueprints.pages import render_page, searched
from blueprints.security_log import watched
from blueprints.serving import seen_from_outside
from blueprints.transactions import between_transactions, commit_once, conflict, created, once, refuse, saved
from models.accounts import actions, disuse, factors, passwords, queries, requests, reviewing, roster, usage
from models.accounts.reviewing import ReviewKind
from models.accounts.rules import Role, written_roles
from models.accounts.tables import Account
from models.errors import RuleBroken

PER_PAGE = 100


@bp.get("/quan-tri/tai-khoan")
@requires(Permission.MANAGE_ACCOUNTS)
def accounts() -> AnyResponse:
    """Everybody who can sign in to the office, and those who could before."""
    rows = queries.accounts(viewer())
    shown, page = searched(rows, lambda row: f"{row.username} {row.display_name} {row.unit_name or ''}", PER_PAGE)
    return render_page(
        "accounts/accounts.html",
        accounts=shown,
        page=page,
        total=len(rows),
        roles=WHAT_A_ROLE_DOES,
        waiting=requests.waiting(viewer()),
        soon=disuse.soon(rows),
        limit=disuse.LIMIT,
        notice=disuse.NOTICE,
        review_due=ReviewKind.ACCOUNTS in reviewing.due(viewer()),
    )


def _offer_people(form: AccountForm | EditAccountForm, present: int | None = None) -> None:
    rows = queries.people_without_account(viewer(), present)
    form.person_id.offer([(row.id, f"{row.full_name}, {row.title}" if row.title else row.full_name) for row in rows])


@bp.route("/quan-tri/tai-khoan/moi", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
@watched("account_added")
@once
def new_account() -> AnyResponse:
    """Give a person an account; the answer shows the one-use code, this once."""
    form = AccountForm()
    _offer_people(form)
    is_admin = Role.ADMIN in {form.role.data, *(form.others.data or ())}
    if form.validate_on_submit() and (not is_admin or is_proven(form)):
        with between_transactions():
            code, kept = passwords.new_code_and_hash()
        person = queries.person(viewer(), form.person_id.data)
        home = queries.commune(viewer().home_id)
        try:
            requests.refuse_new_admin(home.id, {form.role.data, *form.others.data})
            account = actions.add_account(home, form.username.data, person.full_name, form.role.data, person)
            account.other_roles = written_roles(set(form.others.data) - {form.role.data})
            actions.give_code(account, kept)
        except RuleBroken as broken:
            refuse(form, broken, WORDS)
        else:
            return show_code(account, code)
    return render_page(
        "accounts/new_account.html", form=form, roles=WHAT_A_ROLE_DOES, status=form.status, is_proved=has_proved()
    )


def show_code(account: Account, code: str, back: str = ".accounts") -> AnyResponse:
    """Commit, and show a one-use code on this one answer: never in an address, a cookie or a log."""
    commit_once(url_for(back))
    return render_page(
        "accounts/code.html",
        account=account,
        code=passwords.written_code(code),
        back=url_for(back),
        address=seen_from_outside(url_for(".use_code", _external=True)),
    )


@bp.route("/quan-tri/tai-khoan/<int:account_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
@watched("account_changed")
def edit_account(account_id: int) -> AnyResponse:
    """One account: name, person, role; and the buttons for code, sessions and closing."""
    account = queries.account(viewer(), account_id)
    form = EditAccountForm(obj=account, others=sorted(account.roles - {account.role}))
    _offer_people(form, account.person_id)
    if form.validate_on_submit():
        if form.is_stale(account):
            return conflict("accounts/account.html", form=form, row=account, **_about(account))
        is_same = form.role.data is account.role and {form.role.data, *form.others.data} == account.roles
        if is_same or is_proven(form):
            try:
                told = _change(account, form)
            except RuleBroken as broken:
                refuse(form, broken, WORDS, field="role")
            else:
                return saved(url_for(".edit_account", account_id=account_id), told)
    return render_page("accounts/account.html", form=form, status=form.status, **_about(account))


def _change(account: Account, form: EditAccountForm) -> str:
    """Write the form into the account; who becomes or stops being an administrator waits for a second one."""
    role, others = form.role.data, set(form.others.data)
    if requests.takes_two(account, frozenset({role, *others})):
        requests.ask_roles(viewer(), account, role, others)
        roster.change_account(viewer(), account, form.display_name.data, account.role, form.person_id.data)
        return ASKED
    roster.change_account(viewer(), account, form.display_name.data, role, form.person_id.data, others)
    return "Đã lưu tài khoản."


def _about(account: Account) -> dict[str, Any]:
    return {
        "account": account,
        "sessions": queries.my_sessions(account.id),
        "is_own": account.id == viewer().account_id,
        "reset_key": CreateForm().form_key.data,
        "has_factor": factors.has_factor(account.id),
        "code_by_two": requests.code_takes_two(account),
        "is_proved": has_proved(),
        "is_unused": usage.is_closed_unused(account),
        "limit": disuse.LIMIT,
    }


@bp.post("/quan-tri/tai-khoan/<int:account_id>/ma")
@requires(Permission.MANAGE_ACCOUNTS)
@proved
@watched("code_given")
@once
def give_code(account_id: int) -> AnyResponse:
    """Take the password away and show a new one-use code, this once."""
    account = queries.account(viewer(), account_id)
    if requests.code_takes_two(account):
        requests.ask_code(viewer(), account)
        return created(url_for(".edit_account", account_id=account_id), ASKED)
    with between_transactions():
        code, kept = passwords.new_code_and_hash()
    roster.reset_password(viewer(), account, kept)
    return show_code(account, code)


@bp.post("/quan-tri/tai-khoan/<int:account_id>/phien")
@requires(Permission.MANAGE_ACCOUNTS)
@watched("sessions_ended")
def end_sessions(account_id: int) -> AnyResponse:
    """Sign an account out everywhere."""
    account = queries.account(viewer(), account_id)
    roster.end_sessions(account)
    return saved(url_for(".edit_account", account_id=account_id), f"Đã đóng mọi phiên của {account.display_name}.")


@bp.post("/quan-tri/tai-khoan/<int:account_id>/trang-thai")
@requires(Permission.MANAGE_ACCOUNTS)
@watched("account_switched")
def switch_account(account_id: int) -> AnyResponse:
    """Close an account at once, or open it again."""
    account = queries.account(viewer(), account_id)
    is_on = request.form.get("on") == "1"
    roster.switch(viewer(), account, is_on)
    told = f"Đã mở lại tài khoản {account.username}." if is_on else f"Đã khóa tài khoản {account.username}."
    return saved(url_for(".edit_account", account_id=account_id), told)
