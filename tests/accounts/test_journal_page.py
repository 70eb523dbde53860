"""The journal page: plain sentences, narrowed and paged, without secrets, of one commune alone."""

import json
import re
from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from blueprints.capability import things, verbs
from models import clock, journal
from models.accounts import actions
from models.accounts.rules import Role
from models.accounts.tables import Account, Unit
from models.audits import actions as audits
from models.audits.rules import ItemState
from models.audits.tables import Criterion, ItemResult
from models.base import db
from models.journal import SILENT_COLUMNS, JournalEntry
from models.meetings.seats import Presence, Seat
from tests.accounts.test_admin_pages import id_of, with_password
from tests.architecture.house import product
from tests.browser import Browser
from tests.factories import GOOD_PASSWORD, Office, give_code
from tests.meetings.conftest import make_body, make_meeting
from tests.shipped import WEBSITE, load_criteria

Browse = Callable[..., Browser]
PAGE = "/quan-tri/nhat-ky"


def test_the_journal_speaks_in_sentences(office: Office, browse: Browse) -> None:
    admin, person = browse("admin"), office.people[Role.SECRETARY]
    data = {"full_name": "Lê Văn An", "title": "Phó Chánh Văn phòng", "rank": "11", "is_active": "y"}
    admin.post_form(f"/quan-tri/can-bo/{person.id}", {**data, "unit_id": office.units[2].id})
    text = " ".join(admin.get("/quan-tri/nhat-ky").text.split())
    assert f"<strong>Nguyễn Văn Bình</strong> đã sửa Cán bộ #{person.id} “Lê Văn An”" in text
    assert "chức danh “Chánh Văn phòng” → “Phó Chánh Văn phòng”" in text
    assert "đơn vị “Văn phòng HĐND và UBND xã” → “Phòng Kinh tế”" in text


def test_moments_in_the_journal_are_those_of_the_office(office: Office, browse: Browse, hold: Callable) -> None:
    hold("2026-03-30 09:00")
    admin = browse("admin")
    admin.post(f"/quan-tri/tai-khoan/{id_of('counter')}/ma")
    text = " ".join(admin.get("/quan-tri/nhat-ky").text.split())
    assert not re.search(r"\d{4}-\d{2}-\d{2}T", text)
    assert "mã có hiệu lực đến" in text and "30/3/2026" in text


def test_the_door_is_in_the_journal_in_plain_words(office: Office, browse: Browse) -> None:
    with_password(office, "counter")
    leader, clerk = browse("leader"), browse(None)
    clerk.post_form("/dang-nhap", {"username": "counter", "password": "sai roi sai roi sai"})
    clerk.post_form("/dang-nhap", {"username": "counter", "password": GOOD_PASSWORD})
    clerk.post("/dang-xuat")
    text = " ".join(leader.get("/quan-tri/nhat-ky").text.split())
    assert "<strong>Có người</strong> đăng nhập không thành công vào Tài khoản" in text
    assert (
        "<strong>Võ Thị Dung</strong> đã đăng nhập</" in text and "<strong>Võ Thị Dung</strong> đã đăng xuất</" in text
    )


def test_the_journal_is_narrowed_by_day_person_and_thing(office: Office, browse: Browse, hold: Callable) -> None:
    hold("2026-03-30 09:00")
    actions.add_unit(office.commune, "Đội Cũ")
    db.session.commit()
    hold("2026-03-31 00:30")
    admin, leader = browse("admin"), browse("leader")
    admin.post_form("/quan-tri/can-bo/don-vi/moi", {"name": "Đội Mới", "position": "8"})

    def seen(query: str) -> tuple[bool, bool]:
        text = leader.get(f"/quan-tri/nhat-ky?{query}").text
        return "Đội Cũ" in text, "Đội Mới" in text

    assert seen("") == (True, True)
    assert seen("tu=30/3/2026&den=30/3/2026") == (True, False)
    assert seen("tu=31/3/2026&den=2026-03-31") == (False, True)
    assert seen(f"nguoi={id_of('admin')}") == (False, True)
    assert seen("muc=unit") == (True, True)
    assert seen("muc=account") == (False, False)
    unit = db.session.scalars(select(Unit).where(Unit.name == "Đội Cũ")).one()
    assert seen(f"muc=unit&so={unit.id}") == (True, False)
    assert seen("tu=khong&den=99/99/9999&nguoi=x&muc=<b>&so=%00&sau=-1") == (True, True)


def test_the_journal_shows_its_own_commune_only(office: Office, other_office: Office, browse: Browse) -> None:
    text = browse("auditor").get("/quan-tri/nhat-ky").text
    assert "counter2" not in text and "Xã Láng Giềng" not in text and "Xã Thử Nghiệm" in text


def test_the_journal_pages_to_the_first_line(office: Office, browse: Browse) -> None:
    for number in range(120):
        actions.add_unit(office.commune, f"Tổ {number}")
    db.session.commit()
    admin = browse("admin")
    url, seen = "/quan-tri/nhat-ky?muc=unit", 0
    while url:
        text = admin.get(url).text
        seen += text.count("đã thêm Đơn vị")
        older = re.search(r'href="([^"]*nhat-ky\?[^"]*sau=[^"]*)"', text)
        url = older[1].replace("&amp;", "&") if older else ""
    assert seen == 124


def test_no_secret_shows_in_the_journal(office: Office, browse: Browse) -> None:
    with_password(office, "counter")
    account = db.session.get_one(Account, id_of("counter"))
    code = give_code(account)
    hashes = (account.password_hash, account.code_hash)
    text = browse("admin").get("/quan-tri/nhat-ky").text
    assert "mật khẩu “(trống)” → “(không hiện)”" in text
    for secret in (code, GOOD_PASSWORD, *hashes):
        assert secret not in text


