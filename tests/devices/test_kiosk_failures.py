"""Cut the power, the network, the server, the clock at every point: nothing is lost, nothing comes twice."""

import json
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from models import clock
from models.devices import queries
from models.devices.queries import DeviceLine
from models.satisfaction import actions
from models.satisfaction.rules import HoldReason, Status
from tests.devices.tablets import COMMUNE, STILL, Open, Place, Tablet, arrived, kill, until, until_true
from tests.factories import read_office
from tests.living import ARGS, CHROMIUM

pytestmark = pytest.mark.browser
SECOND, HALF_A_DAY = timedelta(seconds=1), timedelta(hours=12)
NO_ROOM = """addEventListener("keydown", (event) => {
  if (event.key !== "F9") return;
  IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
});"""
IN_2019 = """const Right = Date; const behind = Right.now() - Right.UTC(2019, 4, 1);
Date = class extends Right { constructor(...given) { super(...(given.length ? given : [Date.now()])); }
  static now() { return Right.now() - behind; } };"""
CUT = """const there = fetch; fetch = (address, sent) => localStorage.cut && address.endsWith("/phieu")
  ? Promise.reject(new TypeError("cut")) : there(address, sent);"""
WITHOUT_LOCKS = "Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });"


@pytest.fixture(autouse=True)
def served(place: Place) -> Iterator[None]:
    """Each test begins with a server that is well."""
    yield
    if place.is_dead() or place.process is None:
        place.stop()
        place.start()


def line(place: Place, tablet: Tablet) -> DeviceLine:
    lines = place.ask(lambda: queries.devices(read_office(COMMUNE).viewer("secretary")))
    return next(found for found in lines if found.name == tablet.name)


def sums_agree(place: Place) -> bool:
    return bool(place.ask(actions.check_rollups) == [])


def finish(tablet: Tablet, level: int) -> None:
    tablet.tap(level)
    tablet.page.get_by_role("button", name="Xong").click()
    tablet.see("thanks")
    tablet.page.click("#thanks")
    tablet.see("ask")


def waiting(seq: int, **more: Any) -> dict[str, Any]:
    at = (clock.now() - 4 * HALF_A_DAY + seq * 10 * SECOND).isoformat()
    return {"cid": str(uuid4()), "seq": seq, "level": 5, "questionnaire": 1, "answered_at": at, **more}


def test_without_server_and_network_it_opens_asks_and_sends_later(open_tablet: Open, place: Place) -> None:
    tablet = open_tablet(STILL)
    until_true(tablet.page, "navigator.serviceWorker.controller")
    place.stop()
    finish(tablet, 5)
    tablet.page.get_by_text("Đang giữ 1 phiếu, sẽ tự gửi").wait_for()
    tablet.page.reload()  # as after a power cut
    finish(tablet, 3)
    assert [kept["level"] for kept in tablet.kept("sealed")] == [5, 3]
    place.start()
    assert [row.level for row in arrived(place, tablet, 2)] == [5, 3]
    until(lambda: tablet.kept("sealed") == [], "the tablet lets go")
    assert sums_agree(place)


