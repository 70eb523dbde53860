"""Minutes that cannot be lost: parts that save themselves, two writers, checks, signatures, versions."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from blueprints.document_kept import keep
from blueprints.documents import Document, Title
from models.base import db
from models.errors import RuleBroken
from models.meetings import minutes
from models.meetings.agenda import AgendaItem, Ballot
from models.meetings.minutes_rules import CheckName, checks, unmet
from models.meetings.paper_rules import PaperState
from models.meetings.paper_tables import Minutes, MinutesBlock, MinutesRevision
from models.meetings.points import Point
from models.meetings.rules import Platform
from models.meetings.tables import Body, Meeting
from tests.browser import Browser
from tests.factories import Office
from tests.meetings.conftest import MONDAY, make_meeting

Browse = Callable[..., Browser]
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _monday(hold: Callable[[str], None]) -> None:
    hold("2026-03-30 16:00")


@pytest.fixture
def meeting_id(office: Office, body: Body) -> int:
    return make_meeting(office, body, secretary_id=office.account("secretary").person_id).id


@pytest.fixture
def part_id(office: Office, meeting_id: int) -> int:
    version = minutes.begin(
        office.viewer("secretary"), db.session.get_one(Meeting, meeting_id), ["Diễn biến", "Ý kiến"]
    )
    db.session.commit()
    return version.blocks[0].id


def part_of(part_id: int) -> MinutesBlock:
    db.session.expire_all()
    return db.session.get_one(MinutesBlock, part_id)


def seen(browser: Browser, meeting_id: int, part_id: int) -> dict[str, str]:
    """The form of a part as a page shows it."""
    page = browser.get(f"/hop/{meeting_id}/bien-ban/soan").text
    form = page[page.index(f'id="phan-{part_id}"') :]
    fields = {name: re.search(rf'name="{name}" value="([^"]*)"', form) for name in ("version", "seen", "title")}
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", form, re.DOTALL)
    return {name: found[1] for name, found in fields.items() if found} | {"text": text[1].lstrip("\n") if text else ""}


def test_the_first_page_begins_minutes_and_begins_them_once(browse: Browse, meeting_id: int) -> None:
    browser, url = browse("secretary"), f"/hop/{meeting_id}/bien-ban/soan"
    assert "Soạn biên bản" in browser.get(url).text
    for _ in range(2):
        assert browser.post_form(f"/hop/{meeting_id}/bien-ban/bat-dau", {}, page=url).status_code == 303
    assert len(db.session.scalars(select(Minutes)).all()) == 1
    assert "Diễn biến cuộc họp" in browser.get(url).text


def test_a_part_saves_itself_and_keeps_what_another_wrote(browse: Browse, meeting_id: int, part_id: int) -> None:
    first, second = browse("secretary"), browse("leader")
    fields = seen(first, meeting_id, part_id)
    answer = first.post_form(f"/bien-ban/phan/{part_id}", {**fields, "text": "Một"}, headers=HTMX)
    assert answer.status_code == 200 and "Đã lưu 16:00" in answer.text and "<html" not in answer.text
    fields = seen(second, meeting_id, part_id)
    assert second.post_form(f"/bien-ban/phan/{part_id}", {**fields, "text": "Hai"}).status_code == 303
    assert part_of(part_id).text == "Hai"
    assert [one.text for one in db.session.scalars(select(MinutesRevision))] == ["Một"]
    assert "Một" in first.get(f"/bien-ban/phan/{part_id}/cac-ban").text


def test_of_two_writers_each_changes_only_what_he_touched(browse: Browse, meeting_id: int, part_id: int) -> None:
    first, second = browse("secretary"), browse("leader")
    mine, theirs = seen(first, meeting_id, part_id), seen(second, meeting_id, part_id)
    url = f"/bien-ban/phan/{part_id}"
    assert first.post_form(url, {**mine, "title": "Khai mạc"}, headers=HTMX).status_code == 200
    assert second.post_form(url, {**theirs, "text": "Phát biểu"}, headers=HTMX).status_code == 200
    part = part_of(part_id)
    assert (part.title, part.text) == ("Khai mạc", "Phát biểu")


def test_a_real_clash_shows_both_texts_and_loses_neither(browse: Browse, meeting_id: int, part_id: int) -> None:
    first, second = browse("secretary"), browse("leader")
    url = f"/bien-ban/phan/{part_id}"
    mine, theirs = seen(first, meeting_id, part_id), seen(second, meeting_id, part_id)
    first.post_form(url, {**mine, "text": "Đăng lên trang thông tin."}, headers=HTMX)
    quiet = second.post_form(url, {**theirs, "text": "Niêm yết tại chợ."}, headers=HTMX)
    assert quiet.status_code == 409 and "Xem hai bản và ghép" in quiet.text and "Lê Văn An" in quiet.text
    merge = second.post_form(url, {**theirs, "text": "Niêm yết tại chợ."})
    assert merge.status_code == 409
    assert "Đăng" in merge.text and "<mark>Niêm yết tại chợ.</mark>" in merge.text
    assert part_of(part_id).text == "Đăng lên trang thông tin."
    hidden = dict(re.findall(r'name="(version|seen|aside)" value="([^"]*)"', merge.text))
    both = second.post_form(url, {**hidden, "title": "Diễn biến", "text": "Niêm yết tại chợ.", "viec": "both"})
    assert "Đăng lên trang thông tin.\nNiêm yết tại chợ." in both.text
    saved = second.post_form(url, {**hidden, "title": "Diễn biến", "text": "Đăng lên trang; niêm yết tại chợ."})
    assert saved.status_code == 303
    assert part_of(part_id).text == "Đăng lên trang; niêm yết tại chợ."
    kept = {one.text: one.is_set_aside for one in db.session.scalars(select(MinutesRevision))}
    assert kept == {"Niêm yết tại chợ.": True, "Đăng lên trang thông tin.": False}


def test_what_is_not_chosen_at_all_is_set_aside(browse: Browse, meeting_id: int, part_id: int) -> None:
    browser = browse("secretary")
    fields = {**seen(browser, meeting_id, part_id), "text": "Chữ của tôi", "aside": "Chữ của tôi", "viec": "drop"}
    assert browser.post_form(f"/bien-ban/phan/{part_id}", fields).status_code == 303
    assert part_of(part_id).text == ""
    assert [(one.text, one.is_set_aside) for one in db.session.scalars(select(MinutesRevision))] == [
        ("Chữ của tôi", True)
    ]


def test_parts_are_added_and_only_empty_ones_dropped(
    browse: Browse, office: Office, meeting_id: int, part_id: int
) -> None:
    browser, version = browse("secretary"), part_of(part_id).minutes_id
    page = f"/hop/{meeting_id}/bien-ban/soan"
    assert browser.post_form(f"/bien-ban/{version}/them-phan", {"title": "Biểu quyết"}, page=page).status_code == 303
    assert browser.post_form(f"/bien-ban/{version}/them-phan", {"title": ""}, page=page).status_code == 422
    titles = {part.title: part.id for part in db.session.get_one(Minutes, version).blocks}
    assert list(titles) == ["Diễn biến", "Ý kiến", "Biểu quyết"]
    minutes.write(office.viewer("secretary"), part_of(titles["Ý kiến"]), "Ý kiến", "Nhất trí.")
    db.session.commit()
    for title, left in (("Biểu quyết", 2), ("Ý kiến", 2)):
        browser.post_form(f"/bien-ban/phan/{titles[title]}/bo", {}, page=page)
        assert len(db.session.get_one(Minutes, version).blocks) == left
        db.session.rollback()


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"has_secretary": False}, CheckName.SECRETARY),
        ({"present": 0}, CheckName.ATTENDANCE),
        ({"parts": [("A", " ")]}, CheckName.WORDS),
        ({"parts": [("A", "chữ"), ("B", "")]}, CheckName.PARTS),
        ({"unreviewed": 2}, CheckName.REVIEW),
        ({"ungiven": ["2a"]}, CheckName.DATED),
    ],
)
def test_each_check_names_what_is_missing(changes: dict[str, Any], name: CheckName) -> None:
    good: dict[str, Any] = {
        "has_secretary": True,
        "present": 3,
        "parts": [("A", "chữ")],
        "unreviewed": 0,
        "ungiven": [],
    }
    assert unmet(checks(**good)) == []
    assert name in [check.name for check in unmet(checks(**{**good, **changes}))]


def write(office: Office, part_id: int, text: str = "Chủ tọa khai mạc.\nCác thành viên nhất trí.") -> int:
    """All parts of a draft have words; returns the version."""
    part = part_of(part_id)
    for one in part.minutes.blocks:
        minutes.write(office.viewer("secretary"), one, one.title, text)
    db.session.commit()
    return part.minutes_id


def test_finishing_is_refused_by_name_and_then_signed_for_good(
    browse: Browse, office: Office, meeting_id: int, part_id: int
) -> None:
    browser, home = browse("secretary"), f"/hop/{meeting_id}/bien-ban/soan"
    version = part_of(part_id).minutes_id
    browser.post_form(f"/bien-ban/{version}/hoan-tat", {}, page=home)
    assert "Chưa hoàn tất được. Chưa ghi diễn biến cuộc họp." in browser.get(home).text
    write(office, part_id)
    assert browser.post_form(f"/bien-ban/{version}/ky", {"signed_on": "30/3/2026"}, page=home).status_code == 422
    browser.post_form(f"/bien-ban/{version}/hoan-tat", {}, page=home)
    assert db.session.get_one(Minutes, version).state is PaperState.WAITING
    fields = {"version": "9", "seen": "", "title": "Diễn biến", "text": "Sửa lén"}
    assert browser.post_form(f"/bien-ban/phan/{part_id}", fields, page=home).status_code == 409
    assert browser.post_form(f"/bien-ban/{version}/ky", {"signed_on": "31/3/2026"}, page=home).status_code == 422
    assert browser.post_form(f"/bien-ban/{version}/ky", {"signed_on": "30/3/2026"}, page=home).status_code == 303
    db.session.expire_all()
    signed = db.session.get_one(Minutes, version)
    assert (signed.state, signed.signed_on) == (PaperState.ISSUED, date(2026, 3, 30))
    for url, data in (
        (f"/bien-ban/phan/{part_id}", fields),
        (f"/bien-ban/{version}/them-phan", {"title": "Thêm"}),
        (f"/bien-ban/{version}/viet-tiep", {}),
        (f"/bien-ban/{version}/hoan-tat", {}),
        (f"/bien-ban/{version}/ky", {"signed_on": "30/3/2026"}),
    ):
        for role in ("secretary", "leader"):
            browse(role).post_form(url, data, page=home)
    db.session.expire_all()
    assert part_of(part_id).text.startswith("Chủ tọa khai mạc.")
    assert db.session.get_one(Minutes, version).state is PaperState.ISSUED


def signed(office: Office, meeting_id: int, part_id: int) -> int:
    """Signed minutes, without the pages."""
    version = db.session.get_one(Minutes, write(office, part_id))
    eyes = office.viewer("secretary")
    paper = keep(Document("Biên bản", "Xã", MONDAY, (Title("BIÊN BẢN"),)))
    minutes.finish(eyes, version, [], paper)
    minutes.sign(eyes, version, MONDAY, MONDAY)
    db.session.commit()
    return version.id


@pytest.mark.parametrize(
    "statement",
    [
        update(Minutes).values(paper="khác"),
        update(Minutes).values(state=PaperState.DRAFT),
        update(Minutes).values(signed_on=date(2026, 4, 1)),
        delete(Minutes),
        update(MinutesBlock).values(text="khác"),
        delete(MinutesBlock),
        update(MinutesRevision).values(text="khác"),
        delete(MinutesRevision),
    ],
    ids=str,
)
def test_the_database_refuses_to_change_what_is_signed(
    office: Office, meeting_id: int, part_id: int, statement: Any
) -> None:
    minutes.keep(part_of(part_id), "trước", None)
    signed(office, meeting_id, part_id)
    with pytest.raises(DatabaseError):
        db.session.execute(statement)
    db.session.rollback()


def test_an_amendment_is_a_later_version_with_a_reason(
    browse: Browse, office: Office, meeting_id: int, part_id: int
) -> None:
    first = signed(office, meeting_id, part_id)
    browser, url = browse("secretary"), f"/hop/{meeting_id}/bien-ban/sua-doi"
    assert browser.post_form(url, {"reason": ""}).status_code == 422
    assert browser.post_form(url, {"reason": "Ghi sai số phiếu"}).status_code == 303
    versions = minutes.versions(office.viewer("secretary"), meeting_id)
    assert [(one.number, one.state, one.reason) for one in versions] == [
        (2, PaperState.DRAFT, "Ghi sai số phiếu"),
        (1, PaperState.ISSUED, ""),
    ]
    assert [part.text for part in versions[0].blocks] == [part.text for part in versions[1].blocks]
    eyes = office.viewer("secretary")
    minutes.finish(eyes, versions[0], [], versions[1].paper)
    minutes.sign(eyes, versions[0], MONDAY, MONDAY)
    db.session.commit()
    assert db.session.get_one(Minutes, first).state is PaperState.REPLACED
    clerk = browse("counter")
    assert clerk.get(f"/hop/{meeting_id}/bien-ban?ban=1").status_code == 200
    assert clerk.get(f"/hop/{meeting_id}/bien-ban?ban=3").status_code == 404


def test_a_draft_is_read_by_those_alone_who_write_it(
    browse: Browse, office: Office, meeting_id: int, part_id: int
) -> None:
    write(office, part_id, "Chữ của bản nháp.")
    assert "Chữ của bản nháp." in browse("leader").get(f"/hop/{meeting_id}/bien-ban").text
    clerk = browse("counter")
    for way in ("bien-ban", "in", "bien-ban?ban=1"):
        assert "Chữ của bản nháp." not in clerk.get(f"/hop/{meeting_id}/{way}").text
    assert clerk.get(f"/hop/{meeting_id}/bien-ban/soan").status_code == 403


def test_signed_minutes_stay_as_they_were_whatever_becomes_of_the_record(
    browse: Browse, office: Office, meeting_id: int, part_id: int
) -> None:
    browser, home = browse("secretary"), f"/hop/{meeting_id}/bien-ban/soan"
    version = write(office, part_id)
    browser.post_form(f"/bien-ban/{version}/hoan-tat", {}, page=home)
    browser.post_form(f"/bien-ban/{version}/ky", {"signed_on": "30/3/2026"}, page=home)
    db.session.get_one(Meeting, meeting_id).title = "Tên khác"
    db.session.commit()
    page = browser.get(f"/hop/{meeting_id}/bien-ban").text
    assert "Giao ban công việc tuần" in page and "Tên khác" not in page
    assert "1. Diễn biến" in " ".join(page.split()) and "Chủ tọa khai mạc." in page


def test_of_a_secret_meeting_no_minutes_are_written(office: Office, body: Body, browse: Browse) -> None:
    changes: dict[str, Any] = {"platform": Platform.SECRET, "title": "", "ecabinet_ref": "", "printed_pages": None}
    key = make_meeting(office, body, **changes).id
    with pytest.raises(RuleBroken):
        minutes.begin(office.viewer("secretary"), db.session.get_one(Meeting, key), ["Phần"])
    assert "Soạn biên bản" not in browse("secretary").get(f"/hop/{key}/bien-ban/soan").text


def test_a_dated_conclusion_has_to_be_somebodys_task_first(
    browse: Browse, office: Office, body: Body, part_id: int
) -> None:
    key = make_meeting(office, body, hour=9, points=[Point("2a", "Báo cáo.", due_on=MONDAY)]).id
    browser = browse("secretary")
    browser.post_form(f"/hop/{key}/bien-ban/bat-dau", {}, page=f"/hop/{key}/bien-ban/soan")
    assert "Giao việc 2a" in browser.get(f"/hop/{key}/bien-ban/soan").text


def test_the_agenda_gives_the_parts_and_its_votes_stand_in_the_paper(
    browse: Browse, office: Office, meeting_id: int
) -> None:
    meeting = db.session.get_one(Meeting, meeting_id)
    item = AgendaItem(commune_id=meeting.commune_id, no=1, title="Dự toán năm 2027", presenter="Phòng Kinh tế")
    item.ballots = [
        Ballot(
            commune_id=meeting.commune_id,
            members=5,
            eligible=5,
            in_favour=4,
            against=0,
            other=1,
            taken_at=meeting.starts_at,
        )
    ]
    meeting.items.append(item)
    db.session.commit()
    browser, home = browse("secretary"), f"/hop/{meeting_id}/bien-ban/soan"
    browser.post_form(f"/hop/{meeting_id}/bien-ban/bat-dau", {}, page=home)
    assert "Nội dung 1: Dự toán năm 2027" in browser.get(home).text
    paper = browser.get(f"/hop/{meeting_id}/bien-ban").text
    assert "Nội dung 1: tán thành 4/5 người có mặt; không tán thành 0; ý kiến khác 1" in paper
    assert "1. Dự toán năm 2027 (Phòng Kinh tế)." in browser.get(f"/hop/{meeting_id}/giay-moi").text
