"""Proofs that come straight into a row of a round, and the keys that lead from row to row, in a real browser."""

import base64
import re
from typing import Any

from sqlalchemy import select

from models.audits.proof_tables import ItemEvidence
from models.base import db
from models.files import StoredFile
from tests.e2e.test_kept import FILES
from tests.e2e.test_round import TICKS, Window, photo, result_of
from tests.living import Live, open_round

PROOFS = "**/minh-chung*"


def names(live: Live, row: Any) -> list[str]:
    """The files that show a criterion, as the office keeps them."""
    with live.app.app_context():
        files = select(StoredFile.original_name).join(ItemEvidence, ItemEvidence.file_id == StoredFile.id)
        files = files.where(ItemEvidence.result_id == result_of(row))
        return sorted(db.session.scalars(files).all())


def arrived(row: Any, number: int) -> None:
    row.locator(FILES).nth(number - 1).wait_for(timeout=60_000)
    row.locator(".up").first.wait_for(state="detached", timeout=60_000)


def test_a_photo_waits_in_this_browser_over_reload_while_the_line_is_down(window: Window, live: Live) -> None:
    page = window("kiemtra")
    open_round(page, 3)
    row = page.locator("article.crit").first
    page.route(PROOFS, lambda route: route.abort())
    row.locator("input[type=file]").set_input_files([photo(5)])
    row.locator(".up[data-state=waiting]").wait_for()
    page.reload()
    row.locator(".up", has_text="ảnh 5.jpg").wait_for()
    assert names(live, row) == []
    page.unroute_all()
    page.evaluate("dispatchEvent(new Event('online'))")
    arrived(row, 1)
    page.reload()
    arrived(row, 1)
    assert names(live, row) == ["ảnh 5.jpg"]


GIVE = """(row, {kind, name, text}) => {
  const given = new DataTransfer();
  if (text) given.setData("text/plain", text);
  else {
    const bytes = Uint8Array.from(atob(PICTURE), (one) => one.charCodeAt(0));
    given.items.add(new File([bytes], name, { type: "image/jpeg" }));
  }
  const more = { bubbles: true, cancelable: true, dataTransfer: given, clipboardData: given };
  row.dispatchEvent(kind === "paste" ? new ClipboardEvent("paste", more) : new DragEvent(kind, more));
}""".replace("PICTURE", f"'{base64.b64encode(photo(3)['buffer']).decode()}'")


def test_what_is_dropped_pasted_or_chosen_late_comes_into_its_row(window: Window, live: Live) -> None:
    page = window("kiemtra")
    page.on("filechooser", lambda _chooser: None)  # from now on no window of the system opens
    open_round(page, 3)
    dropped, pasted, late = (page.locator("article.crit").nth(at) for at in range(3))
    dropped.evaluate(GIVE, {"kind": "drop", "name": "ảnh thả.jpg"})
    arrived(dropped, 1)
    dropped.evaluate(GIVE, {"kind": "drop", "text": "https://tayson.gialai.gov.vn/cong-khai"})
    dropped.locator("a[href='https://tayson.gialai.gov.vn/cong-khai']").wait_for()
    pasted.locator("[name=state]").first.focus()
    page.locator("body").evaluate(GIVE, {"kind": "paste", "name": "image.png"})  # into the row in hand
    arrived(pasted, 1)
    assert names(live, dropped) == ["ảnh thả.jpg"]
    assert names(live, pasted)[0].startswith("Ảnh dán lúc ")
    with page.expect_file_chooser() as chooser:
        late.get_by_text("Chụp ảnh, dán hoặc thả minh chứng").click()
    late.get_by_text("Chưa đạt", exact=True).click()
    late.get_by_text(re.compile(r"Lưu \d\d:\d\d")).wait_for()  # and with it the row was drawn anew
    chooser.value.set_files([photo(8)])
    arrived(late, 1)
    assert names(live, late) == ["ảnh 8.jpg"]


def test_the_keys_that_find_send_attach_and_share(window: Window, live: Live) -> None:
    page = window("kiemtra")
    page.on(
        "filechooser", lambda _chooser: None
    )  # a busy browser hears of a key sooner than that it is to open no window
    open_round(page, 3)
    now = page.locator("article.crit[data-now]")
    ids = [row.get_attribute("id") for row in page.locator("article.crit").all()[:3]]

    def stands_at(wanted: str) -> None:
        page.locator(f"#{wanted}[data-now]").wait_for()

    page.keyboard.press("n")
    page.keyboard.press("3")
    now.get_by_text(re.compile(r"Lưu \d\d:\d\d")).wait_for()
    page.keyboard.press("p")
    page.keyboard.press("u")
    stands_at(ids[1])  # the first of which nothing was said
    page.route(TICKS, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.keyboard.press("1")
    now.get_by_text("Chưa lưu – giữ trên máy này").wait_for()
    page.keyboard.press("p")
    stands_at(ids[0])
    page.keyboard.press("l")
    stands_at(ids[1])  # what is not saved yet
    page.unroute_all()
    page.keyboard.press("s")
    now.get_by_text(re.compile(r"Lưu \d\d:\d\d")).wait_for()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("a")
    chooser.value.set_files([photo(7)])
    arrived(now, 1)
    page.keyboard.press("m")
    page.wait_for_url("**/dung-chung")
    page.go_back()
    page.locator(f"#{ids[0]}").wait_for()
    page.locator(f"#{ids[0]} [name=state]:checked").focus()
    stands_at(ids[0])
    page.keyboard.press("t")
    page.wait_for_url("**/ton-tai")


def test_the_key_that_keeps_what_the_round_before_said(window: Window, live: Live) -> None:
    page = window("kiemtra")
    open_round(page, 3)
    page.keyboard.press("n")
    page.keyboard.press("3")
    row = page.locator("article.crit[data-now]")
    row.get_by_text(re.compile(r"Lưu \d\d:\d\d")).wait_for()
    open_round(page, 3)
    page.locator("article.crit .ghost").first.wait_for()
    page.keyboard.press("n")
    assert not row.locator("[name=state]:checked").count()
    page.keyboard.press("g")
    row.locator("[name=state][value=not_met]:checked").wait_for()
    row.get_by_text(re.compile(r"Lưu \d\d:\d\d")).wait_for()


def test_the_further_acts_of_a_round_open_by_the_keyboard_and_close_by_escape(window: Window) -> None:
    page = window("kiemtra")
    open_round(page, 3)
    page.locator("details.more summary").focus()
    page.keyboard.press("Enter")
    further = page.locator("details.more").get_by_role("link", name="Phân công")
    further.wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    further.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
