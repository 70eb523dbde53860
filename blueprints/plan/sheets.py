"""A plan as a workbook to go on working in: its tasks and targets, and what they said when it was made."""

import json

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.filters import int_arg
from blueprints.pages import download, go_to
from blueprints.plan import bp
from blueprints.plan.labels import CELL, SHEET_KIND
from blueprints.plan.one_commune import in_one_commune
from blueprints.spreadsheets import XLSX, Cell, EditableSheet, book
from models.plan import queries
from models.plan.heads import FIELDS, SheetKind
from models.plan.sheet_plan import KEPT, Cells, cells_of
from models.text import fold

HEADS = CELL | {"title": "Nhiệm vụ", "lead": "Cơ quan chủ trì", "partners": "Cơ quan phối hợp"}
OF_TARGETS = HEADS | {"title": "Chỉ tiêu", "lead": "Đơn vị theo dõi"}
WIDTHS = {"no": 8, "title": 50, "goal": 40, "product": 40, "lead": 28, "partners": 32, "note": 30}


@bp.get("/ke-hoach/bang.xlsx")
@requires(Permission.READ_PLAN)
@in_one_commune
def plan_xlsx() -> AnyResponse:
    """The tasks and targets of a plan; handed in again, exactly the cells that were edited are taken."""
    plan = queries.chosen(queries.plans(viewer()), int_arg("ke-hoach", 0))
    if plan is None:
        return go_to(url_for(".tasks"), "Chưa có kế hoạch nào.", "warn")
    cells = cells_of(viewer(), plan.id)
    sheets = [_sheet(plan.title, kind, cells) for kind in (SheetKind.TASKS, SheetKind.TARGETS)]
    kept: list[list[Cell]] = [["ke-hoach", plan.id]]
    kept += [[kind.value, no, json.dumps(said, ensure_ascii=False)] for (kind, no), said in cells.items()]
    content = book([*sheets, EditableSheet(KEPT, kept, is_hidden=True)])
    return download(content, XLSX, f"ke-hoach-{fold(plan.code).replace(' ', '-')}.xlsx")


def _sheet(title: str, kind: SheetKind, cells: Cells) -> EditableSheet:
    heads = HEADS if kind is SheetKind.TASKS else OF_TARGETS
    names = FIELDS[kind]
    lines: list[list[Cell]] = [[title], [], [heads[name] for name in names]]
    for (of, no), said in cells.items():
        if of is kind:
            lines.append([no, *(said[name] for name in names[1:])])
    widths = [WIDTHS.get(name, 24) for name in names]
    return EditableSheet(SHEET_KIND[kind], lines, 2, widths, typed=frozenset(range(1, len(names))))
