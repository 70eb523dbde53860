"""Findings: written at a criterion, mended by their unit, verified by somebody else, and counted until then."""

import io
import secrets
from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from models import clock
from models.audits import findings, items, locking, mending, proofs
from models.audits.finding_rules import PlaceState, place_state
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
from models.files import StoredFile
from models.measures.queries import Look
from tests.browser import Browser
from tests.factories import Office

NOT_MET, MET = ItemState.NOT_MET, ItemState.MET
PROOF = Evidence(link="https://tayson.gialai.gov.vn/da-sua")
SEEN = Evidence(link="https://tayson.gialai.gov.vn/kiem-tra-lai")


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
        duties.confirm(counter, kept.duty, evidence=SEEN)
    duties.send_back(auditor, kept.duty, "Chưa thấy ảnh")
    duties.report_done(counter, kept.duty, clock.today(), "Đã thêm ảnh", PROOF)
    duties.confirm(auditor, kept.duty, evidence=SEEN)
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
    page = BeautifulSoup(browse("leader").get(f"/kiem-tra/ton-tai?dot={website.id}").text, "lxml")
    assert len(page.select("[data-finding]")) == 3
    duty = duty_queries.duty(office.viewer("counter"), duty_id)
    duties.report_done(office.viewer("counter"), duty, clock.today(), "Đã bổ sung", PROOF)
    assert Look(office.viewer("auditor")).measure("audits.website.open_findings").value == 3
    duties.confirm(office.viewer("auditor"), duty, evidence=SEEN)
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


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        (Evidence(), "evidence_missing"),
        (PROOF, "evidence_not_new"),
        (Evidence(link="https://tayson.gialai.gov.vn/luc-phat-hien"), "evidence_not_new"),
        (SEEN, ""),
    ],
)
def test_mended_is_what_the_second_person_shows_anew(
    website: AuditRound, office: Office, shown: Evidence, code: str
) -> None:
    result = say(website, "WEB-A01", NOT_MET)
    proofs.attach(result, office.viewer("auditor").account_id, "", url="https://tayson.gialai.gov.vn/luc-phat-hien")
    kept = find(office, result)
    duties.report_done(office.viewer("counter"), kept.duty, clock.today(), "Đã bổ sung", PROOF)
    if code:
        with pytest.raises(RuleBroken, match=code):
            mending.confirm(office.viewer("auditor"), kept, None, evidence=shown)
        return
    mending.confirm(office.viewer("auditor"), kept, None, evidence=shown)
    word = duty_queries.notes(office.viewer("auditor"), kept.duty_id)[0]
    assert word.evidence_link == SEEN.link and word.created_at > kept.duty.reported_at


def test_the_picture_of_the_unit_is_no_picture_of_the_second_person(website: AuditRound, office: Office) -> None:
    kept = find(office, say(website, "WEB-A01", NOT_MET))
    sent, copied, fresh = (stored(office, content) for content in ("a", "a", "b"))
    duties.report_done(office.viewer("counter"), kept.duty, clock.today(), "Đã bổ sung", Evidence(sent))
    with pytest.raises(RuleBroken, match="evidence_not_new"), db.session.begin_nested():
        mending.confirm(office.viewer("auditor"), kept, None, evidence=Evidence(copied))
    assert mending.confirm(office.viewer("auditor"), kept, None, evidence=Evidence(fresh)) == 0


def stored(office: Office, content: str) -> int:
    """A file as it is known after somebody handed it in."""
    kept = StoredFile(
        commune_id=office.commune.id,
        path=secrets.token_hex(8),
        original_name="ảnh.jpg",
        mime="image/jpeg",
        size=1,
        sha256=content * 64,
    )
    db.session.add(kept)
    db.session.flush()
    return kept.id


@pytest.mark.slow
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
    confirm = f"/kiem-tra/ton-tai/{duty_id}/xac-nhan"
    bare = auditor.post_form(confirm, {}, page)
    assert bare.status_code == 422 and "Xin gửi tệp minh chứng" in bare.text, "the second person shows what he saw"
    assert auditor.post_form(confirm, {"evidence_link": PROOF.link}, page).status_code == 422, "and not what was sent"
    assert auditor.post_form(confirm, {"evidence_link": SEEN.link}, page).status_code == 303
    assert db.session.scalars(select(AuditFinding)).one().duty.status is DutyStatus.DONE
    assert "WEB-A01" in auditor.get("/kiem-tra/ton-tai?loc=da-khac-phuc").text


