"""The staff and e-Cabinet: each person for himself, sums for everybody, names for the secretary alone."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from models.accounts.naming import Candidate
from models.accounts.queries import candidates
from models.accounts.tables import Person
from models.base import db
from models.measures.queries import measure
from models.meetings import staff
from models.meetings.personal import EcabinetSkill
from models.meetings.seats import Seat
from models.meetings.staff_rules import PasteDoubt, SkillTerm, StaffSkill, reached, read_paste
from models.meetings.tables import Body
from models.text import fold, name_sort_key
from models.training import actions as training
from models.training.rules import ScoreEntry
from models.training.scores import understood
from models.training.tables import Exam, TrainingCourse
from tests.browser import Browser
from tests.factories import Office
from tests.meetings.conftest import MONDAY, make_meeting

Browse = Callable[..., Browser]
PAGE = "/hop/nguoi-dung-hop"
TODAY = date(2026, 3, 30)


@pytest.fixture(autouse=True)
def _monday(hold: Callable[[str], None]) -> None:
    hold("2026-03-30 16:00")


@pytest.mark.parametrize(
    ("known", "terms"),
    [
        ({}, set()),
        ({"has_account": True}, {"account"}),
        ({"trained_on": date(2026, 3, 18)}, {"trained"}),
        ({"used_on": date(2026, 2, 28)}, {"used"}),  # thirty days back
        ({"used_on": date(2026, 2, 27)}, set()),
        ({"score": 80}, set()),  # exactly eighty is not more than eighty
        ({"score": 81}, {"survey"}),
        ({"score": 100}, {"survey"}),
    ],
)
def test_what_a_person_has_reached(known: dict[str, object], terms: set[str]) -> None:
    one = StaffSkill(1, "Võ Hữu An", **known)  # type: ignore[arg-type]
    assert {term.value for term in SkillTerm if one.has(term, TODAY)} == terms
    assert set(one.lacks(TODAY)) == set(SkillTerm) - {SkillTerm(term) for term in terms}


def test_an_average_never_hides_a_person() -> None:
    people = [StaffSkill(number, "", score=score) for number, score in enumerate((100, 100, 100, 60))]
    assert reached(people, SkillTerm.SURVEY, TODAY) == 3


NAMES = [
    Candidate(key, name, fold(name))
    for key, name in enumerate(("Võ Hữu An", "Nguyễn Văn Bình", "Nguyễn Văn Bình", "Đinh Thị Mơ"), 1)
]


@pytest.mark.parametrize(
    ("text", "sure", "doubts"),
    [
        ("Võ Hữu An\tcó\t18/3/2026\t\t88", [(1, True, date(2026, 3, 18), None, 88)], []),
        ("Họ và tên\tTài khoản\nvõ hữu an;không;;;", [(1, False, None, None, None)], []),
        ("Nguyễn Văn Bình\tcó", [], [PasteDoubt.SEVERAL]),
        ("Trần Văn Lạ\tcó", [], [PasteDoubt.NOBODY]),
        ("Võ Hữu Ân\tcó", [], [PasteDoubt.NEARLY]),  # somebody else, however near
        ("vo huu an\tcó", [(1, True, None, None, None)], []),
        ("Đinh Thị Mơ\tcó\nĐinh Thị Mơ\tkhông", [(4, True, None, None, None)], [PasteDoubt.TWICE]),
        ("Võ Hữu An\tcó thể", [], [PasteDoubt.UNREADABLE]),
        ("Võ Hữu An\t\t30/2/2026", [], [PasteDoubt.UNREADABLE]),
        ("Võ Hữu An\t\t31/3/2026", [], [PasteDoubt.UNREADABLE]),  # still to come
        ("Võ Hữu An\t\t\t\t101", [], [PasteDoubt.UNREADABLE]),
        ("Võ Hữu An\t\t\t\t-1", [], [PasteDoubt.UNREADABLE]),
        ("Võ Hữu An\t\t\t\t80%", [(1, None, None, None, 80)], []),
        ("", [], []),
        ("\n\t\t\n;;;", [], []),
    ],
)
def test_a_pasted_table(text: str, sure: list[tuple[object, ...]], doubts: list[PasteDoubt]) -> None:
    found, left = read_paste(text, NAMES, TODAY)
    assert [(one.person_id, one.has_account, one.trained_on, one.used_on, one.score) for one in found] == sure
    assert [one.doubt for one in left] == doubts


def test_use_is_told_by_the_records(office: Office, body: Body) -> None:
    leader, clerk = office.account("leader").person_id, office.account("counter").person_id
    make_meeting(office, body, date(2026, 3, 2), seats=[Seat(leader)])
    make_meeting(office, body, MONDAY, seats=[Seat(leader), Seat(clerk)], ecabinet_ref="")  # proves nothing
    eyes = office.viewer("secretary")
    assert {one.used_on for one in staff.staff(eyes)} == {None}, "who has no account has not used it"
    for key in (leader, clerk):
        db.session.add(EcabinetSkill(commune_id=office.commune.id, person_id=key, has_account=True))
    db.session.commit()
    known = {one.person_id: one for one in staff.staff(eyes)}
    assert known[leader].used_on == date(2026, 3, 2) and known[clerk].used_on is None


def test_names_and_scores_are_for_the_secretary_alone(office: Office, browse: Browse) -> None:
    person = office.account("counter").person_id
    name = db.session.get_one(Person, person).full_name
    secretary = browse("secretary")
    fields = {"has_account": "y", "since": "1/3/2026", "trained_on": "18/3/2026", "used_on": "", "score": "73"}
    assert secretary.post_form(f"{PAGE}/{person}", fields).status_code == 303
    page = secretary.get(PAGE).text
    assert name in page and "73" in page
    for role in ("leader", "counter", "auditor", "admin", "province"):
        other = browse(role)
        text = other.get(PAGE).text.split("<main", 1)[-1]
        assert other.get(PAGE).status_code == 200 and "73" not in text and "chưa làm" not in text
        assert 'data-label="Khảo sát"' not in other.get(f"{PAGE}?muc=survey&ai=tat-ca").text
        assert other.get(f"{PAGE}/{person}").status_code in (403, 404)


def test_a_day_to_come_and_a_second_saver(office: Office, browse: Browse) -> None:
    person = office.account("counter").person_id
    secretary = browse("secretary")
    refused = secretary.post_form(f"{PAGE}/{person}", {"has_account": "y", "trained_on": "31/3/2026"})
    assert refused.status_code == 422 and "chưa đến" in refused.text
    assert not db.session.scalars(select(EcabinetSkill)).all()
    opened = secretary.hidden_fields(f"{PAGE}/{person}", f"{PAGE}/{person}")
    assert secretary.post_form(f"{PAGE}/{person}", {"score": "90"}).status_code == 303
    late = secretary.post_raw(f"{PAGE}/{person}", {**opened, "score": "70"})
    assert late.status_code == 409
    assert db.session.scalars(select(EcabinetSkill.score)).one() == 90


def test_a_paste_keeps_what_is_doubtful(office: Office, browse: Browse) -> None:
    name = db.session.get_one(Person, office.account("counter").person_id).full_name
    twin = {"full_name": "Lê Văn Đôi", "sort_key": name_sort_key("Lê Văn Đôi"), "fold": fold("Lê Văn Đôi")}
    twins = [Person(commune_id=office.commune.id, **twin) for _ in range(2)]
    db.session.add_all(twins)
    db.session.commit()
    text = f"{name.upper()}\tcó\t18/3/2026\t\t95\nLê Văn Đôi\tcó\n<script>\tcó"
    answer = browse("secretary").post_form(f"{PAGE}/dan", {"text": text})
    assert answer.status_code == 422 and "Đã ghi 1 người" in answer.text
    assert "trùng tên" in answer.text and "<script>\t" not in answer.text
    row = db.session.scalars(select(EcabinetSkill)).one()
    assert (row.has_account, row.trained_on, row.score, row.scored_on) == (True, date(2026, 3, 18), 95, TODAY)


def test_measures_of_the_script(office: Office, other_office: Office) -> None:
    for person in office.people.values():
        db.session.add(EcabinetSkill(commune_id=office.commune.id, person_id=person.id, has_account=True, score=81))
    db.session.commit()
    total = len(office.people)
    for key, number in (("meetings.accounts", total), ("meetings.trained", 0), ("meetings.survey_passed", total)):
        found = measure(office.viewer("leader"), key)
        assert (found.numerator, found.denominator) == (number, total), key
    assert measure(other_office.viewer("leader"), "meetings.accounts").numerator == 0


def test_the_records_of_training_are_the_one_truth_where_they_say_something(
    office: Office, other_office: Office, browse: Browse
) -> None:
    """A day or a score that was typed here counts only until the course has a session, or the exam a score."""
    came, typed = (office.account(role).person_id for role in ("leader", "counter"))
    name = db.session.get_one(Person, typed).full_name
    for one in (office, other_office):
        for person in one.people.values():
            row = EcabinetSkill(commune_id=one.commune.id, person_id=person.id, trained_on=TODAY, score=81)
            db.session.add(row)
    course = TrainingCourse(commune_id=office.commune.id, code="ecabinet", name="e-Cabinet", fold="e", position=1)
    db.session.add(course)
    db.session.commit()
    eyes = office.viewer("secretary")
    assert all(one.trained_on == TODAY and one.score == 81 for one in staff.staff(eyes)), "nothing is known there yet"
    training.set_present(training.add_session(course, date(2026, 3, 19), "Buổi 1", ""), [came])
    training.add_session(course, date(2026, 4, 9), "Buổi 2", "")  # still to come
    exam = Exam(commune_id=office.commune.id, course_id=course.id, code="survey", name="Khảo sát", position=1)
    db.session.add(exam)
    db.session.commit()
    assert {one.person_id: one.trained_on for one in staff.staff(eyes) if one.trained_on} == {came: date(2026, 3, 19)}
    assert {one.score for one in staff.staff(eyes)} == {81}, "no score is known there yet"
    training.take(eyes, exam, understood(f"{name}; 80,5", 100, candidates(eyes)), ScoreEntry.IMPORTED)
    db.session.commit()
    known = {one.person_id: one for one in staff.staff(eyes)}
    assert (known[typed].score, known[came].score) == (Decimal("80.5"), None)
    assert known[typed].has(SkillTerm.SURVEY, TODAY) and not known[typed].has(SkillTerm.TRAINED, TODAY)
    assert measure(eyes, "meetings.trained").numerator == measure(eyes, "meetings.survey_passed").numerator == 1
    assert {one.score for one in staff.staff(other_office.viewer("secretary"))} == {81}, "another office's own"
    secretary = browse("secretary")
    assert "80,5" in secretary.get(f"{PAGE}?ai=tat-ca").text
    page = secretary.get(f"{PAGE}/{typed}").text
    assert 'name="trained_on"' not in page and 'name="score"' not in page and "sổ tập huấn" in page
    assert secretary.post_form(f"{PAGE}/{typed}", {"has_account": "y", "score": "99"}).status_code == 303
    secretary.post_form(f"{PAGE}/dan", {"text": f"{name}\tcó\t1/3/2026\t\t99"})
    row = db.session.scalars(select(EcabinetSkill).where(EcabinetSkill.person_id == typed)).one()
    assert (row.has_account, row.trained_on, row.score) == (True, TODAY, 81), "what was typed stays, and does not count"


def test_another_commune_finds_nobody(office: Office, other_office: Office, browse: Browse) -> None:
    person = office.account("counter").person_id
    assert browse("secretary", other_office).get(f"{PAGE}/{person}").status_code == 404
