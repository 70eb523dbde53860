"""Proofs in numbered revisions: replaced, withdrawn, past their last day; nothing of them is ever lost."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models import clock
from models.audits import actions, before, items, locking, proofs, queries
from models.audits.evidence import EvidenceRow, chains, current
from models.audits.items import ItemRow
from models.audits.proof_rules import check_proof_days, is_expired
from models.audits.proof_tables import ItemEvidence
from models.audits.rules import ItemPick, ItemState, LockCheck
from models.audits.tables import AuditRound, Criterion, ItemResult
from models.base import db
from models.errors import RuleBroken
from tests.audits.test_ticking import photo
from tests.factories import Office

Browse = Callable[..., Any]
DAY = date(2026, 11, 21)
FIRST, SECOND = "https://tayson.gialai.gov.vn/tthc", "https://tayson.gialai.gov.vn/bieu-mau"


@pytest.mark.parametrize(
    ("valid_to", "expired"), [(None, False), (DAY, False), (DAY - timedelta(days=1), True), (date(2030, 1, 1), False)]
)
def test_the_last_day_of_a_proof_still_counts(valid_to: date | None, expired: bool) -> None:
    assert is_expired(valid_to, DAY) is expired


@pytest.mark.parametrize(
    ("dated_on", "valid_to", "code"),
    [
        (DAY, None, ""),
        (DAY, DAY, ""),
        (DAY + timedelta(days=1), None, "day_in_future"),
        (DAY, DAY - timedelta(days=1), "valid_before_dated"),
        (DAY - timedelta(days=9), DAY - timedelta(days=3), ""),
    ],
)
def test_a_proof_is_not_of_a_day_to_come_and_ends_after_it_begins(
    dated_on: date, valid_to: date | None, code: str
) -> None:
    if not code:
        check_proof_days(dated_on, valid_to, DAY)
        return
    with pytest.raises(RuleBroken, match=code):
        check_proof_days(dated_on, valid_to, DAY)


def one(number: int, replaces: int | None = None, url: str | None = "https://x.vn") -> EvidenceRow:
    at = datetime(2026, 11, 21, tzinfo=UTC)
    return EvidenceRow(number, "x", url, None, DAY, at, 1 if replaces is None else 2, replaces)


@pytest.mark.parametrize(
    ("revisions", "now"),
    [
        ([], []),
        ([one(1), one(2)], [1, 2]),
        ([one(1), one(2), one(3, 1)], [3, 2]),
        ([one(1), one(2, 1), one(3, 2)], [3]),
        ([one(1), one(2, 1, None)], []),
        ([one(1), one(2, 1), one(3), one(4, 2, None)], [3]),
    ],
)
def test_the_last_revision_of_each_proof_counts(revisions: list[EvidenceRow], now: list[int]) -> None:
    assert [kept.id for kept in current(revisions)] == now
    assert sorted(kept.id for chain in chains(revisions) for kept in chain) == [kept.id for kept in revisions]


def row(code: str, round_id: int) -> ItemResult:
    query = select(ItemResult).join(Criterion).where(Criterion.code == code, ItemResult.round_id == round_id)
    return db.session.scalars(query).one()


def shown(office: Office, round_id: int, code: str = "WEB-A01") -> ItemRow:
    db.session.expire_all()
    return items.item_row(queries.audit_round(office.viewer("auditor"), round_id), row(code, round_id).id)


def words(html: str) -> str:
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


@pytest.fixture
def proof(round_id: int, hold: Callable[[str], None]) -> int:
    """The number of the only proof of WEB-A01, which is met."""
    result = row("WEB-A01", round_id)
    result.assess(ItemState.MET, 1, clock.now(), "", "", None)
    kept = proofs.attach(result, 1, "", url=FIRST, dated_on=clock.today() - timedelta(days=3))
    db.session.commit()
    return kept.id


def test_two_that_follow_the_same_revision_are_refused_by_the_database(proof: int) -> None:
    first = db.session.get_one(ItemEvidence, proof)
    proofs.replace(first, 1, SECOND)
    again = proofs._next(first, 1, "x", "")
    again.url = SECOND
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.add(again)
        db.session.flush()
    with pytest.raises(RuleBroken, match="proof_moved"):
        proofs.replace(first, 1, FIRST)
    with pytest.raises(RuleBroken, match="proof_moved"):
        proofs.withdraw(first, 1, "nhầm")


def test_a_withdrawn_proof_has_no_further_revision(proof: int) -> None:
    gone = proofs.withdraw(db.session.get_one(ItemEvidence, proof), 1, "nhầm")
    for act in (lambda: proofs.replace(gone, 1, SECOND), lambda: proofs.withdraw(gone, 1, "nữa")):
        with pytest.raises(RuleBroken, match="proof_moved"):
            act()


def test_the_same_link_with_another_day_is_the_next_revision_of_its_proof(round_id: int, proof: int) -> None:
    result, today = row("WEB-A01", round_id), clock.today()
    assert proofs.attach(result, 1, "", url=FIRST).id == proof, "nothing is said of its day"
    later = proofs.attach(result, 1, "", url=FIRST, dated_on=today, valid_to=today)
    assert (later.no, later.replaces_id) == (2, proof)
    assert proofs.attach(result, 1, "", url=FIRST, dated_on=today, valid_to=today).id == later.id


def test_a_newer_revision_is_told_on_every_surface_and_the_older_stays(
    round_id: int, proof: int, browse: Browse, office: Office
) -> None:
    auditor, result_id = browse("auditor"), row("WEB-A01", round_id).id
    today = f"{clock.today().day}/{clock.today().month}/{clock.today().year}"
    page = auditor.get(f"/kiem-tra/minh-chung/{proof}/thay")
    assert FIRST in page.text and "Thay bằng bản 2" in words(page.text)
    sent = {"link": SECOND, "reason": "Trang cũ thiếu biểu mẫu"}
    answer = auditor.post(f"/kiem-tra/minh-chung/{proof}/thay", sent)
    assert answer.status_code == 303
    said = f"bản 2 (thay bản 1 ngày {today})"
    here = words(auditor.get(answer.location).text)
    assert said in here and SECOND in here and FIRST not in here
    for address in (f"/kiem-tra/dot/{round_id}", f"/kiem-tra/dot/{round_id}/in"):
        told = words(browse("leader").get(address).text.replace("\u200b", ""))  # where paper may break a link
        assert said in told and SECOND.removeprefix("https://") in told, address
        assert FIRST.removeprefix("https://") not in told, address
    history = BeautifulSoup(browse("leader").get(f"/kiem-tra/muc/{result_id}/cac-ban").text, "html.parser")
    assert [tag["data-revision"] for tag in history.select("[data-revision]")] == ["2", "1"]
    assert history.select_one(f"a[href='{FIRST}']") and "Trang cũ thiếu biểu mẫu" in history.get_text()
    sheet = load_workbook(io.BytesIO(auditor.get(f"/kiem-tra/dot/{round_id}.xlsx").data)).worksheets[0]
    cells = [str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value]
    assert any(cell.endswith(said) for cell in cells) and not any(cell.startswith(f"{FIRST} ·") for cell in cells)
    with browse("leader").get(f"/kiem-tra/dot/{round_id}.zip") as packed:
        data = json.loads(zipfile.ZipFile(io.BytesIO(packed.data)).read("ket-qua.json"))
    told = next(item for item in data["items"] if item["code"] == "WEB-A01")
    assert [(kept["url"], kept["revision"], kept["replaces"]) for kept in told["evidence"]] == [(SECOND, 2, 1)]
    assert [(kept["url"], kept["withdrawn"]) for kept in told["former_evidence"]] == [(FIRST, False)]
    assert not shown(office, round_id).lacks_evidence


def test_a_photo_takes_the_place_of_a_link_and_both_open(round_id: int, proof: int, browse: Browse) -> None:
    auditor, address = browse("auditor"), f"/kiem-tra/minh-chung/{proof}/thay"
    assert "Xin ghi liên kết mới hoặc chọn tệp mới" in words(auditor.post(address, {}).text)
    both = auditor.post(address, {"link": SECOND, "file": (photo(), "trang.png")})
    assert both.status_code == 422 and "một liên kết hoặc một tệp" in words(both.text)
    assert auditor.post(address, {"file": (photo(), "trang.png")}).status_code == 303
    history = auditor.get(f"/kiem-tra/muc/{row('WEB-A01', round_id).id}/cac-ban")
    file = BeautifulSoup(history.text, "html.parser").select_one("a[href^='/tep/']")
    with auditor.get(file["href"]) as handed_out:
        assert handed_out.status_code == 200
    assert len(db.session.scalars(select(ItemEvidence.id)).all()) == 2


def test_a_withdrawn_proof_counts_for_nothing_and_says_why(
    round_id: int, proof: int, browse: Browse, office: Office
) -> None:
    auditor, result_id = browse("auditor"), row("WEB-A01", round_id).id
    address = f"/kiem-tra/minh-chung/{proof}/rut"
    assert auditor.post(address, {"reason": " "}).status_code == 422
    answer = auditor.post(address, {"reason": "Chụp nhầm trang"})
    assert answer.status_code == 303
    here = words(auditor.get(answer.location).text)
    assert "chưa tính điểm vì thiếu minh chứng" in here and "1 bản cũ, đã rút" in here
    item = shown(office, round_id)
    assert (item.evidence, item.former, item.lacks_evidence) == ((), 1, True)
    figures = queries.figures([queries.audit_round(office.viewer("auditor"), round_id)])[round_id]
    assert (figures.met, figures.unproven, figures.score) == (0, 1, 0)
    history = words(auditor.get(f"/kiem-tra/muc/{result_id}/cac-ban").text)
    assert "Đã rút Chụp nhầm trang" in history and FIRST in history
    late = auditor.post(address, {"reason": "Rút lần nữa"})
    assert late.status_code == 409 and "vừa được thay bản mới hoặc đã rút" in words(late.text)
    assert auditor.post(f"/kiem-tra/minh-chung/{proof}/dung-chung", {"muc": [result_id]}).status_code == 409


def test_a_proof_past_its_last_day_is_flagged_and_carries_nothing(
    round_id: int, proof: int, browse: Browse, office: Office, hold: Callable[[str], None]
) -> None:
    auditor, assessed_on = browse("auditor"), clock.today()
    last = assessed_on - timedelta(days=1)
    sent = {"link": SECOND, "dated_on": f"{last.day}/{last.month}/{last.year}"}
    sent["valid_to"] = sent["dated_on"]
    answer = auditor.post(f"/kiem-tra/minh-chung/{proof}/thay", sent)
    assert answer.status_code == 303
    flagged = "Hết giá trị vào ngày đánh giá"
    here = words(auditor.get(answer.location).text)
    assert flagged in here and "chưa tính điểm vì minh chứng hết giá trị vào ngày đánh giá" in here
    item = shown(office, round_id)
    assert (item.expired, item.lacks_evidence) == (1, True)
    assert item.keeps_open(LockCheck.SHOWN) and item.belongs(ItemPick.BARE)
    page = BeautifulSoup(browse("leader").get(f"/kiem-tra/dot/{round_id}/khoa").text, "html.parser")
    assert "WEB-A01" in page.select_one("[data-check=shown] [data-expired]").get_text()
    assert "hết giá trị vào ngày đánh giá" in words(browse("leader").get(f"/kiem-tra/dot/{round_id}/in").text)
    figures = queries.figures([queries.audit_round(office.viewer("auditor"), round_id)])[round_id]
    assert (figures.lacking_evidence, figures.score) == (1, 0)


def test_the_last_day_is_judged_on_the_day_of_the_round_not_today(
    criteria: None, office: Office, hold: Callable[[str], None]
) -> None:
    hold("2026-11-21 09:00")
    eyes = office.viewer("auditor")
    opened = actions.open_round(eyes, "website", None)
    result = row("WEB-A01", opened.id)
    result.assess(ItemState.MET, 1, clock.now(), "", "", None)
    proofs.attach(result, 1, "", url=FIRST, valid_to=date(2026, 11, 25))
    db.session.commit()
    hold("2027-03-01 09:00")
    assert not shown(office, opened.id).lacks_evidence
    assert queries.figures([queries.audit_round(eyes, opened.id)])[opened.id].met == 1
    later = actions.open_round(eyes, "website", None)
    before.keep_one(eyes, row("WEB-A01", later.id))
    db.session.commit()
    kept = shown(office, later.id)
    assert (kept.state, kept.expired, kept.lacks_evidence) == (ItemState.MET, 1, True), "its last day came along"


def test_a_new_round_keeps_only_what_counts(round_id: int, proof: int, office: Office) -> None:
    eyes, result = office.viewer("auditor"), row("WEB-A01", round_id)
    proofs.replace(db.session.get_one(ItemEvidence, proof), 1, SECOND)
    proofs.withdraw(proofs.attach(result, 1, "", url="https://x.vn/nham"), 1, "nhầm")
    later = actions.open_round(eyes, "website", None)
    db.session.commit()
    assert [kept.url for past in shown(office, later.id).before for kept in past.evidence] == [SECOND]
    before.keep_one(eyes, row("WEB-A01", later.id))
    db.session.commit()
    assert [(kept.url, kept.no) for kept in shown(office, later.id).revisions] == [(SECOND, 1)]


def test_only_what_counts_takes_a_place_among_the_twenty(round_id: int, proof: int) -> None:
    result, first = row("WEB-A01", round_id), db.session.get_one(ItemEvidence, proof)
    for number in range(3):
        first = proofs.replace(first, 1, f"{SECOND}-{number}")
    for number in range(proofs.EVIDENCE_LIMIT - 1):
        proofs.attach(result, 1, "", url=f"https://x.vn/{number}")
    with pytest.raises(RuleBroken, match="evidence_many"):
        proofs.attach(result, 1, "", url="https://x.vn/more")
    proofs.withdraw(first, 1, "thừa")
    proofs.attach(result, 1, "", url="https://x.vn/more")


def test_a_closed_round_takes_no_revision(round_id: int, proof: int, browse: Browse, office: Office) -> None:
    opened = db.session.get_one(AuditRound, round_id)
    opened.hand_in(office.viewer("auditor"), clock.now())
    db.session.commit()
    auditor = browse("auditor")
    for act, sent in (("thay", {"link": SECOND}), ("rut", {"reason": "nhầm"})):
        late = auditor.post(f"/kiem-tra/minh-chung/{proof}/{act}", sent)
        assert late.status_code == 409 and "không sửa được" in words(late.text)
    assert len(db.session.scalars(select(ItemEvidence.id)).all()) == 1
    assert locking.gaps(items.groups(opened))[LockCheck.SHOWN] == []


def test_a_proof_of_another_commune_is_not_there(proof: int, browse: Browse, other_office: Office) -> None:
    stranger = browse("auditor", other_office)
    for act in ("thay", "rut"):
        assert stranger.get(f"/kiem-tra/minh-chung/{proof}/{act}").status_code == 404
        assert stranger.post(f"/kiem-tra/minh-chung/{proof}/{act}", {"reason": "x"}).status_code == 404
    result_id = db.session.get_one(ItemEvidence, proof).result_id
    assert stranger.get(f"/kiem-tra/muc/{result_id}/cac-ban").status_code == 404


def test_colleagues_are_told_of_a_withdrawal(round_id: int, proof: int, hold: Any, office: Office) -> None:
    since = clock.now() + timedelta(minutes=5)
    hold(clock.local(since + timedelta(minutes=1)).strftime("%Y-%m-%d %H:%M"))
    proofs.withdraw(db.session.get_one(ItemEvidence, proof), 1, "nhầm")
    db.session.commit()
    assert shown(office, round_id).is_news(since, office.viewer("auditor"))
