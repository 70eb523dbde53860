"""Training in the browser: sessions, products, lists of scores, and who may see whose."""

import io
from datetime import date
from types import SimpleNamespace

import lxml.html
import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from models import clock
from models.accounts import queries as accounts
from models.accounts.tables import Person
from models.base import db
from models.errors import RuleBroken
from models.measures.queries import Look
from models.training import actions, loading
from models.training.actions import ProductWish
from models.training.rules import ProductKind, ScoreEntry
from models.training.scores import understood
from models.training.tables import CourseAttendance, CourseProduct, CourseSession, ExamScore, TrainingCourse
from tests.training.conftest import COURSES


def words(html: str) -> str:
    return " ".join(" ".join(lxml.html.document_fromstring(html).xpath("//main//text()")).split())


@pytest.fixture
def held(trained, course):
    """A session of the course on AI, held today, with nobody ticked yet."""
    made = actions.add_session(course("ai"), clock.today(), "Buổi 1", "Hội trường")
    db.session.commit()
    return SimpleNamespace(id=made.id, course_id=made.course_id)


def score(office, exam, text: str) -> actions.ScoresTaken:
    eyes = office.viewer("secretary")
    done = actions.take(eyes, exam, understood(text, 100, accounts.candidates(eyes)), ScoreEntry.IMPORTED)
    db.session.commit()
    return done


def measured(office, key: str, **asks) -> tuple:
    found = Look(office.viewer("leader")).measure(key, **asks)
    return found.value, found.numerator, found.denominator


def test_every_office_has_the_courses_of_the_script_once(trained) -> None:
    loading.open_office(trained.commune, COURSES)
    own = TrainingCourse.commune_id == trained.commune.id
    assert db.session.scalars(select(TrainingCourse.code).where(own).order_by(TrainingCourse.position)).all() == [
        "ai", "attt", "ecabinet", "bdhvs",
    ]  # fmt: skip


def test_who_came_is_ticked_and_counted_and_who_need_not_come_is_left_out(trained, held, course, browse) -> None:
    assert measured(trained, "training.ai.attended_share")[:2] == (0, 0)
    page = browse("secretary")
    ids = [str(person.id) for person in trained.people.values()]
    page.post(f"/tap-huan/buoi/{held.id}", {"co-mat": ids[:4]})
    assert measured(trained, "training.ai.attended_share") == (80, 4, 5)
    page.post_form(f"/tap-huan/{held.course_id}/mien", {"person_id": ids[4], "reason": "Nghỉ thai sản"})
    assert measured(trained, "training.ai.attended_share") == (100, 4, 4)
    assert "Nghỉ thai sản" in words(browse("leader").get(f"/tap-huan/{held.course_id}").text)
    page.post(f"/tap-huan/{held.course_id}/phai-du", {"person_id": ids[4]})
    page.post(f"/tap-huan/buoi/{held.id}", {"co-mat": ids[:1]})
    assert measured(trained, "training.ai.attended_share") == (20, 1, 5)
    assert db.session.scalar(select(func.count(CourseAttendance.id))) == 1


def test_nobody_is_ticked_before_the_day_nor_from_elsewhere(trained, other_office, course) -> None:
    later = actions.add_session(course("ai"), date(2099, 1, 1), "", "")
    with pytest.raises(RuleBroken, match="session_to_come"):
        actions.set_present(later, [])
    now = actions.add_session(course("ai"), clock.today(), "", "")
    with pytest.raises(RuleBroken, match="person_unknown"):
        actions.set_present(now, [next(iter(other_office.people.values())).id])


def test_somebody_who_left_is_counted_no_more(trained, held, browse) -> None:
    actions.set_present(db.session.get(CourseSession, held.id), [trained.people["leader"].id])
    trained.people["counter"].is_active = False
    db.session.commit()
    assert measured(trained, "training.ai.attended_share") == (25, 1, 4)


