"""A closed meeting for whoever is not invited: every page of the site, and nothing but the hours of a taken room."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from models import clock
from models.base import db
from models.journal.tables import JournalEntry
from models.meetings import actions, minutes, papers_read, planning, seating
from models.meetings.agenda import AgendaItem, Ballot, ItemPosition, Stance
from models.meetings.points import Point
from models.meetings.quorum import BallotMode, ItemOutcome
from models.meetings.rules import Confidentiality
from models.meetings.seats import Presence, Seat
from models.meetings.tables import Body, Meeting, MeetingMove, MeetingNotice
from models.places.actions import add_room
from tests.access import addresses
from tests.browser import Browser
from tests.factories import Office
from tests.meetings.conftest import MONDAY, make_meeting

Browse = Callable[..., Browser]
CANARY = "hoàng yến"
WORDS = re.compile(r"ho[aà]ng[ -]?y[eế]n|hoang-yen", re.IGNORECASE)  # as typed, folded, and in an address
OPEN_NAME = "Chim"  # what is looked for in the search box, so that the answer does not repeat the canary


@pytest.fixture
def closed(office: Office, body: Body, hold: Callable[[str], None]) -> Meeting:
    """A closed meeting of this afternoon with a canary in every word that it keeps."""
    hold("2026-03-30 15:30")
    eyes, said = office.viewer("secretary"), f"Chim {CANARY}"
    invited = [Seat(office.account(role).person_id) for role in ("auditor", "secretary")]
    more = {"secretary_id": eyes.person_id, "chair_id": office.account("auditor").person_id, "ecabinet_ref": said}
    room = add_room(eyes, "Phòng họp số 1", "Tầng 2", "", 20)
    meeting = make_meeting(
        office,
        body,
        MONDAY,
        14,
        ends_at=clock.at_office(MONDAY, 16),
        title=said,
        confidentiality=Confidentiality.CLOSED,
        room_id=room.id,
        seats=invited,
        points=[Point("1", said)],
        **more,
    )
    meeting.invited_at, meeting.state_reason = clock.now(), said
    seating.invite_guest(meeting, f"Ông {said}", said)
    _fill(office, meeting, said)
    db.session.commit()
    return meeting


def _fill(office: Office, meeting: Meeting, said: str) -> None:
    eyes, own = office.viewer("secretary"), {"commune_id": office.commune.id}
    item = AgendaItem(**own, no=1, title=said, presenter=said, said=said, outcome=ItemOutcome.PASSED)
    meeting.items.append(item)
    db.session.flush()
    position = ItemPosition(**own, person_id=eyes.person_id, stance=Stance.REMARK, text=said, said_at=clock.now())
    item.positions.append(position)
    figures = {"members": 2, "eligible": 2, "in_favour": 2, "reason": said, "taken_at": clock.now()}
    item.ballots.append(Ballot(**own, mode=BallotMode.HANDS, **figures))
    papers_read.publish(eyes, meeting, said, None, None, "https://vanban.example/hoang-yen")
    part = minutes.begin(eyes, meeting, [said]).blocks[0]
    minutes.write(eyes, part, said, said)
    notice = MeetingNotice(**own, meeting_id=meeting.id, opening=said, heard=said, closing=said, copies=said)
    db.session.add(notice)
    start, end = meeting.starts_at, meeting.ends_at
    times = {"from_start": start, "from_end": end, "to_start": start, "to_end": end}
    meeting.moves.append(MeetingMove(**own, **times, from_place=said, reason=said))
    db.session.flush()
    start = clock.at_office(MONDAY + timedelta(days=7), 14)  # another one is really moved, and called off
    later = Meeting(body_id=meeting.body_id, title=said, chair_id=meeting.chair_id, secretary_id=meeting.secretary_id)
    later.starts_at, later.ends_at, later.place = start, start + timedelta(hours=1), said
    later.confidentiality = Confidentiality.CLOSED
    actions.plan(eyes, later, [Seat(meeting.chair_id, status=Presence.EXPECTED)])
    later.invite(clock.now())
    start += timedelta(hours=1)
    planning.move(eyes, later, start, start + timedelta(hours=1), None, f"Nhà {said}", said)
    later.cancel(said, clock.now())


@pytest.fixture
def urls(app: Flask, office: Office, closed: Meeting, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every address that is read, with the ids of this meeting and of all that hangs on it, and of its room."""
    any_row = addresses._row
    monkeypatch.setattr(addresses, "_row", lambda table, *more: _own(table, closed) or any_row(table, *more))
    made = [addresses.url(rule, office.commune.id) for rule in addresses.rules(app, "GET")]
    key, days = closed.id, "tuan=2026-W14"
    found = [url for url in made if url is not None]
    found += [f"/hop?q={OPEN_NAME}", f"/tim?q={OPEN_NAME}", f"/hop/lich?{days}", "/hop/lich/thang?thang=2026-03"]
    found += [f"/hop?so={figure}&{days}" for figure in ("held", "ecabinet", "counted")]
    found += [f"/hop.xlsx?q={OPEN_NAME}", f"/hop.xlsx?loai={closed.body_id}", f"/hop.xlsx?so=held&{days}"]
    found += [f"/hop/so-lieu/{one}.xlsx?ky=2026-W14" for one in ("held", "share", "present", "positions")]
    found += [f"/quan-tri/nhat-ky?muc=meeting&q={OPEN_NAME}", f"/hop/moi?nhan-ban={key}", "/hop/so-lieu?ky=2026-W14"]
    return found


