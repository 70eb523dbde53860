"""The page of tablets: a code is shown once, the list says who needs somebody, a lost tablet is revoked."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import lxml.html
import pytest
from sqlalchemy import func, select

from models import clock
from models.base import db
from models.devices import actions, pins, queries
from models.devices.rules import CODE_LETTERS
from models.devices.tables import Device
from models.journal import JournalEntry
from models.places.tables import Counter
from models.qr.outlines import path
from models.qr.payloads import link
from models.qr.symbols import encode
from models.satisfaction import counter_list, service
from tests.browser import Browser
from tests.devices.conftest import Machine, offer
from tests.factories import Office
from tests.living import PHONE, axe_faults
from tests.sheet_lines import sheet_lines

Browse = Callable[..., Browser]
PAGE = "/hai-long/thiet-bi"
Offered = tuple[int, str]


def code_on(page: str) -> str:
    shown = lxml.html.document_fromstring(page).xpath("//output[contains(@class, 'pair-code')]/span/text()")
    return "".join(shown)


def device(text: str, device_id: int) -> str:
    (row,) = lxml.html.document_fromstring(text).xpath(f"//li[@data-device='{device_id}']")
    return " ".join(row.text_content().split())


def test_a_new_tablet_gets_a_code_that_is_shown_once(browse: Browse, machine: Machine) -> None:
    clerk = browse("secretary")
    clerk.post_form("/quay", {"name": "Quầy 5"})
    counter = db.session.scalars(select(Counter)).one().id
    first = clerk.post_form(PAGE, {"name": "Máy quầy 5", "counter_id": str(counter)})
    code = code_on(first.text)
    assert first.status_code == 200 and len(code) == 8 and set(code) <= set(CODE_LETTERS)
    symbol = encode(link(f"http://localhost/kiosk#{code}"))
    assert path(symbol) in first.text, "a camera reads the same as a person types"
    assert re.search(r"hết hạn lúc \d\d:\d\d", first.text) and first.headers["Cache-Control"] == "no-store"
    later = clerk.get(PAGE).text
    assert code_on(later) == "" and code not in later and code[:4] not in later
    device_id = db.session.scalars(select(Device.id)).one()
    assert "Chưa ghép" in device(later, device_id) and "Quầy 5" in device(later, device_id)
    assert machine("/kiosk/ghep", {"code": code}).get_json()["device"]["counter_id"] == counter
    assert "Đang liên lạc" in device(clerk.get(PAGE).text, device_id)


def test_the_list_is_a_sheet_without_any_code(browse: Browse, offered: Offered, other_office: Office) -> None:
    offer(other_office, "Máy láng giềng")
    clerk = browse("secretary")
    assert f'href="{PAGE}.xlsx"' in clerk.get(PAGE).text
    (line,) = sheet_lines(clerk.get(f"{PAGE}.xlsx"))
    assert line[0] == "Máy quầy 1" and line[3:6] == ["Chưa ghép", "—", 0]
    assert not any(offered[1] in str(cell) for cell in line)
    assert browse("counter").get(f"{PAGE}.xlsx").status_code == 403


def test_a_form_that_is_sent_twice_makes_one_tablet(browse: Browse) -> None:
    clerk = browse("secretary")
    form = {**clerk.hidden_fields(PAGE), "name": "Máy quầy 1", "counter_id": ""}
    assert [clerk.post_raw(PAGE, form).status_code for _ in range(2)] == [200, 303]
    assert db.session.scalar(select(func.count(Device.id))) == 1


def test_a_name_that_is_taken_and_a_counter_of_others_are_refused(
    browse: Browse, offered: Offered, other_office: Office
) -> None:
    offer(other_office, "Máy láng giềng")
    foreign = db.session.scalars(select(Counter.id).where(Counter.name == "Quầy của Máy láng giềng")).one()
    clerk = browse("secretary")
    taken = clerk.post_form(PAGE, {"name": "MÁY  quầy 1", "counter_id": ""})
    assert taken.status_code == 422 and "Đã có máy mang tên này." in taken.text
    assert clerk.post_form(PAGE, {"name": "Máy khác", "counter_id": str(foreign)}).status_code == 422
    assert clerk.post_form(PAGE, {"name": "Máy láng giềng", "counter_id": ""}).status_code == 200
    assert "láng giềng" not in device(clerk.get(PAGE).text, offered[0])


def test_a_revoked_tablet_is_shut_out_and_paired_anew_from_the_page(
    browse: Browse, machine: Machine, offered: Offered, token: str
) -> None:
    clerk, url = browse("admin"), f"{PAGE}/{offered[0]}"
    assert clerk.post(f"{url}/thu-hoi", follow_redirects=True).text.count("Đã thu hồi") >= 2
    assert machine("/kiosk/tim", {}, token).status_code == 401
    assert clerk.post(f"{url}/thu-hoi").status_code == 409
    key = {"form_key": "k" * 20}
    code = code_on(clerk.post(f"{url}/ma", key).text)
    assert clerk.post(f"{url}/ma", key).status_code == 303  # sent twice: the code that was shown stays good
    assert machine("/kiosk/ghep", {"code": code}).status_code == 200


def test_the_list_says_who_needs_somebody_first(browse: Browse, office: Office, offered: Offered, token: str) -> None:
    silent, code = offer(office, "Máy A")
    actions.pair(code, "a")
    with clock.held_at(clock.now() - timedelta(minutes=31)):
        actions.heard_from(silent, waiting=7)
    unpaired, _code = offer(office, "Máy B")
    holding, code = offer(office, "Máy C")
    actions.pair(code, "c")
    actions.heard_from(holding, waiting=3)
    db.session.commit()
    lines = queries.devices(office.viewer("secretary"))
    assert [line.id for line in lines] == [silent, holding, unpaired, offered[0]]
    text = browse("secretary").get(PAGE).text
    assert "Không liên lạc được" in device(text, silent) and "7 phiếu" in device(text, silent)
    assert "3 máy đang dùng, 2 máy liên lạc được." in " ".join(text.split()) and "10 phiếu đang chờ" in text


def test_a_code_that_ran_out_is_said(browse: Browse, offered: Offered) -> None:
    with clock.held_at(clock.now() + timedelta(minutes=11)):
        text = browse("secretary").get(PAGE).text
    assert "Mã ghép đã hết hạn. Xin tạo mã khác." in device(text, offered[0])


def test_a_tablet_gets_a_pin_that_is_shown_once_and_can_be_changed(browse: Browse) -> None:
    clerk = browse("secretary")

    def shown(page: str) -> list[str]:
        return [str(found) for found in lxml.html.document_fromstring(page).xpath("//*[@data-pin]/text()")]

    refused = clerk.post_form(PAGE, {"name": "Máy 1", "counter_id": "", "pin": "12a4"})
    assert refused.status_code == 422 and "4 đến 8 chữ số" in refused.text
    assert shown(clerk.post_form(PAGE, {"name": "Máy 1", "counter_id": "", "pin": "2580"}).text) == ["2580"]
    (drawn,) = shown(clerk.post_form(PAGE, {"name": "Máy 2", "counter_id": ""}).text)
    assert pins.is_pin(drawn) and len(drawn) == 4 and not shown(clerk.get(PAGE).text)
    found = db.session.scalars(select(Device).where(Device.name == "Máy 1")).one()
    assert found.pin_hash == pins.digest("2580", found.pin_salt or "")
    one = f"{PAGE}/{found.id}"
    assert clerk.post_form(f"{one}/ma-pin", {"pin": "12"}, page=one).status_code == 422
    assert clerk.post_form(f"{one}/ma-pin", {"pin": "123456"}, page=one).status_code == 303
    found = db.session.scalars(select(Device).where(Device.name == "Máy 1")).one()
    assert found.pin_hash == pins.digest("123456", found.pin_salt or "")
    kept = str(db.session.execute(select(JournalEntry.changes)).scalars().all())
    assert "123456" not in kept and str(found.pin_hash) not in kept and str(found.pin_salt) not in kept


def test_what_never_came_is_red_until_somebody_says_why(browse: Browse, offered: Offered, token: str) -> None:
    told = {"highest_seq": 204, "waiting": 2, "received": "[[1, 117], [121, 202]]", "holding": "[[203, 204]]"}
    actions.heard_from(offered[0], **told)
    db.session.commit()
    clerk, one = browse("secretary"), f"{PAGE}/{offered[0]}"
    text = device(clerk.get(PAGE).text, offered[0])
    assert "Có phiếu không về được" in text and "số 118–120" in text and "số 1–117, 121–202" in text
    assert "3 phiếu không về được." in clerk.get(PAGE).text
    form = {"numbers": "118-120", "cause": ""}
    assert clerk.post_form(f"{one}/nguyen-nhan", form, page=one).status_code == 422
    form["cause"] = "Dọn bộ nhớ của máy"
    for numbers in ("1-3", "118-121", "x", "", "118-120-1"):
        assert clerk.post_form(f"{one}/nguyen-nhan", {**form, "numbers": numbers}, page=one).status_code == 422
    assert clerk.post_form(f"{one}/nguyen-nhan", form, page=one).status_code == 303
    text = device(clerk.get(PAGE).text, offered[0])
    assert "Số 118–120 không về được: Dọn bộ nhớ của máy" in text and "Có phiếu không về được" not in text


def test_the_page_says_what_follows_from_what_a_tablet_lacks(browse: Browse, machine: Machine, token: str) -> None:
    told = {
        "lacks": ["service_worker", "locks", "persist", "a later word", "full"],
        "free_bytes": 3_100_000_000,
        "set_aside": 2,
        "sent_at": (clock.now() - timedelta(minutes=12, seconds=10)).isoformat(),
        "waiting": 1,
        "oldest_at": (clock.now() - timedelta(hours=25)).isoformat(),
    }
    assert machine("/kiosk/tim", told, token).status_code == 200
    text = " ".join(browse("secretary").get(PAGE).text.split())
    for words in (
        "đừng tắt máy lúc mất mạng",
        "Đang trống 3.100 MB",
        "Máy không ghi được vào bộ nhớ.",
        "Máy chủ không nhận 2 phiếu",
        "Đồng hồ của máy chậm 12 phút",
        "Có phiếu chờ quá một ngày",
    ):
        assert words in text, words


def test_the_clerk_tells_the_tablet_which_file_was_finished(
    browse: Browse, machine: Machine, office: Office, offered: Offered, token: str, hold: Callable[[str], None]
) -> None:
    hold("2026-03-30 10:00")
    counter_id = db.session.get_one(Device, offered[0]).counter_id
    clerk, url = browse("counter"), f"/hai-long/quay/{counter_id}/ho-so"
    assert url in clerk.get(f"/hai-long/ghi?quay={counter_id}").text
    assert clerk.post_form(url, {"mode": ""}).status_code == 422
    eyes = office.viewer("secretary")
    listed = counter_list.procedure(eyes, "Chứng thực bản sao")  # of the office: the counter has no list of its own
    db.session.commit()
    said = {"mode": "online", "stage": "result", "procedure_id": str(listed)}
    assert clerk.post_form(url, said).status_code == 303
    said = {"mode": "online", "stage": "result", "procedure": service.code_of("chung thuc ban sao")}
    heard = machine("/kiosk/tim", {}, token).get_json()["context"]
    assert heard == machine("/kiosk/cau-hinh", token=token, method="GET").get_json()["context"]
    assert {**said, "seconds": 600} == {name: heard[name] for name in (*said, "seconds")}
    hold("2026-03-30 10:10")
    assert machine("/kiosk/tim", {}, token).get_json()["context"] is None


@pytest.mark.parametrize("many", [1, 20])
def test_the_page_asks_as_often_for_twenty_as_for_one(
    browse: Browse, office: Office, statements: Callable[..., Any], many: int
) -> None:
    for number in range(many):
        offer(office, f"Máy {number}")
    clerk = browse("secretary")
    clerk.get(PAGE)
    with statements() as seen:
        clerk.get(PAGE)
    assert len([line for line in seen if line.startswith("SELECT")]) <= 4, seen


@pytest.mark.browser
@pytest.mark.parametrize("viewport", [{"width": 1366, "height": 768}, PHONE])
@pytest.mark.parametrize("scripts", [True, False])
def test_a_tablet_is_paired_and_revoked_by_hand(
    window: Callable[..., Any], viewport: dict[str, int], scripts: bool
) -> None:
    page = window("thuky", viewport=viewport, scripts=scripts)
    page.goto("/hai-long/quay")
    page.get_by_role("link", name="Máy tính bảng").click()
    name = f"Máy sảnh {viewport['width']} {'' if scripts else 'không '}kịch bản"
    page.get_by_label(re.compile("Tên máy")).fill(name)
    page.get_by_role("button", name="Tạo mã ghép").click()
    page.get_by_text("Nhập mã ghép").wait_for()
    code = "".join(page.locator(".pair-code span").all_inner_texts())
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    if scripts:
        assert page.evaluate(width) == 0
        assert axe_faults(page) == []
    paired = page.request.post("/kiosk/ghep", data={"code": code})
    assert paired.status == 200
    beat = {"headers": {"Authorization": f"Bearer {paired.json()['token']}"}, "data": {"waiting": 2}}
    assert page.request.post("/kiosk/tim", **beat).status == 200
    page.goto(PAGE)
    row = page.locator("[data-device]", has_text=name)
    row.get_by_text("Đang chờ gửi phiếu").wait_for()
    page.on("dialog", lambda dialog: dialog.accept())
    row.get_by_role("button", name=re.compile("Thu hồi")).click()
    page.locator("[data-device]", has_text=name).get_by_text("Đã thu hồi").wait_for()
    assert page.request.post("/kiosk/tim", **beat).status == 401
    assert not page.complaints
