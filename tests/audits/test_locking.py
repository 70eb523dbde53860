"""Locking a round: what is missing stands there with links, a second person presses, and nothing changes afterwards."""

from collections.abc import Callable
from datetime import date

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from models import clock
from models.audits import actions, items, locking, proofs, queries
from models.audits.assigned import RoundAuditor
from models.audits.locking_rules import Involvement, refused_second
from models.audits.rules import ItemState, LockCheck, RoundKind
from models.audits.tables import AuditRound, CriteriaSet, Criterion, ItemResult
from models.base import db
from models.catalogue.criteria import EvidenceRule
from models.errors import RuleBroken
from models.journal import JournalEntry
from models.measures.queries import Look
from tests.browser import Browser
from tests.factories import Office

MET, NA = ItemState.MET, ItemState.NOT_APPLICABLE


def say_all(opened: AuditRound, by: int, *, but: int = 0, state: ItemState = MET) -> None:
    """Everything is met and shown, but for the last few criteria."""
    query = select(ItemResult).join(Criterion).where(ItemResult.round_id == opened.id).order_by(Criterion.position)
    rows = db.session.scalars(query).all()
    for result in rows[: len(rows) - but]:
        result.assess(state, by, clock.now(), "Thiếu", "không có" if state is NA else "", None)
        if state is MET and result.criterion.evidence_rule is not EvidenceRule.NONE:
            proofs.attach(result, by, "", url="https://tayson.gialai.gov.vn/x")
    db.session.commit()


def refusal(office: Office, role: str, opened: AuditRound) -> str:
    with pytest.raises(RuleBroken) as broken:
        locking.lock(office.viewer(role), opened)
    db.session.rollback()
    return broken.value.code


@pytest.mark.slow
def test_a_round_is_locked_by_a_second_person_once_nothing_is_missing(website: AuditRound, office: Office) -> None:
    auditor = office.viewer("auditor")
    say_all(website, auditor.account_id, but=2)
    assert refusal(office, "leader", website) == "round_unready"
    found = locking.gaps(items.groups(website))
    assert {check: len(rows) for check, rows in found.items() if rows} == {LockCheck.ASSESSED: 2}
    say_all(website, auditor.account_id)
    assert refusal(office, "auditor", website) == "own_round"
    locking.lock(office.viewer("leader"), website)
    db.session.commit()
    assert (website.is_locked, website.locked_by) == (True, office.viewer("leader").account_id)
    assert refusal(office, "leader", website) == "round_closed"
    of_round = select(JournalEntry).where(JournalEntry.entity == "audit_round").order_by(JournalEntry.id)
    lines = db.session.scalars(of_round).all()
    assert "locked" in str(lines[-1].changes)


@pytest.mark.parametrize(
    ("share", "is_handed_in", "refused"),
    [
        (Involvement(), True, ""),
        (Involvement(), False, ""),
        (Involvement(has_opened=True), True, "own_round"),
        (Involvement(has_handed_in=True), True, "own_hand_in"),
        (Involvement(is_assigned=True), True, "own_assignment"),
        (Involvement(is_assigned=True), False, "own_assignment"),
        (Involvement(said=60, said_most=True), True, "own_assessment"),
        (Involvement(said=60, said_most=True), False, "own_assessment"),
        (Involvement(said=1), True, ""),
        (Involvement(said=1), False, "not_handed_in"),
    ],
)
def test_the_reviewer_is_not_the_auditor(share: Involvement, is_handed_in: bool, refused: str) -> None:
    assert refused_second(share, is_handed_in) == refused


def test_who_ticked_or_is_assigned_locks_nothing_past_the_auditor(website: AuditRound, office: Office) -> None:
    auditor, leader = office.viewer("auditor"), office.viewer("leader")
    say_all(website, auditor.account_id)
    row = db.session.scalars(select(ItemResult).where(ItemResult.round_id == website.id).limit(1)).one()
    row.assess(MET, leader.account_id, clock.now(), "", "", None)
    db.session.commit()
    assert refusal(office, "leader", website) == "not_handed_in"
    locking.hand_in(auditor, website)
    db.session.add(
        RoundAuditor(
            commune_id=website.commune_id,
            round_id=website.id,
            account_id=leader.account_id,
            group_code="",
            assigned_by=auditor.account_id,
        )
    )
    db.session.commit()
    assert refusal(office, "leader", website) == "own_assignment"


@pytest.mark.slow
def test_who_assessed_most_is_no_second_person(website: AuditRound, office: Office) -> None:
    say_all(website, office.viewer("secretary").account_id)
    assert refusal(office, "secretary", website) == "own_assessment"


def test_what_does_not_apply_counts_once_a_second_person_agrees(website: AuditRound, office: Office) -> None:
    auditor, leader = office.viewer("auditor"), office.viewer("leader")
    say_all(website, auditor.account_id)
    row = db.session.scalars(select(ItemResult).where(ItemResult.round_id == website.id).limit(1)).one()
    row.assess(NA, leader.account_id, clock.now(), "", "không có", None)
    db.session.commit()
    assert refusal(office, "leader", website) == "round_unready"
    assert {check for check, rows in locking.gaps(items.groups(website)).items() if rows} == {LockCheck.CONFIRMED}
    figures = queries.figures([website])[website.id]
    assert (figures.not_applicable, figures.unconfirmed, figures.applicable, figures.is_finished) == (0, 1, 90, False)
    with pytest.raises(RuleBroken, match="own_doubt"):
        row.confirm(leader, clock.now())
    row.confirm(auditor, clock.now())
    db.session.commit()
    figures = queries.figures([website])[website.id]
    assert (figures.not_applicable, figures.unconfirmed, figures.applicable, figures.is_finished) == (1, 0, 89, True)
    row.assess(NA, leader.account_id, clock.now(), "", "lý do khác", None)
    assert row.na_confirmed_by is None, "another reason needs its second person anew"
    db.session.rollback()
    locking.hand_in(auditor, website)
    locking.lock(leader, website)