def test_findings_of_another_commune_are_not_there(website: AuditRound, office: Office, other_office: Office) -> None:
    kept = find(office, say(website, "WEB-A01", NOT_MET))
    stranger = other_office.viewer("auditor")
    assert (findings.rows(stranger), findings.finding_of(stranger, kept.duty_id)) == ([], None)
    with pytest.raises(NotFound):
        items.to_change(stranger, kept.result_id)


def mend(office: Office, kept: AuditFinding) -> None:
    """Its unit reports, the leader confirms."""
    duty = kept.duty
    duties.report_done(office.viewer("counter"), duty, clock.today(), "Đã sửa", PROOF)
    mending.confirm(office.viewer("auditor"), kept, None, evidence=SEEN)
    db.session.commit()


def test_ten_places_of_one_fault_are_one_finding(
    website: AuditRound, office: Office, browse: Callable[[str], Browser]
) -> None:
    result = say(website, "WEB-F18", NOT_MET)
    db.session.commit()
    pages = [f"/van-ban/{number}" for number in range(10)]
    form = f"/kiem-tra/muc/{result.id}/ton-tai"
    typed = {"text": "Tệp không tải được", "place": "\r\n".join(pages), "severity": "major"}
    due = {"unit_id": str(office.units[3].id), "due_on": "30/12/2027"}
    assert browse("auditor").post_form(form, {**typed, **due}).status_code == 303
    (row,) = findings.rows(office.viewer("leader"))
    assert row.where == pages
    assert "và 9 nơi nữa" in browse("leader").get("/kiem-tra/ton-tai").text
    look = BeautifulSoup(browse("leader").get(f"/kiem-tra/ton-tai/{row.id}").text, "html.parser")
    assert [place.get_text(strip=True) for place in look.select("[data-place] > :first-child")] == pages


def test_what_has_to_be_bought_stands_with_its_estimate_and_funding(
    website: AuditRound, office: Office, browse: Callable[[str], Browser]
) -> None:
    result, own = say(website, "WEB-A01", NOT_MET), say(website, "WEB-A02", ItemState.PARTIAL)
    find(office, own, words="Bổ sung biểu", place="")
    form = f"/kiem-tra/muc/{result.id}/ton-tai"
    typed = {"text": "Thiết bị sao lưu", "unit_id": str(office.units[3].id), "due_on": "30/12/2027"}
    bought = {"is_purchase": "y", "quantity": "2", "estimate": "27.600.000", "funding": "Ngân sách xã 2027"}
    assert browse("auditor").post_form(form, {**typed, **bought}).status_code == 303
    page = BeautifulSoup(browse("leader").get(f"/kiem-tra/dot/{website.id}/danh-sach").text, "html.parser")
    table = page.select_one("[aria-labelledby=bought]").get_text(" ", strip=True)
    assert "27.600.000" in table and "Ngân sách xã 2027" in table and "1/1 khoản" in table
    assert "Bổ sung biểu" in page.select_one("[aria-labelledby=own]").get_text()
    assert "WEB-A01" in page.select_one("[aria-labelledby=lacking]").get_text()
    assert "88 chưa đánh giá" in " ".join(page.get_text(" ").split())
    assert {"Thiết bị sao lưu", 27_600_000} <= cells(browse("leader"), f"/kiem-tra/dot/{website.id}/danh-sach.xlsx")
    assert "Thiết bị sao lưu" in cells(browse("leader"), "/kiem-tra/ton-tai.xlsx")


def cells(browser: Browser, address: str) -> set[object]:
    """Whatever stands in the cells of a sheet."""
    sheet = load_workbook(io.BytesIO(browser.get(address).data)).active
    return {cell for line in sheet.iter_rows(values_only=True) for cell in line}


@pytest.mark.parametrize(
    ("status", "is_confirmed", "was_reopened", "state"),
    [
        (DutyStatus.NOT_STARTED, False, False, PlaceState.OPEN),
        (DutyStatus.DOING, False, False, PlaceState.OPEN),
        (DutyStatus.REPORTED, False, False, PlaceState.CLAIMED),
        (DutyStatus.DOING, True, False, PlaceState.VERIFIED),
        (DutyStatus.REPORTED, True, False, PlaceState.VERIFIED),
        (DutyStatus.DONE, False, False, PlaceState.VERIFIED),
        (DutyStatus.DOING, True, True, PlaceState.OPEN),
        (DutyStatus.REPORTED, True, True, PlaceState.CLAIMED),
    ],
)
def test_how_far_one_of_several_places_is(
    status: DutyStatus, is_confirmed: bool, was_reopened: bool, state: PlaceState
) -> None:
    assert place_state(status, is_confirmed, was_reopened) is state


