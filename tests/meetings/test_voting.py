"""Votes: what carries an item by the basis of its body, by name, in secret, corrected; what of them is kept."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from models import clock
from models.accounts.rules import Viewer
from models.base import db
from models.errors import RuleBroken
from models.journal.tables import JournalEntry
from models.meetings import discussing, seating, voting
from models.meetings.agenda import Ballot, BallotVote
from models.meetings.quorum import BallotMode, Choice, Count, ItemOutcome, VoteBasis, counted, is_carried
from models.meetings.rules import Confidentiality
from models.meetings.seats import Presence
from models.meetings.tables import AgendaItem, Body, Meeting
from tests.browser import Browser
from tests.factories import Office
from tests.meetings.test_room import by_role, in_session

Browse = Callable[..., Browser]


@pytest.fixture(autouse=True)
def _monday(hold: Callable[[str], None]) -> None:
    hold("2026-03-30 16:00")


@pytest.mark.parametrize(
    ("figures", "members", "present", "of_members"),
    [
        ((9, 0, 0, 0), 17, True, True),  # nine of seventeen are more than half of all
        ((8, 7, 0, 0), 17, True, False),  # more than half of the room, not of all
        ((8, 8, 0, 0), 16, False, False),  # a tie carries nothing
        ((8, 0, 0, 8), 16, False, False),  # who does not vote counts in the room
        ((9, 0, 7, 0), 17, True, True),
        ((1, 0, 0, 0), 1, True, True),
        ((1, 0, 0, 0), 2, True, False),  # one of two is no more than half
        ((0, 0, 0, 0), 0, False, False),  # a vote of nobody
        ((0, 0, 0, 0), 9, False, False),
        ((5, 4, 0, 0), 9, True, True),
        ((5, 4, 1, 0), 10, False, False),
    ],
)
def test_what_carries(figures: tuple[int, int, int, int], members: int, present: bool, of_members: bool) -> None:
    count = Count(*figures)
    assert is_carried(count, VoteBasis.PRESENT, members) is present
    assert is_carried(count, VoteBasis.MEMBERS, members) is of_members


@pytest.mark.parametrize(
    ("figures", "members", "chair", "carries"),
    [
        ((8, 8, 0, 0), 16, Choice.IN_FAVOUR, True),
        ((8, 8, 0, 0), 16, Choice.AGAINST, False),
        ((8, 8, 0, 0), 16, None, False),  # no such rule, or nobody said what the chair wanted
        ((8, 8, 0, 0), 17, Choice.IN_FAVOUR, False),  # one is away: half of the room, less than half of all
        ((4, 4, 1, 0), 9, Choice.IN_FAVOUR, False),  # no half of anything
        ((8, 0, 0, 8), 16, Choice.IN_FAVOUR, False),  # nobody is against: no tie
        ((9, 7, 0, 0), 16, Choice.AGAINST, True),  # the chair decides ties alone
        ((0, 0, 0, 0), 0, Choice.IN_FAVOUR, False),
    ],
)
def test_a_casting_vote(figures: tuple[int, int, int, int], members: int, chair: Choice | None, carries: bool) -> None:
    assert is_carried(Count(*figures), VoteBasis.MEMBERS, members, chair) is carries


def test_votes_by_name_are_counted() -> None:
    said = [Choice.AGAINST, Choice.IN_FAVOUR, Choice.IN_FAVOUR, Choice.NOT_VOTING, Choice.OTHER]
    assert counted(said) == Count(2, 1, 1, 1) and counted([]) == Count(0)


def sitting(office: Office, body: Body, basis: VoteBasis, away: tuple[str, ...] = ()) -> tuple[Viewer, Meeting]:
    """A meeting of five that sits, some of them away."""
    body.vote_basis = basis
    meeting = in_session(office, body)
    for role in away:
        seating.tick(by_role(office, meeting, role), Presence.EXCUSED)
    seating.tick_all(meeting)
    db.session.commit()
    return office.viewer("secretary"), meeting


@pytest.mark.parametrize(
    ("basis", "in_favour", "passes"),
    [
        (VoteBasis.PRESENT, 2, True),  # of three in the room
        (VoteBasis.MEMBERS, 2, False),  # of five members
        (VoteBasis.MEMBERS, 3, True),
        (VoteBasis.PRESENT, 1, False),
    ],
)
def test_the_basis_of_the_body_decides(
    office: Office, body: Body, basis: VoteBasis, in_favour: int, passes: bool
) -> None:
    eyes, meeting = sitting(office, body, basis, ("counter", "auditor"))
    item = meeting.items[0]
    voting.vote(eyes, item, Count(in_favour, 3 - in_favour), "Chủ tọa vẫn cho biểu quyết", clock.now())
    if passes:
        discussing.settle(item, ItemOutcome.PASSED, clock.now())
    else:
        for outcome in (ItemOutcome.PASSED, ItemOutcome.AMENDED):
            with pytest.raises(RuleBroken, match="vote_not_carried"):
                discussing.settle(item, outcome, clock.now())
        discussing.settle(item, ItemOutcome.RETURNED, clock.now())
    assert item.outcome is (ItemOutcome.PASSED if passes else ItemOutcome.RETURNED)


def test_the_rule_of_the_day_stays_with_the_vote(office: Office, body: Body) -> None:
    eyes, meeting = sitting(office, body, VoteBasis.PRESENT, ("counter",))
    ballot = voting.vote(eyes, meeting.items[0], Count(3, 1), "", clock.now())
    body.vote_basis = VoteBasis.MEMBERS
    db.session.commit()
    assert (ballot.whole, ballot.members, ballot.is_carried) == (4, 5, True)


def test_a_correction_that_does_not_carry_makes_it_undecided(office: Office, body: Body, browse: Browse) -> None:
    _, meeting = sitting(office, body, VoteBasis.PRESENT)
    key, item_id = meeting.id, meeting.items[0].id
    browser = browse("secretary")
    browser.post(f"/hop/noi-dung/{item_id}/bieu-quyet", {"ket-qua": "passed"})
    assert db.session.get_one(AgendaItem, item_id).outcome is ItemOutcome.PASSED
    browser.post(f"/hop/noi-dung/{item_id}/bieu-quyet", {"against": "3", "reason": "Đếm lại"})
    item = db.session.get_one(AgendaItem, item_id)
    assert (item.outcome, item.ended_at, len(item.ballots)) == (None, None, 2)
    page = browser.get(f"/hop/{key}/dieu-hanh").text
    assert "tán thành 2/5" in page and "chưa quá nửa" in page and "Đếm lại" in page
    assert "tán thành 5/5" in page, "the first figures stay readable"
    browser.post(f"/hop/noi-dung/{item_id}/ket-qua", {"ket-qua": "passed"})
    assert "chưa quá nửa nên chưa ghi là thông qua" in browser.get(f"/hop/{key}/dieu-hanh").text


@pytest.mark.parametrize(
    ("has_rule", "side", "passes", "said"),
    [
        (False, "in_favour", False, "ngang phiếu, chưa quyết định"),
        (True, "in_favour", True, "ngang phiếu, theo ý kiến của chủ trì: tán thành"),
        (True, "against", False, "ngang phiếu, theo ý kiến của chủ trì: không tán thành"),
        (True, "", False, "ngang phiếu, chưa quyết định"),
    ],
)
def test_the_chair_decides_a_tie_only_where_that_is_the_rule(
    office: Office, body: Body, browse: Browse, has_rule: bool, side: str, passes: bool, said: str
) -> None:
    body.chair_casts = has_rule
    _, meeting = sitting(office, body, VoteBasis.PRESENT, ("counter",))
    key, item_id, browser = meeting.id, meeting.items[0].id, browse("secretary")
    browser.post(f"/hop/noi-dung/{item_id}/mo")
    assert ("chủ trì biểu quyết thế nào" in browser.get(f"/hop/{key}/dieu-hanh").text) is has_rule
    browser.post(f"/hop/noi-dung/{item_id}/bieu-quyet", {"against": "2", "ket-qua": "passed", "chu-tri": side})
    item = db.session.get_one(AgendaItem, item_id)
    assert (item.outcome is ItemOutcome.PASSED) is passes
    assert said in browser.get(f"/hop/{key}/dieu-hanh").text and said in browser.get(f"/hop/{key}/bien-ban").text


def test_a_casting_vote_by_name_is_read_from_the_list_and_never_from_a_secret_one(office: Office, body: Body) -> None:
    body.chair_casts = True
    eyes, meeting = sitting(office, body, VoteBasis.PRESENT, ("counter",))
    for_it = {meeting.chair_id, office.account("secretary").person_id}
    able = [line.person_id or 0 for line in seating.eligible_seats(meeting)]
    votes = {key: Choice.IN_FAVOUR if key in for_it else Choice.AGAINST for key in able}
    ballot = voting.vote_by_name(eyes, meeting.items[0], votes, "", clock.now())
    assert ballot.is_tied and ballot.is_carried and ballot.chair_choice is Choice.IN_FAVOUR
    hidden = voting.vote(
        eyes, meeting.items[1], Count(2, 2), "", clock.now(), BallotMode.SECRET, chair=Choice.IN_FAVOUR
    )
    assert hidden.is_tied and not hidden.is_carried and hidden.chair_choice is None


def test_a_vote_that_fails_leaves_the_item_open(office: Office, body: Body, browse: Browse) -> None:
    _, meeting = sitting(office, body, VoteBasis.PRESENT)
    item_id = meeting.items[0].id
    browse("secretary").post(f"/hop/noi-dung/{item_id}/bieu-quyet", {"ket-qua": "passed", "against": "3"})
    item = db.session.get_one(AgendaItem, item_id)
    assert item.outcome is None and item.ballots[0].against == 3


def test_of_a_secret_ballot_only_totals_are_kept(office: Office, body: Body, browse: Browse) -> None:
    _, meeting = sitting(office, body, VoteBasis.PRESENT)
    item_id, person_id = meeting.items[0].id, office.account("counter").person_id
    commune_id = office.commune.id
    sent = {"cach": "secret", "against": "1", "ket-qua": "passed", f"phieu-{person_id}": "against"}
    browse("secretary").post(f"/hop/noi-dung/{item_id}/bieu-quyet", sent)
    ballot = db.session.scalars(select(Ballot)).one()
    assert (ballot.mode, ballot.in_favour, ballot.against) == (BallotMode.SECRET, 4, 1)
    assert db.session.scalars(select(BallotVote)).all() == []
    row = {"commune_id": commune_id, "ballot_id": ballot.id, "person_id": person_id, "choice": Choice.AGAINST}
    with pytest.raises(DBAPIError):
        db.session.execute(insert(BallotVote).values(**row, created_at=clock.now()))
    db.session.rollback()


def by_name(browser: Browser, item_id: int, votes: dict[int | None, str], **more: str) -> None:
    """Post the list of a vote by name."""
    sent = {f"phieu-{person_id}": choice for person_id, choice in votes.items()}
    assert browser.post(f"/hop/noi-dung/{item_id}/ghi-danh", {"ket-qua": "passed", **sent, **more}).status_code == 303


def test_a_vote_by_name_stands_in_the_annex(office: Office, body: Body, browse: Browse) -> None:
    _, meeting = sitting(office, body, VoteBasis.MEMBERS)
    key, item_id = meeting.id, meeting.items[1].id
    people = {role: office.account(role).person_id for role in ("leader", "secretary", "counter", "auditor", "admin")}
    name = by_role(office, meeting, "counter").name
    votes = {person_id: "against" if role == "counter" else "in_favour" for role, person_id in people.items()}
    browser = browse("secretary")
    page = browser.get(f"/hop/noi-dung/{item_id}/ghi-danh").text
    assert page.count("<fieldset") >= 5 and page.count('value="in_favour" checked') == 5
    by_name(browser, item_id, {key_: said for key_, said in votes.items() if key_ != people["admin"]})
    assert db.session.scalars(select(BallotVote)).all() == [], "nobody may be missing"
    by_name(browser, item_id, votes)
    item = db.session.get_one(AgendaItem, item_id)
    assert item.outcome is ItemOutcome.PASSED and item.ballots[0].mode is BallotMode.NAMED
    assert (item.ballots[0].in_favour, item.ballots[0].against) == (4, 1)
    minutes = browser.get(f"/hop/{key}/bien-ban").text
    assert "biểu quyết ghi danh" in minutes.lower() and f"Không tán thành (1): {name}" in minutes
    by_name(browser, item_id, dict.fromkeys(votes, "in_favour"), reason="Ghi nhầm một phiếu")
    item = db.session.get_one(AgendaItem, item_id)
    assert [ballot.in_favour for ballot in item.ballots] == [4, 5] and item.ballots[1].reason == "Ghi nhầm một phiếu"
    assert len(db.session.scalars(select(BallotVote)).all()) == 10, "the corrected votes stay"


def test_who_voted_by_name_stays_on_the_list_and_votes_never_change(office: Office, body: Body) -> None:
    eyes, meeting = sitting(office, body, VoteBasis.PRESENT)
    able = seating.eligible_seats(meeting)
    voting.vote_by_name(
        eyes, meeting.items[0], {line.person_id or 0: Choice.IN_FAVOUR for line in able}, "", clock.now()
    )
    db.session.commit()
    with pytest.raises(RuleBroken, match="seat_in_use"):
        seating.withdraw(by_role(office, meeting, "counter"))
    for statement in (update(BallotVote).values(choice=Choice.AGAINST), delete(BallotVote), delete(Ballot)):
        with pytest.raises(DBAPIError):
            db.session.execute(statement)
        db.session.rollback()


def test_the_journal_tells_nothing_of_a_closed_vote(office: Office, body: Body) -> None:
    eyes, meeting = sitting(office, body, VoteBasis.PRESENT)
    meeting.confidentiality = Confidentiality.CLOSED
    voting.vote(eyes, meeting.items[0], Count(5), "Lý do kín", clock.now())
    db.session.commit()
    last = db.session.scalars(select(JournalEntry).where(JournalEntry.entity == "meeting_ballot")).all()[-1]
    assert "Lý do kín" not in last.changes
