"""A set of criteria on paper: the whole checklist to be filled in by pen, where no computer can be taken along."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.audits import bp
from blueprints.audits.rows import legal_words
from blueprints.documents import (
    Across,
    Cells,
    Column,
    Document,
    FactList,
    Paragraph,
    Signatures,
    Signer,
    Table,
    Title,
    as_print,
)
from models import clock
from models.audits import acts as law
from models.audits import drafting
from models.audits.acts import Acts
from models.audits.legal import cited, lines
from models.audits.tables import CriteriaVersion, Criterion
from models.catalogue.criteria import Kind

DOTS = "…" * 16
COLUMNS = (  # widths in fortieths: no word of the head is wider than its column
    Column("Mã", width=4),
    Column("Tiêu chí", width=14),
    Column("Tối đa", Cells.NUMBER, 3),
    Column("Đạt", width=3, group="Đánh dấu một ô"),
    Column("Một phần", width=3, group="Đánh dấu một ô"),
    Column("Chưa đạt", width=3, group="Đánh dấu một ô"),
    Column("Không áp dụng", width=4, group="Đánh dấu một ô"),
    Column("Minh chứng, tồn tại, ghi chú", width=6),
)


@bp.get("/kiem-tra/bo-tieu-chi/ban/<int:version_id>/in")
@requires(Permission.READ_AUDITS)
def set_print(version_id: int) -> AnyResponse:
    """A version as a checklist to be filled in by pen."""
    found = drafting.version(viewer(), version_id)
    known = law.acts(found.commune_id or viewer().commune_id)
    paper = checklist(found, drafting.rows_of(found.id), known, clock.today())
    return as_print(paper, (url_for(".version", version_id=version_id), "Bộ tiêu chí"))


def checklist(found: CriteriaVersion, rows: Sequence[Criterion], known: Acts, today: date) -> Document:
    """The paper of a version; its acts are judged on the day it is printed."""
    items = sum(row.kind is Kind.ITEM for row in rows)
    return Document(
        f"Phiếu kiểm tra: {found.set.name}",
        "",
        today,
        (
            Title("PHIẾU KIỂM TRA", f"{found.set.name}\n(phiên bản {found.no}, {items} tiêu chí)"),
            FactList(
                (
                    ("Đơn vị được kiểm tra", DOTS),
                    ("Ngày kiểm tra", f"ngày …… tháng …… năm {today.year}."),
                    ("Người kiểm tra", DOTS),
                )
            ),
            Paragraph(
                "Mỗi tiêu chí đánh dấu một ô. “Không áp dụng” phải ghi lý do; tiêu chí có chữ “minh chứng” phải kèm "
                "ảnh, tệp hoặc liên kết thì mới được tính điểm."
            ),
            Table(COLUMNS, tuple(_lines(rows, known, today))),
            Signatures((Signer("NGƯỜI KIỂM TRA"), Signer("ĐẠI DIỆN ĐƠN VỊ"))),
        ),
    )


def _lines(rows: Sequence[Criterion], known: Acts, today: date) -> Iterator[tuple[Any, ...] | Across]:
    for row in rows:
        if row.kind is Kind.GROUP:
            yield Across(f"{row.code} · {row.requirement}", is_main=row.parent is None)
        else:
            yield (row.code, _asked(row, known, today), row.max_points, *[""] * 5)


def _asked(row: Criterion, known: Acts, today: date) -> str:
    """What is asked, with its basis and with what it has to bring along."""
    basis = "; ".join(filter(None, (legal_words(lines(cited(row.cites), known, today)), row.reference)))
    marks = ("bắt buộc" if row.mandatory else "", "" if row.evidence_rule.value == "none" else "minh chứng")
    told = "; ".join(filter(None, (*marks, basis)))
    return f"{row.requirement} ({told})" if told else row.requirement
