"""Who audits a round and its groups: chosen by the office, shown where the round is, and nobody else is kept out."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from models import clock
from models.audits import assigning, items
from models.audits.assigned import RoundAuditor
from models.audits.rules import RoundState
from models.audits.tables import AuditRound, CriteriaSet, Criterion, ItemResult
from models.base import db
from models.errors import RuleBroken
from models.journal import JournalEntry
from tests.browser import Browser
from tests.factories import Office

Browse = Callable[..., Browser]


def test_people_are_assigned_to_the_whole_and_to_groups(website: AuditRound, office: Office) -> None:
    eyes, one, two = office.viewer("auditor"), office.account("auditor"), office.account("secretary")
    assert assigning.assign(eyes, website, {("", one.id), ("WEB-A", two.id)}) == 2
    found = assigning.of(website)
    assert (found.names(), found.names("WEB-A"), found.names("WEB-B")) == (
        [one.display_name],
        [two.display_name],
        [],
    )
    assert found.bare(items.groups(website)) == []
    assert assigning.assign(eyes, website, {("WEB-A", two.id)}) == 1
    parts = items.groups(website)
    assert [part.code for part in assigning.of(website).bare(parts)] == [part.code for part in parts][1:]
    db.session.commit()
    told = db.session.scalars(select(JournalEntry).where(JournalEntry.entity == "round_auditor")).all()
    assert len(told) == 3
    assert {row.assigned_by for row in db.session.scalars(select(RoundAuditor))} == {eyes.account_id}


def test_who_decides_by_an_old_page_undoes_nobody(website: AuditRound, office: Office) -> None:
    eyes, one, two = office.viewer("auditor"), office.account("auditor"), office.account("secretary")
    assigning.assign(eyes, website, {("WEB-A", one.id)})
    assert assigning.assign(eyes, website, {("WEB-B", two.id)}, seen=set()) == 1
    assert assigning.of(website).shares == {("WEB-A", one.id), ("WEB-B", two.id)}
    assert assigning.assign(eyes, website, set(), seen={("WEB-A", one.id)}) == 1
    assert assigning.of(website).shares == {("WEB-B", two.id)}


@pytest.mark.parametrize(
    ("group", "role", "why"),
    [("", "leader", "auditor_unknown"), ("", "counter", "auditor_unknown"), ("WEB-A01", "auditor", "group_unknown")],
)
def test_only_who_may_record_and_only_a_group_of_the_set(
    website: AuditRound, office: Office, group: str, role: str, why: str
) -> None:
    with pytest.raises(RuleBroken, match=why):
        assigning.assign(office.viewer("auditor"), website, {(group, office.account(role).id)})


def test_nobody_of_another_office_or_switched_off(website: AuditRound, office: Office, other_office: Office) -> None:
    gone = office.account("secretary")
    gone.is_active = False
    db.session.flush()
    for account in (other_office.account("auditor"), gone):
        with pytest.raises(RuleBroken, match="auditor_unknown"):
            assigning.assign(office.viewer("auditor"), website, {("", account.id)})


def test_a_round_that_is_not_open_keeps_its_people(website: AuditRound, office: Office) -> None:
    eyes = office.viewer("auditor")
    assigning.assign(eyes, website, {("", eyes.account_id)})
    website.hand_in(eyes, clock.now())
    db.session.commit()
    with pytest.raises(RuleBroken, match="round_closed"):
        assigning.assign(eyes, website, set())
    db.session.rollback()
    website.lock(office.viewer("leader"), clock.now(), {})
    db.session.commit()
    assert website.state is RoundState.LOCKED
    db.session.delete(db.session.scalars(select(RoundAuditor)).one())
    with pytest.raises(DatabaseError, match="never change"):
        db.session.flush()
    db.session.rollback()


def test_the_page_assigns_and_the_round_its_papers_and_its_list_say_it(
    browse: Browse, round_id: int, office: Office
) -> None:
    auditor, url = browse("auditor"), f"/kiem-tra/dot/{round_id}"
    two = office.viewer("secretary")
    name = two.name
    assert "chưa phân công" in auditor.get(url).text
    assert auditor.post_form(f"{url}/phan-cong", {"giao": f"WEB-A:{two.account_id}"}).status_code == 303
    page = BeautifulSoup(auditor.get(url).text, "html.parser")
    assert name in page.select_one("[data-auditors='WEB-A']").text  # type: ignore[union-attr]
    assert page.select_one("[data-auditors='WEB-B']") is None
    assert f"người kiểm tra: {name} (nhóm WEB-A)" in page.text
    paper = auditor.get(f"{url}/in").text
    assert f"{name} (nhóm WEB-A)." in paper
    assert f"Người kiểm tra: {name}</th>" in paper
    assert f"Người kiểm tra: {name} (nhóm WEB-A)" in auditor.get("/kiem-tra").text
    lock = BeautifulSoup(browse("leader").get(f"{url}/khoa").text, "html.parser").select_one("[data-bare]")
    assert lock is not None
    assert "WEB-B" in lock.text
    assert "WEB-A" not in lock.text
    for role, is_mine in (("secretary", True), ("auditor", False)):
        rows = BeautifulSoup(browse(role).get("/kiem-tra?cua=toi").text, "html.parser").select_one("#rows")
        assert bool(rows and rows.select_one(f"a[href='{url}']")) is is_mine


def test_another_auditor_may_tick_and_it_is_said_who_did(browse: Browse, website: AuditRound, office: Office) -> None:
    assigning.assign(office.viewer("auditor"), website, {("", office.account("auditor").id)})
    query = select(ItemResult.id).join(Criterion).where(ItemResult.round_id == website.id)
    item = db.session.scalars(query.order_by(Criterion.position)).first()
    db.session.commit()
    secretary = browse("secretary")
    assert secretary.post_form(f"/kiem-tra/muc/{item}", {"state": "not_met", "note": "Thiếu"}).status_code == 303
    assert office.viewer("secretary").name in secretary.get(f"/kiem-tra/muc/{item}").text


def test_a_round_is_opened_with_its_auditor(browse: Browse, criteria: None, office: Office) -> None:
    chosen = db.session.scalar(select(CriteriaSet.id).where(CriteriaSet.code == "meeting_room"))
    account = office.viewer("secretary").account_id
    sent = {"set_id": str(chosen), "auditor_id": str(account)}
    assert browse("auditor").post_form("/kiem-tra/dot/moi", sent).status_code == 303
    opened = db.session.scalars(select(AuditRound)).one()
    assert assigning.of(opened).shares == {("", account)}
