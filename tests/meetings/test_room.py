"""In the room: ticks by exceptions, in and out, enough people, votes with history, the block."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from models import clock
from models.base import db
from models.errors import RuleBroken
from models.meetings import discussing, planning, seating, voting
from models.meetings.agenda import ItemKind, Stance
from models.meetings.quorum import Count, ItemOutcome, broken_count, is_there, needed
from models.meetings.seats import Presence
from models.meetings.states import State
from models.meetings.tables import AgendaItem, Attendance, Body, Meeting
from tests.browser import Browser
from tests.factories import Office
from tests.meetings.conftest import MONDAY
from tests.meetings.test_states import planned

Browse = Callable[..., Browser]


@pytest.fixture(autouse=True)
def _monday(hold: Callable[[str], None]) -> None:
    hold("2026-03-30 16:00")


@pytest.mark.parametrize(
    ("members", "share", "of", "least"),
    [(17, 2, 3, 12), (17, 1, 2, 9), (16, 1, 2, 9), (3, 2, 3, 2), (1, 1, 2, 1), (0, 2, 3, 0), (20, 1, 1, 20)],
)
def test_how_many_must_be_there(members: int, share: int, of: int, least: int) -> None:
    assert needed(members, share, of) == least


@pytest.mark.parametrize(
    ("movements", "at", "there"),
    [
        ([], 3, True),
        ([(True, 2)], 1, False),  # came with item 2
        ([(True, 2)], 2, True),
        ([(False, 3)], 2, True),  # left with item 3
        ([(False, 3)], 3, False),
        ([(False, 3), (True, 5)], 4, False),
        ([(False, 3), (True, 5)], 5, True),
        ([(True, 2), (False, 4)], 4, False),
    ],
)
def test_who_is_there_at_an_item(movements: list[tuple[bool, int]], at: int, there: bool) -> None:
    assert is_there(movements, at) is there


def test_votes_add_up_or_are_refused() -> None:
    assert broken_count(Count(15), 15) is None
    assert broken_count(Count(12, 2, 1, 0), 15) is None
    for count in (Count(14), Count(16), Count(16, -1), Count(0)):
        assert broken_count(count, 15) is not None


def in_session(office: Office, body: Body, items: int = 4) -> Meeting:
    """A meeting that was opened this minute, with an agenda."""
    meeting = planned(office, body)
    planning.add_topics(meeting, [planning.Topic(f"Nội dung {number}") for number in range(1, items + 1)])
    meeting.invite(clock.now())
    meeting.begin(clock.now())
    db.session.commit()
    return meeting


def by_role(office: Office, meeting: Meeting, role: str) -> Attendance:
    """The seat of a role."""
    return next(line for line in meeting.attendance if line.person_id == office.account(role).person_id)


def test_everybody_but_the_exceptions(office: Office, body: Body) -> None:
    meeting = in_session(office, body)
    seating.tick(by_role(office, meeting, "counter"), Presence.EXCUSED, "Ốm")
    assert seating.tick_all(meeting) == 4
    seating.send(
        office.viewer("secretary"), by_role(office, meeting, "auditor"), None, "Bà Lê Thị Mai", "Phó Trạm trưởng"
    )
    db.session.commit()
    heads = meeting.heads
    assert (heads.required, heads.present, heads.excused, heads.substitutes, heads.absent) == (5, 3, 1, 1, 0)
    there = seating.quorum(meeting)
    assert (there.present, there.members, there.needed, there.missing) == (3, 5, 4, 1)
    assert seating.eligible(meeting) == 3, "a substitute has no vote"
    (stand_in,) = meeting.seats(Presence.SUBSTITUTE)
    assert (stand_in.name, stand_in.person_title) == ("Bà Lê Thị Mai", "Phó Trạm trưởng")
    seating.tick(by_role(office, meeting, "auditor"), Presence.PRESENT)
    db.session.commit()
    assert meeting.seats(Presence.SUBSTITUTE) == [] and seating.quorum(meeting).is_reached


@pytest.mark.parametrize("again", ["Bà H'Nhi – Ayun", "bà h'nhi-ayun", "BÀ  H'NHI — AYUN", "Ba H'Nhi Ayun"])
def test_a_guest_is_one_guest_however_the_name_is_typed(office: Office, body: Body, again: str) -> None:
    meeting = in_session(office, body)
    seating.invite_guest(meeting, "Bà H'Nhi - Ayun", "Đại diện thôn")
    with pytest.raises(RuleBroken, match="guest_twice"):
        seating.invite_guest(meeting, again, "")
    assert seating.invite_guest(meeting, "Bà H'Nhi Ayun Pa", "").guest_name


def test_in_and_out_by_item(office: Office, body: Body) -> None:
    meeting = in_session(office, body)
    seating.tick_all(meeting)
    seating.come(by_role(office, meeting, "counter"), clock.now(), 2)
    seating.leave(by_role(office, meeting, "admin"), clock.now(), 3)
    db.session.commit()
    assert [seating.quorum(meeting, number).present for number in (1, 2, 3, 4)] == [4, 5, 4, 4]


def test_a_vote_and_its_correction(office: Office, body: Body) -> None:
    meeting, eyes = in_session(office, body), office.viewer("secretary")
    seating.tick_all(meeting)
    first = meeting.items[0]
    with pytest.raises(RuleBroken, match="votes_do_not_add_up"):
        voting.vote(eyes, first, Count(4), "", clock.now())
    voting.vote(eyes, first, Count(5), "", clock.now())
    with pytest.raises(RuleBroken, match="reason_missing"):
        voting.vote(eyes, first, Count(4, 1), "", clock.now())
    voting.vote(eyes, first, Count(4, 1), "Đếm lại", clock.now())
    db.session.commit()
    assert [(one.in_favour, one.reason) for one in first.ballots] == [(5, ""), (4, "Đếm lại")]
    assert first.ballot is not None and first.ballot.against == 1


def test_below_the_quorum_a_vote_needs_a_reason(office: Office, body: Body) -> None:
    meeting, eyes = in_session(office, body), office.viewer("secretary")
    for role in ("counter", "auditor"):
        seating.tick(by_role(office, meeting, role), Presence.ABSENT)
    seating.tick_all(meeting)
    with pytest.raises(RuleBroken) as refused:
        voting.vote(eyes, meeting.items[0], Count(3), "", clock.now())
    assert (refused.value.code, refused.value.details["needed"]) == ("no_quorum_now", 4)
    voting.vote(eyes, meeting.items[0], Count(3), "Chủ tọa quyết định", clock.now())


def test_closing_names_the_items_without_an_outcome(office: Office, body: Body) -> None:
    meeting = in_session(office, body, 3)
    seating.tick_all(meeting)
    discussing.settle(meeting.items[1], ItemOutcome.NOTED, clock.now())
    with pytest.raises(RuleBroken) as refused:
        meeting.close(clock.now())
    assert (refused.value.code, refused.value.details) == ("items_without_outcome", {"items": [1, 3]})
    for item in meeting.items:
        discussing.settle(item, ItemOutcome.PASSED, clock.now())
    meeting.close(clock.now() + timedelta(hours=1))
    assert meeting.state is State.HELD


def test_what_is_postponed_comes_back_once(office: Office, body: Body) -> None:
    meeting = in_session(office, body, 2)
    following = planned(office, body, MONDAY + timedelta(days=14))
    discussing.settle(meeting.items[0], ItemOutcome.POSTPONED, clock.now())
    discussing.settle(meeting.items[0], ItemOutcome.POSTPONED, clock.now())
    db.session.commit()
    assert [(item.no, item.title, item.carried_from_id) for item in following.items] == [
        (1, "Nội dung 1", meeting.items[0].id)
    ]


def test_the_block_leaves_out_who_wants_to_speak(office: Office, body: Body) -> None:
    meeting = planned(office, body)
    planning.add_topics(meeting, [planning.Topic(f"Nội dung {number}") for number in range(1, 22)])
    meeting.invite(clock.now())
    meeting.items[20].kind = ItemKind.REVIEW
    discussing.take_position(office.viewer("counter"), meeting.items[4], Stance.SPEAK, "", clock.now())
    discussing.take_position(office.viewer("admin"), meeting.items[0], Stance.NOTHING, "", clock.now())
    meeting.items[7].needs_talk = True
    meeting.begin(clock.now())
    seating.tick_all(meeting)
    db.session.commit()
    block = discussing.consent_block(meeting)
    assert len(block) == 18
    assert voting.pass_block(office.viewer("leader"), meeting, block, "", clock.now()) == 18
    db.session.commit()
    passed = [item for item in meeting.items if item.in_block]
    assert len(passed) == 18 and all(item.ballot and item.ballot.in_favour == 5 for item in passed)


def test_positions_close_when_the_item_opens(office: Office, body: Body) -> None:
    meeting, eyes = in_session(office, body), office.viewer("counter")
    discussing.take_position(eyes, meeting.items[1], Stance.REMARK, "Cần giải trình", clock.now())
    discussing.open_item(meeting.items[0], clock.now())
    with pytest.raises(RuleBroken, match="position_closed"):
        discussing.take_position(eyes, meeting.items[0], Stance.NOTHING, "", clock.now())
    assert discussing.agree_to_rest(eyes, meeting, clock.now()) == 2
    assert discussing.stances(meeting.items[1], 5) == discussing.Stances(0, 1, 0, 4)
    with pytest.raises(RuleBroken, match="not_invited"):
        discussing.take_position(office.viewer("province"), meeting.items[2], Stance.NOTHING, "", clock.now())


def test_who_has_said_something_cannot_be_removed(office: Office, body: Body) -> None:
    meeting = in_session(office, body)
    discussing.take_position(office.viewer("counter"), meeting.items[0], Stance.NOTHING, "", clock.now())
    db.session.commit()
    for role, code in (("counter", "seat_in_use"), ("leader", "chair_stays")):
        with pytest.raises(RuleBroken, match=code):
            seating.withdraw(by_role(office, meeting, role))
    seating.withdraw(by_role(office, meeting, "admin"))
    db.session.commit()
    assert len(meeting.attendance) == 4


def test_two_secretaries_tick_different_seats(browse: Browse, office: Office, body: Body) -> None:
    meeting = in_session(office, body)
    key = meeting.id
    seats = {role: by_role(office, meeting, role).id for role in ("counter", "admin")}
    browser = browse("secretary")
    assert browser.post(f"/hop/{key}/diem-danh").status_code == 303
    for seat in seats.values():
        assert browser.post(f"/hop/nguoi-du/{seat}/diem-danh", {"status": "excused", "version": "2"}).status_code == 303
    browser.post(f"/hop/nguoi-du/{seats['admin']}/diem-danh", {"status": "absent", "version": "2"})
    page = browser.get(f"/hop/{key}/dieu-hanh").text
    assert "Người khác vừa điểm danh" in page and "Có mặt 3/5" in page and "2 vắng có phép" in page
    piece = browser.htmx(f"/hop/nguoi-du/{seats['admin']}/diem-danh", {"reason": "Ốm", "version": "3"})
    assert piece.status_code == 200 and "<html" not in piece.text and "vắng: Ốm" in piece.text
    assert 'hx-swap-oob="true"' in piece.text


def test_an_item_by_its_own_address(browse: Browse, office: Office, body: Body) -> None:
    meeting = in_session(office, body)
    seating.tick_all(meeting)
    db.session.commit()
    key, item = meeting.id, meeting.items[1].id
    browser = browse("secretary")
    assert browser.post(f"/hop/noi-dung/{item}/mo").status_code == 303
    page = browser.get(f"/hop/{key}/dieu-hanh").text
    assert "Ghi: 5/5 tán thành" in page
    assert browser.post(f"/hop/noi-dung/{item}/bieu-quyet", {"ket-qua": "passed"}).status_code == 303
    assert browser.post(f"/hop/noi-dung/{item}/ghi", {"said": "Thống nhất"}).status_code == 303
    stored = db.session.get(AgendaItem, item)
    assert stored and (stored.outcome, stored.said, stored.ballots[0].in_favour) == (
        ItemOutcome.PASSED,
        "Thống nhất",
        5,
    )
    browser.post(f"/hop/noi-dung/{item}/ghi", {"said": "Đè lên", "version": "1"})
    assert db.session.get(AgendaItem, item).said == "Thống nhất"  # type: ignore[union-attr]


def test_a_substitute_by_some_letters(browse: Browse, office: Office, body: Body) -> None:
    meeting = planned(office, body)
    meeting.attendance = [line for line in meeting.attendance if line.person_id != office.account("admin").person_id]
    meeting.invite(clock.now())
    meeting.begin(clock.now())
    db.session.commit()
    key, seat = meeting.id, by_role(office, meeting, "counter").id
    browser = browse("secretary")
    assert browser.get(f"/hop/nguoi-du/{seat}/thay").status_code == 200
    assert browser.post(f"/hop/nguoi-du/{seat}/thay", {"ten": "bin"}).status_code == 303
    page = browser.get(f"/hop/{key}/dieu-hanh").text
    assert "cử <b>Nguyễn Văn Bình</b> dự thay" in page and "1 dự thay" in page
