"""The lists of the room as sheets: the lines of all pages, as far as the eyes that ask see them."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from blueprints import spreadsheets
from models.accounts.tables import Person
from models.base import db
from models.meetings.personal import EcabinetSkill
from models.meetings.rules import Confidentiality, Platform
from models.meetings.seats import Seat
from models.meetings.tables import Body
from tests.browser import Browser
from tests.factories import Office
from tests.meetings.conftest import MONDAY, make_body, make_meeting

Browse = Callable[..., Browser]
LEDGER, STAFF = "/hop.xlsx", "/hop/nguoi-dung-hop.xlsx"


@pytest.fixture(autouse=True)
def _friday(hold: Callable[[str], None]) -> None:
    hold("2026-04-03 16:30")


def rows(browser: Browser, url: str) -> list[tuple[Any, ...]]:
    """The lines of a sheet."""
    answer = browser.get(url)
    assert answer.status_code == 200 and answer.mimetype == spreadsheets.XLSX, url
    return list(load_workbook(BytesIO(answer.data)).active.values)


@pytest.fixture
def closed(office: Office, body: Body) -> str:
    """A closed meeting to which only the secretary is invited; what it is about."""
    own = office.account("secretary").person_id
    more = {"title": "Kỷ luật cán bộ", "chair_id": own, "confidentiality": Confidentiality.CLOSED}
    make_meeting(office, body, MONDAY, 14, seats=[Seat(own)], **more)
    return "Kỷ luật cán bộ"


def test_the_ledger_is_whole_and_newest_first(office: Office, body: Body, browse: Browse) -> None:
    for back in range(35):
        make_meeting(office, body, MONDAY - timedelta(days=back), title=f"=Họp {back}")
    head, *found = rows(browse("leader"), LEDGER)
    assert [row[4] for row in found] == [f"=Họp {back}" for back in range(35)]
    first = dict(zip(head, found[0], strict=True))
    assert (first["Tuần"], first["Ngày"], first["Bắt đầu"], first["Kết thúc"]) == (
        "14/2026",
        "30/3/2026",
        "08:00",
        "09:00",
    )
    assert (first["Nền tảng"], first["Số trang in"], first["Ghi muộn"]) == ("e-Cabinet", 0, "có")
    assert len(rows(browse("leader"), f"{LEDGER}?sau=3&trang=2")) == 36, "all pages, whichever is looked at"


def test_the_ledger_takes_its_filters_along(office: Office, body: Body, browse: Browse) -> None:
    other = make_body(office, "Họp chuyên đề", position=2)
    make_meeting(office, body, title="Giao ban")
    make_meeting(office, other, MONDAY, 10, title="Đất đai", platform=Platform.PAPER, ecabinet_ref="")
    make_meeting(office, body, MONDAY - timedelta(days=7), title="Giao ban cũ")
    browser = browse("leader")
    for query, titles in (
        (f"loai={other.id}", {"Đất đai"}),
        ("nen-tang=paper", {"Đất đai"}),
        ("tuan=2026-W13", {"Giao ban cũ"}),
        ("q=giao+ban", {"Giao ban", "Giao ban cũ"}),
        ("so=ecabinet&tuan=2026-W14", {"Giao ban"}),
    ):
        page = browser.get(f"/hop?{query}").text
        assert f'href="{LEDGER}?{query.replace("&", "&amp;")}"' in page, query
        assert {row[4] for row in rows(browser, f"{LEDGER}?{query}")[1:]} == titles, query


def test_a_closed_meeting_is_a_line_without_a_day(office: Office, closed: str, browse: Browse) -> None:
    office_name = office.commune.name
    assert rows(browse("secretary"), LEDGER)[1][4] == closed
    hidden = rows(browse("leader"), LEDGER)[1]
    assert [cell for cell in hidden if cell] == ["14/2026", "Cuộc họp kín", office_name, "e-Cabinet"]
    figure = "/hop/so-lieu/held.xlsx?ky=2026-W14"
    assert rows(browse("secretary"), figure)[-1][1] == closed
    assert [cell for cell in rows(browse("leader"), figure)[-1] if cell] == ["Cuộc họp kín"]


def test_a_secret_meeting_has_no_words_in_any_sheet(office: Office, body: Body, browse: Browse) -> None:
    own = office.account("secretary").person_id
    secret = {"platform": Platform.SECRET, "ecabinet_ref": "", "title": "", "chair_id": own, "place": "Hầm"}
    make_meeting(office, body, seats=[Seat(own)], **secret)
    here, said = office.commune.name, "Cuộc họp có nội dung bí mật nhà nước"
    told, hidden = (rows(browse(role), LEDGER)[1] for role in ("secretary", "leader"))
    assert (told[4], told[10]) == (said, said) and told[1] == "30/3/2026"
    assert [cell for cell in hidden if cell] == ["14/2026", said, here, said]
    lines = [browse(role).get("/hop").text.partition("<tbody")[2] for role in ("secretary", "leader")]
    assert [("30/3" in line, "08:00" in line, "Hầm" in line) for line in lines] == [(True, True, False), (False,) * 3]
    figure = "/hop/so-lieu/held.xlsx?ky=2026-W14"
    told, hidden = (rows(browse(role), figure)[-1] for role in ("secretary", "leader"))
    assert told[1] == said and [cell for cell in hidden if cell] == ["Cuộc họp kín"]


def test_other_eyes(office: Office, other_office: Office, body: Body, browse: Browse) -> None:
    make_meeting(office, body, title="Của xã này")
    here = office.commune.name
    assert len(rows(browse("secretary", other_office), LEDGER)) == 1
    assert [row[6] for row in rows(browse("province"), LEDGER)[1:]] == [here]
    assert browse().get(LEDGER).status_code in (302, 303)


def test_what_stands_behind_a_figure(office: Office, body: Body, browse: Browse) -> None:
    make_meeting(office, body, MONDAY, title="Trên mạng")
    make_meeting(office, body, MONDAY, 10, title="Trên giấy", platform=Platform.PAPER, ecabinet_ref="")
    browser, name = browse("leader"), body.name
    found = rows(browser, "/hop/so-lieu/share.xlsx?ky=2026-W14")
    assert "tuần 14" in found[0][0].lower()
    assert [row[1:] for row in found[3:]] == [("Trên mạng", name, 1, 1), ("Trên giấy", name, 0, 1)]
    assert "/hop/so-lieu/share.xlsx?ky=2026-W14" in browser.get("/hop/so-lieu/share?ky=2026-W14").text
    assert browser.get("/hop/so-lieu/nothing.xlsx").status_code == 404


def test_names_of_the_staff_are_for_the_secretary_alone(office: Office, browse: Browse) -> None:
    key = office.account("counter").person_id
    name, everybody = db.session.get_one(Person, key).full_name, len(office.people)
    skill = EcabinetSkill(commune_id=office.commune.id, person_id=key, has_account=True, score=80)
    skill.trained_on, skill.used_on = date(2026, 3, 18), date(2026, 3, 4)
    db.session.add(skill)
    db.session.commit()
    secretary = browse("secretary")
    told = {row[0]: row[3:] for row in rows(secretary, STAFF)}
    assert told[name] == ("có", "18/3/2026", "4/3/2026", "đạt", 80, "chưa đạt")
    assert len(told) == everybody + 1
    assert name not in {row[0] for row in rows(secretary, f"{STAFF}?muc=account")}
    assert len(rows(secretary, f"{STAFF}?ai=tat-ca&q={name}")) == 2
    figure = "/hop/so-lieu/survey.xlsx"
    assert name in {row[0] for row in rows(secretary, figure)}
    for role in ("leader", "counter", "auditor", "admin", "province"):
        other = browse(role)
        assert other.get(STAFF).status_code in (403, 404) and STAFF not in other.get("/hop/nguoi-dung-hop").text
        assert name not in str(rows(other, figure))


def test_a_sheet_that_leaves_out_lines_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "MOST_LINES", 2)
    assert spreadsheets.bounded([["head"], ["1"], ["2"]]) == [["head"], ["1"], ["2"]]
    assert spreadsheets.bounded([["head"], ["1"], ["2"], ["3"]]) == [["head"], ["1"], ["2"], [spreadsheets.LEFT_OUT]]
