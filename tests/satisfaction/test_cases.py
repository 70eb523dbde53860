"""Citizens' words that wait for an answer: which do, who sees them, how they are closed; how long a contact stays."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from models import clock
from models.base import db
from models.duties.rules import DutyStatus
from models.duties.tables import Duty
from models.errors import NotAllowed, NotFound, RuleBroken
from models.journal import JournalEntry
from models.satisfaction import actions, case_queries, cases, retention
from models.satisfaction.case_tables import CaseOutcome, CitizenCase, CitizenContact
from models.satisfaction.handling import handling
from models.satisfaction.rules import Channel, Mode, Status
from models.satisfaction.tables import Response, ResponseLink
from tests.browser import Browser
from tests.factories import Office

Browse = Callable[..., Browser]
Hold = Callable[[str], None]
LIST = "/hai-long/y-kien"
CONTACT = "nguoi.gui@thu.example"


def told(office: Office, level: int, comment: str = "", contact: str = "", reasons: tuple[str, ...] = ()) -> int:
    """An answer of a citizen, by its id."""
    answer = actions.Answer(level, Mode.IN_PERSON, comment, contact=contact, reasons=reasons)
    sealed = actions.receive(office.commune.id, answer, Channel.QR)
    db.session.commit()
    return sealed.id


def case_of(office: Office, level: int = 1, comment: str = "chờ lâu", contact: str = "") -> CitizenCase:
    """The case of such an answer."""
    return db.session.get_one(CitizenCase, told(office, level, comment, contact))


@pytest.mark.parametrize(
    ("level", "comment", "reasons", "wants_reply", "is_asked"),
    [
        (1, "chờ lâu", (), False, True),
        (2, "chờ lâu", (), False, True),
        (3, "chờ lâu", (), False, False),
        (1, "", ("thoi_gian",), False, False),
        (1, "", ("chi_phi",), False, True),
        (5, "", ("chi_phi",), False, False),
        (4, "mong có ghế", (), True, True),
        (4, "", (), True, False),
    ],
)
def test_what_asks_for_an_answer(
    level: int, comment: str, reasons: tuple[str, ...], wants_reply: bool, is_asked: bool
) -> None:
    assert cases.asks(level, comment, reasons, wants_reply, handling(date(2026, 11, 25))) is is_asked


def test_an_unhappy_word_is_a_duty_with_a_day(office: Office, hold: Hold) -> None:
    hold("2026-11-20 09:41")  # a Friday
    case = case_of(office)
    duty = case.duty
    assert (duty.due_on, duty.person_id, duty.unit_id) == (date(2026, 11, 25), None, None)
    assert "chờ lâu" not in duty.title, "what was said stands on the case alone"
    assert duty.created_at.minute == case.created_at.minute == 0, "no instant tells when the answer came"
    assert not db.session.scalars(select(JournalEntry).where(JournalEntry.entity.in_(["duty", "citizen_case"]))).all()
    row = case_queries.case_row(office.viewer("secretary"), case.id)
    assert (row.is_unassigned, row.by_day, row.is_late_to_assign) == (True, date(2026, 11, 23), False)
    hold("2026-11-24 08:00")
    assert case_queries.case_row(office.viewer("secretary"), case.id).is_late_to_assign


def test_a_demand_for_money_goes_to_the_head(office: Office) -> None:
    case = db.session.get_one(CitizenCase, told(office, 1, reasons=("chi_phi",)))
    assert case.duty.person_id == office.viewer("leader").person_id


def test_a_repeated_answer_opens_no_second_case(office: Office) -> None:
    answer = actions.Answer(1, Mode.ONLINE, "chờ lâu", cid=__import__("uuid").uuid4())
    for _ in range(2):
        actions.receive(office.commune.id, answer, Channel.KIOSK)
    assert len(db.session.scalars(select(CitizenCase)).all()) == 1


def test_a_held_answer_opens_its_case_when_it_counts(office: Office, link: ResponseLink) -> None:
    actions.answer_link(link, actions.Answer(1, Mode.ONLINE, "chờ lâu"), trap="http://spam")
    assert not db.session.scalars(select(CitizenCase)).all()
    held = db.session.scalars(select(Response)).one()
    actions.decide(office.viewer("secretary"), held.id, Status.COUNTED, "người thật")
    (case,) = db.session.scalars(select(CitizenCase)).all()
    actions.decide(office.viewer("secretary"), held.id, Status.EXCLUDED, "gửi trùng")
    assert case.duty.status is DutyStatus.VOID
    actions.decide(office.viewer("secretary"), held.id, Status.COUNTED, "xem lại")
    assert case.duty.status is DutyStatus.NOT_STARTED


def test_only_the_person_in_charge_or_those_who_read_all_see_it(office: Office) -> None:
    case, clerk = case_of(office), office.viewer("counter")
    for role in ("secretary", "auditor", "leader"):
        assert case_queries.case(office.viewer(role), case.id)
    with pytest.raises(NotFound):
        case_queries.case(clerk, case.id)
    case.duty.unit_id, case.duty.person_id = clerk.unit_id, clerk.person_id
    db.session.commit()
    assert case_queries.case(clerk, case.id)
    with pytest.raises(NotAllowed):
        cases.close(office.viewer("auditor"), case, CaseOutcome.FIXED, "Đã thêm ghế.")


@pytest.mark.parametrize("role", ["secretary", "auditor", "leader", "admin", "counter"])
def test_each_line_of_work_opens_for_whoever_reads_it(browse: Browse, office: Office, role: str) -> None:
    case, browser = case_of(office), browse(role)
    line = f">{case.duty.title}</a>"
    page = browser.get("/ke-hoach/viec").text
    assert line in page
    address = page[: page.index(line)].rpartition('href="')[2].partition('"')[0]
    answer = browser.get(address)
    assert answer.status_code == 200
    assert ("chờ lâu" in answer.text) is (role in ("secretary", "auditor", "leader"))


def test_three_clicks_close_it(browse: Browse, office: Office) -> None:
    case, clerk = case_of(office), office.viewer("counter")
    case.duty.unit_id, case.duty.person_id, case_id = clerk.unit_id, clerk.person_id, case.id
    db.session.commit()
    browser = browse("counter")
    assert f'href="{LIST}/{case_id}">Trả lời' in browser.get("/viec-cua-toi").text.replace("\n", "")
    sent = {"outcome": "fixed", "sentence": "Từ nay gọi theo số thứ tự."}
    assert browser.post_form(f"{LIST}/{case_id}", sent).status_code == 303
    closed = db.session.get_one(CitizenCase, case_id)
    assert (closed.outcome, closed.sentence) == (CaseOutcome.FIXED, "Từ nay gọi theo số thứ tự.")
    assert (closed.duty.status, closed.duty.reported_by) == (DutyStatus.DONE, clerk.account_id)
    assert "Từ nay gọi theo số thứ tự." in browse("leader").get(LIST).text


@pytest.mark.parametrize(
    "sent",
    [{"outcome": "", "sentence": "x"}, {"outcome": "fixed", "sentence": "  "}, {"outcome": "no", "sentence": "x"}],
)
def test_a_case_is_closed_by_an_outcome_and_a_sentence(browse: Browse, office: Office, sent: dict[str, str]) -> None:
    case_id = case_of(office).id
    answer = browse("secretary").post_form(f"{LIST}/{case_id}", sent)
    assert answer.status_code == 422
    assert db.session.get_one(CitizenCase, case_id).outcome is None


def test_who_comes_second_sees_both_sentences(browse: Browse, office: Office) -> None:
    url = f"{LIST}/{case_of(office).id}"
    mine, his = browse("secretary"), browse("leader")
    hidden = mine.hidden_fields(url)
    his.post_form(url, {"outcome": "answered", "sentence": "Đã xin lỗi bà con."})
    answer = mine.post_raw(url, {**hidden, "outcome": "fixed", "sentence": "Đã thêm ghế."})
    assert answer.status_code == 409
    assert "Đã xin lỗi bà con." in answer.text and "Đã thêm ghế." in answer.text


def test_a_contact_is_sealed_and_opened_by_the_person_in_charge_alone(browse: Browse, office: Office) -> None:
    case = case_of(office, contact=CONTACT)
    case_id, leader = case.id, office.viewer("leader")
    assert CONTACT not in db.session.get_one(CitizenContact, case_id).sealed
    url = f"{LIST}/{case_id}/lien-lac"
    assert browse("secretary").post(url).status_code == 403
    case = db.session.get_one(CitizenCase, case_id)
    case.duty.person_id = leader.person_id
    db.session.commit()
    assert CONTACT not in browse("leader").get(f"{LIST}/{case_id}").text
    assert CONTACT in browse("leader").post(url).text
    assert CONTACT in browse("leader").post(url).text
    opened = select(JournalEntry).where(JournalEntry.action == "contact_opened")
    entries = db.session.scalars(opened).all()
    assert [entry.entity_id for entry in entries] == [str(case_id)] * 2
    assert CONTACT not in " ".join(str(vars(entry)) for entry in db.session.scalars(select(JournalEntry)))


def test_a_contact_goes_after_its_term(office: Office, hold: Hold) -> None:
    hold("2026-11-23 09:00")
    case = case_of(office, contact=CONTACT)
    case.duty.person_id = office.viewer("leader").person_id
    db.session.commit()
    hold("2026-12-23 09:00")
    assert case_queries.contact_until(case.id) == date(2026, 12, 23)
    assert retention.purge_piece(clock.today()).contacts == 0
    hold("2026-12-24 09:00")
    assert cases.contact(office.viewer("leader"), case) is None, "also before anybody has deleted it"
    db.session.commit()
    assert retention.purge_piece(clock.today()).contacts == 1
    db.session.commit()
    assert db.session.scalars(select(CitizenContact)).all() == []


def test_the_figures_of_a_month(office: Office, hold: Hold) -> None:
    eyes = office.viewer("leader")
    for day, outcome, done in ((2, CaseOutcome.FIXED, 4), (3, CaseOutcome.ANSWERED, 9), (10, None, 0)):
        hold(f"2026-11-{day:02} 09:00")
        case = case_of(office)
        if outcome is not None:
            hold(f"2026-11-{done:02} 09:00")
            case.duty.person_id = eyes.person_id
            cases.close(eyes, case, outcome, f"Việc {done}")
        db.session.commit()
    found = case_queries.figures(eyes, date(2026, 11, 1), date(2026, 11, 30))
    assert (found.received, found.closed, found.median_days, found.changed) == (3, 2, 4.0, ("Việc 4",))
    assert case_queries.how_many_open(eyes) == (1, 0)
    hold("2026-11-20 09:00")
    assert case_queries.how_many_open(eyes) == (1, 1)


def test_another_commune_sees_nothing(browse: Browse, office: Office, other_office: Office) -> None:
    case_id = case_of(office).id
    with pytest.raises(NotFound):
        case_queries.case(other_office.viewer("leader"), case_id)
    assert case_queries.open_cases(other_office.viewer("leader")) == []


def test_closing_needs_a_sentence(office: Office) -> None:
    case = case_of(office)
    with pytest.raises(RuleBroken, match="sentence_missing"):
        cases.close(office.viewer("secretary"), case, CaseOutcome.FIXED, " ")
    assert db.session.scalars(select(Duty.status)).all() == [DutyStatus.NOT_STARTED]
