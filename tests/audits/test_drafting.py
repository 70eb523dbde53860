"""Drafting a version in the page: rows, order, two people at once, the map, and a second person who publishes."""

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from models import clock
from models.audits import actions, comparing, drafting, maps, publishing
from models.audits.guards import REFUSAL
from models.audits.rules import ItemState, RoundChange, VersionCheck, VersionStatus
from models.audits.tables import AuditRound, CriteriaSet, CriteriaVersion, Criterion, ItemResult, LegalAct
from models.base import db
from models.catalogue.criteria import Kind
from models.errors import NotFound
from tests.browser import Browser
from tests.factories import Office

SETS = "/kiem-tra/bo-tieu-chi"


@pytest.fixture
def draft(criteria: None, office: Office) -> CriteriaVersion:
    """A draft of the meeting room's set, by the auditor."""
    kept = db.session.scalars(select(CriteriaSet).where(CriteriaSet.code == "meeting_room")).one()
    made = drafting.draft_of(office.viewer("auditor"), kept)
    db.session.commit()
    return made


def row(draft: CriteriaVersion, code: str) -> Criterion:
    """One row of a draft."""
    return db.session.scalars(select(Criterion).where(Criterion.version_id == draft.id, Criterion.code == code)).one()


def codes(draft: CriteriaVersion) -> list[str]:
    """The codes of a draft in their order."""
    return [one.code for one in drafting.rows_of(draft.id)]


def shown(browser: Browser, url: str) -> dict[str, str]:
    """All that a form would send as it was opened."""
    page = BeautifulSoup(browser.get(url).text, "html.parser").select_one("form.form")
    fields = {box["name"]: box.get("value", "") for box in page.select("input[name]") if box.get("type") != "radio"}
    fields |= {box["name"]: box["value"] for box in page.select("input[type=radio][checked]")}
    fields |= {box["name"]: box.get_text() for box in page.select("textarea")}
    chosen = {box["name"]: box.select_one("option[selected]") for box in page.select("select")}
    fields |= {name: option["value"] for name, option in chosen.items() if option is not None}
    fields.pop("mandatory", None)
    return fields


def date_acts(office: Office) -> None:
    """Give every act without a first day one, as an administrator would."""
    for act in db.session.scalars(select(LegalAct).where(LegalAct.valid_from.is_(None))):
        act.valid_from = clock.today()
    db.session.commit()


def test_a_draft_begins_as_the_version_in_use(draft: CriteriaVersion, office: Office, browse) -> None:
    assert codes(draft) == [one.code for one in drafting.rows_of(draft.base_id or 0)]
    assert maps.of_draft(draft).proposed == ()
    page = browse("auditor").get(f"{SETS}/ban/{draft.id}").text
    assert "bản nháp" in page.lower() and "PH-01" in page
    set_id = draft.set_id
    answer = browse("auditor").post_form(f"{SETS}/{set_id}/soan", {}, page=SETS)
    assert answer.status_code == 303
    assert len(db.session.scalars(select(CriteriaVersion).where(CriteriaVersion.set_id == set_id)).all()) == 2


def test_rows_are_added_changed_moved_retired_and_brought_back(draft: CriteriaVersion, browse) -> None:
    browser, url = browse("auditor"), f"{SETS}/ban/{draft.id}"
    group = row(draft, "PH")
    fields = {"code": "PH-99", "group": str(group.id), "requirement": "Có nhật ký sự cố.", "max_points": "3"}
    assert browser.post_form(f"{url}/them?loai=tieu-chi", fields).status_code == 303
    assert browser.post_form(f"{url}/them?loai=tieu-chi", fields).status_code == 422
    assert codes(draft).index("PH-99") == codes(draft).index("WIFI") - 1
    added = row(draft, "PH-99")
    assert (added.max_points, added.weight, added.mandatory) == (3, 3, False)
    browser.post_form(f"{SETS}/muc/{added.id}/len", {})
    assert codes(draft).index("PH-99") == codes(draft).index("PH-10") - 1
    browser.post_form(f"{SETS}/muc/{row(draft, 'WIFI').id}/len", {})
    assert codes(draft)[0] == "WIFI" and codes(draft).index("PH") == 5
    first = row(draft, "PH-01").id
    assert browser.post_form(f"{SETS}/muc/{first}/bo", {}).status_code == 303
    assert "PH-01" not in codes(draft)
    assert browser.post_form(f"{url}/dua-lai?ma=PH-01", {}).status_code == 303
    assert "PH-01" in codes(draft)
    browser.post_form(f"{SETS}/muc/{row(draft, 'PH').id}/bo", {})
    assert "PH" in codes(draft), "a group with criteria stays"


