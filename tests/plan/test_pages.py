"""The plan in the browser: reading, entering, assigning, and everything that must be refused."""

import io
from datetime import date

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from models.base import db
from models.duties import actions as duties
from models.duties.tables import DutyNote
from models.files import StoredFile
from models.plan import queries
from tests.duties.conftest import finish, report
from tests.factories import Office
from tests.files.handed_in import pdf

PAGES = [
    "/ke-hoach/chi-tieu",
    "/ke-hoach/chi-tieu/1",
    "/ke-hoach/chi-tieu/5",
    "/ke-hoach/chi-tieu/9",
    "/ke-hoach/nhiem-vu",
    "/ke-hoach/nhiem-vu/5",
    "/ke-hoach/kich-ban",
    "/ke-hoach/kich-ban/III-4",
    "/ke-hoach/kich-ban/I-5",
    "/ke-hoach/viec",
    "/ke-hoach/viec?cua-toi=1",
]
FORMS = [
    "/ke-hoach/nhiem-vu/5/hoan-thanh",
    "/ke-hoach/kich-ban/I-5/hoan-thanh",
    "/ke-hoach/nhiem-vu/5/phan-cong",
    "/ke-hoach/chi-tieu/5/so-lieu",
]
NOTE = "/ke-hoach/nhiem-vu/5/tien-do"
TASK = "/ke-hoach/nhiem-vu/5"
LINK = "https://minh-hoa.example/bien-ban"
PDF = pdf()


def rows_of(html: str) -> list[str]:
    page = BeautifulSoup(html, "lxml")
    return [" ".join(row.text.split()) for row in page.select("#rows tbody tr")]


def note_count() -> int:
    return db.session.scalar(select(func.count()).select_from(DutyNote)) or 0


@pytest.mark.slow
@pytest.mark.parametrize("role", ["leader", "counter", "admin"])
def test_everybody_at_the_office_reads_the_plan(planned: Office, browse, role: str) -> None:
    browser = browse(role)
    for url in PAGES:
        assert browser.get(url).status_code == 200, url


def test_before_a_plan_is_loaded_the_pages_say_so(office: Office, browse) -> None:
    browser = browse("leader")
    for url in ("/ke-hoach/chi-tieu", "/ke-hoach/nhiem-vu", "/ke-hoach/kich-ban"):
        assert "Chưa có kế hoạch" in browser.get(url).text
    assert browser.get("/ke-hoach/viec").status_code == 200
    assert browser.get(TASK).status_code == 404


def test_forms_are_open_to_those_who_may(planned: Office, browse) -> None:
    leader, counter, unit_id = browse("leader"), browse("counter"), planned.units[3].id
    for url in FORMS:
        assert leader.get(url).status_code == 200, url
    assert [counter.get(url).status_code for url in FORMS] == [403, 403, 403, 403], "another unit's work"
    for work in (queries.task(planned.viewer("leader"), 5), queries.step(planned.viewer("leader"), "I.5")):
        work.duty.unit_id = unit_id
    db.session.commit()
    assert [counter.get(url).status_code for url in FORMS] == [200, 200, 403, 403]
    assert [leader.get(url).status_code for url in FORMS] == [403, 403, 200, 200]


def test_a_province_account_chooses_a_commune_first_and_then_only_reads(planned: Office, browse) -> None:
    browser = browse("province")
    answer = browser.get("/ke-hoach/nhiem-vu")
    assert (answer.status_code, answer.location) == (303, "/tinh")
    browser.get(f"/tinh/xa/{planned.viewer('leader').commune_id}")
    for url in PAGES:
        assert browser.get(url).status_code == 200, url
    assert "Lưu ghi nhận" not in browser.get(TASK).text
    assert browser.post(NOTE, {"text": "Tỉnh ghi"}).status_code == 403
    assert note_count() == 0


@pytest.mark.slow
def test_the_list_of_tasks_is_narrowed(planned: Office, browse, hold) -> None:
    hold("2026-07-10 09:00")
    eyes = planned.viewer("secretary")
    finish(planned, queries.task(eyes, 10).duty, date(2026, 6, 2))
    report(planned, queries.task(eyes, 11).duty, date(2026, 6, 2))
    mine = queries.task(eyes, 16).duty
    mine.unit_id = planned.units[1].id
    db.session.commit()
    unit_id = mine.unit_id
    browser = browse("secretary")
    cases = {
        "": 37,
        "?trang-thai=overdue": 35,
        "?trang-thai=done": 1,
        "?trang-thai=on_time": 2,
        "?tru-cot=V": 2,
        "?trang-thai=waiting": 1,
        "?q=HOC+BA": 1,
        "?q=h%E1%BB%8Dc+b%E1%BA%A1": 1,
        "?q=khong+co+gi": 0,
        "?cua-toi=1": 1,
        f"?don-vi={unit_id}": 1,
        "?trang-thai=xyz&don-vi=abc&tru-cot=%00": 37,
        "?trang-thai=%27&don-vi=-1&q=%F0%28": 0,
    }
    for query, expected in cases.items():
        assert len(rows_of(browser.get(f"/ke-hoach/nhiem-vu{query}").text)) == expected, query
    piece = browser.htmx("/ke-hoach/nhiem-vu?tru-cot=V").text
    assert "<html" not in piece
    assert len(rows_of(piece)) == 2


def test_a_note_is_written_and_seen(planned: Office, browse) -> None:
    queries.task(planned.viewer("leader"), 5).duty.unit_id = planned.units[3].id
    db.session.commit()
    browser = browse("counter")
    written = {"text": "Đã lắp màn hình <b>mới</b>", "percent": "40", "evidence_link": LINK}
    answer = browser.post_form(NOTE, written, page=TASK)
    assert (answer.status_code, answer.location) == (303, TASK)
    page = browser.get(TASK)
    assert "Đã ghi tiến độ." in page.text
    assert "Đã lắp màn hình &lt;b&gt;mới&lt;/b&gt;" in page.text
    assert LINK in page.text
    assert "40%" in page.text
    assert "Đang làm" in page.text


