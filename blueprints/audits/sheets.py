"""A round as a sheet: one line for each criterion, to be sorted and counted in Excel."""

from collections.abc import Iterator

from flask import Response, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.audits import bp
from blueprints.audits.rows import legal_basis
from blueprints.filters import day, moment
from blueprints.labels import word
from blueprints.spreadsheets import XLSX, Cell, workbook
from models.audits import items, queries
from models.audits.items import Group, ItemRow
from models.audits.tables import AuditRound

HEAD = (
    "Mã",
    "Nhóm",
    "Tiêu chí",
    "Căn cứ",
    "Bắt buộc",
    "Đánh giá",
    "Điểm tối đa",
    "Điểm đạt",
    "Minh chứng",
    "Ghi chú",
    "Lý do không áp dụng",
    "Số tồn tại",
    "Người đánh giá",
    "Lúc",
)


@bp.get("/kiem-tra/dot/<int:round_id>.xlsx")
@requires(Permission.READ_AUDITS)
def xlsx(round_id: int) -> AnyResponse:
    """The criteria of a round with what was said about them, as a sheet."""
    round_ = queries.audit_round(viewer(), round_id)
    lines = [*_above(round_), HEAD, *_lines(items.groups(round_))]
    answer = Response(workbook("Kết quả", lines), mimetype=XLSX)
    name = f"kiem-tra-{round_.set.code.replace('_', '-')}-dot-{round_.no}.xlsx"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _above(round_: AuditRound) -> Iterator[tuple[Cell, ...]]:
    state = f"khóa lúc {moment(round_.locked_at)}" if round_.locked_at else "chưa khóa, số liệu tạm tính"
    yield (f"{round_.set.name}, đợt {round_.no} – {round_.commune.name}",)
    yield (f"{word(round_.kind)}, ngày đánh giá {day(round_.assessed_on)}, {state}",)


def _lines(parts: list[Group]) -> Iterator[tuple[Cell, ...]]:
    for part in parts:
        yield from (_line(part.title, item) for item in part.items)


def _line(group: str, item: ItemRow) -> tuple[Cell, ...]:
    return (
        item.code,
        group,
        item.requirement,
        legal_basis(item),
        "có" if item.is_mandatory else "",
        word(item.state),
        item.max_points,
        item.counted_points,
        "\n".join(one.url or url_for("files.open", file_id=one.file_id, _external=True) for one in item.evidence),
        item.note,
        item.na_reason,
        item.findings,
        item.assessed_by or "",
        moment(item.assessed_at) if item.assessed_at else "",
    )