def test_killed_after_the_tap_the_answer_comes_once(place: Place, browsers: Any, tmp_path: Path) -> None:
    """The tablet's battery falls out right after the answer was kept, before it is sealed or sent."""
    home, name = tmp_path / "profile", "Máy mất điện"

    def start() -> tuple[subprocess.Popen[bytes], Any, Tablet]:
        (home / "DevToolsActivePort").unlink(missing_ok=True)
        command = [CHROMIUM, *ARGS, "--headless=new", "--remote-debugging-port=0", f"--user-data-dir={home}"]
        process = subprocess.Popen(
            command, start_new_session=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        port_file = home / "DevToolsActivePort"
        until(lambda: port_file.exists() and port_file.read_text().count("\n"), "Chromium starts")
        browser = browsers.connect_over_cdp(f"http://127.0.0.1:{port_file.read_text().splitlines()[0]}", timeout=60_000)
        page = browser.contexts[0].new_page()
        page.add_init_script(STILL)
        tablet = Tablet(page, place.url)
        tablet.name = name
        return process, browser, tablet.open()

    process, browser, tablet = start()
    try:
        tablet.pair(place.code(name))
        tablet.tap(2)
        tablet.page.get_by_text("Đã ghi", exact=True).wait_for()
    finally:
        kill(process)
    assert place.answers(name) == []
    process, browser, tablet = start()
    try:
        assert [row.level for row in arrived(place, tablet)] == [2]
        until(lambda: not tablet.kept("open") and not tablet.kept("sealed"), "the tablet lets go")
    finally:
        browser.close()
        kill(process)


def test_an_answer_whose_receipt_is_lost_is_sent_again_and_kept_once(open_tablet: Open, place: Place) -> None:
    tablet, seen = open_tablet(STILL), []

    def swallow(route: Any) -> None:
        seen.append(route.fetch().json()["results"][0]["status"])
        route.abort() if len(seen) < 3 else route.continue_()

    tablet.page.context.route("**/kiosk/phieu", swallow)
    finish(tablet, 4)
    until(lambda: tablet.kept("sealed") == [], "the tablet lets go")
    assert seen[:2] == ["created", "duplicate"]
    assert [row.level for row in arrived(place, tablet)] == [4] and sums_agree(place)


def test_a_server_killed_in_the_middle_keeps_all_or_nothing_of_a_batch(open_tablet: Open, place: Place) -> None:
    tablet = open_tablet(STILL)
    place.stop()
    tablet.put("sealed", *(waiting(seq) for seq in range(1, 121)))
    tablet.put("facts", [121, "next_seq"])
    place.start(dies_at=70)  # in the second batch
    until(place.is_dead, "the server dies at the seventieth answer")
    assert len(place.answers(tablet.name)) == 50 and sums_agree(place)
    place.start()
    rows = arrived(place, tablet, 120)
    assert len({row.cid for row in rows}) == 120 and sums_agree(place)
    until(lambda: tablet.kept("sealed") == [], "the tablet lets go")
    until(lambda: line(place, tablet).highest_seq == 120, "the office hears how far it has counted")
    assert line(place, tablet).lost == []


def test_two_windows_of_one_tablet_send_each_answer_once(open_tablet: Open, place: Place) -> None:
    tablet = open_tablet(STILL + WITHOUT_LOCKS)
    place.stop()
    other = Tablet(tablet.page.context.new_page(), place.url)
    other.page.complaints = []
    other.open()
    for one in (tablet, other, tablet):
        finish(one, 5)
    assert [kept["seq"] for kept in tablet.kept("sealed")] == [1, 2, 3]
    place.start()
    arrived(place, tablet, 3)
    until(lambda: tablet.kept("sealed") == [], "both windows let go")
    assert len(place.answers(tablet.name)) == 3 and sums_agree(place)


def test_other_words_under_an_id_that_is_kept_are_set_aside_and_told(open_tablet: Open, place: Place) -> None:
    tablet = open_tablet(STILL)
    finish(tablet, 5)
    (row,) = arrived(place, tablet)
    until(lambda: tablet.kept("sealed") == [], "the tablet lets go")
    tablet.put("sealed", waiting(2, cid=str(row.cid), level=1), waiting(3, level=9), waiting(4))
    tablet.put("facts", [5, "next_seq"])
    arrived(place, tablet, 2)
    until(lambda: line(place, tablet).set_aside == 2, "the office hears of what was set aside")
    assert {(kept["status"], kept["reason"]) for kept in tablet.kept("aside")} == {
        ("conflict", "content"),
        ("rejected", "level"),
    }
    assert [kept.level for kept in place.answers(tablet.name)] == [5, 5]
    assert line(place, tablet).lost == []  # they are in the tablet, not gone


def test_a_revoked_tablet_keeps_its_answers_until_it_is_paired_again(open_tablet: Open, place: Place) -> None:
    tablet = open_tablet(STILL)
    place.stop()
    finish(tablet, 4)
    place.revoke(tablet.name)
    place.start()
    tablet.see("revoked")
    tablet.page.get_by_text("Phiếu còn giữ trong máy: 1.").wait_for()
    assert place.answers(tablet.name) == [] and len(tablet.kept("sealed")) == 1
    tablet.page.get_by_role("button", name="Ghép lại").click()
    tablet.pair(place.code(tablet.name))
    assert [row.level for row in arrived(place, tablet)] == [4]


def test_a_tablet_that_becomes_another_device_numbers_anew(open_tablet: Open, place: Place) -> None:
    tablet = open_tablet(STILL)
    finish(tablet, 4)
    arrived(place, tablet)
    place.stop()
    finish(tablet, 3)
    place.revoke(tablet.name)
    place.start()
    tablet.see("revoked")
    tablet.page.get_by_role("button", name="Ghép lại").click()
    old, tablet.name = tablet.name, "Máy thay thế"
    tablet.pair(place.code(tablet.name))
    assert [row.level for row in arrived(place, tablet)] == [3]
    until(lambda: line(place, tablet).highest_seq == 1, "it begins with 1 as the other device")
    assert len(place.answers(old)) == 1


def test_a_clock_of_2019_leaves_no_answer_in_2019(open_tablet: Open, place: Place) -> None:
    tablet = open_tablet(STILL + IN_2019)
    finish(tablet, 5)
    (row,) = arrived(place, tablet)
    today = place.ask(clock.today)
    assert (row.status, row.hold_reason, row.local_date) == (Status.HELD, HoldReason.CLOCK, today)
    until(lambda: (line(place, tablet).clock_skew or 0) > 10**8, "the office hears of the clock")


def test_a_full_memory_sends_at_once_and_tells_the_office(open_tablet: Open, place: Place) -> None:
    tablet = open_tablet(STILL + NO_ROOM)
    tablet.page.keyboard.press("F9")
    tablet.tap(5)
    tablet.see("thanks")
    assert [row.level for row in arrived(place, tablet)] == [5]
    until(lambda: "full" in line(place, tablet).lacks, "the office hears that there is no room")


def test_where_nothing_can_be_kept_nobody_is_thanked(open_tablet: Open, place: Place) -> None:
    tablet = open_tablet(STILL + NO_ROOM)
    place.stop()
    tablet.page.keyboard.press("F9")
    tablet.tap(5)
    tablet.page.get_by_text("Chưa ghi được, xin bấm lại").wait_for()
    tablet.see("ask")
    assert tablet.page.locator("#kept").is_hidden() and tablet.kept("open") == tablet.kept("sealed") == []
    place.start()
    tablet.tap(5)
    tablet.see("thanks")
    arrived(place, tablet)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, {"results": [{"cid": "?", "status": "created"}]}),  # a login page of a network knows no 202
        (202, "<html>Xin đăng nhập mạng</html>"),
        (202, {"results": [None, {"cid": "?", "status": "maybe"}, {"cid": 5, "status": "created"}]}),
        (401, "<html>"),
        (401, {"code": "other"}),
        (403, {}),
        (404, {}),
        (500, {}),
        (503, {}),
    ],
    ids=str,
)
def test_only_our_own_word_lets_an_answer_go(open_tablet: Open, place: Place, status: int, body: Any) -> None:
    tablet, heard = open_tablet(STILL), []

    def pretend(route: Any) -> None:
        heard.append(status)
        cid = json.loads(route.request.post_data)["items"][0]["cid"]
        text = body if isinstance(body, str) else json.dumps(body).replace('"?"', json.dumps(cid))
        route.fulfill(status=status, body=text, content_type="application/json")

    tablet.page.context.route("**/kiosk/phieu", pretend)
    finish(tablet, 4)
    # the answers above are given only while the browser is asked something
    until(lambda: tablet.kept("sealed") and len(heard) >= (1 if status == 202 else 2), "it asks again")
    assert len(tablet.kept("sealed")) == 1 and tablet.kept("aside") == [] and place.answers(tablet.name) == []
    tablet.page.context.unroute("**/kiosk/phieu")
    tablet.page.evaluate("dispatchEvent(new Event('online'))")
    arrived(place, tablet)


