"""A load of all channels at once, each answer sent again and again: nothing is lost or counted twice, all fits."""

import random
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import func, select

from blueprints.keeping import ALL_WELL
from models import clock
from models.base import db, set_writing
from models.devices import actions as devices
from models.satisfaction import actions, codes, held
from models.satisfaction.rules import Channel, Mode, Stage, Status
from models.satisfaction.scales import load_catalogue
from models.satisfaction.tables import Response, ResponseLink
from tests.browser import Browser
from tests.factories import Office

Browse = Callable[..., Browser]
Post = tuple[str, dict[str, Any], dict[str, str]]  # address, what else the client is given, cookies
RECORD, SLIP, KIOSK = "/hai-long/ghi", "/hai-long/ghi/phieu-giay", "/kiosk/phieu"
EACH, TIMES, THREADS = 12, 3, 6


def forms(browser: Browser, url: str, fill: Callable[[int], dict[str, Any]]) -> list[Post]:
    """As many filled-in forms of a page, each with its own key."""
    sent = [browser.hidden_fields(url) | fill(number) for number in range(EACH)]
    kept = browser.client.get_cookie("office")
    return [(url, {"data": data}, {"office": kept.value} if kept else {}) for data in sent]


def batches(office: Office, counter_id: int) -> list[Post]:
    """What a tablet sends: batches that overlap, as after answers that were lost on the way."""
    made, code = devices.add_device(office.viewer("secretary"), "Máy quầy 1", counter_id)
    token, paired = devices.pair(code, "tests").token, clock.now()
    made.created_at = paired - timedelta(days=2)
    db.session.commit()
    items = [
        {
            "cid": str(uuid4()),
            "seq": number + 1,
            "level": 1 + number % 5,
            "answered_at": (paired - timedelta(hours=4) + timedelta(seconds=4 * number)).isoformat(),
            "mode": "in_person",
            "questionnaire": 1,
            "factors": {"thoi_gian": True},
        }
        for number in range(EACH)
    ]
    spans = [items[begin : begin + 8] for begin in range(0, EACH, 4)]
    return [(KIOSK, {"json": {"items": span}, "headers": {"Authorization": f"Bearer {token}"}}, {}) for span in spans]


def send_all(app: Flask, posts: list[Post]) -> set[tuple[str, int]]:
    """Send each post several times in any order from several threads; addresses with the statuses that came back."""
    waiting = posts * TIMES
    random.Random(4).shuffle(waiting)
    db.session.remove()
    statuses: set[tuple[str, int]] = set()

    def work() -> None:
        while True:
            try:
                url, sent, cookies = waiting.pop()
            except IndexError:
                return
            client = app.test_client()
            for name, value in cookies.items():
                client.set_cookie(name, value)
            status = client.post(url, **sent).status_code
            if status == 503:  # busy: whoever sent it tries again
                waiting.append((url, sent, cookies))
            else:
                statuses.add((url.partition("/y-kien")[0] or "/y-kien", status))

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    set_writing(True)
    return statuses


def test_verify_finds_nothing_after_a_load_of_all_channels_with_retries(
    app: Flask, office: Office, browse: Browse, link: ResponseLink
) -> None:
    load_catalogue()
    batch = codes.make_batch(office.viewer("secretary"), None, Stage.RESULT, Mode.ONLINE, EACH)
    db.session.commit()
    counter_id, poster = link.counter_id, f"/y-kien/{link.token}"
    pages = [f"/y-kien/{codes.code_of(batch, number + 1)}" for number in range(EACH)]
    assert counter_id is not None
    posts = [
        *forms(browse("counter"), RECORD, lambda n: {"level": str(1 + n % 5), "mode": "online", "comment": ""}),
        *forms(browse("secretary"), SLIP, lambda n: slip(n, counter_id)),
        *forms(browse(None), poster, lambda n: {"level": str(1 + n % 5), "comment": f"lời {n}"}),
        *((url, {"data": browse(None).hidden_fields(url) | {"level": "4"}}, {}) for url in pages for _ in range(2)),
        *batches(office, counter_id),
    ]
    assert send_all(app, posts) == {(RECORD, 303), (SLIP, 303), ("/y-kien", 303), (KIOSK, 202)}
    by_channel = select(Response.channel, func.count()).group_by(Response.channel)
    wanted = {Channel.COUNTER: EACH, Channel.PAPER: EACH, Channel.KIOSK: EACH, Channel.QR: EACH + 2 * EACH}
    assert {row.channel: row[1] for row in db.session.execute(by_channel)} == wanted
    spent = select(func.count()).where(Response.status == Status.COUNTED, Response.stage == Stage.RESULT)
    assert db.session.scalar(spent) == EACH, "each code counts once"
    _decide_some(office)
    told = app.test_cli_runner().invoke(args=["verify"])
    assert (told.output.strip(), told.exit_code) == (ALL_WELL, 0)
    assert app.test_cli_runner().invoke(args=["rebuild-rollups"]).exit_code == 0
    assert app.test_cli_runner().invoke(args=["verify"]).exit_code == 0


def slip(number: int, counter_id: int) -> dict[str, Any]:
    """A paper slip as somebody types it in."""
    return {
        "serial": f"A{number:03}",
        "level": "4",
        "mode": "in_person",
        "counter_id": str(counter_id),
        "day": clock.today().isoformat(),
    }


def _decide_some(office: Office) -> None:
    """Some of what waits is counted, some excluded, and an answer of the clerk taken back."""
    eyes = office.viewer("leader")
    for number, group in enumerate(held.groups(eyes)):
        if not group.is_own:
            to = Status.COUNTED if number % 2 else Status.EXCLUDED
            held.decide_group(eyes, group.key, group.newest, to, "đã hỏi lại")
    own = select(Response.id).where(Response.channel == Channel.COUNTER, Response.status == Status.COUNTED)
    first = db.session.scalars(own).first()
    assert first is not None
    actions.take_back(office.viewer("counter"), first, "bấm nhầm")
    db.session.commit()
