"""What is decided of a finding besides its mending: a purchase, a lack that is accepted, a mistake called off."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from models import clock
from models.audits import findings, items, locking, mending
from models.audits.finding_rules import FindingWord, check_decision
from models.audits.findings import FindingPick, Purchase
from models.audits.guards import REFUSAL
from models.audits.rules import LockCheck
from models.audits.tables import AuditFinding, AuditRound
from models.base import db
from models.duties.rules import DutyStatus
from models.errors import RuleBroken
from models.measures.queries import Look
from tests.audits.test_findings import NOT_MET, say
from tests.browser import Browser
from tests.factories import Office

DOING, DONE, VOID = DutyStatus.DOING, DutyStatus.DONE, DutyStatus.VOID


@pytest.mark.parametrize(
    ("word", "status", "is_purchase", "is_locked", "reason", "document", "refused"),
    [
        ("approved", DOING, True, True, "", "125/QĐ-UBND", ""),
        ("approved", DONE, True, True, "", "125/QĐ-UBND", ""),
        ("approved", DOING, True, True, "", " ", "document_missing"),
        ("approved", DOING, False, False, "", "125/QĐ-UBND", "not_a_purchase"),
        ("refused", DOING, True, False, "Chưa bố trí vốn", "12/TB-UBND", ""),
        ("refused", DOING, True, False, "", "12/TB-UBND", "reason_missing"),
        ("accepted", DOING, False, True, "Tỉnh làm thay năm 2027", "", ""),
        ("accepted", DOING, False, True, " ", "", "reason_missing"),
        ("accepted", DONE, False, True, "x", "", "duty_done"),
        ("accepted", VOID, False, True, "x", "", "duty_void"),
        ("void", DOING, False, False, "Ghi nhầm tiêu chí", "", ""),
        ("void", DOING, False, True, "Ghi nhầm tiêu chí", "", "round_closed"),
        ("void", DOING, False, False, "", "", "reason_missing"),
    ],
)
def test_what_may_be_decided(
    word: str, status: DutyStatus, is_purchase: bool, is_locked: bool, reason: str, document: str, refused: str
) -> None:
    told = ""
    try:
        check_decision(
            FindingWord(word), status, is_purchase=is_purchase, is_locked=is_locked, reason=reason, document=document
        )
    except RuleBroken as broken:
        told = broken.code
    assert told == refused


def find(office: Office, opened: AuditRound, code: str, purchase: Purchase | None = None) -> AuditFinding:
    due = clock.today() + timedelta(days=14)
    result = say(opened, code, NOT_MET)
    kept = findings.note(office.viewer("auditor"), result, "Thiếu", office.units[3].id, due, purchase=purchase)
    db.session.commit()
    return kept


def test_a_purchase_is_proposed_refused_and_approved_and_no_word_is_undone(
    website: AuditRound, round_id: int, office: Office, browse: Callable[[str], Browser]
) -> None:
    duty_id = find(office, website, "WEB-A01", Purchase(2, 27_600_000, "Ngân sách xã")).duty_id
    page, lists = f"/kiem-tra/ton-tai/{duty_id}/quyet-dinh", f"/kiem-tra/dot/{round_id}/danh-sach"
    assert "Đề xuất, chờ duyệt" in browse("leader").get(lists).text
    assert browse("auditor").get(page).status_code == 403
    said = {"decided_on": "20/11/2026", "document": "12/TB-UBND", "decider": "Chủ tịch UBND xã"}
    today = clock.today()
    said["decided_on"] = f"{today.day}/{today.month}/{today.year}"
    leader = browse("leader")
    assert leader.post_form(page, said | {"word": "refused"}).status_code == 422, "why not?"
    assert leader.post_form(page, said | {"word": "void", "reason": "x"}).status_code == 422, "not of the leader"
    assert leader.post_form(page, said | {"word": "refused", "reason": "Chưa bố trí vốn"}).status_code == 303
    assert leader.post_form(page, said | {"word": "approved", "document": "125/QĐ-UBND"}).status_code == 303
    (row,) = findings.rows(office.viewer("leader"))
    assert (row.purchase_word, row.status) == (FindingWord.APPROVED, DutyStatus.NOT_STARTED), "still to be bought"
    assert "Duyệt mua sắm" in leader.get(lists).text
    look = leader.get(f"/kiem-tra/ton-tai/{duty_id}").text
    assert "125/QĐ-UBND" in look and "Chưa bố trí vốn" in look, "both words stay"
    for statement in ("UPDATE finding_decision SET reason = 'x'", "DELETE FROM finding_decision"):
        with pytest.raises(DatabaseError, match=REFUSAL), db.session.begin_nested():
            db.session.execute(text(statement))


def test_what_is_accepted_is_owed_no_longer_and_still_told(website: AuditRound, office: Office) -> None:
    kept, eyes = find(office, website, "WEB-A01"), office.viewer("leader")
    mending.decide(eyes, kept, FindingWord.ACCEPTED, clock.today(), "Tỉnh làm thay năm 2027")
    db.session.commit()
    (row,) = findings.rows(eyes)
    assert [row.belongs(pick) for pick in (FindingPick.ACCEPTED, FindingPick.UNMENDED, FindingPick.ALL)] == [
        True,
        False,
        True,
    ]
    assert not locking.gaps(items.groups(website))[LockCheck.FOUND], "it says why it is not met"
    with pytest.raises(RuleBroken, match="duty_void"):
        mending.decide(eyes, kept, FindingWord.ACCEPTED, clock.today(), "Lần nữa")


def test_a_mistake_counts_nowhere_and_the_criterion_needs_its_word_again(
    website: AuditRound, office: Office, browse: Callable[[str], Browser]
) -> None:
    duty_id = find(office, website, "WEB-A01").duty_id
    page = f"/kiem-tra/ton-tai/{duty_id}/huy"
    assert browse("counter").get(page).status_code == 403
    assert browse("auditor").post_form(page, {"reason": ""}).status_code == 422
    assert browse("auditor").post_form(page, {"reason": "Ghi nhầm tiêu chí"}).status_code == 303
    opened = db.session.scalars(select(AuditRound)).one()
    assert [item.code for item in locking.gaps(items.groups(opened))[LockCheck.FOUND]] == ["WEB-A01"]
    assert Look(office.viewer("auditor")).measure("audits.website.open_findings").value == 1
    (row,) = findings.rows(office.viewer("auditor"))
    assert not any(row.belongs(pick) for pick in FindingPick), "in no list"


def test_nobody_decides_for_another_commune(
    website: AuditRound, office: Office, other_office: Office, browse: Callable[..., Browser]
) -> None:
    kept = find(office, website, "WEB-A01")
    assert findings.finding_of(other_office.viewer("leader"), kept.duty_id) is None
