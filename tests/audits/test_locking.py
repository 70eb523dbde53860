"""Locking a round: what is missing stands there with links, a second person presses, and nothing changes afterwards."""

from collections.abc import Callable
from datetime import date

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from models import clock
from models.audits import actions, items, locking, queries
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
            actions.attach(result, by, "", url="https://tayson.gialai.gov.vn/x")
    db.session.commit()


def refusal(office: Office, role: str, opened: AuditRound) -> str:
    with pytest.raises(RuleBroken) as broken:
        locking.lock(office.viewer(role), opened)
    db.session.rollback()
    return broken.value.code


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
    lines = db.session.scalars(select(JournalEntry).where(JournalEntry.entity == "audit_round")).all()
    assert "locked" in str(lines[-1].changes)


def test_who_assessed_most_or_what_does_not_apply_is_no_second_person(website: AuditRound, office: Office) -> None:
    say_all(website, office.viewer("secretary").account_id)
    assert refusal(office, "secretary", website) == "own_assessment"
    row = db.session.scalars(select(ItemResult).where(ItemResult.round_id == website.id).limit(1)).one()
    row.assess(NA, office.viewer("leader").account_id, clock.now(), "", "không có", None)
    db.session.commit()
    assert refusal(office, "leader", website) == "own_doubt"


def test_locked_figures_are_those_of_its_criteria_and_stay(website: AuditRound, office: Office) -> None:
    say_all(website, office.viewer("auditor").account_id)
    locking.lock(office.viewer("leader"), website)
    db.session.commit()
    eyes = office.viewer("auditor")
    again = queries.figures_of(website, [item.scored for item in items.all_items(items.groups(website))])
    assert queries.figures([queries.audit_round(eyes, website.id)])[website.id] == again
    assert website.figures is not None and website.figures["engine"] == queries.ENGINE


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


def test_the_page_says_what_is_missing_and_locks(
    website: AuditRound, round_id: int, office: Office, browse: Callable[[str], Browser]
) -> None:
    url, by = f"/kiem-tra/dot/{round_id}/khoa", office.viewer("auditor").account_id
    say_all(website, by, but=1)
    page = BeautifulSoup(browse("leader").get(url).text, "html.parser")
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
    assert found["WEB-A03"].legal.ref == "Điều 4 Nghị định số 42/2022/NĐ-CP"
    assert not found["WEB-A03"].is_mandatory
    fields["assessed_on"] = "22/11/2026"
    assert browser.post_form(url, fields | {"is_sure": "y"}).status_code == 422
