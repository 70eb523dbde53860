"""A fault that is found again: mended before it returns with its count, still open it is kept as seen again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from models import clock
from models.audits import actions as audit_actions
from models.audits import findings, items, locking, mending, recurring
from models.audits.finding_rules import FindingWord
from models.audits.finding_tables import FindingSeen
from models.audits.guards import REFUSAL
from models.audits.rules import LockCheck
from models.audits.tables import AuditFinding, AuditRound, Criterion, ItemResult
from models.base import db
from models.duties.rules import DutyStatus
from models.errors import RuleBroken
from models.journal import JournalEntry
from tests.audits.test_findings import NOT_MET, cells, find, mend, say
from tests.browser import Browser
from tests.factories import Office


def next_round(office: Office) -> AuditRound:
    opened = audit_actions.open_round(office.viewer("auditor"), "website", None)
    db.session.commit()
    return opened


def test_a_mended_finding_that_is_seen_again_returns_with_its_count(website: AuditRound, office: Office) -> None:
    mend(office, find(office, say(website, "WEB-A01", NOT_MET)))
    second = say(next_round(office), "WEB-A01", NOT_MET)
    elsewhere = find(office, second, place="/lien-he")
    again = find(office, second, words="Lại thiếu", place="/LANH-DAO ")
    assert (elsewhere.seen, again.seen) == (1, 2)
    assert again.duty.status is DutyStatus.NOT_STARTED
    mend(office, again)
    assert find(office, say(next_round(office), "WEB-A01", NOT_MET)).seen == 3


def test_a_finding_that_is_still_open_is_not_written_twice(website: AuditRound, office: Office) -> None:
    first = find(office, say(website, "WEB-A01", NOT_MET))
    opened = next_round(office)
    second = say(opened, "WEB-A01", NOT_MET)
    assert [item.code for item in locking.gaps(items.groups(opened))[LockCheck.FOUND]] == ["WEB-A01"]
    for words in ("Vẫn thiếu", "Bấm hai lần"):
        assert find(office, second, words, place="/LANH-DAO").id == first.id
    (seen,) = recurring.sightings(first)
    assert (seen.no, seen.seen_on, seen.note, seen.result_id) == (2, clock.today(), "Vẫn thiếu", second.id)
    assert not locking.gaps(items.groups(opened))[LockCheck.FOUND], "a word, as a finding is"
    eyes = office.viewer("auditor")
    for round_ in (website, opened):
        (row,) = findings.rows(eyes, round_.id)
        (problem,) = findings.problems(eyes, round_.id)
        assert (row.finding_id, row.result_id, row.seen_last) == (first.id, problem.result_id, 2)
        assert (problem.findings, problem.unmended) == (1, 1), "the list and the figure say the same"
    first.duty.unit_id = None
    db.session.flush()
    assert [item.code for item in locking.gaps(items.groups(opened))[LockCheck.OWNED]] == ["WEB-A01"]
    assert find(office, second, place="/khac").seen == 1


def test_what_a_locked_round_saw_again_stays(website: AuditRound, office: Office) -> None:
    first = find(office, say(website, "WEB-A01", NOT_MET))
    opened = next_round(office)
    find(office, say(opened, "WEB-A01", NOT_MET))
    opened.lock(office.viewer("leader"), clock.now(), {})
    db.session.commit()
    columns = "finding_id, round_id, result_id, seen_on, note, recorded_by, commune_id, created_at"
    with pytest.raises(RuleBroken, match="round_closed"):
        leader = office.viewer("leader")
        mending.decide(leader, first, FindingWord.VOID, clock.today(), reason="Ghi nhầm")
    for statement in (
        "UPDATE finding_seen SET note = 'x'",
        "DELETE FROM finding_seen",
        f"INSERT INTO finding_seen ({columns}) SELECT {columns} FROM finding_seen",
    ):
        with pytest.raises(DatabaseError, match=REFUSAL), db.session.begin_nested():
            db.session.execute(text(statement))


def test_another_component_of_a_place_is_another_finding(website: AuditRound, office: Office) -> None:
    due = clock.today() + timedelta(days=14)

    def note(result: ItemResult, component: str) -> AuditFinding:
        eyes, unit = office.viewer("auditor"), office.units[3].id
        return findings.note(eyes, result, "Hỏng", unit, due, place="/lien-he", component=component)

    first = note(say(website, "WEB-A01", NOT_MET), "Biểu mẫu")
    second = say(next_round(office), "WEB-A01", NOT_MET)
    assert note(second, "BIỂU MẪU").id == first.id
    assert note(second, "Chân trang").id != first.id


def test_what_is_still_open_is_offered_at_its_criterion(
    website: AuditRound, office: Office, browse: Callable[[str], Browser]
) -> None:
    say(website, "WEB-A01", NOT_MET)
    typed = {"text": "Thiếu", "component": "Chân trang", "unit_id": str(office.units[3].id), "due_on": "30/12/2027"}
    auditor, codes = browse("auditor"), select(ItemResult.id).join(Criterion).where(Criterion.code == "WEB-A01")
    form = f"/kiem-tra/muc/{db.session.scalar(codes)}/ton-tai"
    db.session.commit()
    assert auditor.post_form(form, {**typed, "place": "/a\r\n/b"}).status_code == 303
    duty_id = findings.rows(office.viewer("auditor"))[0].id
    result_id = say(next_round(office), "WEB-A01", NOT_MET).id
    db.session.commit()
    form = f"/kiem-tra/muc/{result_id}/ton-tai"
    offered = BeautifulSoup(auditor.get(form).text, "html.parser").select_one("[data-waiting] .btn")["href"]
    asked = BeautifulSoup(auditor.get(offered).text, "html.parser").select("main form")[0]
    assert {field["name"] for field in asked.select("textarea, select, input:not([type=hidden])")} == {"note"}
    for _time in range(2):
        assert auditor.post_form(offered, {"note": "Vẫn thiếu"}).status_code == 303
    page = BeautifulSoup(browse("leader").get(f"/kiem-tra/ton-tai/{duty_id}").text, "html.parser")
    assert "Thấy lại ở đợt 2" in page.select_one("[data-seen]").text and "Vẫn thiếu" in page.text
    assert not BeautifulSoup(auditor.get(form).text, "html.parser").select("[data-waiting]"), "seen once"
    assert {"Chân trang", "đợt 2"} <= cells(browse("leader"), "/kiem-tra/ton-tai.xlsx")


def seen_by_mistake(website: AuditRound, office: Office) -> tuple[int, int]:
    """The criterion of a second round and the finding of the first that it has seen again."""
    first = find(office, say(website, "WEB-A01", NOT_MET), place="/a")
    here = say(next_round(office), "WEB-A01", NOT_MET)
    recurring.see_open(office.viewer("auditor"), here, first.id, "", clock.today())
    db.session.commit()
    return here.id, first.id


def test_a_sighting_that_was_a_mistake_is_taken_back_while_the_round_is_open(
    website: AuditRound, office: Office, browse: Callable[[str], Browser]
) -> None:
    result_id, finding_id = seen_by_mistake(website, office)
    auditor, form = browse("auditor"), f"/kiem-tra/muc/{result_id}/ton-tai"
    page = BeautifulSoup(auditor.get(form).text, "html.parser")
    undo = page.select_one("form.one[action$='/bo']")["action"]
    assert undo.endswith(f"/van-thay/{finding_id}/bo") and not page.select("[data-waiting]")
    for said in ("Đã bỏ", "đã được bỏ trước đó"):
        answer = auditor.post(undo, {})
        assert said in auditor.get(answer.location).text
    assert db.session.scalars(select(FindingSeen)).all() == []
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.entity == "finding_seen")).all()
    assert [one.action for one in entry] == ["created", "deleted"]
    assert BeautifulSoup(auditor.get(form).text, "html.parser").select("[data-waiting]"), "offered once more"


def test_what_a_closed_round_saw_stays(website: AuditRound, office: Office, browse: Callable[[str], Browser]) -> None:
    result_id, finding_id = seen_by_mistake(website, office)
    db.session.get_one(ItemResult, result_id).round.hand_in(office.viewer("auditor"), clock.now())
    db.session.commit()
    auditor, address = browse("auditor"), f"/kiem-tra/muc/{result_id}/van-thay/{finding_id}"
    assert "không sửa được" in auditor.get(auditor.post(f"{address}/bo", {}).location).text
    assert "không sửa được" in auditor.post(address, {"note": "nữa"}).text
    assert len(db.session.scalars(select(FindingSeen)).all()) == 1


def test_only_what_was_left_open_at_this_criterion_is_seen_again(
    website: AuditRound, office: Office, other_office: Office, browse: Callable[..., Browser]
) -> None:
    result_id, finding_id = seen_by_mistake(website, office)
    elsewhere = say(db.session.get_one(ItemResult, result_id).round, "WEB-A02", NOT_MET).id
    db.session.commit()
    for address in (f"/kiem-tra/muc/{elsewhere}/van-thay/{finding_id}", f"/kiem-tra/muc/{result_id}/van-thay/999"):
        assert browse("auditor").post(address, {"note": "x"}).status_code == 404
    stranger = browse("auditor", other_office)
    address = f"/kiem-tra/muc/{result_id}/van-thay/{finding_id}"
    assert stranger.get(address).status_code == stranger.post(f"{address}/bo", {}).status_code == 404
