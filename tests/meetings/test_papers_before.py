"""Papers and positions before a meeting; and of a closed meeting nothing leaks, wherever one looks."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from models import clock
from models.base import db
from models.meetings import planning
from models.meetings.agenda import Stance
from models.meetings.paperwork import Paper, PaperVersion, Receipt
from models.meetings.points import Point
from models.meetings.rules import Confidentiality
from models.meetings.seats import Reply, Seat
from models.meetings.states import State
from models.meetings.tables import AgendaItem, Body, ItemPosition, Meeting
from models.places.actions import add_room
from tests.access import addresses
from tests.access.table import ACCESS as MARKS
from tests.access.table import DEVICE, PUBLIC
from tests.browser import Browser
from tests.factories import Office
from tests.files.handed_in import pdf
from tests.meetings.conftest import make_meeting
from tests.meetings.test_states import planned

Browse = Callable[..., Browser]


@pytest.fixture(autouse=True)
def _monday(hold: Callable[[str], None]) -> None:
    hold("2026-03-30 16:00")


@pytest.fixture
def told(office: Office, body: Body) -> int:
    """A meeting on Monday 6/4 that people were told of, with three items."""
    meeting = planned(office, body)
    planning.add_topics(meeting, [planning.Topic(f"Nội dung {number}") for number in (1, 2, 3)])
    meeting.invite(clock.now())
    db.session.commit()
    return meeting.id


def test_a_paper_is_stamped_opened_confirmed_and_replaced(
    browse: Browse, told: int, hold: Callable[[str], None]
) -> None:
    secretary, clerk = browse("secretary"), browse("counter")
    assert (
        secretary.post(f"/hop/{told}/tai-lieu", {"title": "Tờ trình", "link": "https://x.example/1"}).status_code == 303
    )
    hold("2026-04-03 09:00")  # Friday: three working days before Monday was Wednesday
    secretary, clerk = browse("secretary"), browse("counter")
    fields = {"title": "Phương án", "file": (BytesIO(pdf()), "phương án.pdf")}
    assert secretary.post(f"/hop/{told}/tai-lieu", fields).status_code == 303
    stamps = [paper.late_workdays for paper in db.session.scalars(select(Paper).order_by(Paper.id))]
    assert stamps == [0, 2]
    first = db.session.scalars(select(PaperVersion.id).order_by(PaperVersion.id)).first()
    opened = clerk.post(f"/hop/tai-lieu/{first}/mo")
    assert (opened.status_code, opened.headers["Location"]) == (303, "https://x.example/1")
    clerk.post(f"/hop/{told}/da-doc")
    (receipt,) = db.session.scalars(select(Receipt)).all()
    assert receipt.confirmed_at is not None, "only what was opened is confirmed"
    paper = db.session.scalars(select(Paper.id).order_by(Paper.id)).first()
    secretary.post(f"/hop/tai-lieu/{paper}/ban-moi", {"link": "https://x.example/2"})
    page = clerk.get(f"/hop/{told}/truoc-hop").text
    assert "Tờ trình, bản 2" in page and "bản mới, chưa mở" in page and "muộn 2 ngày làm việc" in page
    assert db.session.scalars(select(PaperVersion.late_workdays).order_by(PaperVersion.id)).first() == 0
    assert "0/5 đã mở" in secretary.get(f"/hop/{told}/truoc-hop").text


@pytest.mark.parametrize("link", ["", "javascript:alert(1)", "ftp://x"])
def test_a_paper_is_a_file_or_a_link(browse: Browse, told: int, link: str) -> None:
    browse("secretary").post(f"/hop/{told}/tai-lieu", {"title": "x", "link": link})
    assert db.session.scalars(select(Paper)).all() == []


def test_positions_and_no_remark_on_the_rest_in_one_press(browse: Browse, told: int) -> None:
    clerk = browse("counter")
    item = db.session.scalars(select(AgendaItem.id).order_by(AgendaItem.no)).first()
    said = {"stance": "remark", "text": "Đề nghị giải trình"}
    assert clerk.post(f"/hop/noi-dung/{item}/y-kien", said).status_code == 303
    assert clerk.post(f"/hop/{told}/khong-y-kien").status_code == 303
    stances = [one.stance for one in db.session.scalars(select(ItemPosition).order_by(ItemPosition.item_id))]
    assert stances == [Stance.REMARK, Stance.NOTHING, Stance.NOTHING]
    assert "Đề nghị giải trình" in browse("secretary").get(f"/hop/{told}/truoc-hop").text
    assert "Đề nghị giải trình" not in browse("auditor").get(f"/hop/{told}/truoc-hop").text
    assert "Cần thảo luận 1 · không có ý kiến khác 2" in browse("leader").get(f"/hop/{told}/truoc-hop").text


def test_who_is_invited_answers(browse: Browse, office: Office, told: int) -> None:
    browse("counter").post(f"/hop/{told}/tra-loi", {"reply": "absent", "text": "Đi tập huấn"})
    meeting = db.session.get(Meeting, told)
    assert meeting is not None
    (seat,) = [one for one in meeting.attendance if one.reply is Reply.ABSENT]
    assert (seat.reply_text, seat.status.value) == ("Đi tập huấn", "expected")


CANARY = "Chimhoangyen"


@pytest.fixture
def closed(office: Office, body: Body, browse: Browse) -> dict[str, int]:
    """A closed meeting of leader and secretary, with a canary in every place that takes words."""
    room = add_room(office.viewer("secretary"), "Phòng họp số 1", "", "", 20)
    seats = [Seat(office.account("leader").person_id), Seat(office.account("secretary").person_id)]
    seats.append(Seat(None, f"Khách {CANARY}"))
    values: dict[str, Any] = {
        "title": f"Kiểm điểm {CANARY}",
        "confidentiality": Confidentiality.CLOSED,
        "room_id": room.id,
        "seats": seats,
        "points": [Point("1", f"Kết luận {CANARY}")],
        "ecabinet_ref": f"EC-{CANARY}",
    }
    held = make_meeting(office, body, hour=14, **values)
    meeting = make_meeting(office, body, hour=9, **{**values, "title": f"Cuộc hai {CANARY}"})
    planning.add_topics(meeting, [planning.Topic(f"Nội dung {CANARY}")])
    meeting.state, meeting.state_reason = State.IN_SESSION, f"Lý do {CANARY}"
    db.session.commit()
    key, other, home = meeting.id, held.id, office.commune.id
    fields = {"title": f"Tờ trình {CANARY}", "file": (BytesIO(pdf()), f"{CANARY}.pdf")}
    browse("secretary").post(f"/hop/{key}/tai-lieu", fields)
    return {"meeting": key, "held": other, "home": home}


def said_by(browser: Browser, url: str) -> str:
    """A page without the words that the reader has typed himself."""
    page = browser.get(url).data.decode("utf-8", "replace")
    for own in (f'value="{CANARY}"', f"“{CANARY}”", f"q={CANARY}"):
        page = page.replace(own, "")
    return page


@pytest.mark.slow
@pytest.mark.parametrize("role", ["counter", "auditor", "admin"])
def test_a_closed_meeting_leaks_nowhere(
    app: Flask, browse: Browse, office: Office, closed: dict[str, int], role: str
) -> None:
    """Every address that can be read, with the ids of the closed meeting, its search, its calendar and the journal."""
    browser, commune = browse(role), closed.pop("home")
    asked = [f"/hop?q={CANARY}", "/hop?tuan=2026-W14&so=ecabinet", "/hop/lich?tuan=2026-W14"]
    asked += [f"/hop/so-lieu{part}?ky=2026-W14" for part in ("", "/held", "/present", "/logged", ".csv")]
    asked += ["/hop/tuan/2026-W14"]
    asked += ["/hop/lich/thang?thang=2026-03", f"/quan-tri/nhat-ky?muc=meeting&so={closed['meeting']}"]
    parts = ("", "/truoc-hop", "/bien-ban", "/in", "/bien-ban.docx", "/ket-luan", "/giay-moi")
    asked += [f"/hop/{key}{part}" for key in closed.values() for part in parts]
    for rule in addresses.rules(app, "GET"):
        url = addresses.url(rule, commune)
        if url is not None and MARKS[rule.endpoint] not in (PUBLIC, DEVICE):
            asked.append(url)
    leaks = [url for url in asked if CANARY in said_by(browser, url)]
    assert not leaks
    assert "Phòng bận" in browser.get("/hop/lich?tuan=2026-W14").text
    file = db.session.scalars(select(PaperVersion.file_id)).one()
    assert browser.get(f"/tep/{file}").status_code == 404
    assert browse("leader").get(f"/tep/{file}").status_code == 200


def test_whoever_is_invited_sees_a_closed_meeting(browse: Browse, closed: dict[str, int]) -> None:
    page = browse("leader").get(f"/hop/{closed['meeting']}")
    assert page.status_code == 200 and CANARY in page.text
