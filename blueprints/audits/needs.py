"""What a round says of its subject: what is there, what is lacking, and how each lack is to be mended."""

from collections.abc import Iterable, Iterator
from typing import Any

from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.audits import bp
from blueprints.audits.labels import ITEM_KIND
from blueprints.filters import day
from blueprints.labels import word
from blueprints.pages import download, render_page
from blueprints.spreadsheets import XLSX, Cell, workbook
from models.audits import findings, items, queries
from models.audits.findings import FindingRow
from models.audits.items import ItemRow
from models.audits.rules import PROBLEMS, ItemPick
from models.audits.tables import AuditRound

HEAD = ("Mã", "Tiêu chí", "Đánh giá", "Minh chứng hoặc tồn tại", "Đơn vị", "Người", "Hạn")
FOUND_HEAD = (
    "Mã",
    "Tồn tại",
    "Nơi",
    "Thành phần",
    "Mức độ",
    "Lần thấy",
    "Đợt",
    "Thấy lại",
    "Đơn vị",
    "Người",
    "Hạn",
    "Tình trạng",
)
BOUGHT_HEAD = ("Đề xuất mua sắm", "Tiêu chí", "Số lượng", "Dự toán (đồng)", "Nguồn kinh phí", "Đơn vị", "Phê duyệt")


def sorted_out(round_: AuditRound) -> dict[str, Any]:
    """The criteria of a round by what they say, and its open findings by how they are mended and who mends them."""
    every = list(items.all_items(items.groups(round_)))
    found = [row for row in findings.rows(viewer(), round_.id) if row.belongs(findings.FindingPick.UNMENDED)]
    bought = [row for row in found if row.is_purchase]
    by_person: dict[tuple[str, str], list[FindingRow]] = {}
    for row in found:
        by_person.setdefault((row.unit or "", row.person or ""), []).append(row)
    return {
        "there": [item for item in every if item.belongs(ItemPick.MET)],
        "lacking": [item for item in every if item.state in PROBLEMS or item.lacks_evidence],
        "open_items": [item for item in every if item.belongs(ItemPick.OPEN)],
        "of": _by_criterion(found),
        "bought": bought,
        "total": sum(row.estimate or 0 for row in bought),
        "reckoned": sum(row.estimate is not None for row in bought),
        "own": [row for row in found if not row.is_purchase],
        "by_person": by_person,
    }


def _by_criterion(rows: Iterable[FindingRow]) -> dict[int, list[FindingRow]]:
    found: dict[int, list[FindingRow]] = {}
    for row in rows:
        found.setdefault(row.result_id, []).append(row)
    return found


@bp.get("/kiem-tra/dot/<int:round_id>/danh-sach")
@requires(Permission.READ_AUDITS)
def needs(round_id: int) -> AnyResponse:
    """Two lists ready to print: what is there and what is lacking; below, what is to be bought and what to be done."""
    round_ = queries.audit_round(viewer(), round_id)
    return render_page("audits/needs.html", round=round_, kinds=ITEM_KIND, **sorted_out(round_))


@bp.get("/kiem-tra/dot/<int:round_id>/danh-sach.xlsx")
@requires(Permission.READ_AUDITS)
def needs_xlsx(round_id: int) -> AnyResponse:
    """The same lists as a sheet."""
    round_ = queries.audit_round(viewer(), round_id)
    name = f"danh-sach-{round_.set.code.replace('_', '-')}-dot-{round_.no}.xlsx"
    return _sheet("Danh sách", _lines(round_, sorted_out(round_)), name)


def _sheet(title: str, lines: Iterable[tuple[Cell, ...]], name: str) -> AnyResponse:
    return download(workbook(title, lines), XLSX, name)


def _lines(round_: AuditRound, parts: dict[str, Any]) -> Iterator[tuple[Cell, ...]]:
    yield (f"{round_.set.name}, đợt {round_.no} – {round_.commune.name}, ngày đánh giá {day(round_.assessed_on)}",)
    for title, rows in (("Đáp ứng", parts["there"]), ("Còn thiếu", parts["lacking"])):
        yield ()
        yield (f"{title}: {len(rows)} tiêu chí",)
        yield HEAD
        yield from (_line(item, parts["of"].get(item.result_id, [])) for item in rows)
    yield ()
    yield (f"Đề xuất mua sắm: {parts['reckoned']}/{len(parts['bought'])} khoản đã có dự toán",)
    yield BOUGHT_HEAD
    for row in parts["bought"]:
        decided = word(row.purchase_word) if row.purchase_word else "Đề xuất, chờ duyệt"
        yield row.text, row.code, row.quantity, row.estimate, row.funding, row.unit or "", decided
    yield "Cộng", "", None, parts["total"], "", "", ""
    yield ()
    yield (f"Tự thực hiện: {len(parts['own'])} tồn tại",)
    yield FOUND_HEAD
    yield from map(found_line, parts["own"])


def _line(item: ItemRow, found: list[FindingRow]) -> tuple[Cell, ...]:
    first = found[0] if found else None
    said = [row.text for row in found] or [one.title for one in item.evidence] or [item.note]
    owner = (first.unit or "", first.person or "", day(first.due_on) if first.due_on else "") if first else ("", "", "")
    return item.code, item.requirement, word(item.state), "\n".join(said), *owner


def found_line(row: FindingRow) -> tuple[Cell, ...]:
    """A finding as a line of a sheet."""
    return (
        row.code,
        row.text,
        "\n".join(row.where),
        row.component,
        word(row.severity),
        row.seen,
        f"{row.set_name}, đợt {row.round_no}",
        f"đợt {row.seen_last}" if row.seen_last else "",
        row.unit or "",
        row.person or "",
        day(row.due_on) if row.due_on else "",
        _standing(row),
    )


def _standing(row: FindingRow) -> str:
    """How far it is; of several places at how many it is mended."""
    told = word(row.standing.state)
    return f"{told} ({row.verified_places}/{len(row.where)} nơi)" if len(row.where) > 1 else told


def findings_sheet(rows: Iterable[FindingRow]) -> AnyResponse:
    """Findings as a sheet, whatever list they come from."""
    return _sheet("Tồn tại", [FOUND_HEAD, *map(found_line, rows)], "ton-tai.xlsx")