def test_a_note_in_place_answers_with_the_changed_piece(planned: Office, browse) -> None:
    browser = browse("secretary")
    hidden = browser.hidden_fields(TASK, NOTE)
    answer = browser.htmx(NOTE, {**hidden, "text": "Đã họp.", "percent": "10"})
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div class="cols" id="work">')
    assert 'id="official"' in answer.text, "the wording of the papers stays below what is said"
    assert "Đã họp." in answer.text
    assert "toast" in answer.headers["HX-Trigger"]
    refused = browser.htmx(NOTE, {**browser.hidden_fields(TASK, NOTE), "text": "", "percent": "10"})
    assert refused.status_code == 422
    assert "Xin điền mục này." in refused.text
    assert note_count() == 1


def test_work_that_seems_to_go_backwards_is_told(planned: Office, browse) -> None:
    secretary, url = browse("secretary"), "/ke-hoach/nhiem-vu/7"
    told = []
    for percent in ("60 %", "", "60", "40%"):
        secretary.post_form(url + "/tien-do", {"text": "Đã làm", "percent": percent}, page=url)
        told.append("giảm từ 60% xuống 40%" in secretary.get(url).text)
    assert told == [False, False, False, True]
    assert note_count() == 4


def test_the_same_note_twice_is_one_note(planned: Office, browse) -> None:
    browser = browse("secretary")
    data = {**browser.hidden_fields(TASK, NOTE), "text": "Đã họp."}
    first, second = (browser.post_raw(NOTE, data) for _ in range(2))
    assert (first.status_code, second.status_code, second.location) == (303, 303, TASK)
    assert note_count() == 1
    assert browser.post_raw(NOTE, {**data, "text": "Khác hẳn."}).status_code == 409
    assert note_count() == 1


def test_evidence_files_are_kept_and_bad_ones_refused(planned: Office, browse) -> None:
    browser = browse("secretary")

    def send(name: str, content: bytes):
        return browser.post_form(
            NOTE,
            {"text": "Kèm tệp", "evidence_file": (io.BytesIO(content), name)},
            page=TASK,
            content_type="multipart/form-data",
        )

    assert send("biên bản.pdf", PDF).status_code == 303
    stored = db.session.scalars(select(StoredFile)).one()
    assert stored.original_name == "biên bản.pdf"
    assert f"/tep/{stored.id}" in browser.get(TASK).text
    bad = (("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), ("a.pdf", b"<html>"), ("b.exe", b"MZ"))
    for name, content in bad:
        answer = send(name, content)
        assert answer.status_code == 422, name
        assert "Kèm tệp" in answer.text
    assert note_count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", ""),
        ("text", "   "),
        ("text", "á" * 4001),
        ("percent", "101"),
        ("percent", "-1"),
        ("percent", "abc"),
        ("percent", "9" * 30),
        ("evidence_link", "javascript:alert(1)"),
        ("evidence_link", "http://a b"),
        ("evidence_link", "https://" + "a" * 600),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field(planned: Office, browse, field: str, value: str) -> None:
    answer = browse("secretary").post_form(NOTE, {"text": "Nội dung giữ lại", field: value}, page=TASK)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "lxml")
    assert page.select_one(f"#{field}-error")
    assert note_count() == 0


def test_hostile_addresses_are_404(planned: Office, planned_elsewhere: Office, browse) -> None:
    browser = browse("secretary")
    for url in (
        "/ke-hoach/nhiem-vu/0",
        "/ke-hoach/nhiem-vu/38",
        f"/ke-hoach/nhiem-vu/{2**63}",
        "/ke-hoach/kich-ban/IX-1",
        "/ke-hoach/kich-ban/%00",
        "/ke-hoach/kich-ban/" + "I" * 500,
        "/ke-hoach/chi-tieu/11",
        "/ke-hoach/kich-ban/..%2f",
        "/ke-hoach/nhiem-vu/38/hoan-thanh",
    ):
        assert browser.get(url).status_code == 404, url
    assert browser.post("/ke-hoach/nhiem-vu/99/tien-do", {"text": "x"}).status_code == 404


def test_nothing_is_invented_where_nothing_counts(planned: Office, browse) -> None:
    page = browse("leader").get("/ke-hoach/kich-ban/I-3").text
    assert "Chưa có số liệu" in page
    assert "Chưa có số liệu" in browse_row(page)


def browse_row(html: str) -> str:
    page = BeautifulSoup(html, "lxml")
    return next(dt.find_next("dd").text for dt in page.find_all("dt") if dt.text == "Số liệu từ hệ thống")


@pytest.mark.parametrize(
    ("url", "most"),
    [
        ("/ke-hoach/chi-tieu", 8),
        ("/ke-hoach/nhiem-vu", 8),
        ("/ke-hoach/kich-ban", 20),
        (TASK, 10),
        ("/ke-hoach/viec", 6),
    ],
)
def test_pages_take_few_statements(planned: Office, browse, statements, url: str, most: int) -> None:
    eyes = planned.viewer("secretary")
    browser = browse("leader")
    browser.get(url)

    def cost() -> int:
        with statements() as seen:
            browser.get(url)
        return len(seen)

    first = cost()
    for no in range(1, 21):
        duties.write_note(eyes, queries.task(eyes, no).duty, "Nhiều.", 50)
        duties.write_note(eyes, queries.task(eyes, 5).duty, "Nhiều nữa.", 50)
    db.session.commit()
    assert first == cost() <= most