def test_two_people_in_one_draft_do_not_write_over_each_other(draft: CriteriaVersion, browse) -> None:
    first, second = browse("auditor"), browse("admin")
    one, other = row(draft, "PH-02"), row(draft, "PH-03")
    address, beside = f"{SETS}/muc/{one.id}", f"{SETS}/muc/{other.id}"
    mine, theirs, foreign = shown(first, address), shown(second, address), shown(second, beside)
    assert second.post_form(f"{SETS}/muc/{one.id}/xuong", {}, page=address).status_code == 303
    assert first.post_raw(address, mine | {"requirement": "Lời của người thứ nhất."}).status_code == 303
    assert second.post_raw(beside, foreign | {"requirement": "Mục khác, không vướng."}).status_code == 303
    late = second.post_raw(address, theirs | {"requirement": "Lời của người thứ hai."})
    assert late.status_code == 409 and "Lời của người thứ nhất." in late.text
    db.session.expire_all()
    assert row(draft, "PH-02").requirement == "Lời của người thứ nhất."


def test_publishing_asks_for_a_whole_map_dated_acts_and_a_second_person(
    draft: CriteriaVersion, office: Office, browse
) -> None:
    drafting.change(row(draft, "PH-02"), {"requirement": "Phòng họp bảo đảm âm thanh, ánh sáng, hình ảnh và dự phòng."})
    drafting.retire(row(draft, "WIFI-04"))
    db.session.commit()
    gaps = publishing.gaps(draft)
    assert gaps[VersionCheck.DATED] and gaps[VersionCheck.ACTS]
    assert gaps[VersionCheck.MAPPED] == ["PH-02", "WIFI-04"]
    url = f"{SETS}/ban/{draft.id}"
    assert browse("admin").post_form(f"{url}/cong-bo", {}).status_code == 409
    browser = browse("auditor")
    page = BeautifulSoup(browser.get(f"{url}/doi-chieu").text, "html.parser")
    ticked = [box["value"] for box in page.select("input[name=nhan]")]
    assert ticked == ["changed:PH-02>PH-02", "removed:WIFI-04>"]
    assert browser.post_raw(f"{url}/doi-chieu", {"csrf_token": browser.token(), "nhan": ticked}).status_code == 303
    browser.post_form(f"{url}/sua", {"effective_from": f"{clock.today():%d/%m/%Y}", "legal_basis": "Quy chế"})
    date_acts(office)
    assert browser.post_form(f"{url}/cong-bo", {}).status_code == 409, "who drafted does not publish"
    db.session.expire_all()
    assert db.session.get_one(CriteriaVersion, draft.id).is_draft
    assert browse("admin").post_form(f"{url}/cong-bo", {}).status_code == 303
    db.session.expire_all()
    found = db.session.get_one(CriteriaVersion, draft.id)
    assert found.status is VersionStatus.PUBLISHED and found.published_by == office.viewer("admin").account_id
    assert len(maps.decided(found.id)) == 14, "the whole map is kept"


