"""Findings: written at a criterion, mended by their unit, verified by somebody else, and counted until then."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from models import clock
from models.audits import findings, items, locking
from models.audits.findings import FindingPick
from models.audits.guards import REFUSAL
from models.audits.rules import ItemState, LockCheck, unmended
from models.audits.tables import AuditFinding, AuditRound, Criterion, ItemResult
from models.base import db
from models.duties import actions as duties
from models.duties import queries as duty_queries
from models.duties.actions import Evidence
from models.duties.rules import DutyStatus
from models.errors import NotAllowed, NotFound, RuleBroken
from models.measures.queries import Look
from tests.browser import Browser
from tests.factories import Office

NOT_MET, MET = ItemState.NOT_MET, ItemState.MET
PROOF = Evidence(link="https://tayson.gialai.gov.vn/da-sua")


def say(opened: AuditRound, code: str, state: ItemState, note: str = "") -> ItemResult:
    query = select(ItemResult).join(Criterion).where(ItemResult.round_id == opened.id, Criterion.code == code)
    result = db.session.scalars(query).one()
    result.assess(state, opened.opened_by or 0, clock.now(), note, "", None)
    db.session.flush()
    return result


def find(office: Office, result: ItemResult, words: str = "Thiếu tiểu sử", place: str = "/lanh-dao") -> AuditFinding:
    due = clock.today() + timedelta(days=14)
    kept = findings.note(office.viewer("auditor"), result, words, office.units[3].id, due, place=place)
    db.session.commit()
    return kept


@pytest.mark.parametrize(
    ("state", "written", "still_open", "n"),
    [
        (MET, 0, 0, 0),
        (NOT_MET, 0, 0, 1),
        (ItemState.PARTIAL, 0, 0, 1),
        (NOT_MET, 2, 1, 1),
        (NOT_MET, 2, 0, 0),
        (MET, 2, 2, 2),
    ],
)
def test_how_much_of_a_criterion_is_to_be_mended(state: ItemState, written: int, still_open: int, n: int) -> None:
    assert unmended(state, written, still_open) == n


def test_a_finding_is_a_duty_of_its_unit(website: AuditRound, office: Office) -> None:
    result = say(website, "WEB-A01", NOT_MET)
    kept = find(office, result)
    assert find(office, result).id == kept.id, "the same words at the same place"
    assert find(office, result, place="/lien-he").id != kept.id, "several for each criterion"
    mine = duty_queries.mine(office.viewer("counter"))
    assert [(row.ref, row.title, row.due_on) for row in mine] == [
        ("WEB-A01", "Thiếu tiểu sử", kept.duty.due_on) for _ in range(2)
    ]
    with pytest.raises(RuleBroken, match="finding_needs_problem"):
        find(office, say(website, "WEB-A02", MET))


def test_mended_is_what_somebody_else_has_verified(website: AuditRound, office: Office) -> None:
    kept = find(office, say(website, "WEB-A01", NOT_MET))
    counter, auditor = office.viewer("counter"), office.viewer("auditor")
    duties.report_done(counter, kept.duty, clock.today(), "Đã bổ sung", PROOF)
    (row,) = findings.rows(auditor)
    assert row.belongs(FindingPick.WAITING) and row.belongs(FindingPick.UNMENDED)
    assert [line.id for line in duty_queries.mine(auditor)] == [kept.duty_id], "it waits for the auditor"
    with pytest.raises(RuleBroken, match="own_report"):
        duties.confirm(counter, kept.duty)
    duties.send_back(auditor, kept.duty, "Chưa thấy ảnh")
    duties.report_done(counter, kept.duty, clock.today(), "Đã thêm ảnh", PROOF)
    duties.confirm(auditor, kept.duty)
    (row,) = findings.rows(auditor)
    assert row.belongs(FindingPick.MENDED) and not row.belongs(FindingPick.UNMENDED)
    duties.reopen(auditor, kept.duty, "Trang lại mất nội dung")
    db.session.commit()
    (row,) = findings.rows(auditor)
    assert (row.reopened, row.belongs(FindingPick.UNMENDED)) == (1, True)
    with pytest.raises(NotAllowed):
        duties.reopen(office.viewer("admin"), kept.duty, "x")


def test_the_measure_counts_findings_and_what_has_none_yet(website: AuditRound, office: Office, browse) -> None:
    first = say(website, "WEB-A01", NOT_MET)
    say(website, "WEB-A02", ItemState.PARTIAL)
    duty_id = find(office, first).duty_id
    find(office, first, place="/lien-he")
    found = Look(office.viewer("auditor")).measure("audits.website.open_findings")
    assert found.value == 3
    page = BeautifulSoup(browse("leader").get(f"/kiem-tra/ton-tai?dot={website.id}").text, "html.parser")
    assert len(page.select("[data-finding]")) == 3
    duty = duty_queries.duty(office.viewer("counter"), duty_id)
    duties.report_done(office.viewer("counter"), duty, clock.today(), "Đã bổ sung", PROOF)
    assert Look(office.viewer("auditor")).measure("audits.website.open_findings").value == 3
    duties.confirm(office.viewer("auditor"), duty)
    db.session.commit()
    assert Look(office.viewer("auditor")).measure("audits.website.open_findings").value == 2


def test_a_problem_without_a_word_keeps_a_round_open(website: AuditRound, office: Office) -> None:
    result = say(website, "WEB-A01", NOT_MET)
    say(website, "WEB-A02", NOT_MET, "Tỉnh làm thay trong tháng sau.")
    gaps = locking.gaps(items.groups(website))
    assert [item.code for item in gaps[LockCheck.FOUND]] == ["WEB-A01"]
    kept = find(office, result)
    assert not locking.gaps(items.groups(website))[LockCheck.FOUND]
    kept.duty.unit_id = None
    db.session.flush()
    assert [item.code for item in locking.gaps(items.groups(website))[LockCheck.OWNED]] == ["WEB-A01"]


def test_a_locked_round_takes_no_finding_and_its_findings_are_mended_on(website: AuditRound, office: Office) -> None:
    kept = find(office, say(website, "WEB-A01", NOT_MET))
    website.lock(office.viewer("leader"), clock.now(), {})
    db.session.commit()
    with pytest.raises(RuleBroken, match="round_closed"):
        find(office, kept.result, "Nội dung khác")
    for statement in ("UPDATE finding SET text = 'x'", "DELETE FROM finding"):
        with pytest.raises(DatabaseError, match=REFUSAL), db.session.begin_nested():
            db.session.execute(text(statement))
    duties.report_done(office.viewer("counter"), kept.duty, clock.today(), "Đã bổ sung", PROOF)
    assert kept.duty.status is DutyStatus.REPORTED


def test_an_auditor_writes_one_and_verifies_it_on_the_page(
    website: AuditRound, round_id: int, office: Office, browse: Callable[[str], Browser]
) -> None:
    result_id = say(website, "WEB-A01", NOT_MET, "Thiếu tiểu sử của hai lãnh đạo").id
    db.session.commit()
    auditor, url, unit_id = browse("auditor"), f"/kiem-tra/muc/{result_id}/ton-tai", office.units[3].id
    assert url in auditor.get(f"/kiem-tra/dot/{round_id}").text
    assert "Thiếu tiểu sử của hai lãnh đạo" in auditor.get(url).text
    due = clock.today() + timedelta(days=7)
    fields = {"text": "Thiếu tiểu sử", "place": "/lanh-dao", "severity": "major", "unit_id": unit_id}
    fields["due_on"] = f"{due.day}/{due.month}/{due.year}"
    assert auditor.post_form(url, fields | {"unit_id": ""}).status_code == 422
    assert auditor.post_form(url, fields).status_code == 303
    kept = db.session.scalars(select(AuditFinding)).one()
    duty_id = kept.duty_id
    duties.report_done(office.viewer("counter"), kept.duty, clock.today(), "Đã bổ sung", PROOF)
    db.session.commit()
    page = f"/viec/{duty_id}"
    assert "/lanh-dao" in auditor.get(page).text
    assert browse("counter").post(f"/kiem-tra/ton-tai/{duty_id}/xac-nhan").status_code == 403
    assert auditor.post_form(f"/kiem-tra/ton-tai/{duty_id}/xac-nhan", {}, page).status_code == 303
    assert db.session.scalars(select(AuditFinding)).one().duty.status is DutyStatus.DONE
    assert "WEB-A01" in auditor.get("/kiem-tra/ton-tai?loc=da-khac-phuc").text


def test_findings_of_another_commune_are_not_there(website: AuditRound, office: Office, other_office: Office) -> None:
    kept = find(office, say(website, "WEB-A01", NOT_MET))
    stranger = other_office.viewer("auditor")
    assert (findings.rows(stranger), findings.finding_of(stranger, kept.duty_id)) == ([], None)
    with pytest.raises(NotFound):
        items.to_change(stranger, kept.result_id)