def test_only_what_does_not_apply_is_confirmed(website: AuditRound, office: Office) -> None:
    say_all(website, office.viewer("auditor").account_id)
    row = db.session.scalars(select(ItemResult).where(ItemResult.round_id == website.id).limit(1)).one()
    with pytest.raises(RuleBroken, match="not_doubted"):
        row.confirm(office.viewer("leader"), clock.now())


@pytest.mark.slow
def test_locked_figures_are_those_of_its_criteria_and_stay(website: AuditRound, office: Office) -> None:
    say_all(website, office.viewer("auditor").account_id)
    locking.lock(office.viewer("leader"), website)
    db.session.commit()
    eyes = office.viewer("auditor")
    again = queries.figures_of(website, [item.scored for item in items.all_items(items.groups(website))])
    assert queries.figures([queries.audit_round(eyes, website.id)])[website.id] == again
    assert website.figures is not None and website.figures["engine"] == queries.ENGINE


@pytest.mark.slow
def test_figures_are_read_from_the_last_locked_round_until_the_next_is_locked(
    website: AuditRound, office: Office
) -> None:
    eyes = office.viewer("auditor")
    say_all(website, eyes.account_id)
    locking.lock(office.viewer("leader"), website)
    second = actions.open_round(eyes, "website", None)
    say_all(second, eyes.account_id, state=ItemState.NOT_MET)
    look = Look(eyes)
    assert (look.round("website").no, look.going_on("website").no) == (1, 2)  # type: ignore[union-attr]
    assert look.measure("audits.website.met").value == 100
    locking.lock(office.viewer("leader"), second)
    db.session.commit()
    assert Look(eyes).measure("audits.website.met").value == 0


@pytest.mark.slow
def test_the_page_says_what_is_missing_and_locks(
    website: AuditRound, round_id: int, office: Office, browse: Callable[[str], Browser]
) -> None:
    url, by = f"/kiem-tra/dot/{round_id}/khoa", office.viewer("auditor").account_id
    say_all(website, by, but=1)
    page = BeautifulSoup(browse("leader").get(url).text, "lxml")
    missing = page.select_one("[data-check=assessed]")
    assert missing is not None and [link.text for link in missing.select("a")] == ["WEB-G04"]
    assert not page.select(f"form[action='{url}']")
    assert browse("leader").post(url).status_code == 409
    opened = db.session.get(AuditRound, round_id)
    assert opened is not None
    say_all(opened, by)
    assert "Người mở đợt không tự khóa" in browse("auditor").get(url).text
    assert browse("auditor").post(url).status_code == 409
    assert browse("leader").post(url).status_code == 303
    page_text = browse("auditor").get(f"/kiem-tra/dot/{round_id}").text
    assert "đã khóa" in page_text and 'type="radio"' not in page_text


def test_a_round_of_a_past_day_shows_the_law_of_that_day(criteria: None, office: Office, browse, hold) -> None:
    hold("2026-11-21 09:00")
    browser, url = browse("auditor"), "/kiem-tra/dot/moi"
    website = db.session.scalar(select(CriteriaSet.id).where(CriteriaSet.code == "website"))
    fields = {"set_id": website, "kind": "official", "assessed_on": "4/5/2026", "due_on": "30/11/2026"}
    assert browser.post_form(url, fields).status_code == 303
    opened = db.session.scalars(select(AuditRound)).one()
    assert (opened.kind, opened.assessed_on) == (RoundKind.OFFICIAL, date(2026, 5, 4))
    found = {item.code: item for item in items.all_items(items.groups(opened))}
    assert found["WEB-A03"].legal[0].ref == "Điều 4 Nghị định số 42/2022/NĐ-CP"
    assert not found["WEB-A03"].is_mandatory
    fields["assessed_on"] = "22/11/2026"
    assert browser.post_form(url, fields | {"is_sure": "y"}).status_code == 422


def test_a_round_is_handed_in_then_locked_or_sent_back(
    website: AuditRound, round_id: int, office: Office, browse: Callable[..., Browser]
) -> None:
    say_all(website, office.viewer("auditor").account_id, but=1)
    auditor, secretary, leader = browse("auditor"), browse("secretary"), browse("leader")
    page = f"/kiem-tra/dot/{round_id}"
    assert auditor.post(f"{page}/trinh").status_code == 409, "one criterion is still open"
    db.session.expire_all()
    website = db.session.get_one(AuditRound, round_id)
    say_all(website, office.viewer("auditor").account_id)
    assert "Trình khóa đợt" in secretary.get(f"{page}/khoa").text
    assert secretary.post(f"{page}/trinh").status_code == 303
    listed = secretary.get(page).text
    assert "chờ duyệt" in listed and 'type="radio"' not in listed, "nobody ticks while it is looked at"
    assert "Người trình không tự khóa" in secretary.get(f"{page}/khoa").text
    assert secretary.post(f"{page}/khoa").status_code == 409
    assert leader.post(f"{page}/tra-lai", {"reason": " "}).status_code == 422
    assert leader.post(f"{page}/tra-lai", {"reason": "Thiếu ảnh mục B"}).status_code == 303
    assert "Thiếu ảnh mục B" in auditor.get(page).text
    assert leader.post(f"{page}/tra-lai", {"reason": "Lần nữa"}).status_code == 409
    assert auditor.post(f"{page}/trinh").status_code == 303
    assert leader.post(f"{page}/khoa").status_code == 303
    assert db.session.scalars(select(AuditRound.state)).one().value == "locked"
