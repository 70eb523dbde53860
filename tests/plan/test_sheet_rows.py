"""Sheets as offices make them: titles above, joined cells, columns in any order; rows, groups and what is no row."""

from datetime import date
from typing import Any

import pytest

from models.plan.drafts import CellDoubt, understood
from models.plan.heads import SheetKind, letter, propose, spread

HEADS = [
    (["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành", "Sản phẩm"], SheetKind.TASKS),
    (["Sản phẩm, kết quả", "Thời hạn", "Đơn vị thực hiện", "Nội dung công việc", "STT"], SheetKind.TASKS),
    (["STT", "TÊN NHIỆM VỤ", "CHỦ TRÌ/PHỐI HỢP", "TIẾN ĐỘ", "GHI CHÚ"], SheetKind.TASKS),
    (["TT", "Chỉ tiêu", "Đơn vị tính", "Mục tiêu năm 2026", "Đơn vị theo dõi"], SheetKind.TARGETS),
    (["Số TT", "Tên chỉ tiêu", "Kế hoạch năm 2026"], SheetKind.TARGETS),
    (["TT", "Nội dung chỉ tiêu, nhiệm vụ", "Thời gian"], SheetKind.TASKS),
    (["Họ và tên", "Chức vụ"], SheetKind.NOTHING),
    (["a", None, None], SheetKind.NOTHING),
]


@pytest.mark.parametrize(("heads", "kind"), HEADS)
def test_a_sheet_is_known_by_its_head(heads: list[Any], kind: SheetKind) -> None:
    rows: list[list[Any]] = [["ỦY BAN NHÂN DÂN XÃ"], [None, "DANH MỤC NHIỆM VỤ NĂM 2026"], [], heads, ["1", "Việc"]]
    found = propose(rows)
    assert found.kind is kind
    if kind is not SheetKind.NOTHING:
        assert (found.head, found.last_head) == (3, 3)
        assert {"title"} < set(found.columns)


def test_columns_are_found_in_any_order() -> None:
    found = propose([HEADS[1][0]])
    assert found.columns == {"product": 0, "due": 1, "lead": 2, "title": 3, "no": 4}


def test_a_head_of_two_rows_with_joined_cells() -> None:
    rows: list[list[Any]] = [
        ["TT", "Nhiệm vụ", "Phân công", None, "Thời hạn"],
        [None, None, "Chủ trì", "Phối hợp", None],
        [1, "Rà soát", "Phòng Kinh tế", "Công an xã", "31/3"],
    ]
    merged = [[0, 0, 1, 0], [0, 1, 1, 1], [0, 2, 0, 3], [0, 4, 1, 4]]
    found = propose(rows, merged)
    assert (found.last_head, found.columns) == (1, {"no": 0, "title": 1, "lead": 2, "partners": 3, "due": 4})


def test_cells_joined_downwards_hold_for_each_row() -> None:
    rows: list[list[Any]] = [[1, "A", "Phòng Kinh tế"], [2, "B"], [3, "C"]]
    assert [row[2] for row in spread(rows, [[0, 2, 1, 2]])[:2]] == ["Phòng Kinh tế"] * 2
    assert spread(rows, [[0, 2, 1, 2]])[2] == [3, "C"]


def test_groups_numbers_of_columns_and_the_foot_are_no_rows() -> None:
    rows: list[list[Any]] = [
        ["(1)", "(2)", "(3)"],
        ["I", "Chính quyền số"],
        [1, "Rà soát thủ tục", "31/3"],
        ["II. Kinh tế số"],
        ["02", "Chợ số", "tuần sau"],
        [],
        ["Nơi nhận:", "Như trên"],
    ]
    found = understood(rows, SheetKind.TASKS, 0, {"no": 0, "title": 1, "due": 2}, 2026)
    assert [(one.row, one.no, one.title, one.group) for one in found.drafts] == [
        (3, 1, "Rà soát thủ tục", ("I", "Chính quyền số")),
        (5, 2, "Chợ số", ("II", "Kinh tế số")),
    ]
    assert [one.due_on for one in found.drafts] == [date(2026, 3, 31), None]
    assert found.drafts[1].doubts == {"due": CellDoubt.DAY}
    assert [reason for _, _, reason in found.passed] == ["counted", "group", "group", "foot"]


def test_numbers_that_begin_anew_count_on_and_mended_cells_win() -> None:
    rows: list[list[Any]] = [["I", "A"], [1, "x", "?"], ["II", "B"], [1, "y", "31/3"]]
    mended = {"2": {"due": "Quý I"}}
    found = understood(rows, SheetKind.TASKS, 0, {"no": 0, "title": 1, "due": 2}, 2026, mended=mended)
    assert [(one.no, one.due_on) for one in found.drafts] == [(1, date(2026, 3, 31)), (2, date(2026, 3, 31))]


def test_a_target_without_a_side_waits() -> None:
    columns = {"no": 0, "title": 1, "threshold": 2, "unit": 3}
    rows: list[list[Any]] = [
        [1, "Hài lòng", "≥ 98%"],
        [2, "Chi KH&CN", "2% GRDP"],
        [3, "Số hóa", 100, "%"],
        [4, "Z", ""],
    ]
    found = understood(rows, SheetKind.TARGETS, 0, columns, 2026).drafts
    assert [one.doubts for one in found] == [
        {},
        {"threshold": CellDoubt.NO_SIDE},
        {},
        {"threshold": CellDoubt.EMPTY},
    ]


def test_columns_are_named_as_excel_does() -> None:
    assert [letter(at) for at in (0, 25, 26, 39)] == ["A", "Z", "AA", "AN"]
