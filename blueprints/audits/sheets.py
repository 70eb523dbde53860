"""A round as a sheet: one line for each criterion, to be edited in Excel or LibreOffice and handed in again."""

from collections.abc import Iterator, Sequence

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.audits import bp
from blueprints.audits.assigning import assigned_words
from blueprints.audits.badges import revision_words, worth_words
from blueprints.audits.labels import ITEM_STATE
from blueprints.audits.rows import legal_basis
from blueprints.audits.sheet_cells import Names, names_of, shown
from blueprints.filters import day, moment
from blueprints.labels import word
from blueprints.pages import download
from blueprints.spreadsheets import XLSX, Cell, EditableSheet, book
from models import clock, percent
from models.audits import assigning, importing, items, queries
from models.audits.evidence import EvidenceRow
from models.audits.importing import Present
from models.audits.items import Group
from models.audits.queries import RoundFigures
from models.audits.sheet import FIELDS
from models.audits.tables import AuditRound
from models.text import fold

COLUMNS = (
    ("Mã", 11, ""),
    ("Nhóm", 18, ""),
    ("Tiêu chí", 46, ""),
    ("Căn cứ", 24, ""),
    ("Bắt buộc", 8, ""),
    ("Đánh giá", 15, "state"),
    ("Điểm tối đa", 8, ""),
    ("Điểm đạt", 8, ""),
    ("Điểm chấm", 8, "points"),
    ("Lý do", 24, "na_reason"),
    ("Ghi chú", 34, "note"),
    ("Liên kết minh chứng", 40, "links"),
    ("Tệp minh chứng", 24, ""),
    ("Bản minh chứng", 30, ""),
    ("Tồn tại", 34, "finding"),
    ("Đơn vị khắc phục", 22, "unit"),
    ("Người khắc phục", 22, "person"),
    ("Hạn khắc phục", 13, "due"),
    ("Người đánh giá", 18, ""),
    ("Lúc", 16, ""),
    ("Phiên bản", 8, ""),
)  # the words of the head, how wide, and the field that is taken back
HEAD = tuple(name for name, _, _ in COLUMNS)
FIELD_OF = {fold(name): field for name, _, field in COLUMNS if field}
LABEL_OF = {field: name for name, _, field in COLUMNS if field}
EXPORTED = "Lúc xuất"  # the hidden sheet: each cell as it was, so that what changed is told from what did not
LONGEST_LIST = 250  # characters that Excel takes for the words of a choice


@bp.get("/kiem-tra/dot/<int:round_id>.xlsx")
@requires(Permission.READ_AUDITS)
def xlsx(round_id: int) -> AnyResponse:
    """The criteria of a round with what was said about them, as a sheet."""
    round_ = queries.audit_round(viewer(), round_id)
    return download(sheet_of(round_), XLSX, f"{file_name(round_)}.xlsx")


def file_name(round_: AuditRound) -> str:
    """What the files of a round are called."""
    return f"kiem-tra-{round_.set.code.replace('_', '-')}-dot-{round_.no}"


def sheet_of(round_: AuditRound) -> bytes:
    """The workbook of a round: what people edit, and beside it out of sight what stood there at the export."""
    parts = items.groups(round_)
    there = importing.presents(round_, parts)
    names = names_of(viewer(), round_.commune_id)
    above = list(_above(round_, items.shown_figures(round_, parts)))
    lines = [*above, HEAD, *_lines(parts, there, names)]
    widths = [width for _, width, _ in COLUMNS]
    typed = frozenset(at for at, (_, _, field) in enumerate(COLUMNS) if field)
    offered = {"state": list(ITEM_STATE.values()), "unit": list(names.units.values())}
    choices = {HEAD.index(LABEL_OF[name]): words for name, words in offered.items() if _fits(words)}
    return book(
        (
            EditableSheet("Kết quả", lines, len(above), widths, choices, typed),
            EditableSheet(EXPORTED, list(_exported(round_, there)), is_hidden=True),
        )
    )


def _fits(words: Sequence[str]) -> bool:
    return bool(words) and len(",".join(words)) <= LONGEST_LIST and not any("," in one or '"' in one for one in words)


def _above(round_: AuditRound, figures: RoundFigures) -> Iterator[tuple[Cell, ...]]:
    state = f"khóa lúc {moment(round_.locked_at)}" if round_.locked_at else "chưa khóa, số liệu tạm tính"
    yield (f"{round_.set.name}, đợt {round_.no} – {round_.commune.name}",)
    yield (f"{word(round_.kind)}, ngày đánh giá {day(round_.assessed_on)}, {state}",)
    if told := assigned_words(assigning.of(round_)):
        yield (f"Người kiểm tra: {told}",)
    score = percent.score(figures.score)
    yield (
        f"Đã đánh giá {figures.assessed}/{figures.total}, đạt {figures.met}/{figures.applicable}, điểm {score}/100, "
        f"bắt buộc chưa đạt {figures.mandatory_missing}, bắt buộc chưa đánh giá {figures.mandatory_open}",
    )
    if not round_.is_locked:
        yield ("Sửa các cột nền vàng rồi nhập lại ở trang của đợt. Mỗi liên kết một dòng, sau liên kết ghi ngày.",)


def _exported(round_: AuditRound, there: Sequence[Present]) -> Iterator[tuple[Cell, ...]]:
    yield ("Đợt", round_.id, clock.now().isoformat())
    yield ("Mã", "Phiên bản", *FIELDS)
    for one in there:
        yield (one.item.code, one.item.version, *(one.cells.get(field) for field in FIELDS))


def _lines(parts: Sequence[Group], there: Sequence[Present], names: Names) -> Iterator[tuple[Cell, ...]]:
    by_code = {one.item.code: one for one in there}
    for part in parts:
        yield from (_line(part.title, by_code[item.code], names) for item in part.items)


def _line(group: str, present: Present, names: Names) -> tuple[Cell, ...]:
    item = present.item
    told = {field: shown(field, text, names) for field, text in present.cells.items()}
    if "finding" not in told:
        told["finding"] = f"{item.findings} tồn tại, sửa trên trang"
    fixed: dict[str, Cell] = {
        "Mã": item.code,
        "Nhóm": group,
        "Tiêu chí": item.requirement,
        "Căn cứ": legal_basis(item),
        "Bắt buộc": "có" if item.is_mandatory else "",
        "Điểm tối đa": item.max_points,
        "Điểm đạt": item.counted_points,
        "Tệp minh chứng": "\n".join(
            url_for("files.open", file_id=one.file_id, _external=True) for one in item.evidence if one.file_id
        ),
        "Bản minh chứng": "\n".join(filter(None, map(_revision, item.evidence))),
        "Người đánh giá": item.assessed_by or "",
        "Lúc": moment(item.assessed_at) if item.assessed_at else "",
        "Phiên bản": item.version,
    }
    return tuple(told.get(field, "") if field else fixed[name] for name, _, field in COLUMNS)


def _revision(kept: EvidenceRow) -> str:
    """Which revision of a proof stands in the row, and until when it is worth something; nothing for a plain one."""
    told = ", ".join(filter(None, (revision_words(kept), worth_words(kept))))
    return f"{kept.title}: {told}" if told else ""