def test_every_thing_and_every_field_has_a_vietnamese_word() -> None:
    kinds = [mapper.class_ for mapper in db.Model.registry.mappers]
    journaled = [kind.__table__ for kind in kinds if getattr(kind, "__journal__", True)]
    assert not {table.name for table in journaled} - set(things()), "things without a Vietnamese word"
    missing = {
        f"{table.name}.{column.name}"
        for table in journaled
        for column in table.columns
        if column.name not in SILENT_COLUMNS and not things()[table.name].is_silent(column.name)
        if not things()[table.name].word(column.name)
    }
    assert not missing, "fields without a Vietnamese word"


def test_every_act_has_a_vietnamese_word() -> None:
    note = re.compile(r'journal\.note\(\s*"(\w+)"')
    noted = {name for module in product() for name in note.findall(module.path.read_text("utf-8"))}
    assert not noted - set(verbs())


def test_a_new_round_is_two_lines_and_a_tick_names_its_criterion(
    office: Office, browse: Browse, hold: Callable
) -> None:
    hold("2026-03-30 09:00")
    load_criteria()
    opened = audits.open_round(office.viewer("auditor"), "website", None)
    db.session.flush()
    first = select(ItemResult).join(Criterion, ItemResult.criterion_id == Criterion.id)
    result = db.session.scalars(first.where(ItemResult.round_id == opened.id, Criterion.code == "WEB-A01")).one()
    hold("2026-03-30 09:05")
    result.assess(ItemState.MET, office.viewer("auditor").account_id, clock.now(), "", "", None)
    db.session.commit()
    page = " ".join(browse("admin").get(PAGE).text.split())
    assert "đã sửa Kết quả tiêu chí #" in page and "“WEB-A01”" in page
    rows = len(WEBSITE.items)
    assert page.count(f"đã thêm {rows} mục: Kết quả tiêu chí") == page.count("mục: Kết quả tiêu chí") == 1
    assert page.count("đã thêm Kết quả tiêu chí") == 0


@pytest.mark.slow
def test_sixty_people_at_a_meeting_are_one_line_that_names_the_meeting(
    office: Office, browse: Browse, hold: Callable
) -> None:
    hold("2026-03-30 09:00")
    people = [actions.add_person(office.commune, f"Đặng Văn {number}") for number in range(60)]
    body = make_body(office, "Họp toàn thể")
    meeting = make_meeting(office, body, title="Hội nghị cán bộ", seats=[Seat(person.id) for person in people])
    assert len(meeting.attendance) == 61  # the chair too
    own = (JournalEntry.entity == "meeting_attendance", JournalEntry.action == "created")
    line = json.loads(db.session.scalars(select(JournalEntry.changes).where(*own)).one())
    assert (line["count"], line["status"], line["meeting_id"]) == (61, "present", meeting.id)
    assert set(line["person_id"]) == {seat.person_id for seat in meeting.attendance}
    assert list(journal.broken_links()) == []
    page = " ".join(browse("admin").get(PAGE).text.split())
    assert page.count("đã thêm 61 mục: Thành phần họp") == page.count("mục: Thành phần họp") == 1
    assert page.count("cuộc họp “Hội nghị cán bộ”") == 1
    assert "Đặng Văn 59 " not in page.partition("mục: Thành phần họp")[2].partition("</li>")[0]


def test_what_many_rows_keep_secret_is_in_no_line(office: Office) -> None:
    """A reason for staying away is private in one line for all as it is in a line of its own."""
    seats = [Seat(person.id, status=Presence.EXCUSED, reason="đi khám bệnh") for person in office.people.values()]
    chair = office.account("leader").person_id
    make_meeting(office, make_body(office), seats=[seat for seat in seats if seat.person_id != chair])
    lines = db.session.scalars(select(JournalEntry.changes)).all()
    assert not [line for line in lines if "khám bệnh" in line]
    assert [line for line in lines if journal.HIDDEN in line]


def test_rows_of_two_communes_are_two_acts(office: Office, other_office: Office) -> None:
    mixed = [Unit(commune_id=at.commune.id, name="Tổ", fold="to", position=9) for at in (office, other_office)]
    with pytest.raises(ValueError, match="one commune"):
        journal.insert_many(mixed)


def test_five_people_in_one_minute_are_five_lines(office: Office, browse: Browse, hold: Callable) -> None:
    hold("2026-03-30 09:00")
    admin = browse("admin")
    for number in range(6):
        admin.post_form("/quan-tri/can-bo/moi", {"full_name": f"Người Thứ {number}", "rank": "9"})
    assert admin.get(PAGE).text.count("Người Thứ") >= 6


def test_the_sheet_holds_all_that_the_filter_chose(
    office: Office, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(60):
        actions.add_unit(office.commune, f"Tổ {number}")
    db.session.commit()
    admin = browse("admin")

    def told(asked: str) -> list[str]:
        book = load_workbook(BytesIO(admin.get(f"{PAGE}.xlsx{asked}").data))
        return [str(row[2] or row[0]) for row in book.active.iter_rows(min_row=2, values_only=True)]

    units = told("?muc=unit")
    assert len(units) == 64 and "Tổ 59" in units[0], "four of the office and sixty, the newest first"
    assert told("?muc=unit&sau=1") == units, "whatever page one looks at"
    for room in ("blueprints.accounts.journal", "blueprints.spreadsheets"):
        monkeypatch.setattr(f"{room}.MOST_LINES", 30)
    cut = told("?muc=unit")
    assert cut[:30] == units[:30] and len(cut) == 31 and "xin lọc bớt" in cut[30]
    assert not told("?tu=1/1/2020&den=2/1/2020")
