"""The tablet's page in a real browser: one tap is a whole answer, and nobody finds anything of the one before."""

import re
from typing import Any

import pytest

from models import secrets
from models.base import db
from models.devices import actions, pins, queries
from models.devices.tables import Device
from models.satisfaction import cases, questionnaires
from models.satisfaction.rules import Mode
from models.satisfaction.tables import CitizenCase, CitizenContact
from tests.devices.tablets import COMMUNE, PLAIN, SEEN, SLOW, STILL, TABLET, Open, Place, arrived, until, until_true
from tests.factories import read_office
from tests.living import axe_faults

pytestmark = pytest.mark.browser


def test_one_tap_is_a_whole_answer(open_tablet: Open, place: Place) -> None:
    tablet = open_tablet(SEEN)
    tablet.tap(4)
    until_true(tablet.page, "window.seen.includes('Đã ghi')")
    tablet.see("ask")  # by itself, when nobody touches anything
    (row,) = arrived(place, tablet)
    assert (row.level, row.mode, row.comment, row.channel) == (4, Mode.UNKNOWN, "", "kiosk")
    until(lambda: not tablet.kept("sealed") and not tablet.kept("open"), "the tablet lets go of what is kept")


def test_reasons_mode_and_words_go_with_it(open_tablet: Open, place: Place) -> None:
    tablet = open_tablet(STILL)
    tablet.tap(2)
    page = tablet.page
    page.get_by_role("button", name="Chờ lâu").click()
    page.get_by_role("button", name="Hướng dẫn chưa rõ").click()
    page.get_by_role("button", name="Hướng dẫn chưa rõ").click()
    page.get_by_role("button", name="Qua mạng").click()
    page.locator("[data-mode=online][aria-pressed=true]").wait_for()
    page.get_by_role("button", name="Viết thêm vài lời").click()
    page.get_by_label("Lời của ông/bà").fill("Chờ gần một giờ.")
    page.locator("#write").get_by_role("button", name="Xong").click()
    page.get_by_text("Cảm ơn ông/bà!").wait_for()
    (row,) = arrived(place, tablet)
    assert (row.level, row.mode, row.comment) == (2, Mode.ONLINE, "Chờ gần một giờ.")


def test_a_wrong_press_is_chosen_again_and_leaves_one_row(open_tablet: Open, place: Place) -> None:
    tablet = open_tablet(STILL)
    tablet.tap(1)
    tablet.page.get_by_role("button", name=re.compile("Bấm nhầm")).click()
    tablet.tap(5)
    tablet.page.get_by_role("button", name="Xong").click()
    assert [row.level for row in arrived(place, tablet)] == [5]
    tablet.page.click("#thanks")
    tablet.tap(1)  # and one that is taken back for good counts nowhere
    tablet.page.get_by_role("button", name=re.compile("Bấm nhầm")).click()
    tablet.page.get_by_text("Không chọn lại thì lần bấm nhầm không được tính.").wait_for()
    (open_answer,) = tablet.kept("open")
    tablet.put("open", {**open_answer, "touched": 0})  # it was long ago
    tablet.page.reload()
    until(lambda: not tablet.kept("open"), "what was taken back goes")
    assert tablet.kept("sealed") == [] and len(place.answers(tablet.name)) == 1


def test_the_face_goes_after_a_moment_and_the_next_person_finds_nothing(open_tablet: Open) -> None:
    tablet = open_tablet(SLOW % "{idle: '60000'}")
    page = tablet.page
    page.get_by_role("button", name="English").click()
    page.get_by_text("Touch one face. That is all.").wait_for()
    page.get_by_role("button", name="Larger text").click()
    tablet.tap(1)
    page.locator("#kept").wait_for(state="hidden")
    page.locator("#to-write").click()
    page.locator("#words").fill("secret words")
    page.locator("#write [data-done]").click()
    tablet.see("ask")
    page.get_by_text("Chạm vào một khuôn mặt là xong.").wait_for()
    assert page.locator("#words").input_value() == "" and "large" not in (
        page.locator("body").get_attribute("class") or ""
    )
    assert page.locator("[aria-pressed=true]").all_inner_texts() == ["Tiếng Việt"]
    page.go_back()  # leads nowhere
    tablet.see("ask")


def test_nobody_leaves_without_the_pin(open_tablet: Open) -> None:
    tablet = open_tablet(STILL)
    page = tablet.page
    page.get_by_role("button", name="Dành cho cán bộ").click()
    page.get_by_label("Mã PIN của máy").fill("0000")
    page.get_by_role("button", name="Mở").click()
    page.get_by_text("Mã PIN chưa đúng.").wait_for()
    for _ in range(2):
        page.get_by_label("Mã PIN của máy").fill("1111")
        page.get_by_role("button", name="Mở").click()
        page.get_by_text("Mã PIN chưa đúng.").wait_for()
        page.evaluate("document.querySelector('#pin-said').textContent = ''")
    page.get_by_label("Mã PIN của máy").fill("2580")
    page.get_by_role("button", name="Mở").click()
    page.get_by_text(re.compile(r"Xin chờ \d+ giây")).wait_for()  # who guesses waits, also with the right one
    tablet.put("facts", [{}, "pin_tries"])
    page.get_by_label("Mã PIN của máy").fill("2580")
    page.get_by_role("button", name="Mở").click()
    page.get_by_role("button", name="Thoát toàn màn hình").wait_for()
    assert page.locator("#facts dd").first.inner_text() == tablet.name
    page.get_by_role("button", name="Về màn hình lấy ý kiến").click()
    tablet.see("ask")