def test_a_published_version_of_an_office_never_changes(draft: CriteriaVersion, office: Office, browse) -> None:
    date_acts(office)
    draft.effective_from = clock.today()
    publishing.publish(office.viewer("admin"), draft)
    db.session.commit()
    version_id, item = draft.id, row(draft, "PH-01").id
    for statement in (
        f"UPDATE criterion SET requirement = 'x' WHERE version_id = {version_id}",
        f"DELETE FROM criterion WHERE version_id = {version_id}",
        f"UPDATE criteria_version SET published_by = NULL WHERE id = {version_id}",
        f"UPDATE criterion_map SET relation = 'new' WHERE version_id = {version_id}",
        f"DELETE FROM criterion_map WHERE version_id = {version_id}",
    ):
        with pytest.raises(DatabaseError, match=REFUSAL), db.session.begin_nested():
            db.session.execute(text(statement))
    browser = browse("auditor")
    assert browser.get(f"{SETS}/muc/{item}").status_code == 409
    assert browser.post_form(f"{SETS}/muc/{item}/bo", {}).status_code == 409


def test_a_round_is_opened_on_the_offices_own_version_and_nobody_elses(
    draft: CriteriaVersion, office: Office, other_office: Office
) -> None:
    date_acts(office)
    draft.effective_from = clock.today()
    publishing.publish(office.viewer("admin"), draft)
    here = actions.open_round(office.viewer("auditor"), "meeting_room", None)
    there = actions.open_round(other_office.viewer("auditor"), "meeting_room", None)
    assert (here.version_id, there.version_id) == (draft.id, draft.base_id)


def say(opened: AuditRound, code: str, state: ItemState) -> None:
    query = select(ItemResult).join(Criterion).where(ItemResult.round_id == opened.id, Criterion.code == code)
    db.session.scalars(query).one().assess(state, opened.opened_by or 0, clock.now(), "", "", None)


def test_rounds_over_two_versions_are_compared_by_the_map(draft: CriteriaVersion, office: Office) -> None:
    eyes = office.viewer("auditor")
    before = actions.open_round(eyes, "meeting_room", None)
    say(before, "PH-01", ItemState.NOT_MET)
    say(before, "PH-02", ItemState.NOT_MET)
    drafting.rename(row(draft, "PH-01"), "PH-A")
    drafting.change(row(draft, "PH-02"), {"requirement": "Phòng họp bảo đảm âm thanh, ánh sáng và chỗ ngồi."})
    drafting.retire(row(draft, "WIFI-04"))
    drafting.add(draft, Kind.ITEM, "PH-99", "PH", {"requirement": "Có nhật ký sự cố của phòng họp."})
    proposed = maps.of_draft(draft).proposed
    for link in proposed:
        maps.decide(eyes, draft, [link])
    date_acts(office)
    draft.effective_from = clock.today()
    row(draft, "PH-99").max_points = Decimal(1)
    publishing.publish(office.viewer("admin"), draft)
    now = actions.open_round(eyes, "meeting_room", None)
    say(now, "PH-A", ItemState.MET)
    say(now, "PH-02", ItemState.MET)
    db.session.flush()
    found = {one.code: one.change for one in comparing.compare(before, now)}
    assert found["PH-A"] is RoundChange.BETTER, "the same under another code"
    assert found["PH-02"] is RoundChange.UNLIKE, "another wording is not compared"
    assert (found["PH-99"], found["WIFI-04"]) == (RoundChange.NEW, RoundChange.GONE)
    assert "PH-01" not in found


def test_an_own_list_begins_empty_and_is_nobody_elses(office: Office, other_office: Office, browse) -> None:
    fields = {"name": "Khung của tỉnh", "short_name": "Khung tỉnh", "subject": "UBND xã", "legal_basis": "Quyết định"}
    assert browse("admin").post_form(f"{SETS}/moi", fields).status_code == 303
    made = db.session.scalars(select(CriteriaVersion)).one()
    assert made.set.code == "khung_tinh" and made.commune_id == office.viewer("admin").commune_id
    assert "Khung của tỉnh" in browse("leader").get(SETS).text
    with pytest.raises(NotFound):
        drafting.version(other_office.viewer("auditor"), made.id)
    assert browse("auditor").post_form(f"{SETS}/ban/{made.id}/bo", {}).status_code == 303
    assert db.session.scalars(select(CriteriaSet)).all() == []
