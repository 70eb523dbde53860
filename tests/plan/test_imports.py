"""A plan that comes as a workbook: shown before it is written, written once, taken back for a day, edited again."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from models import clock
from models.accounts.tables import Commune, Unit
from models.base import db
from models.duties.tables import Duty
from models.journal import JournalEntry
from models.plan.rules import NUMBERS, Comparator
from models.plan.tables import Pillar, Plan, PlanImport, PlanTask, Target
from tests.factories import Office
from tests.shipped import load_plan

Browse = Callable[..., Any]
TASKS = [
    ["ỦY BAN NHÂN DÂN XÃ CHƯ PRÔNG"],
    ["KẾ HOẠCH CHUYỂN ĐỔI SỐ NĂM 2026"],
    [],
    ["Sản phẩm", "TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành"],
    ["I. Chính quyền số"],
    ["Danh sách", 1, "Rà soát thủ tục", "Phòng Kinh tế; Công an xã", "trước ngày 28/3/2026"],
    ["Hệ thống", "02", "Sổ đầu bài số", "Phòng Văn hóa - Xã hội", date(2026, 6, 30)],
    ["II. Kinh tế số"],
    ["Báo cáo", 3, "Chợ phiên số", "Phòng Kinh tế", "3/4/26"],
]
TARGETS = [
    ["TT", "Chỉ tiêu", "Mục tiêu 2026", "Đơn vị theo dõi", "Ghi chú"],
    [1, "Chi cho khoa học công nghệ", "≥2% GRDP", "Phòng Kinh tế", "theo NQ 57"],
    [2, "Dịch vụ công trực tuyến", "2%", "Văn phòng"],
]


def workbook(**sheets: list[list[Any]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if len(rows[0]) == 1:
            sheet.merge_cells("A1:E1")
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def hand_in(browser: Any, content: bytes, name: str = "KH CĐS.xlsx") -> Any:
    return browser.post("/ke-hoach/nhap", {"file": (io.BytesIO(content), name)})


def count(kind: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def seen(browser: Any, address: str) -> BeautifulSoup:
    return BeautifulSoup(browser.get(address).text, "html.parser")


@pytest.fixture
def secretary(planned: Office, browse: Browse) -> Any:
    return browse("secretary")


@pytest.fixture
def handed_in(secretary: Any) -> str:
    return str(hand_in(secretary, workbook(NV=TASKS, CT=TARGETS)).location)


def test_nothing_is_written_before_the_press(secretary: Any, handed_in: str) -> None:
    before = [count(kind) for kind in (Plan, PlanTask, Target, Duty)]
    page = seen(secretary, handed_in)
    assert {one["data-row"] for one in page.select("[data-row]")} == {"0-6", "0-7", "0-9", "1-2", "1-3"}
    assert {one["data-unclear"] for one in page.select("[data-unclear]")} == {"9-due", "3-threshold"}
    words = " ".join(page.get_text(" ").split())
    assert "hết ngày 27/3/2026" in words
    assert (
        "chủ trì Phòng Kinh tế ; phối hợp Công an xã" in words or "chủ trì Phòng Kinh tế; phối hợp Công an xã" in words
    )
    assert [count(kind) for kind in (Plan, PlanTask, Target, Duty)] == before


def test_clear_rows_become_a_plan_of_their_own(secretary: Any, handed_in: str) -> None:
    answer = secretary.post(f"{handed_in}/ghi")
    assert answer.status_code == 303
    plan = db.session.scalars(select(Plan).order_by(Plan.id.desc())).first()
    assert plan is not None
    assert (plan.title, plan.year, plan.is_main, plan.decided_on) == (
        "KẾ HOẠCH CHUYỂN ĐỔI SỐ NĂM 2026",
        2026,
        False,
        None,
    )
    tasks = db.session.scalars(select(PlanTask).where(PlanTask.plan_id == plan.id).order_by(PlanTask.no)).all()
    assert [(one.no, one.title, one.duty.due_on) for one in tasks] == [
        (NUMBERS + 1, "Rà soát thủ tục", date(2026, 3, 27)),
        (NUMBERS + 2, "Sổ đầu bài số", date(2026, 6, 30)),
    ]
    assert (tasks[0].lead, tasks[0].partners, tasks[0].product) == (["Phòng Kinh tế"], ["Công an xã"], "Danh sách")
    assert db.session.scalars(select(Pillar.code).where(Pillar.plan_id == plan.id)).all() == ["I"]
    (target,) = db.session.scalars(select(Target).where(Target.plan_id == plan.id)).all()
    assert (target.comparator, target.value, target.unit_words) == (Comparator.AT_LEAST, Decimal(2), "% GRDP")
    assert (target.threshold, target.followed_by, target.note) == ("≥2% GRDP", "Phòng Kinh tế", "theo NQ 57")
    listed = secretary.get(answer.location).text
    assert "Sổ đầu bài số" in listed
    assert secretary.get(f"/ke-hoach/nhiem-vu/{NUMBERS + 1}").status_code == 200
    assert secretary.get(f"/ke-hoach/chi-tieu/{NUMBERS + 1}").status_code == 200
    assert "≥2% GRDP" in secretary.get(f"/ke-hoach/chi-tieu?ke-hoach={plan.id}").text
    assert "Sổ đầu bài số" not in secretary.get("/ke-hoach/nhiem-vu").text
    noted = select(JournalEntry).where(JournalEntry.action == "plan_imported")
    assert len(db.session.scalars(noted).all()) == 1


def test_it_is_written_once(secretary: Any, handed_in: str) -> None:
    secretary.post(f"{handed_in}/ghi")
    before = count(PlanTask)
    assert secretary.post(f"{handed_in}/ghi").status_code == 303
    assert count(PlanTask) == before


def test_mended_cells_and_other_columns_are_read_again(secretary: Any, handed_in: str) -> None:
    said = {
        "title": "Kế hoạch mới",
        "year": "2026",
        "sua-0-9-due": "3/4/2026",
        "loai-0": "tasks",
        "loai-truoc-0": "tasks",
    }
    columns = {"no": 1, "title": 2, "lead": 3, "due": 4}
    said |= {f"cot-0-{name}": str(at) for name, at in columns.items()}
    said |= {"loai-1": "nothing", "loai-truoc-1": "targets"}
    assert secretary.post(handed_in, said).status_code == 303
    page = seen(secretary, handed_in)
    assert not page.select("[data-unclear]")
    secretary.post(f"{handed_in}/ghi")
    task = db.session.scalars(select(PlanTask).where(PlanTask.title == "Chợ phiên số")).one()
    assert (task.duty.due_on, task.product) == (date(2026, 4, 3), "")
    assert db.session.get_one(Plan, task.plan_id).title == "Kế hoạch mới"


def test_a_day_to_take_it_back(secretary: Any, handed_in: str) -> None:
    before = [count(kind) for kind in (Plan, Pillar, PlanTask, Target, Duty)]
    secretary.post(f"{handed_in}/ghi")
    secretary.post(f"{handed_in}/huy")
    db.session.expire_all()
    assert [count(kind) for kind in (Plan, Pillar, PlanTask, Target, Duty)] == before
    assert db.session.scalars(select(PlanImport)).one().undone_at is not None


def test_no_way_back_after_a_day_or_after_work(secretary: Any, handed_in: str) -> None:
    secretary.post(f"{handed_in}/ghi")
    written = count(PlanTask)
    db.session.scalars(select(PlanImport)).one().taken_at = clock.now() - timedelta(hours=25)
    db.session.commit()
    secretary.post(f"{handed_in}/huy")
    assert count(PlanTask) == written
    db.session.scalars(select(PlanImport)).one().taken_at = clock.now() - timedelta(hours=23)
    db.session.commit()
    task = db.session.scalars(select(PlanTask).where(PlanTask.title == "Sổ đầu bài số")).one()
    task.duty.unit_id = db.session.scalar(select(func.min(Unit.id)))
    db.session.commit()
    secretary.post(f"{handed_in}/huy")
    assert count(PlanTask) == written


def test_a_dropped_file_leaves_nothing(secretary: Any, handed_in: str) -> None:
    assert secretary.post(f"{handed_in}/huy").status_code == 303
    assert count(PlanImport) == 0


def test_an_edited_sheet_shows_exactly_the_edited_cells(secretary: Any, handed_in: str) -> None:
    secretary.post(f"{handed_in}/ghi")
    plan_id = db.session.scalar(select(func.max(Plan.id)))
    edited = [[*row] for row in TASKS[:8]]
    edited[6][2], edited[5][4] = "Sổ đầu bài số toàn xã", "trước ngày 30/3/2026"
    address = hand_in(secretary, workbook(NV=edited)).location
    said = {"plan": str(plan_id), "title": "x", "year": "2026"}
    secretary.post(address, said)
    page = seen(secretary, address)
    assert {one["data-change"] for one in page.select("[data-change]")} == {"tasks-2-title", "tasks-1-due"}
    secretary.post(f"{address}/ghi")
    db.session.expire_all()
    told = select(PlanTask.title, Duty.due_on).join(Duty, Duty.id == PlanTask.duty_id)
    told = told.where(PlanTask.plan_id == plan_id).order_by(PlanTask.no)
    edited_rows = [("Rà soát thủ tục", date(2026, 3, 29)), ("Sổ đầu bài số toàn xã", date(2026, 6, 30))]
    assert [tuple(row) for row in db.session.execute(told)] == edited_rows
    secretary.post(f"{address}/huy")
    before = [("Rà soát thủ tục", date(2026, 3, 27)), ("Sổ đầu bài số", date(2026, 6, 30))]
    assert [tuple(row) for row in db.session.execute(told)] == before


def test_an_export_that_comes_back_changes_only_what_was_edited(secretary: Any) -> None:
    content = secretary.get("/ke-hoach/bang.xlsx").data
    edited = load_workbook(io.BytesIO(content))
    sheet = edited["Nhiệm vụ"]
    assert [cell.value for cell in sheet[3]][:2] == ["Số thứ tự", "Nhiệm vụ"]
    assert edited["ke-hoach-goc"].sheet_state == "hidden"
    sheet.cell(5, 2).value = "Tên mới"
    task = db.session.scalars(select(PlanTask).where(PlanTask.no == 3)).one()
    task.product = "Sản phẩm mới"  # a colleague works on, meanwhile
    db.session.commit()
    out = io.BytesIO()
    edited.save(out)
    address = hand_in(secretary, out.getvalue()).location
    page = seen(secretary, address)
    assert {one["data-change"] for one in page.select("[data-change]")} == {"tasks-2-title"}
    assert not page.select("[data-clash], [data-unclear]")
    secretary.post(f"{address}/ghi")
    db.session.expire_all()
    stored = select(PlanTask.title, PlanTask.product).where(PlanTask.no.in_([2, 3])).order_by(PlanTask.no)
    (renamed, _), (_, worked_on) = db.session.execute(stored).all()
    assert (renamed, worked_on) == ("Tên mới", "Sản phẩm mới")


def test_a_column_that_the_file_lacks_changes_nothing(secretary: Any, handed_in: str) -> None:
    secretary.post(f"{handed_in}/ghi")
    plan_id = db.session.scalar(select(func.max(Plan.id)))
    rows = [["TT", "Nhiệm vụ", "Ghi chú"], [1, "Rà soát thủ tục", "mới"]]
    address = hand_in(secretary, workbook(NV=rows)).location
    secretary.post(address, {"plan": str(plan_id), "title": "x", "year": "2026"})
    page = seen(secretary, address)
    assert {one["data-change"] for one in page.select("[data-change]")} == {"tasks-1-note"}


def test_monthly_work_is_one_line_a_month(secretary: Any) -> None:
    year = clock.today().year
    rows = [
        ["TT", "Nhiệm vụ", "Thời hạn"],
        [1, "Báo cáo AI", "hằng tháng, trước ngày 25"],
        [2, "Việc khác", f"Năm {year}"],
    ]
    address = hand_in(secretary, workbook(**{f"NV {year}": rows}), f"KH {year}.xlsx").location
    secretary.post(f"{address}/ghi")
    lines = db.session.scalars(select(PlanTask).where(PlanTask.title.like("Báo cáo AI%")).order_by(PlanTask.no)).all()
    months = range(clock.today().month, 13)
    assert [one.duty.due_on for one in lines] == [date(year, month, 24) for month in months]
    assert len({one.no for one in lines}) == len(lines)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "rỗng"),
        (b"TT;Nhi\xd6m v\xf4", "Chỉ nhận tệp Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook\0".encode("utf-16-le"), ".xls"),
    ],
)
def test_what_is_no_workbook_is_answered_beside_the_field(secretary: Any, content: bytes, words: str) -> None:
    answer = hand_in(secretary, content, "a.xlsx")
    assert answer.status_code == 422
    assert words in answer.text


def test_a_workbook_without_a_table_says_what_to_do(secretary: Any) -> None:
    address = hand_in(secretary, workbook(A=[["Họ và tên", "Chức vụ"], ["A", "B"]])).location
    assert "Chưa đọc được dòng nào" in secretary.get(address).text
    assert secretary.post(f"{address}/ghi").status_code == 409


@pytest.mark.parametrize("role", ["counter", "auditor", "admin", "province"])
def test_others_hand_in_nothing(planned: Office, browse: Browse, role: str) -> None:
    assert browse(role).get("/ke-hoach/nhap").status_code == 403


def test_another_commune_sees_nothing_of_it(handed_in: str, other_office: Office, app: Any) -> None:
    from tests.browser import Browser

    stranger = Browser(app)
    stranger.enter_as(other_office.accounts["secretary"])
    for verb in ("", "/ghi", "/huy"):
        answer = stranger.post(handed_in + verb) if verb else stranger.get(handed_in)
        assert answer.status_code == 404


def test_a_thousand_rows_cost_few_statements(secretary: Any, statements: Any) -> None:
    rows = [["TT", "Nhiệm vụ", "Thời hạn"], *([at, f"Việc {at}", "Quý I"] for at in range(1, 1_001))]
    address = hand_in(secretary, workbook(NV=rows)).location
    with statements() as told:
        assert secretary.get(address).status_code == 200
    assert len(told) < 10
    with statements() as told:
        assert secretary.post(f"{address}/ghi").status_code == 303
    assert len(told) < 40
    assert count(PlanTask) > 1_000


def test_what_was_edited_in_the_house_stays_when_the_catalogue_is_loaded_again(planned: Office, secretary: Any) -> None:
    edited = load_workbook(io.BytesIO(secretary.get("/ke-hoach/bang.xlsx").data))
    heads = [cell.value for cell in edited["Nhiệm vụ"][3]]
    cells = {"Nhiệm vụ": "Tên của xã", "Thời hạn": "30/9/2026", "Cơ quan chủ trì": "Phòng Kinh tế"}
    for head, value in cells.items():
        edited["Nhiệm vụ"].cell(5, heads.index(head) + 1).value = value
    targets = [cell.value for cell in edited["Chỉ tiêu"][3]]
    edited["Chỉ tiêu"].cell(4, targets.index("Mức phải đạt") + 1).value = "≥ 97%"
    out = io.BytesIO()
    edited.save(out)
    address = hand_in(secretary, out.getvalue()).location
    secretary.post(f"{address}/ghi")

    def load_again() -> None:
        commune_id = db.session.scalars(select(PlanTask.commune_id).limit(1)).one()
        load_plan(db.session.get_one(Commune, commune_id))
        db.session.commit()

    def stands() -> tuple[Any, ...]:
        db.session.expire_all()
        task = db.session.scalars(select(PlanTask).where(PlanTask.no == 2)).one()
        target = db.session.scalars(select(Target).where(Target.no == 1)).one()
        duty = task.duty
        return task.title, task.lead, task.due_text, duty.title, duty.due_on, duty.first_due_on, target.value

    day = date(2026, 9, 30)
    own = ("Tên của xã", ["Phòng Kinh tế"], "30/9/2026", "Tên của xã", day, day, Decimal(97))
    assert stands() == own
    task = db.session.scalars(select(PlanTask).where(PlanTask.no == 2)).one()
    task.goal = "chữ cũ của danh mục"  # not touched by the office: the catalogue mends it
    db.session.commit()
    load_again()
    assert stands() == own
    assert db.session.scalars(select(PlanTask.goal).where(PlanTask.no == 2)).one() != "chữ cũ của danh mục"
    secretary.post(f"{address}/huy")
    before = stands()
    load_again()
    assert stands() == before
    assert before[0] != "Tên của xã" and before[4] == date(2026, 6, 30)