def test_nine_of_ten_places_are_confirmed_and_one_goes_back(
    website: AuditRound, office: Office, browse: Callable[[str], Browser]
) -> None:
    pages = [f"/van-ban/{number}" for number in range(10)]
    kept = find(office, say(website, "WEB-F18", NOT_MET), place="\n".join([*pages, pages[0]]))
    assert [one.place for one in mending.places_of(kept)] == pages, "the same place once"
    duty, counter, auditor = kept.duty_id, office.viewer("counter"), browse("auditor")
    duties.report_done(counter, kept.duty, clock.today(), "Đã sửa mẫu trang", PROOF)
    db.session.commit()
    look, confirm = f"/kiem-tra/ton-tai/{duty}", f"/kiem-tra/ton-tai/{duty}/xac-nhan"
    shown = BeautifulSoup(auditor.get(look).text, "html.parser")
    ticks = [box["value"] for box in shown.select("[data-place] input[name=noi]")]
    assert len(ticks) == 10 and not shown.select("input[checked]"), "nothing is chosen beforehand"
    shown = {"evidence_link": SEEN.link}
    assert auditor.post_form(confirm, {"tung-noi": "1", **shown}, look).status_code == 409
    assert browse("counter").post(confirm, {"tung-noi": "1", "noi": ticks}).status_code == 403
    ticked = {"tung-noi": "1", "noi": [*ticks[:9], "999999", "x"], "reason": "Tệp này vẫn 404.", **shown}
    assert auditor.post_form(confirm, ticked, look).status_code == 303
    (row,) = findings.rows(office.viewer("auditor"))
    assert (row.status, row.verified_places) == (DutyStatus.DOING, 9)
    assert row.return_reason == "Còn 1 nơi chưa khắc phục: /van-ban/9. Tệp này vẫn 404."
    assert row.belongs(FindingPick.UNMENDED)
    assert "9/10 nơi" in browse("leader").get("/kiem-tra/ton-tai").text
    assert "9/10 nơi đã khắc phục; còn: /van-ban/9" in browse("counter").get(f"/viec/{duty}").text
    duties.report_done(counter, duty_queries.duty(counter, duty), clock.today(), "Đã sửa nốt", PROOF)
    db.session.commit()
    shown = BeautifulSoup(auditor.get(look).text, "html.parser")
    assert [box["value"] for box in shown.select("input[name=noi]")] == ticks[9:], "the nine are not asked again"
    again = {"tung-noi": "1", "noi": ticks[9:], "evidence_link": f"{SEEN.link}/2"}
    assert auditor.post_form(confirm, again, look).status_code == 303
    (row,) = findings.rows(office.viewer("auditor"))
    assert (row.status, row.verified_places) == (DutyStatus.DONE, 10)


def test_a_finding_that_is_reopened_is_looked_at_place_by_place_again(website: AuditRound, office: Office) -> None:
    kept = find(office, say(website, "WEB-F18", NOT_MET), place="/a\n/b")
    counter, auditor = office.viewer("counter"), office.viewer("auditor")
    duties.report_done(counter, kept.duty, clock.today(), "Đã sửa", PROOF)
    with pytest.raises(RuleBroken, match="own_report"):
        mending.confirm(counter, kept, None, evidence=SEEN)
    assert mending.confirm(auditor, kept, None, evidence=SEEN) == 0
    assert [row.verified_places for row in findings.rows(auditor)] == [2]
    duties.reopen(auditor, kept.duty, "Lại hỏng")
    db.session.flush()
    assert [row.verified_places for row in findings.rows(auditor)] == [0]
    assert len(mending.unverified(kept, mending.places_of(kept))) == 2


def test_the_places_of_a_locked_round_are_mended_on(website: AuditRound, office: Office) -> None:
    kept = find(office, say(website, "WEB-F18", NOT_MET), place="/a\n/b")
    website.lock(office.viewer("leader"), clock.now(), {})
    db.session.flush()
    duties.report_done(office.viewer("counter"), kept.duty, clock.today(), "Đã sửa", PROOF)
    first = mending.places_of(kept)[0]
    assert mending.confirm(office.viewer("auditor"), kept, {first.id}, "Còn /b", evidence=SEEN) == 1
    db.session.commit()
