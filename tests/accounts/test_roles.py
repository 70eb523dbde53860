"""An account with several roles: what is granted adds up, what protects stays, and whoever asks sees all of them."""

from collections.abc import Callable
from datetime import timedelta
from itertools import combinations

import pytest
from flask import Flask
from sqlalchemy import select, update

from blueprints.access import access_of
from models import clock
from models.accounts import queries, roster
from models.accounts.queries import has_role
from models.accounts.rules import (
    ADMIN_IDLE_MINUTES,
    STAFF,
    Permission,
    Role,
    Viewer,
    permissions,
    read_roles,
    written_roles,
)
from models.accounts.tables import Account, SignIn
from models.audits.assigning import auditors
from models.base import db
from models.errors import RuleBroken
from tests.browser import Browser
from tests.factories import Office, give_password

Browse = Callable[..., Browser]


@pytest.mark.parametrize("pair", list(combinations(sorted(STAFF), 2)))
def test_grants_are_the_union(pair: tuple[Role, Role]) -> None:
    both = Viewer(1, pair[0], "", 1, other_roles=frozenset({pair[1]}))
    alone = [Viewer(1, role, "", 1) for role in pair]
    for permission in permissions().values():
        assert both.may(permission) == any(eyes.may(permission) for eyes in alone)


def test_roles_are_one_line_in_their_fixed_order() -> None:
    assert written_roles([Role.ADMIN, Role.AUDITOR, Role.ADMIN]) == "auditor,admin"
    assert read_roles("auditor,admin") == {Role.AUDITOR, Role.ADMIN} and read_roles("") == frozenset()
    with pytest.raises(ValueError):
        read_roles("auditor,king")


def two_roles(office: Office, other: Role, first: Role = Role.COUNTER) -> Account:
    account = office.accounts[first]
    account.other_roles = other.value
    db.session.commit()
    return account


def test_a_clerk_who_audits_too_enters_where_either_may_and_nowhere_else(
    app: Flask, office: Office, browse: Browse
) -> None:
    two_roles(office, Role.AUDITOR)
    clerk, mine = browse("counter"), {Role.COUNTER, Role.AUDITOR}
    for url in ("/quan-tri/nhat-ky", "/hai-long", "/kiem-tra", "/tai-khoan"):
        assert clerk.get(url).status_code == 200, url
    closed = 0
    for rule in app.url_map.iter_rules():
        access = access_of(app, rule.endpoint) if rule.endpoint != "static" else None
        if isinstance(access, Permission) and not access.roles & mine and not rule.arguments:
            verb = clerk.get if "GET" in (rule.methods or ()) else clerk.post
            assert verb(rule.rule).status_code == 403, rule.rule
            closed += 1
    assert closed > 10
    assert "Nhật ký" in clerk.get("/tai-khoan").text, "the menu shows what the second role opens"


def test_the_page_gives_and_takes_roles_at_the_next_request(office: Office, browse: Browse) -> None:
    clerk, admin = browse("counter"), browse("admin")
    account_id = office.account("counter").id
    page = f"/quan-tri/tai-khoan/{account_id}"
    data = {"display_name": "Võ Thị Dung", "role": "counter"}
    assert clerk.get("/quan-tri/nhat-ky").status_code == 403
    assert admin.post_form(page, {**data, "others": ["auditor", "counter"]}).status_code == 303
    assert clerk.get("/quan-tri/nhat-ky").status_code == 200
    text = admin.get("/quan-tri/tai-khoan").text
    assert "Công chức, viên chức Trung tâm PVHCC, Người kiểm tra" in text
    assert "vai trò kiêm thêm" in admin.get("/quan-tri/nhat-ky").text
    assert admin.post_form(page, {**data, "others": ["province", "king"]}).status_code == 303, "neither is offered"
    assert queries.viewer_of(account_id).roles == {Role.COUNTER}
    assert admin.post_form(page, data).status_code == 303
    assert clerk.get("/quan-tri/nhat-ky").status_code == 403


def test_those_who_ask_the_database_for_a_role_find_it_beside_the_first(office: Office) -> None:
    account = two_roles(office, Role.AUDITOR)
    for roles in ([Role.AUDITOR], [Role.COUNTER], [Role.LEADER], [Role.AUDITOR, Role.LEADER]):
        found = set(db.session.scalars(select(Account.id).where(has_role(roles))))
        everybody = db.session.scalars(select(Account)).all()
        assert found == {each.id for each in everybody if not each.roles.isdisjoint(roles)}
    assert account.id in {row.id for row in auditors(office.viewer("admin"))}
    eyes = queries.viewer_of(account.id)
    assert eyes.roles == {Role.COUNTER, Role.AUDITOR} and eyes.is_a(Role.AUDITOR) and not eyes.is_a(Role.LEADER)


def test_an_administrator_beside_another_role_is_one_everywhere(office: Office, browse: Browse) -> None:
    account = two_roles(office, Role.ADMIN, first=Role.SECRETARY)
    give_password(account)
    assert queries.admins_who_can_sign_in(office.commune.id) == 1
    with pytest.raises(RuleBroken, match="last_admin"):
        roster.change_account(office.viewer("admin"), account, "Lê Văn An", Role.SECRETARY, None, [])
    db.session.rollback()
    idle = timedelta(minutes=ADMIN_IDLE_MINUTES)
    browser = browse("secretary")
    db.session.execute(update(SignIn).values(seen_at=clock.now() - idle - timedelta(seconds=5)))
    db.session.commit()
    assert browser.get("/tai-khoan").status_code == 303, "the shorter idle time of administrators holds"


def test_what_protects_citizens_from_their_clerk_holds_beside_other_roles(office: Office, browse: Browse) -> None:
    two_roles(office, Role.LEADER)
    assert Viewer(1, Role.LEADER, "", 1, other_roles=frozenset({Role.COUNTER})).is_a(Role.COUNTER)
    assert browse("counter").get("/hai-long/phieu").status_code in (200, 404)
