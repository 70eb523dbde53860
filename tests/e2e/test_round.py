"""A round in a real browser: nothing said is lost, nothing counts that the office does not have."""

import functools
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PIL import Image
from sqlalchemy import func, select
from werkzeug.exceptions import ServiceUnavailable

from models.audits.proof_tables import ItemEvidence
from models.audits.rules import ItemState
from models.audits.tables import ItemResult
from models.base import db
from models.files import StoredFile
from models.journal import JournalEntry
from tests.devices.tablets import until_true
from tests.e2e.test_kept import FILES, end_sessions, sign_in_again
from tests.living import Live, open_round

Window = Callable[..., Any]
TICKS = "**/kiem-tra/muc/*"


def result_of(row: Any) -> int:
    """The number of the result that a row of the page is about."""
    return int(row.get_attribute("id").removeprefix("muc-"))


def kept(live: Live, result_id: int) -> ItemResult:
    with live.app.app_context():
        return db.session.get_one(ItemResult, result_id)


def changes(live: Live, result_id: int) -> int:
    """How often the journal says that a result was changed."""
    of_result = JournalEntry.entity == "item_result", JournalEntry.entity_id == str(result_id)
    with live.app.app_context():
        return db.session.scalar(select(func.count()).where(*of_result, JournalEntry.action == "changed")) or 0