def _own(table: str | None, meeting: Meeting) -> int | None:
    if table in ("meeting", "room"):
        return meeting.id if table == "meeting" else meeting.room_id
    columns = db.metadata.tables[table].c if table else {}
    if "meeting_id" not in columns:
        return None
    return db.session.scalar(select(func.max(columns["id"])).where(columns["meeting_id"] == meeting.id))


def told(answer: object) -> str:
    """All words of an answer, those inside of a packed file too, and where it leads."""
    body: bytes = answer.data  # type: ignore[attr-defined]
    texts = [body.decode("utf-8", "replace"), str(answer.headers)]  # type: ignore[attr-defined]
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            texts += [packed.read(name).decode("utf-8", "replace") for name in packed.namelist()]
    return "\n".join(texts)


@pytest.mark.parametrize("role", ["leader", "admin", "counter", "province", None])
def test_no_page_of_the_site_tells_who_is_not_invited(
    urls: list[str], closed: Meeting, browse: Browse, role: str | None
) -> None:
    """The leader may record meetings, the administrator reads the journal: neither was invited."""
    browser = browse(role) if role else browse()
    key, db_room = closed.id, closed.room_id
    assert len(urls) > 150
    leaks = []
    for url in urls:
        text = told(browser.client.get(url))
        if found := WORDS.search(text):
            leaks.append(f"{url}: …{text[max(0, found.start() - 80) : found.end() + 20]}…")
    assert not leaks, "\n".join(leaks)
    if role not in (None, "province"):
        assert browser.client.get(f"/hop/{key}").status_code == 404
        for url in (f"/phong/{db_room}", "/hop/lich?tuan=2026-W14"):
            words = " ".join(re.sub(r"<[^>]+>", " ", browser.client.get(url).text).split())
            assert "Phòng bận" in words and "14:00" in words, url


def test_the_journal_keeps_no_word_of_it(closed: Meeting) -> None:
    kept = db.session.scalars(select(JournalEntry.changes)).all()
    assert [line for line in kept if WORDS.search(line)] == []


def test_the_canary_sings_to_whoever_is_invited(urls: list[str], closed: Meeting, browse: Browse) -> None:
    """The walk above would find it: an invited person sees it on many pages."""
    browser = browse("auditor")
    pages = [url for url in urls if f"/{closed.id}" in url or OPEN_NAME in url]
    assert sum(bool(WORDS.search(told(browser.client.get(url)))) for url in pages) >= 8