def test_three_products_each_with_something_to_look_at(trained, held, course, browse) -> None:
    mine = browse("counter")
    url, own = f"/tap-huan/{held.course_id}/san-pham/moi", str(trained.people["counter"].id)
    leader = str(trained.people["leader"].id)
    fields = {"person_id": own, "title": "Báo cáo", "kind": "report", "made_on": "1/4/2026", "link": ""}
    assert "Xin ghi liên kết" in mine.post_form(url, fields).text
    for number in range(3):
        mine.post_form(url, fields | {"link": f"https://tailieu.example/{number}"})
    assert "đã được ghi" in mine.post_form(url, fields | {"link": "https://tailieu.example/0"}).text
    assert measured(trained, "training.ai.products_per_person_min") == (0, 1, 5)
    assert "3 sản phẩm" in words(mine.get("/tap-huan/cua-toi").text)
    other = fields | {"person_id": leader, "link": "https://tailieu.example/9"}
    assert mine.post_form(url, other).status_code == 422, "only the focal point enters it for somebody else"
    assert browse("secretary").post_form(url, other).status_code in (200, 303)
    assert db.session.scalar(select(func.count(CourseProduct.id))) == 4


def test_target_nine_asks_for_training_and_for_something_made(trained, held, course) -> None:
    everybody = list(trained.people.values())
    actions.set_present(db.session.get(CourseSession, held.id), [person.id for person in everybody])
    assert measured(trained, "training.ai_applied") == (0, 0, 5)
    for person in everybody[:4]:
        link = f"https://tailieu.example/{person.id}"
        wish = ProductWish("Báo cáo", ProductKind.REPORT, clock.today(), link, None)
        actions.add_product(trained.viewer("secretary"), course("ai"), person.id, wish)
    db.session.commit()
    assert measured(trained, "training.ai_applied") == (80, 4, 5)


def test_basic_and_advanced_are_two_numbers_and_the_survey_asks_for_more_than_eighty(trained, exam) -> None:
    names = [person.full_name for person in trained.people.values()]
    score(trained, exam("basic", "ai"), "\n".join(f"{name}; 80" for name in names))
    score(trained, exam("advanced", "ai"), f"{names[0]}; 85\n{names[1]}; 79,99")
    score(trained, exam("survey", "ecabinet"), "\n".join(f"{name}; 80" for name in names))
    at_least, above = "share_scoring_at_least", "share_scoring_above"
    assert measured(trained, f"training.ai.{at_least}", exam="basic", score=80) == (100, 5, 5)
    assert measured(trained, f"training.ai.{at_least}", exam="advanced", score=80) == (20, 1, 5)
    assert measured(trained, f"training.ecabinet.{above}", exam="survey", score=80) == (0, 0, 5)
    assert measured(trained, f"training.attt.{at_least}", exam="final", score=80)[0] is None
    assert measured(trained, f"training.ai.{at_least}", exam="nope", score=80)[0] is None


def test_of_several_attempts_the_best_counts_and_a_list_that_comes_twice_adds_nothing(trained, exam) -> None:
    name, basic = trained.people["counter"].full_name, exam("basic", "ai")
    assert score(trained, basic, f"{name}; 60; 27/3/2026\n{name}; 90; 28/3/2026").sure == 2
    again = score(trained, basic, f"{name}; 60; 27/3/2026\n{name}; 90; 28/3/2026")
    assert (again.sure, again.known) == (0, 2)
    assert measured(trained, "training.ai.share_scoring_at_least", exam="basic", score=80) == (20, 1, 5)


