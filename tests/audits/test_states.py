"""States that settle nothing by themselves, and the two days of a proof, as the pages show and take them."""

from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from models import clock
from models.audits import actions, items, proofs, queries
from models.audits.proof_tables import ItemEvidence
from models.audits.rules import ItemState
from models.audits.tables import AuditRound, Criterion, ItemResult
from models.base import db
from tests.factories import Office


def row(code: str, round_id: int) -> ItemResult:
    """The result of a criterion, as the database has it now."""
    db.session.expire_all()
    query = select(ItemResult).join(Criterion).where(Criterion.code == code, ItemResult.round_id == round_id)
    return db.session.scalars(query).one()


def url_of(code: str, round_id: int) -> str:
    return f"/kiem-tra/muc/{row(code, round_id).id}"


def words(html: str) -> str:
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def test_what_cannot_be_determined_needs_its_reason(round_id: int, browse: Any) -> None:
    auditor, address = browse("auditor"), url_of("WEB-F16", round_id)
    for send in (auditor.htmx, auditor.post):
        answer = send(address, {"state": "undetermined", "version": "1"})
        assert answer.status_code == 422
        assert "Xin ghi vì sao không xác định được." in words(answer.text)
    sent = {"state": "undetermined", "na_reason": "Chưa được xem máy chủ", "version": "1"}
    answer = auditor.htmx(address, sent)
    assert answer.status_code == 200
    assert "1 chờ kết luận" in words(answer.text)
    assert row("WEB-F16", round_id).state is ItemState.UNDETERMINED
    listed = auditor.get(f"/kiem-tra/dot/{round_id}?trang-thai=cho-ket-luan").text
    assert "Chưa được xem máy chủ" in listed


def test_a_second_person_confirms_that_a_criterion_does_not_apply(round_id: int, browse: Any, office: Office) -> None:
    auditor, leader, address = browse("auditor"), browse("leader"), url_of("WEB-A07", round_id)
    leader_id = office.account("leader").id
    auditor.htmx(address, {"state": "not_applicable", "na_reason": "Không có di tích", "version": "1"})
    assert "Chờ người thứ hai xác nhận" in words(leader.get(address).text)
    own = auditor.htmx(f"{address}/xac-nhan", {})
    assert own.status_code == 409
    assert "không tự xác nhận" in words(own.text)
    assert f"{address}/xac-nhan" not in auditor.get(address).text
    answer = leader.htmx(f"{address}/xac-nhan", {})
    assert answer.status_code == 200
    assert "Xác nhận không áp dụng" in words(answer.text)
    kept = row("WEB-A07", round_id)
    assert kept.na_confirmed_by == leader_id
    again = auditor.htmx(address, {"state": "met", "version": str(kept.version)})
    assert again.status_code == 200
    assert row("WEB-A07", round_id).na_confirmed_by is None


def test_the_lock_page_confirms_with_one_press_each(round_id: int, browse: Any) -> None:
    address = url_of("WEB-A07", round_id)
    browse("auditor").htmx(address, {"state": "not_applicable", "na_reason": "Không có di tích", "version": "1"})
    leader, page = browse("leader"), f"/kiem-tra/dot/{round_id}/khoa"
    form = BeautifulSoup(leader.get(page).text, "html.parser").select_one("[data-doubted=WEB-A07] form")
    answer = leader.post(form["action"], {})
    assert (answer.status_code, answer.headers["Location"]) == (303, page)
    assert "Đã xác nhận" in words(leader.get(page).text)


def test_a_proof_has_its_own_day_beside_the_day_it_came(round_id: int, browse: Any, hold: Any) -> None:
    hold("2026-12-02 09:00")
    auditor, address = browse("auditor"), url_of("WEB-A01", round_id)
    sent = {"state": "met", "link": "https://tayson.gialai.gov.vn/a", "version": "1", "dated_on": "28/11/2026"}
    assert auditor.htmx(address, sent).status_code == 200
    assert db.session.scalars(select(ItemEvidence.dated_on)).one() == date(2026, 11, 28)
    assert "ngày 28/11/2026 · nhận 2/12/2026" in words(auditor.get(address).text)
    late = sent | {"version": "2", "dated_on": "3/12/2026", "link": "https://tayson.gialai.gov.vn/b"}
    answer = auditor.htmx(address, late)
    assert answer.status_code == 422
    assert "Ngày này chưa đến" in words(answer.text)
    assert BeautifulSoup(answer.text, "html.parser").select_one("input[name=dated_on]")["value"] == "3/12/2026"


def test_a_proof_of_before_the_last_round_is_flagged(website: AuditRound, browse: Any, office: Office) -> None:
    eyes = office.viewer("auditor")
    today = clock.today()
    second = actions.open_round(eyes, "website", None)
    db.session.commit()
    assert second.period_from is not None and second.period_from > website.assessed_on
    result = row("WEB-A01", second.id)
    result.assess(ItemState.MET, eyes.account_id, clock.now(), "", "", None)
    proofs.attach(result, eyes.account_id, "", url="https://tayson.gialai.gov.vn/cu", dated_on=website.assessed_on)
    db.session.commit()
    head = queries.audit_round(eyes, second.id)
    item = items.item_row(head, result.id)
    assert (item.outside, item.lacks_evidence, today) == (1, False, website.assessed_on)
    assert "Ngoài kỳ" in words(browse("leader").get(f"/kiem-tra/muc/{result.id}").text)
    parts = items.groups(head)
    assert next(one for one in items.all_items(parts) if one.code == "WEB-A01").outside == 1


@pytest.mark.parametrize("role", ["auditor", "leader"])
def test_a_row_of_another_commune_cannot_be_confirmed(
    round_id: int, browse: Any, other_office: Office, role: str
) -> None:
    assert browse(role, other_office).htmx(f"{url_of('WEB-A07', round_id)}/xac-nhan", {}).status_code == 404
