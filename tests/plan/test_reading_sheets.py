"""Readings that come as a workbook: shown before they are written, written once, taken back for a day, edited again."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from models import clock
from models.base import db
from models.files.tables import RowsImport
from models.journal import JournalEntry
from models.plan.tables import Figure, LocalIndicator, Target
from tests.browser import Browser
from tests.factories import Office
from tests.files.hostile_sheets import HOSTILE
from tests.plan.test_imports import count, hand_in, seen, workbook

Browse = Callable[..., Any]
IN = "/ke-hoach/so-lieu/nhap"
YESTERDAY = clock.today() - timedelta(days=1)


def day(ago: int = 1) -> str:
    found = clock.today() - timedelta(days=ago)
    return f"{found.day}/{found.month}/{found.year}"


def rows() -> list[list[Any]]:
    return [
        ["ỦY BAN NHÂN DÂN XÃ CHƯ PRÔNG"],
        ["BIỂU SỐ LIỆU QUÝ"],
        [],
        ["Văn bản nguồn", "TT", "Chỉ tiêu", "Kết quả thực hiện", "Thời điểm", "Ghi chú"],
        ["I. Kinh tế"],
        [f"Báo cáo số 12/BC-UBND ngày {day(3)}", 1, "Thu ngân sách", "26,9 tỷ đồng", day(), "lũy kế"],
        ["Phòng Kinh tế", 2, "Thu ngân sách", "≥ 20 tỷ đồng", day(40), ""],
        ["", 3, "Chỉ số không có", "80%", day(), ""],
        ["", 4, "Thu ngân sách", "25", day(70), ""],
    ]


@pytest.fixture
def secretary(planned: Office, browse: Browse) -> Any:
    told = {"says": "Lũy kế", "followed_by": "", "reading_days": 45, "comparator": None, "value": None}
    money = LocalIndicator(commune_id=planned.commune.id, title="Thu ngân sách", unit_words="tỷ đồng", **told)
    db.session.add(money)
    db.session.commit()
    return browse("secretary")


def give(browser: Any, content: bytes, name: str = "Số liệu.xlsx") -> Any:
    return browser.post(IN, {"file": (io.BytesIO(content), name)})


@pytest.fixture
def given(secretary: Any) -> str:
    return str(give(secretary, workbook(Biểu=rows())).location)


def held() -> list[tuple[Any, ...]]:
    told = select(Figure.value, Figure.as_of, Figure.document_no, Figure.note, Figure.corrects_id).order_by(Figure.id)
    return [tuple(row) for row in db.session.execute(told)]


def test_nothing_is_written_before_the_press_and_each_doubt_names_its_cell(secretary: Any, given: str) -> None:
    before = count(Figure)
    page = seen(secretary, given)
    outcomes = {one["data-row"]: one["data-outcome"] for one in page.select("[data-row]")}
    assert outcomes == {"0-6": "new", "0-7": "unclear", "0-8": "unclear", "0-9": "new"}
    assert {one["data-unclear"] for one in page.select("[data-unclear]")} == {"7-value", "8-code"}
    words = " ".join(page.get_text(" ").split())
    assert "Biểu, dòng 7" in words and "Cột D (Giá trị): ≥ 20 tỷ đồng là mức phải đạt" in words
    assert "26,9 tỷ đồng → 26,9" in words
    assert count(Figure) == before


def test_clear_rows_are_written_once(secretary: Any, given: str) -> None:
    assert secretary.post(f"{given}/ghi").status_code == 303
    written = held()
    assert written == [
        (Decimal("26.9"), YESTERDAY, "12/BC-UBND", "lũy kế", None),
        (Decimal(25), clock.today() - timedelta(days=70), "", "", None),
    ]
    secretary.post(f"{given}/ghi")
    assert held() == written
    noted = select(JournalEntry).where(JournalEntry.action == "readings_imported")
    assert len(db.session.scalars(noted).all()) == 1


def test_a_mended_cell_is_read_again(secretary: Any, given: str) -> None:
    code = f"CS{db.session.scalar(select(LocalIndicator.id))}"
    said = {"doc-0": "co", "sua-0-7-value": "21,5", "sua-0-8-code": code, "sua-0-8-value": "80 tỷ đồng"}
    columns = {"no": 1, "title": 2, "value": 3, "as_of": 4, "document": 0, "note": 5}
    said |= {f"cot-0-{name}": str(at) for name, at in columns.items()} | {"sua-0-8-as_of": day(2)}
    assert secretary.post(given, said).status_code == 303
    assert not seen(secretary, given).select("[data-unclear]")
    secretary.post(f"{given}/ghi")
    assert [value for value, *_ in held()] == [Decimal("26.9"), Decimal("21.5"), Decimal(80), Decimal(25)]


def test_a_day_to_take_it_back_and_nothing_else_takes_a_reading_away(secretary: Any, given: str) -> None:
    secretary.post(f"{given}/ghi")
    row = db.session.scalars(select(Figure)).first()
    db.session.delete(row)
    with pytest.raises(DBAPIError):
        db.session.flush()
    db.session.rollback()
    secretary.post(f"{given}/huy")
    db.session.expire_all()
    assert held() == []
    assert db.session.scalars(select(RowsImport)).one().undone_at is not None


def test_no_way_back_after_a_day_or_a_correction(secretary: Any, given: str) -> None:
    secretary.post(f"{given}/ghi")
    imported = db.session.scalars(select(RowsImport)).one()
    imported.taken_at = clock.now() - timedelta(hours=25)
    db.session.commit()
    secretary.post(f"{given}/huy")
    assert len(held()) == 2
    db.session.scalars(select(RowsImport)).one().taken_at = clock.now()
    first = db.session.scalars(select(Figure).order_by(Figure.id)).first()
    assert first is not None
    address = f"/ke-hoach/kinh-te-xa-hoi/{first.indicator_id}/so-lieu?dinh-chinh={first.id}"
    db.session.commit()
    secretary.post(address, {"as_of": day(), "value": "27", "note": "gõ nhầm"})
    secretary.post(f"{given}/huy")
    assert len(held()) == 3


def edited(content: bytes, change: Callable[[Any], None]) -> bytes:
    book = load_workbook(io.BytesIO(content))
    change(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_export_that_comes_back_changes_exactly_the_edited_cells(secretary: Any, given: str) -> None:
    secretary.post(f"{given}/ghi")
    content = secretary.get("/ke-hoach/so-lieu-nhap-tay.xlsx").data
    address = give(secretary, content).location
    page = seen(secretary, address)
    assert not page.select("[data-change], [data-unclear]")
    assert {one["data-outcome"] for one in page.select("[data-row]")} == {"same"}
    first, second = db.session.scalars(select(Figure.id).order_by(Figure.as_of)).all()

    def change(sheet: Any) -> None:
        heads = [cell.value for cell in sheet[3]]
        sheet.cell(4, heads.index("Giá trị") + 1).value = 24.5
        sheet.cell(5, heads.index("Văn bản nguồn") + 1).value = f"13/BC-UBND ngày {day(2)}"

    address = give(secretary, edited(content, change), "Sửa.xlsx").location
    page = seen(secretary, address)
    assert {one["data-change"] for one in page.select("[data-change]")} == {f"{first}-value", f"{second}-document"}
    secretary.post(f"{address}/ghi")
    newest = held()[2:]
    assert newest == [
        (Decimal("24.5"), clock.today() - timedelta(days=70), "", "Đính chính theo tệp Sửa.xlsx", first),
        (Decimal("26.9"), YESTERDAY, "13/BC-UBND", "Đính chính theo tệp Sửa.xlsx", second),
    ]
    secretary.post(f"{address}/huy")
    assert len(held()) == 2


def test_what_a_colleague_corrected_meanwhile_waits(secretary: Any, given: str) -> None:
    secretary.post(f"{given}/ghi")
    content = secretary.get("/ke-hoach/so-lieu-nhap-tay.xlsx").data
    first = db.session.scalars(select(Figure).order_by(Figure.as_of.desc())).first()
    assert first is not None
    address = f"/ke-hoach/kinh-te-xa-hoi/{first.indicator_id}/so-lieu?dinh-chinh={first.id}"
    secretary.post(address, {"as_of": day(), "value": "27", "note": "gõ nhầm"})
    page = seen(secretary, give(secretary, content).location)
    assert {one["data-unclear"].split("-")[1] for one in page.select("[data-unclear]")} == {"id"}


def test_shares_that_excel_draws_in_per_cent_are_read_as_drawn(secretary: Any) -> None:
    book = Workbook()
    title = db.session.scalar(select(Target.title).where(Target.measure_key.is_(None), Target.unit_words == "%"))
    book.active.append(["Chỉ tiêu", "Kết quả", "Ngày"])
    book.active.append([title, 0.987, date(2026, 1, 31)])
    book.active["B2"].number_format = "0.0%"
    out = io.BytesIO()
    book.save(out)
    page = seen(secretary, give(secretary, out.getvalue()).location)
    assert "98,7%" in page.select_one("[data-cell=value]").get_text()
    assert not page.select("[data-unclear$=value]")


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.slow
def test_hostile_workbooks_are_answered_in_words(secretary: Any, name: str) -> None:
    answer = give(secretary, HOSTILE[name][0]())
    assert answer.status_code in {303, 422}
    if answer.status_code == 303:
        assert secretary.get(answer.location).status_code == 200
        assert secretary.post(f"{answer.location}/ghi").status_code == 409


@pytest.mark.parametrize("role", ["counter", "auditor", "admin", "province"])
def test_others_hand_in_nothing(planned: Office, browse: Browse, role: str) -> None:
    assert browse(role).get(IN).status_code == 403


def test_another_commune_sees_nothing_of_it(given: str, other_office: Office, app: Any) -> None:
    stranger = Browser(app)
    stranger.enter_as(other_office.accounts["secretary"])
    for verb in ("", "/ghi", "/huy"):
        assert (stranger.post(given + verb) if verb else stranger.get(given)).status_code == 404


def test_a_file_of_a_plan_is_no_file_of_readings(secretary: Any, given: str) -> None:
    other = hand_in(secretary, workbook(NV=[["TT", "Nhiệm vụ", "Thời hạn"], [1, "Việc", "Quý I"]])).location
    number = int(other.rsplit("/", 1)[1])
    assert secretary.get(f"/ke-hoach/so-lieu/nhap/{number + 900}").status_code == 404


def test_a_thousand_rows_cost_few_statements(secretary: Any, statements: Any) -> None:
    lines: list[list[Any]] = [["TT", "Chỉ số", "Giá trị", "Ngày"]]
    start = date(2020, 1, 1)
    for at in range(1, 1_001):
        told = start + timedelta(days=at)
        lines.append([at, "Thu ngân sách", str(at), f"{told.day}/{told.month}/{told.year}"])
    address = give(secretary, workbook(A=lines)).location
    with statements() as told_:
        assert secretary.get(address).status_code == 200
    assert len(told_) < 12
    with statements() as told_:
        assert secretary.post(f"{address}/ghi").status_code == 303
    assert len(told_) < 30
    assert count(Figure) == 1_000