def test_the_tablet_computes_the_digest_of_the_office(open_tablet: Open) -> None:
    tablet = open_tablet()
    version = tablet.page.locator("body").get_attribute("data-version")
    compute = f"""async ([pin, salt, rounds]) => {{
      const {{ digest }} = await import("/kiosk/app/{version}/pin.js");
      return digest(pin, salt, rounds);
    }}"""
    for pin, salt in (("0000", "0" * 32), ("2580", "a1b2c3d4"), ("98765432", "ff" * 16)):
        assert tablet.page.evaluate(compute, [pin, salt, pins.ROUNDS]) == pins.digest(pin, salt)


@pytest.mark.parametrize("viewport", [TABLET, {"width": 800, "height": 1280}, {"width": 390, "height": 844}], ids=str)
def test_every_screen_fits_and_can_be_read_by_everybody(open_tablet: Open, viewport: dict[str, int]) -> None:
    tablet = open_tablet(STILL, viewport=viewport, name=f"Máy {viewport['width']}")
    page = tablet.page

    over = "(() => { const m = document.querySelector('main'); return [m.scrollWidth - m.clientWidth,"
    over += " m.scrollHeight - m.clientHeight, document.documentElement.scrollWidth - innerWidth]; })()"

    def look() -> None:
        assert page.evaluate(over) == [0, 0, 0], page.locator("body").get_attribute("data-screen")
        assert axe_faults(page) == []

    look()
    if viewport == TABLET:  # 20 mm on a tablet of ten inches (150 points an inch)
        boxes = [face.bounding_box() for face in page.locator(".k-face").all()]
        assert len(boxes) == 5 and all(min(box["width"], box["height"]) >= 118 for box in boxes)
    tablet.tap(2)
    tablet.see("more")
    look()
    page.evaluate("document.body.classList.add('late')")
    look()
    page.click("#to-write")
    page.click("#to-reply")
    look()
    page.fill("#words", "Chờ lâu.")
    page.click("#to-reply")
    page.click("#send-reply")
    look()
    page.click("#from-reply")
    page.locator("#write [data-done]").click()
    tablet.see("thanks")
    look()
    page.click("#thanks")
    page.evaluate("document.querySelector('#band').hidden = false")
    look()
    page.click("#emblem")
    look()


def test_a_finished_file_goes_with_the_next_answer_only(open_tablet: Open, place: Place) -> None:
    tablet = open_tablet(STILL)

    def push() -> None:
        eyes = read_office(COMMUNE).viewer("secretary")
        device = db.session.query(Device).filter_by(name=tablet.name).one()
        actions.tell(eyes, device.counter_id, '{"id": "a1", "mode": "online", "stage": "result", "procedure": ""}')

    place.ask(push)
    heard = (
        "async () => { const [c] = [performance.getEntriesByName(`${location.origin}/kiosk/tim`)]; return c.length; }"
    )
    before = tablet.page.evaluate(heard)
    until(lambda: tablet.page.evaluate(heard) > before + 1, "the tablet hears of it")
    tablet.tap(5)
    tablet.page.locator("#mode").wait_for(state="hidden")
    tablet.page.get_by_role("button", name="Xong").click()
    (row,) = arrived(place, tablet)
    assert (row.mode, row.stage) == (Mode.ONLINE, "result")
    tablet.page.click("#thanks")
    tablet.tap(5)
    tablet.page.locator("#mode").wait_for()


def test_over_plain_http_it_works_too_and_tells_what_is_missing(open_tablet: Open, place: Place) -> None:
    tablet = open_tablet(host=PLAIN)
    page = tablet.page
    lacking = "[navigator.serviceWorker, navigator.locks, crypto.subtle, crypto.randomUUID].filter(Boolean).length"
    assert page.evaluate(lacking) == 0
    tablet.tap(3)
    assert arrived(place, tablet)[0].level == 3

    def lacks() -> Any:
        lines = place.ask(lambda: queries.devices(read_office(COMMUNE).viewer("secretary")))
        (line,) = [line for line in lines if line.name == tablet.name]
        return line.lacks

    found = until(lacks, "the office hears what is missing")
    assert {"service_worker", "locks", "persist"} <= set(found)


