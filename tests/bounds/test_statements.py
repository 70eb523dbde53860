"""Ceilings: how many statements each page and each write may send, with a few rows of a kind and with twenty.

Pages come from the map of the site with the example ids of tests/access: a new page is held to the usual ceiling.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from blueprints.access import SEEN_EVERY_SECONDS
from models import clock
from models.accounts.rules import Role
from models.accounts.tables import Account, Person
from models.audits.tables import AuditRound, CriteriaSet, ItemResult
from models.base import db
from models.meetings.tables import Attendance, Body
from models.satisfaction.tables import ResponseLink
from tests.access import addresses
from tests.access.table import ACCESS, PUBLIC
from tests.bounds.conftest import ROLES
from tests.bounds.many import LEAST, multiply
from tests.browser import Browser
from tests.factories import GOOD_PASSWORD

AsRole = Callable[[Role | None], Browser]
Statements = Callable[[], AbstractContextManager[list[str]]]
USUAL = 9
CEILINGS = {  # what is asked for all day costs less, what gathers everything may cost more
    # figures, training too, duties, the counters whose week goes bad: 16; who may confirm work also sees what the steps
    # of the script are measured by, to count whose state contradicts that
    "dashboard.home": 22,
    "audits.round": 5,
    "audits.item": 3,
    "satisfaction.record": 4,
    "satisfaction.responses": 5,
    "plan.tasks": 6,
    "plan.task": 10,  # with the units that join in
    "plan.worklist": 5,
    "plan.step": 14,  # one step is measured by a room of its own, and may say why its state stays
    "plan.targets": 13,  # ten targets, each measured by a room of its own
    "plan.script": 18,  # 37 steps are measured by records of every room, each read once, and why states stay
    **{f"plan.{name}": 34 for name in ("measures", "measures_xlsx", "measure")},  # every figure of every room
    "dashboard.wall": 13,  # ten targets, each measured by a room of its own
    "kpi.sheet": 13,  # duties, meetings, four of training, what is written, who may see it
    "search.page": 14,  # every room looks through its own
    "satisfaction.centre": 14,  # answers, files, weeks, cases, doubts, rounds, turns, posters, links of one centre
    "satisfaction.sheet": 11,
    "satisfaction.sheet_print": 12,  # these two: also what came once the month was over
    "satisfaction.sheet_docx": 12,
    "meetings.page": 8,  # with the state of its papers
    "meetings.week": 12,  # its list, and the paragraph that tells of all that stands beside
    "meetings.figures": 14,  # meetings, working days, tasks, moves, rooms and people, each read once for all figures
    "meetings.figures_xlsx": 13,
    "meetings.figures_csv": 13,
    "meetings.edit": 11,  # with the bodies and units that can be invited as a whole
    "office.lights": 13,  # what lies on the disk, the last night, jobs, doors, clock, tablets, versions
    "office.lights_json": 13,
    "duties.mine": 10,  # also what rooms remind of
    **{f"office.security_{name}": 17 for name in ("dossier", "print", "docx")},  # the lights, accounts, rules
    "accounts.journal": 12,  # the names of each kind of thing that its lines speak of
    "accounts.journal_xlsx": 40,  # all lines that were filtered: the names of each kind of thing, once
    **{
        f"reports.{name}": 22 for name in ("week", "document", "sheet", "docx", "xlsx", "section")
    },  # a week gathers every room
}
TURN = 1 if os.environ.get("TEST_DATABASE_URL") else 0  # PostgreSQL asks for the turn in the journal
MORE_FOR_MORE = 1  # a kind of row that only stands there among twenty may ask for what it points at, once


def cost(app: Flask, browser: Browser, url: str, statements: Statements) -> tuple[int, list[str]]:
    """The status of a page of which nothing is kept, and what it sent to the database."""
    app.extensions["cache"].clear()
    with statements() as seen:
        status = browser.get(url).status_code
    return status, list(seen)


def pages(app: Flask, home_id: int) -> Iterator[tuple[str, str]]:
    """Every page with an example address."""
    token = db.session.scalar(select(ResponseLink.token).where(ResponseLink.commune_id == home_id).limit(1))
    for rule in addresses.rules(app, "GET"):
        url = f"/y-kien/{token}" if rule.endpoint == "satisfaction.public_page" else addresses.url(rule, home_id)
        if url is not None:
            yield rule.endpoint, url


def at_once() -> str:
    """The present second, as a clock is held at."""
    return clock.local(clock.now()).strftime("%Y-%m-%d %H:%M:%S")


def costs(app: Flask, home_id: int, as_role: AsRole, statements: Statements) -> dict[str, list[str]]:
    """What each page sends, asked for by the first who may open it."""
    found = {}
    for endpoint, url in list(pages(app, home_id)):
        for role in (None,) if ACCESS[endpoint] == PUBLIC else ROLES:
            status, seen = cost(app, as_role(role), url, statements)
            if status == 200:
                found[f"{endpoint} {url}"] = seen
                break
    return found


def told(page: str, seen: list[str]) -> str:
    """A page that asks too much, and what it asks again and again."""
    often = [f"{times}x {' '.join(text.split())[:90]}" for text, times in Counter(seen).most_common(2) if times > 1]
    return "; ".join([f"{page}: {len(seen)} statements", *often])


@pytest.mark.slow
def test_no_page_sends_more_than_its_ceiling_whatever_there_is(
    demo_site: Flask, home_id: int, as_role: AsRole, statements: Statements, hold: Callable[[str], None]
) -> None:
    hold(at_once())  # however long the walk takes, no session grows older: its hour is noted by no page
    few = costs(demo_site, home_id, as_role, statements)
    assert multiply(home_id) == set(), "tables that could not be copied: say in tests/bounds/many.py why"
    many = costs(demo_site, home_id, as_role, statements)
    assert many.keys() >= few.keys()
    over = [
        told(page, seen)
        for pages in (few, many)
        for page, seen in pages.items()
        if len(seen) > CEILINGS.get(page.split()[0], USUAL)
    ]
    assert not over, "more than their ceilings:\n" + "\n".join(over)
    grown = [told(page, seen) for page, seen in many.items() if len(seen) > len(few.get(page, seen)) + MORE_FOR_MORE]
    assert not grown, "more for twenty rows than for a few:\n" + "\n".join(grown)


def test_the_hour_of_a_session_is_noted_by_the_page_behind_its_minute_and_by_no_page_of_a_held_clock(
    demo_site: Flask, as_role: AsRole, statements: Statements, hold: Callable[[str], None]
) -> None:
    """What the walk above holds the clock for: else the page that a minute ends on costs one statement more."""
    hold("2026-12-01 09:00:00")
    browser = as_role(Role.LEADER)
    browser.get("/ke-hoach/van-ban")

    def noted() -> int:
        _status, seen = cost(demo_site, browser, "/ke-hoach/van-ban", statements)
        return sum(text.startswith("UPDATE sign_in") for text in seen)

    assert [noted(), noted()] == [0, 0]
    hold(f"2026-12-01 09:{SEEN_EVERY_SECONDS // 60:02}:01")
    assert [noted(), noted()] == [1, 0]


def test_every_ceiling_is_that_of_a_page(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} >= CEILINGS.keys()


def test_what_asks_for_every_row_is_seen(
    demo_site: Flask, home_id: int, as_role: AsRole, statements: Statements
) -> None:
    """The walk above would catch a page that reads each row by itself."""

    def careless() -> str:
        people = db.session.scalars(select(Person.id).where(Person.commune_id == home_id)).all()
        return str([db.session.scalar(select(Person.full_name).where(Person.id == one)) for one in people])

    careless.access = PUBLIC  # type: ignore[attr-defined]
    name = "accounts.healthz"
    kept, demo_site.view_functions[name] = demo_site.view_functions[name], careless
    try:
        status, seen = cost(demo_site, as_role(None), "/healthz", statements)
    finally:
        demo_site.view_functions[name] = kept
    assert status == 200 and len(seen) > USUAL


# ---- writes; on PostgreSQL each flush asks once more, for the turn in the journal


@pytest.fixture
def post(as_role: AsRole, statements: Statements) -> Callable[..., int]:
    """Fill in a form as somebody would, send it, and count what the sending alone costs."""

    def send(role: Role | None, url: str, page: str | None = None, as_htmx: bool = False, **fields: Any) -> int:
        browser = as_role(role)
        data = {**browser.hidden_fields(page or url, url), **fields}
        with statements() as seen:
            answer = browser.post_raw(url, data, headers={"HX-Request": "true"} if as_htmx else {})
        assert answer.status_code == (200 if as_htmx else 303), (url, answer.status_code, answer.text[:2000])
        return len(seen)

    return send


def test_a_tick_of_a_criterion(demo_site: Flask, post: Callable[..., int]) -> None:
    """Who ticks, the criterion with its round, the change, two for the journal; then the row and the figures."""
    website = select(ItemResult.id).join(AuditRound).join(CriteriaSet, CriteriaSet.id == AuditRound.set_id)
    item = db.session.scalars(website.where(CriteriaSet.code == "website").order_by(ItemResult.id.desc())).first()
    url = f"/kiem-tra/muc/{item}"
    first = post(Role.AUDITOR, url, as_htmx=True, state="not_met")
    assert first == post(Role.AUDITOR, url, as_htmx=True, state="partial", note="Thiếu một mục") <= 8 + TURN


def test_an_answer_at_the_counter(demo_site: Flask, post: Callable[..., int]) -> None:
    assert post(Role.COUNTER, "/hai-long/ghi", level="5", mode="in_person") <= 10


def test_a_new_round_of_ninety_criteria(demo_site: Flask, post: Callable[..., int]) -> None:
    website = db.session.scalar(select(CriteriaSet.id).where(CriteriaSet.code == "website"))
    cost = post(Role.AUDITOR, "/kiem-tra/dot/moi", "/kiem-tra", set_id=website, is_sure="y")
    newest = select(func.count()).where(ItemResult.round_id == select(func.max(AuditRound.id)).scalar_subquery())
    assert db.session.scalar(newest) == 90
    assert cost <= 16 + 2 * TURN


def test_a_meeting_of_twenty_people_costs_as_much_as_one_of_a_hundred(
    demo_site: Flask, home_id: int, post: Callable[..., int]
) -> None:
    body = db.session.scalar(select(func.min(Body.id)))
    chair = db.session.scalar(select(Account.person_id).where(Account.username == "lanhdao"))
    found = []
    for day, people in (("5/1/2026", LEAST), ("12/1/2026", 100)):
        present = db.session.scalar(select(func.count()).where(Person.commune_id == home_id)) or 0
        db.session.add_all(
            Person(commune_id=home_id, full_name=f"Người {n}", sort_key="n", fold="n", title="", rank=99)
            for n in range(people - present)
        )
        db.session.commit()
        ids = db.session.scalars(
            select(Person.id).where(Person.commune_id == home_id).order_by(Person.id).limit(people)
        )
        everybody = {f"people-{row}-person_id": key for row, key in enumerate(ids)}
        everybody |= {f"people-{row}-status": "present" for row in range(people)}
        head = {"body_id": body, "title": "Họp toàn thể", "day": day, "start": "7:00", "end": "8:00", "chair_id": chair}
        proof = {"ecabinet_ref": "EC-1", "mode": "in_person", "convenor": "own", "platform": "ecabinet"}
        found.append(post(Role.SECRETARY, "/hop/moi", **head, **proof, **everybody))
    attendance = (
        select(func.count()).select_from(Attendance).group_by(Attendance.meeting_id).order_by(func.count().desc())
    )
    assert list(db.session.scalars(attendance.limit(2))) == [100, LEAST]
    assert found[0] == found[1] <= 26


@dataclass(frozen=True)
class Write:
    """A form that somebody sends, and what the sending may cost."""

    most: int
    who: Role | None
    url: str
    fields: dict[str, str]
    page: str | None = None


TASK = "/ke-hoach/nhiem-vu/14"  # still open in the demonstration
NETWORK = {"ssid": "Khách", "password": "nuoc-chay-2026", "security": "WPA", "place": "Sảnh"}
LINK = {"title": "Cổng", "target": "https://dichvucong.gov.vn/", "kind": "website"}
WRITES = {
    "a unit": Write(10, Role.ADMIN, "/quan-tri/can-bo/don-vi/moi", {"name": "Tổ tiếp dân", "position": "9"}),
    "a person": Write(9, Role.ADMIN, "/quan-tri/can-bo/moi", {"full_name": "Hồ Văn Khánh", "rank": "9"}),
    "a room": Write(9, Role.SECRETARY, "/phong/moi", {"name": "Phòng họp số 9"}),
    "a network": Write(13, Role.SECRETARY, "/ma-qr/wifi/moi", NETWORK),
    "a link": Write(13, Role.SECRETARY, "/ma-qr/lien-ket/moi", LINK),
    "progress": Write(13, Role.SECRETARY, f"{TASK}/tien-do", {"text": "Đang làm", "percent": "40"}, TASK),
    "a charge": Write(9 + TURN, Role.SECRETARY, f"{TASK}/phan-cong", {}),
    # one more than before there were second factors: whether the account has one; and one that notes when it was used
    "a sign-in": Write(17 + TURN, None, "/dang-nhap", {"username": "lanhdao", "password": GOOD_PASSWORD}),
}


@pytest.mark.parametrize("what", WRITES)
def test_what_the_office_writes_all_day(what: str, demo_site: Flask, post: Callable[..., int]) -> None:
    write = WRITES[what]
    assert post(write.who, write.url, write.page, **write.fields) <= write.most