@contextmanager
def cut(page: Any, live: Live) -> Iterator[None]:
    """No save arrives; what a page sends while it is left is seen by nobody but the server, which refuses it."""

    def busy(**_values: Any) -> None:
        raise ServiceUnavailable

    page.route(TICKS, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    views = live.app.view_functions
    kept_view, views["audits.tick"] = views["audits.tick"], functools.wraps(views["audits.tick"])(busy)
    try:
        yield
    finally:
        views["audits.tick"] = kept_view
        page.unroute_all()


def test_a_tick_without_a_line_stays_unsaved_over_reload_and_sign_in_and_is_saved_once(
    window: Window, live: Live
) -> None:
    page = window("kiemtra")
    open_round(page, 3)
    address, row = page.url, page.locator("article.crit").nth(1)
    result_id = result_of(row)
    with cut(page, live):
        row.get_by_text("Chưa đạt", exact=True).click()
        row.get_by_text("Chưa lưu – giữ trên máy này").wait_for()
        assert "0/" in page.locator(".prog").inner_text(), "only what the office has counts"
        row.get_by_text("Chưa đạt", exact=True).click()  # the same choice once more is sent once more
        row.get_by_text("Chưa lưu – giữ trên máy này").wait_for()
        page.reload()
        row.get_by_text("Chưa lưu").first.wait_for()
        assert row.locator("[name=state]:checked").get_attribute("value") == "not_met"
        assert kept(live, result_id).state is ItemState.NOT_ASSESSED
        end_sessions(live)
        page.goto(address)
        page.get_by_text("1 mục kiểm tra chưa lưu").wait_for(state="hidden")  # nobody is signed in
    sign_in_again(page, "kiemtra")
    row.get_by_text(re.compile(r"Lưu \d\d:\d\d")).wait_for()
    assert page.locator("#unsaved").is_hidden()
    assert kept(live, result_id).state is ItemState.NOT_MET
    assert changes(live, result_id) == 1


def test_a_tick_is_sent_by_itself_when_the_line_is_back(window: Window, live: Live) -> None:
    page = window("kiemtra")
    open_round(page, 3)
    row = page.locator("article.crit").first
    page.context.set_offline(True)
    row.get_by_text("Chưa đạt", exact=True).click()
    row.get_by_text("Chưa lưu – giữ trên máy này").wait_for()
    page.context.set_offline(False)
    row.get_by_text(re.compile(r"Lưu \d\d:\d\d")).wait_for()
    assert kept(live, result_of(row)).state is ItemState.NOT_MET


def test_a_save_whose_answer_was_lost_is_no_quarrel_with_oneself(window: Window, live: Live) -> None:
    page = window("kiemtra")
    open_round(page, 3)
    row = page.locator("article.crit").first
    lost = []

    def lose(route: Any) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route(TICKS, lose)
    row.get_by_text("Chưa đạt", exact=True).click()
    row.get_by_text(re.compile(r"Lưu \d\d:\d\d")).wait_for()
    assert lost == [200] and "Người khác vừa lưu" not in row.inner_text()
    assert changes(live, result_of(row)) <= 2


def test_two_ticks_faster_than_the_answer_end_with_the_second(window: Window, live: Live) -> None:
    page = window("kiemtra")
    open_round(page, 3)
    row = page.locator("article.crit").first
    waiting: list[Any] = []
    page.route(TICKS, lambda route: route.continue_() if waiting else waiting.append(route))
    with page.expect_request(TICKS):
        row.get_by_text("Đạt", exact=True).click()
    row.get_by_text("Chưa đạt", exact=True).click()
    with page.expect_response(TICKS):
        waiting[0].continue_()
    row.locator("xpath=self::*[not(@data-save)]").wait_for()
    assert row.locator("[name=state]:checked").get_attribute("value") == "not_met"
    assert kept(live, result_of(row)).state is ItemState.NOT_MET
    assert "Người khác vừa lưu" not in row.inner_text()


def photo(colour: int) -> dict[str, Any]:
    content = io.BytesIO()
    Image.new("RGB", (60, 40), (colour * 20, 90, 90)).save(content, "JPEG")
    return {"name": f"ảnh {colour}.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def test_ten_photos_on_a_bad_line_arrive_once_each(window: Window, live: Live) -> None:
    page = window("kiemtra")
    page.clock.install()  # each lost photo rests for seconds before it is sent again: the page's clock, not ours
    open_round(page, 3)
    row = page.locator("article.crit").first
    result_id, tries = result_of(row), []

    def badly(route: Any) -> None:
        tries.append(route.request.url)
        if len(tries) % 3 == 1:
            route.abort()  # never came there
        elif len(tries) % 3 == 2:
            route.fetch(timeout=120_000)  # came there, and the answer is lost
            route.abort()
        else:
            route.continue_()

    page.route("**/minh-chung*", badly)
    row.get_by_text("Chưa đạt", exact=True).click()
    row.get_by_role("link", name=re.compile(r"minh chứng \S+$")).click()
    row.locator("input[type=file]").set_input_files([photo(number) for number in range(10)])
    row.locator(f".up, {FILES}").nth(9).wait_for(timeout=60_000)  # all ten are read, some perhaps sent
    for _rest in range(100):
        if not page.locator(".up").count():
            break
        page.clock.fast_forward(30_000)
        page.locator(".up[data-state=sending]").first.wait_for(state="detached", timeout=60_000)
    row.locator(FILES).nth(9).wait_for(timeout=60_000)
    with live.app.app_context():
        files = select(StoredFile.original_name).join(ItemEvidence, ItemEvidence.file_id == StoredFile.id)
        names = db.session.scalars(files.where(ItemEvidence.result_id == result_id)).all()
    assert sorted(names) == [f"ảnh {number}.jpg" for number in range(10)]
    assert row.locator(FILES).count() == 10
    assert len(tries) > 10


def test_sixty_criteria_with_links_by_keys_alone(window: Window, live: Live) -> None:
    page = window("kiemtra")
    open_round(page, 1)
    round_id = int(page.url.rpartition("/")[2])
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("navigator.clipboard.writeText('https://tayson.gialai.gov.vn/cong-khai')")
    presses = 0

    def press(key: str) -> None:
        nonlocal presses
        presses += 1
        page.keyboard.press(key)

    press("n")
    for at in range(60):
        row = page.locator("article.crit[data-now]")
        before = row.get_attribute("id")
        press("1")
        press("Control+v")
        if at < 59:
            press("n")
            page.locator(f"article.crit[data-now]:not(#{before})").wait_for()
    page.locator("article.crit[data-save]").first.wait_for(state="detached", timeout=120_000)
    assert presses == 180, "one to choose, one to paste, one to go on"
    met = ItemResult.round_id == round_id, ItemResult.state == ItemState.MET
    shown = select(func.count(ItemEvidence.id)).join(ItemResult, ItemResult.id == ItemEvidence.result_id).where(*met)
    with live.app.app_context():
        assert db.session.scalar(select(func.count(ItemResult.id)).where(*met)) == 60
        assert db.session.scalar(shown) == 60


def test_every_key_of_the_panel_does_what_it_says(window: Window) -> None:
    page = window("kiemtra")
    open_round(page, 3)
    row = page.locator("article.crit[data-now]")
    page.keyboard.press("?")
    page.locator("#round-keys[open]").wait_for()
    assert page.locator("#keys[open]").count() == 0
    page.keyboard.press("Escape")
    page.locator("#round-keys:not([open])").wait_for(state="attached")  # until then its keys are its own
    page.keyboard.press("n")
    page.keyboard.press("3")
    row.get_by_text(re.compile(r"Lưu \d\d:\d\d")).wait_for()
    assert row.locator("[name=state]:checked").get_attribute("value") == "not_met"
    page.keyboard.press("e")
    note = row.locator("textarea")
    note.wait_for()
    until_true(page, "document.activeElement.matches('textarea')")
    page.keyboard.type("123 n")  # typing is no command
    assert note.input_value() == "123 n"
    page.keyboard.press("Escape")
    page.keyboard.press("0")
    row.locator("xpath=self::*[not(.//input[@name='state' and @checked])]").wait_for()
    first = row.get_attribute("id")
    page.keyboard.press("n")
    assert row.get_attribute("id") != first
    page.keyboard.press("p")
    assert row.get_attribute("id") == first


def test_two_people_see_what_the_other_one_saves(window: Window) -> None:
    mine, theirs = window("kiemtra"), window("thuky")
    open_round(mine, 3)
    theirs.goto(mine.url)
    at_hand, other = mine.locator("article.crit").nth(0), mine.locator("article.crit").nth(1)
    at_hand.get_by_role("link", name=re.compile(r"minh chứng \S+$")).click()
    at_hand.locator("textarea").fill("Đang ghi dở")
    for number in (0, 1):
        row = theirs.locator("article.crit").nth(number)
        row.get_by_text("Chưa đạt", exact=True).click()
        row.get_by_text(re.compile(r"Lưu \d\d:\d\d")).wait_for()
    mine.evaluate("window.dispatchEvent(new Event('focus'))")
    other.locator("[name=state][value=not_met]:checked").wait_for()
    assert "2/" in mine.locator(".prog").inner_text()
    at_hand.get_by_text("Người khác vừa lưu mục này").wait_for()
    assert at_hand.locator("textarea").input_value() == "Đang ghi dở"
    at_hand.locator("textarea").blur()  # saved beside what the other one chose
    at_hand.locator("[name=state][value=not_met]:checked").wait_for()
    assert "Đang ghi dở" in at_hand.locator("textarea").input_value()
    for page in (mine, theirs):
        page.wait_for_load_state("networkidle")
