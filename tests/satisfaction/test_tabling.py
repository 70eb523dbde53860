"""A table is made once and drawn four ways: what is hidden is in none of them, and every total is large enough."""

import csv
import io
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blueprints.satisfaction import findings
from blueprints.satisfaction.exports import as_csv, as_json, as_xlsx, export_of
from models.satisfaction.rules import Tally
from models.satisfaction.tabling import FigureTable, figure_table


def tally(satisfied: int, others: int = 0) -> Tally:
    return Tally({5: satisfied, 2: others}, satisfied)


def table() -> FigureTable:
    rows = [
        ("Quầy 1", {"Tuần 1": tally(40, 2), "Tuần 2": tally(38), "Tuần 3": tally(41, 1)}),
        ("Quầy 2", {"Tuần 1": tally(3, 1), "Tuần 2": tally(20), "Tuần 3": tally(31)}),
        ("=Quầy 3", {"Tuần 1": tally(22, 8), "Tuần 2": tally(25, 5), "Tuần 3": tally(19, 7)}),
    ]
    return figure_table(rows, ["Tuần 1", "Tuần 2", "Tuần 3"])


def test_a_small_cell_and_its_siblings_are_gone_from_the_table_itself() -> None:
    found = table()
    assert found.cells[1][0] is None
    assert sum(cell is None for row in found.cells for cell in row) == 4
    assert found.total.n == sum(one.n for one in found.row_totals) == sum(one.n for one in found.column_totals)


def test_small_rows_are_joined_and_small_columns_go_with_a_neighbour() -> None:
    rows = [("A", {"1": tally(30), "2": tally(3)}), ("B", {"1": tally(4), "2": tally(1)}), ("C", {"1": tally(12)})]
    found = figure_table(rows, ["1", "2"], rest="Khác")
    assert (found.rows, found.columns) == (("A", "Khác"), ("1 – 2",))
    assert [one.n for one in found.row_totals] == [33, 17]


def test_too_few_answers_make_no_table() -> None:
    found = figure_table([("A", {"1": tally(9)})], ["1"])
    assert (found.rows, found.total.n) == ((), 9)


COUNTS = st.lists(st.lists(st.integers(0, 40), min_size=1, max_size=4), min_size=1, max_size=5).filter(
    lambda rows: len({len(row) for row in rows}) == 1
)


@given(COUNTS)
def test_every_total_that_is_shown_is_of_ten_or_more_and_nothing_is_lost(counts: list[list[int]]) -> None:
    columns = [f"c{place}" for place in range(len(counts[0]))]
    rows = [(f"r{at}", dict(zip(columns, map(tally, row), strict=True))) for at, row in enumerate(counts)]
    found = figure_table(rows, columns)
    assert found.total.n == sum(map(sum, counts))
    assert all(one.n >= 10 for one in (*found.row_totals, *found.column_totals))
    assert all(cell is None or cell.n == 0 or cell.n >= 10 for row in found.cells for cell in row)
    if found.rows:
        assert sum(one.n for one in found.row_totals) == found.total.n


def files() -> dict[str, list[list[str]]]:
    """The rows of the table as each file says them."""
    from openpyxl import load_workbook

    export = export_of(table(), "bang", "Theo quầy", "Quầy", ("ghi chú",), Decimal(98))
    sheet = load_workbook(io.BytesIO(as_xlsx(export))).active
    assert sheet is not None
    told = json.loads(as_json(export))
    return {
        "csv": list(csv.reader(io.StringIO(as_csv(export).decode("utf-8-sig"))))[3:],
        "xlsx": [["" if cell.value is None else str(cell.value) for cell in row] for row in sheet.iter_rows(min_row=4)],
        "json": [[str(value) for value in row] for row in told["rows"]],
    }


def test_the_three_files_say_the_same_and_hide_the_same() -> None:
    told = files()
    assert told["xlsx"] == told["json"]
    assert told["csv"] == [[value.replace("=Quầy", "'=Quầy") for value in row] for row in told["json"]]
    for rows in told.values():
        assert rows[1][1:4] == ["ẩn", "ẩn", "ẩn"]
        assert sum(value == "ẩn" for row in rows for value in row) == 12


def test_nothing_in_a_sheet_is_a_formula() -> None:
    from openpyxl import load_workbook

    export = export_of(table(), "bang", "=1+1", "Quầy", ())
    sheet = load_workbook(io.BytesIO(as_xlsx(export))).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


@pytest.mark.parametrize(("percent", "says"), [(None, "các tuần đã hết"), (Decimal(98), "=Quầy 3 thấp hơn 98% rõ")])
def test_a_heading_says_only_what_is_sure(percent: Decimal | None, says: str) -> None:
    assert says in findings.counters(table(), percent)
    assert "không lúc nào kém rõ" in findings.hours(figure_table([("Thứ Hai", {"8 giờ": tally(40, 1)})], ["8 giờ"]), 30)
