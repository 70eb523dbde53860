"""What the round before said: a hint beside the new tick, taken over by one press, dated now; one proof for many."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from models import clock
from models.accounts.rules import Viewer
from models.audits import actions, drafting, items, maps, proofs, publishing, queries, recurring
from models.audits.items import ItemRow
from models.audits.mapping import Link, Relation
from models.audits.proof_tables import ItemEvidence
from models.audits.rules import ItemState
from models.audits.tables import AuditRound, Criterion, ItemResult, LegalAct
from models.base import db
from models.catalogue.criteria import Kind
from models.clock import now
from tests.audits.test_findings import find, mend

LINK = "https://tayson.gialai.gov.vn/tthc"


@pytest.fixture
def second(website: AuditRound, office, hold) -> int:
    """The second round; in the first one criterion was met and shown, one was half there, one did not apply."""
    eyes = office.viewer("auditor")
    hold("2026-10-08 09:00")
    for code, state, note, reason in (
        ("WEB-A01", ItemState.MET, "Đủ thủ tục", ""),
        ("WEB-A02", ItemState.PARTIAL, "Thiếu biểu", ""),
        ("WEB-A07", ItemState.NOT_APPLICABLE, "", "Xã không có di tích."),
    ):
        said = of(website.id, code)
        said.assess(state, eyes.account_id, now(), note, reason, None)
        if state is ItemState.MET:
            proofs.attach(said, eyes.account_id, "Trang thủ tục", url=LINK)
    hold("2026-11-21 16:18")
    opened = actions.open_round(eyes, "website", None)
    db.session.commit()
    return opened.id


def of(round_id: int, code: str) -> ItemResult:
    query = select(ItemResult).join(Criterion).where(Criterion.code == code, ItemResult.round_id == round_id)
    return db.session.scalars(query).one()


def row(eyes: Viewer, round_id: int, code: str) -> ItemRow:
    return items.item_row(queries.audit_round(eyes, round_id), of(round_id, code).id)


def test_the_round_before_stands_beside_and_nothing_is_chosen(second, browse, office):
    shown = row(office.viewer("auditor"), second, "WEB-A01")
    assert (shown.state, shown.evidence) == (ItemState.NOT_ASSESSED, ())
    (past,) = shown.before
    assert (past.no, past.state, past.note, past.relation) == (1, ItemState.MET, "Đủ thủ tục", Relation.SAME)
    assert [kept.url for kept in past.evidence] == [LINK]
    page = BeautifulSoup(browse("leader").get(f"/kiem-tra/dot/{second}").text, "html.parser")
    ghost = page.select_one(f"#muc-{shown.result_id} .ghost").get_text(" ", strip=True)
    assert "Đợt 1" in ghost and "Đủ thủ tục" in ghost and "Giữ như đợt trước" not in ghost
    assert page.select_one("#figures").get_text().strip().startswith("0/90")


def test_one_press_keeps_state_note_and_proof_as_of_now(second, browse, office):
    auditor, here = browse("auditor"), of(second, "WEB-A01").id
    sent = {"as_before": "1", "version": "1"}
    for _time in range(2):  # an answer may be lost
        answer = auditor.htmx(f"/kiem-tra/muc/{here}", sent)
        assert answer.status_code == 200
    assert "Giữ như đợt 1" in answer.text
    kept = row(office.viewer("auditor"), second, "WEB-A01")
    assert (kept.state, kept.note, kept.points, kept.kept_from) == (ItemState.MET, "Đủ thủ tục", 2, 1)
    assert kept.assessed_at.date().isoformat() == "2026-11-21"
    assert [(one.url, one.dated_on.isoformat()) for one in kept.evidence] == [(LINK, "2026-10-08")]
    assert of(second, "WEB-A01").version == 2


def test_what_was_kept_and_is_judged_anew_is_not_from_then_any_more(second, browse):
    auditor, url = browse("auditor"), f"/kiem-tra/muc/{of(second, 'WEB-A02').id}"
    auditor.htmx(url, {"as_before": "1", "version": "1"})
    assert of(second, "WEB-A02").kept_from == 1
    auditor.htmx(url, {"state": "not_met", "version": "2"})
    assert (of(second, "WEB-A02").state, of(second, "WEB-A02").kept_from) == (ItemState.NOT_MET, None)


def test_nothing_is_kept_over_what_a_colleague_said(second, browse):
    browse("secretary").htmx(f"/kiem-tra/muc/{of(second, 'WEB-A02').id}", {"state": "not_met", "version": "1"})
    late = browse("auditor").htmx(f"/kiem-tra/muc/{of(second, 'WEB-A02').id}", {"as_before": "1", "version": "1"})
    assert late.status_code == 409
    assert of(second, "WEB-A02").state is ItemState.NOT_MET


def test_a_criterion_without_a_round_before_says_so(second, browse):
    answer = browse("auditor").htmx(f"/kiem-tra/muc/{of(second, 'WEB-A04').id}", {"as_before": "1", "version": "1"})
    assert answer.status_code == 422
    assert "Đợt trước chưa đánh giá" in answer.text


def test_a_group_keeps_what_nobody_has_assessed_yet(second, browse):
    auditor = browse("auditor")
    auditor.htmx(f"/kiem-tra/muc/{of(second, 'WEB-A02').id}", {"state": "met", "version": "1"})
    group = f"/kiem-tra/dot/{second}/nhu-truoc"
    answer = auditor.post(group, {"nhom": "WEB-A"})
    assert answer.status_code == 303
    assert "Đã giữ 2 tiêu chí" in auditor.get(answer.location).text
    assert of(second, "WEB-A01").state is ItemState.MET
    assert of(second, "WEB-A02").state is ItemState.MET, "as the auditor said today"
    doubted = of(second, "WEB-A07")
    assert (doubted.state, doubted.na_confirmed_by) == (ItemState.NOT_APPLICABLE, None), "a second person looks again"
    assert of(second, "WEB-A04").state is ItemState.NOT_ASSESSED


def test_one_proof_serves_many_criteria_and_changes_no_state(second, browse):
    auditor = browse("auditor")
    auditor.htmx(f"/kiem-tra/muc/{of(second, 'WEB-A01').id}", {"as_before": "1", "version": "1"})
    proof = db.session.scalars(select(ItemEvidence).where(ItemEvidence.result_id == of(second, "WEB-A01").id)).one().id
    others = [of(second, code).id for code in ("WEB-A02", "WEB-A04")]
    page = auditor.get(f"/kiem-tra/minh-chung/{proof}/dung-chung")
    assert not BeautifulSoup(page.text, "html.parser").select("[name=muc][checked]")
    for _time in range(2):
        answer = auditor.post(f"/kiem-tra/minh-chung/{proof}/dung-chung", {"muc": others})
        assert answer.status_code == 303
    shown = select(func.count()).where(ItemEvidence.result_id.in_(others), ItemEvidence.url == LINK)
    assert db.session.scalar(shown) == 2
    assert {of(second, code).state for code in ("WEB-A02", "WEB-A04")} == {ItemState.NOT_ASSESSED}
    assert auditor.post(f"/kiem-tra/minh-chung/{proof}/dung-chung", {}).status_code == 409


def test_a_proof_goes_only_beside_criteria_of_its_round(second, website, browse):
    auditor = browse("auditor")
    auditor.htmx(f"/kiem-tra/muc/{of(second, 'WEB-A01').id}", {"as_before": "1", "version": "1"})
    proof = db.session.scalars(select(ItemEvidence).where(ItemEvidence.result_id == of(second, "WEB-A01").id)).one().id
    first_round = select(AuditRound.id).where(AuditRound.no == 1)
    stranger = of(db.session.scalar(first_round), "WEB-A04").id
    assert auditor.post(f"/kiem-tra/minh-chung/{proof}/dung-chung", {"muc": [stranger]}).status_code == 409


def test_what_others_saved_since_comes_with_the_figures_and_nothing_else(second, browse, hold, office):
    mine, theirs = browse("auditor"), browse("secretary")
    hold("2026-11-21 16:20")
    page = BeautifulSoup(mine.get(f"/kiem-tra/dot/{second}").text, "html.parser")
    ask = page.select_one("#colleagues")["hx-get"]
    mine.htmx(f"/kiem-tra/muc/{of(second, 'WEB-A04').id}", {"state": "not_met", "version": "1"})
    quiet = BeautifulSoup(mine.htmx(ask).text, "html.parser")
    assert not quiet.select(".crit") and quiet.select_one("#colleagues")["hx-swap-oob"]
    hold("2026-11-21 16:21")
    theirs.htmx(f"/kiem-tra/muc/{of(second, 'WEB-A02').id}", {"state": "not_met", "version": "1"})
    news = BeautifulSoup(mine.htmx(ask).text, "html.parser")
    assert [row["id"] for row in news.select(".crit[hx-swap-oob]")] == [f"muc-{of(second, 'WEB-A02').id}"]
    assert "2/90" in news.select_one("#figures[hx-swap-oob]").get_text()
    again = BeautifulSoup(mine.htmx(news.select_one("#colleagues")["hx-get"]).text, "html.parser")
    assert len(again.select(".crit")) <= 1


@pytest.fixture
def newer(second: int, office) -> int:
    """A third round on a version that changed, split, merged, renamed and added criteria of which the second spoke."""
    eyes = office.viewer("auditor")
    for code in ("WEB-A01", "WEB-A02", "WEB-A03", "WEB-A04", "WEB-A05", "WEB-A06"):
        said = of(second, code)
        said.assess(ItemState.PARTIAL, eyes.account_id, now(), f"Như {code}", "", None)
        proofs.attach(said, eyes.account_id, code, url=f"{LINK}/{code}")
    kept = db.session.get_one(AuditRound, second).set
    draft = drafting.draft_of(eyes, kept)
    rows = {row.code: row for row in drafting.rows_of(draft.id)}
    rows["WEB-A02"].requirement = "Trang có biểu mẫu điền được trên điện thoại."
    drafting.rename(rows["WEB-A05"], "WEB-A05X")
    rows["WEB-A03"].requirement, rows["WEB-A04"].requirement = "Phần đầu của mục này", "Hai mục nhập làm một"
    group, words = rows["WEB-A01"].parent, {"requirement": "Phần sau của mục này", "max_points": 2}
    drafting.add(draft, Kind.ITEM, "WEB-A03B", group, words)
    drafting.add(draft, Kind.ITEM, "WEB-A99", group, {"requirement": "Điều chưa ai hỏi", "max_points": 2})
    drafting.retire(rows["WEB-A06"])
    db.session.flush()
    maps.decide(eyes, draft, [Link("WEB-A03", code, Relation.SPLIT) for code in ("WEB-A03", "WEB-A03B")])
    maps.decide(eyes, draft, [Link(code, "WEB-A04", Relation.MERGED) for code in ("WEB-A04", "WEB-A06")])
    maps.decide(eyes, draft, [Link("WEB-A05", "WEB-A05X", Relation.SAME)])
    maps.decide(eyes, draft, [Link("WEB-A02", "WEB-A02", Relation.CHANGED), Link(None, "WEB-A99", Relation.NEW)])
    draft.effective_from = clock.today()
    for act in db.session.scalars(select(LegalAct)).all():
        act.valid_from = act.valid_from or clock.today()
    db.session.flush()
    publishing.publish(office.viewer("admin"), draft)
    opened = actions.open_round(eyes, "website", None)
    db.session.commit()
    return opened.id


CARRIED = {
    "WEB-A01": ("same", ["WEB-A01"], True, True),
    "WEB-A05X": ("same", ["WEB-A05"], True, True),
    "WEB-A02": ("changed", ["WEB-A02"], False, True),
    "WEB-A03": ("split", ["WEB-A03"], False, False),
    "WEB-A03B": ("split", ["WEB-A03"], False, False),
    "WEB-A04": ("merged", ["WEB-A04", "WEB-A06"], False, False),
    "WEB-A99": (None, [], False, False),
}  # by code: how it comes from which; kept by one press; kept after a look


def test_on_a_newer_version_the_map_says_what_stands_beside_and_what_is_kept(newer, browse, office):
    auditor, eyes = browse("auditor"), office.viewer("auditor")
    parts = items.groups(queries.audit_round(eyes, newer))
    whole = {item.code: item for item in items.all_items(parts)}
    for code, (relation, former, by_press, after_look) in CARRIED.items():
        shown = row(eyes, newer, code)
        assert shown.before == whole[code].before, "the row by itself and in its list"
        assert [one.code for one in shown.before] == former, code
        assert {one.relation.value for one in shown.before} == ({relation} if relation else set()), code
        assert [kept.url for one in shown.before for kept in one.evidence] == [f"{LINK}/{was}" for was in former]
        url, status = f"/kiem-tra/muc/{of(newer, code).id}", {True: 200, False: 422}
        assert auditor.htmx(url, {"as_before": "1", "version": "1"}).status_code == status[by_press], code
        if not by_press:
            assert auditor.htmx(url, {"as_before": "looked", "version": "1"}).status_code == status[after_look], code
        said = row(eyes, newer, code)
        assert (said.state is ItemState.PARTIAL) is (by_press or after_look), code
        assert len(said.evidence) == int(by_press or after_look)


def test_a_mended_finding_that_is_seen_again_is_counted_over_the_map(newer, second, office):
    for code in ("WEB-A02", "WEB-A03", "WEB-A05", "WEB-A06"):
        mend(office, find(office, of(second, code), place="/trang"))
    find(office, of(second, "WEB-A04"), place="/con-do")
    seen = {}
    for code in CARRIED:
        here = of(newer, code)
        here.assess(ItemState.NOT_MET, office.viewer("auditor").account_id, now(), "", "", None)
        seen[code] = find(office, here, place="/Trang").seen
    again = {"WEB-A05X": 2, "WEB-A02": 2, "WEB-A03": 2, "WEB-A03B": 2, "WEB-A04": 2}
    assert seen == {"WEB-A01": 1, "WEB-A99": 1, **again}, "same, changed, both parts of a split, merged from WEB-A06"
    again = find(office, of(newer, "WEB-A04"), place="/con-do")
    assert [seen.no for seen in recurring.sightings(again)] == [3], "merged from WEB-A04, where it is still open"


def test_a_group_keeps_only_what_asks_for_the_same(newer, browse, office):
    auditor = browse("auditor")
    page = BeautifulSoup(auditor.get(f"/kiem-tra/dot/{newer}").text, "html.parser")
    ghost = page.select_one(f"#muc-{of(newer, 'WEB-A02').id} .ghost")
    assert ghost.select_one("details [name=as_before]")["value"] == "looked", "only behind the old words"
    assert auditor.post(f"/kiem-tra/dot/{newer}/nhu-truoc", {"nhom": "WEB-A"}).status_code == 303
    eyes = office.viewer("auditor")
    kept = {code for code in CARRIED if row(eyes, newer, code).state is not ItemState.NOT_ASSESSED}
    assert kept == {"WEB-A01", "WEB-A05X"}