def test_nothing_comes_from_another_host(open_tablet: Open, place: Place) -> None:
    tablet = open_tablet()
    names = "performance.getEntriesByType('resource').map((entry) => new URL(entry.name).host)"
    assert set(tablet.page.evaluate(names)) == {f"127.0.0.1:{place.port}"}


def test_the_words_are_those_of_the_scale() -> None:
    languages = questionnaires.languages(questionnaires.SHIPPED / "none")
    assert [one["code"] for one in languages] == ["vi", "en"]
    for asked in questionnaires.questionnaires():
        assert languages[0]["text"]["question"] == asked.scale.question
        assert languages[0]["levels"] == {str(level.value): level.label for level in asked.scale.levels}


CONTACT = "nguoi.gui@thu.example"


def leave_contact(tablet: Any, contact: str = CONTACT) -> None:
    page = tablet.page
    tablet.tap(2)
    page.click("#to-write")
    page.click("#to-reply")
    page.get_by_text("Xin viết vài lời trước").wait_for()
    page.get_by_label("Lời của ông/bà").fill("Chờ gần một giờ.")
    page.click("#to-reply")
    tablet.see("reply")
    page.get_by_label("Số điện thoại hoặc thư điện tử").fill("không rõ")
    page.click("#send-reply")
    page.get_by_text("Xin ghi một số điện thoại hoặc một địa chỉ").wait_for()
    page.get_by_label("Số điện thoại hoặc thư điện tử").fill(contact)
    page.click("#send-reply")


def contact_kept(place: Place, response_id: int) -> str:
    with place.at_work():
        kept = db.session.get(CitizenContact, response_id)
        return secrets.unseal(kept.sealed, cases.purpose(kept.id)).decode() if kept else ""


def test_who_wants_a_reply_leaves_a_contact_apart_from_the_answer(open_tablet: Open, place: Place) -> None:
    tablet = open_tablet(STILL)
    sent: list[str] = []
    tablet.page.on("request", lambda asked: sent.append(f"{asked.url} {asked.post_data}") if asked.post_data else None)
    leave_contact(tablet)
    tablet.page.get_by_text("Cách liên lạc cất riêng, sẽ có người trả lời.").wait_for()
    (row,) = arrived(place, tablet)
    until(lambda: not tablet.kept("contacts"), "the tablet lets go of it as soon as it is there")
    assert contact_kept(place, row.id) == CONTACT
    assert {line.split()[0].rpartition("/")[2] for line in sent if CONTACT in line} == {"lien-lac"}
    with place.at_work():
        assert db.session.get_one(CitizenCase, row.id).wants_reply
    tablet.page.click("#thanks")
    assert CONTACT not in tablet.page.content() and tablet.page.locator("#contact").input_value() == ""


def test_a_contact_that_nobody_sent_goes_with_the_screen(open_tablet: Open, place: Place) -> None:
    tablet = open_tablet(STILL)
    page = tablet.page
    page.clock.install()
    page.reload()
    tablet.tap(2)
    page.click("#to-write")
    page.get_by_label("Lời của ông/bà").fill("Chờ lâu.")
    page.click("#to-reply")
    page.get_by_label("Số điện thoại hoặc thư điện tử").fill(CONTACT)
    page.clock.fast_forward(61_000)
    tablet.see("ask")  # by itself
    assert page.locator("#contact").input_value() == "" and not tablet.kept("contacts")
    (row,) = arrived(place, tablet)
    assert row.comment == "Chờ lâu." and contact_kept(place, row.id) == ""


def test_a_contact_waits_for_the_network_like_its_answer(open_tablet: Open, place: Place) -> None:
    tablet = open_tablet(STILL)
    tablet.page.context.set_offline(True)
    leave_contact(tablet)
    tablet.see("thanks")
    until(lambda: tablet.kept("sealed") and tablet.kept("contacts"), "both wait on the disk")
    tablet.page.context.set_offline(False)
    (row,) = arrived(place, tablet)
    until(lambda: not tablet.kept("contacts"), "it follows its answer")
    assert contact_kept(place, row.id) == CONTACT
    tablet.put("contacts", {"cid": "0" * 36, "contact": CONTACT, "kept_at": 0})  # of long ago
    until(lambda: not tablet.kept("contacts"), "what was kept past its term goes")


def test_a_scanned_address_types_the_code_and_somebody_presses(open_tablet: Open, place: Place) -> None:
    page = open_tablet().page.context.browser.new_context(viewport=TABLET).new_page()
    code = place.code("Máy quét mã")
    page.goto(f"{place.url}/kiosk#{code}")
    page.locator("body[data-screen=pair]").wait_for()
    assert page.input_value("#code") == code and page.url == f"{place.url}/kiosk", "the code stays in no history"
    page.click("#pair button")
    page.locator("body[data-screen=ask]").wait_for()
    page.goto(f"{place.url}/kiosk#{place.code('Máy quét mã')}")
    page.locator("body[data-screen=ask]").wait_for()  # a tablet in use is not led away by an address
    page.context.close()