def test_a_doubtful_name_is_kept_apart_until_somebody_says_whose_it_is(trained, exam, browse) -> None:
    basic, page, clerk = exam("basic", "ai"), browse("secretary"), str(trained.people["counter"].id)
    lines = "Vo Thi Dungg; 91\nKhách Mời Lạ; 70"
    url = f"/tap-huan/ky-thi/{basic.id}"
    shown = page.post_form(f"{url}/xem-truoc", {"lines": lines, "out_of": "100"}, page=f"{url}/nhap").text
    assert "Không có trong danh sách cán bộ" in words(shown)
    assert db.session.scalar(select(func.count(ExamScore.id))) == 0, "nothing is written before it was looked at"
    page.post_form(f"{url}/nhap", {"lines": lines, "out_of": "100"})
    assert measured(trained, "training.ai.share_scoring_at_least", exam="basic", score=80)[0] is None
    first, second = db.session.scalars(select(ExamScore.id).order_by(ExamScore.id)).all()
    page.post_form(f"/tap-huan/diem/{first}/cua-ai", {"person_id": clerk}, page=url)
    page.post_form(f"/tap-huan/diem/{second}/khong-tinh", {"reason": ""}, page=url)
    assert db.session.get(ExamScore, second).is_waiting, "a reason is needed"
    page.post_form(f"/tap-huan/diem/{second}/khong-tinh", {"reason": "Người ngoài cơ quan"}, page=url)
    assert measured(trained, "training.ai.share_scoring_at_least", exam="basic", score=80) == (20, 1, 5)
    assert "Người ngoài cơ quan" in words(page.get(url).text)


def test_an_excel_sheet_is_shown_before_it_is_kept(trained, exam, browse) -> None:
    book = Workbook()
    for row in (["Kết quả kiểm tra"], ["STT", "Họ và tên", "Điểm số"], [1, trained.people["leader"].full_name, 8.5]):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    url = f"/tap-huan/ky-thi/{exam('basic', 'ai').id}"
    page = browse("secretary")
    data = {"file": (io.BytesIO(content.getvalue()), "diem.xlsx"), "out_of": "10"}
    name = trained.people["leader"].full_name
    assert f"{name}; 8.5" in page.post_form(f"{url}/xem-truoc", data, page=f"{url}/nhap").text


def test_scores_are_seen_by_the_person_the_head_and_the_leaders(trained, exam, held, browse, other_office) -> None:
    names = {role: person.full_name for role, person in trained.people.items()}
    ids = {role: person.id for role, person in trained.people.items()}
    stranger, url = other_office.people["leader"].id, f"/tap-huan/{held.course_id}?loc=tat-ca"
    score(trained, exam("basic", "ai"), "\n".join(f"{name}; 73" for name in names.values()))
    everybody = words(browse("leader").get(url).text)
    assert all(name in everybody for name in names.values())
    officer = words(browse("auditor").get(url).text)
    assert not any(name in officer.split("Yêu cầu")[1] for role, name in names.items() if role != "auditor")
    db.session.get(Person, ids["auditor"]).title = "Trưởng phòng"
    db.session.commit()
    head = words(browse("auditor").get(url).text)
    assert names["secretary"] in head and names["counter"] not in head
    for role, other, seen in (("counter", "leader", 404), ("leader", "counter", 200), ("auditor", "counter", 404)):
        assert browse(role).get(f"/tap-huan/nguoi/{ids[other]}").status_code == seen
    assert browse("leader").get(f"/tap-huan/nguoi/{stranger}").status_code == 404
    assert not any(name in words(browse("province").get(url).text) for name in names.values())


def test_lists_stand_in_the_order_of_names_and_never_of_scores(trained, exam, held, browse) -> None:
    score(
        trained,
        exam("basic", "ai"),
        "\n".join(f"{p.full_name}; {60 + 5 * n}" for n, p in enumerate(trained.people.values())),
    )
    plain = browse("leader").get(f"/tap-huan/{held.course_id}?loc=tat-ca").text
    names = lxml.html.document_fromstring(plain).xpath("//table[contains(@class,'people')]//td/a/text()")
    assert names == [one.full_name for one in accounts.candidates(trained.viewer("leader"))]