def test_only_our_own_server_says_that_a_tablet_is_revoked(open_tablet: Open) -> None:
    page = open_tablet().page
    ask = """async (answers) => {
      const { isRevoked } = await import(`/kiosk/app/${document.body.dataset.version}/api.js`);
      return answers.map(isRevoked);
    }"""
    cases = {
        True: [{"status": 401, "told": {"code": "unauthorized"}}],
        False: [
            {"status": 401, "told": None},
            {"status": 401, "told": {"code": "other"}},
            {"status": 403, "told": {"code": "unauthorized"}},
            {"status": 200, "told": {"code": "unauthorized"}},
        ],
    }
    for expected, answers in cases.items():
        assert set(page.evaluate(ask, answers)) == {expected}


def test_a_new_page_costs_no_answer_that_waits(open_tablet: Open, place: Place) -> None:
    tablet = open_tablet(CUT)
    page = tablet.page
    until_true(page, "navigator.serviceWorker.controller")
    page.evaluate("localStorage.cut = 1")
    tablet.tap(4)
    tablet.see("ask")
    until(lambda: len(tablet.kept("sealed")) == 1, "the answer waits")
    place.stop()
    place.start(KIOSK_VERSION="of-tomorrow")
    page.locator("body[data-version=of-tomorrow]").wait_for()
    assert len(tablet.kept("sealed")) == 1
    place.stop()
    page.reload()  # the new page opens without a server too
    page.locator("body[data-version=of-tomorrow][data-screen=ask]").wait_for()
    page.evaluate("localStorage.clear()")
    place.start(KIOSK_VERSION="of-tomorrow")
    assert [row.level for row in arrived(place, tablet)] == [4]
