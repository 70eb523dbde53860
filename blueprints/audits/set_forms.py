"""The forms of criteria sets: a list of the office's own, the head of a draft, its rows, its acts, a sheet."""

from collections.abc import Iterable
from typing import Any

from blueprints.audits.labels import EVIDENCE_RULE, RELATION, SCALE, VERIFY
from blueprints.forms import (
    ChoiceField,
    CreateForm,
    DayField,
    DecimalField,
    EditForm,
    LineField,
    OfficeForm,
    PickField,
    SelectWordField,
    TextField,
    TickField,
    UploadField,
)
from models.audits.acts import Acts
from models.audits.set_import import basis_of, cites_of, cites_text
from models.audits.tables import CriteriaVersion, Criterion
from models.catalogue.criteria import EvidenceRule, Kind, Scoring, Verify

SHEET = (".xlsx",)
CITES_HINT = "Mỗi dòng một căn cứ: mã văn bản | điểm a khoản 1 Điều 9 | V (đã đọc bản gốc) hoặc V2 (cần đối chiếu)."


class NewSetForm(CreateForm):
    """A list of the office's own."""

    name = LineField("Tên bộ tiêu chí", max=160, required=True)
    short_name = LineField("Tên gọn", max=60, required=True)
    subject = LineField("Đối tượng được đánh giá", max=200, required=True)
    legal_basis = LineField("Văn bản ban hành", max=300)


class HeadForm(EditForm):
    """What a whole draft rests on, and from when it is used."""

    legal_basis = LineField("Văn bản ban hành, tài liệu", max=400)
    cites_text = TextField("Căn cứ của cả bộ", max=2000)
    effective_from = DayField("Áp dụng từ ngày")


class _RowFields:
    """The fields of a heading or a criterion."""

    code = LineField("Mã", max=24, required=True)
    group = PickField("Thuộc nhóm", blank="— nhóm lớn, không thuộc nhóm nào —")
    requirement = TextField("Nội dung", max=2000, required=True)
    note = TextField("Ghi chú của nhóm", max=2000)
    scale = ChoiceField("Cách chấm", SCALE, required=False, default=Scoring.POINTS)
    max_points = DecimalField("Điểm tối đa", low=0, high=1000)
    weight = DecimalField("Trọng số", low=0, high=1000)
    mandatory = TickField("Bắt buộc: không đạt thì cả bộ không đạt")
    evidence_rule = SelectWordField("Minh chứng phải có", EVIDENCE_RULE, required=False, default=EvidenceRule.ANY)
    check_hint = TextField("Hướng dẫn, giải thích", max=2000)
    cites_text = TextField("Căn cứ pháp lý", max=2000)
    reference = LineField("Tài liệu khác (kế hoạch, kịch bản)", max=300)


ITEM_FIELDS = ("scale", "max_points", "weight", "mandatory", "evidence_rule", "check_hint", "reference")


class NewRowForm(_RowFields, CreateForm):
    """A new heading or criterion."""


class RowForm(_RowFields, EditForm):
    """A heading or criterion that is changed."""


def seen_values(row: Criterion) -> dict[str, Any]:
    """A row as its form shows it."""
    names = ("code", "requirement", "note", "version", *ITEM_FIELDS)
    return {name: getattr(row, name) for name in names} | {"cites_text": cites_text(row.cites)}


def typed_values(form: Any, kind: Kind, acts: Acts) -> dict[str, Any]:
    """The columns that a form says something of."""
    cites = cites_of(form.cites_text.data or "", acts)
    values: dict[str, Any] = {"requirement": form.requirement.data}
    if kind is Kind.GROUP:
        return values | {"note": form.note.data or "", "cites": cites}
    reference = form.reference.data or ""
    values |= basis_of(cites, reference, acts) | {"reference": reference}
    values |= {
        "scale": form.scale.data or Scoring.POINTS,
        "max_points": form.max_points.data or 0,
        "mandatory": bool(form.mandatory.data),
        "evidence_rule": form.evidence_rule.data or EvidenceRule.ANY,
        "check_hint": form.check_hint.data or "",
    }
    weight = form.weight.data
    return values | {"weight": values["max_points"] if weight is None else weight}


def head_values(draft: CriteriaVersion) -> dict[str, Any]:
    """The head of a draft as its form shows it."""
    names = ("legal_basis", "effective_from", "version")
    return {name: getattr(draft, name) for name in names} | {"cites_text": cites_text(draft.cites)}


class SetSheetForm(OfficeForm):
    """A sheet of criteria."""

    file = UploadField("Bảng tiêu chí (.xlsx)", kinds=SHEET)
    rows = TextField("Các dòng", max=400_000)
    stamp = LineField("Dấu của bản nháp", max=40)
    drops = TickField("Bỏ các tiêu chí không có trong bảng")


class MapForm(OfficeForm):
    """What became of some criteria."""

    relation = SelectWordField("Quan hệ", RELATION, required=True)
    before = LineField("Mã ở phiên bản trước", max=400)
    now = LineField("Mã ở bản nháp", max=400)


class ActForm(EditForm):
    """A legal act with its days."""

    code = LineField("Mã văn bản", max=24, required=True)
    name = LineField("Tên văn bản", max=300, required=True)
    valid_from = DayField("Có hiệu lực từ")
    valid_to = DayField("Có hiệu lực đến hết ngày")
    superseded_by = LineField("Mã văn bản thay thế", max=24)
    verify = ChoiceField("Mức đối chiếu", {one: VERIFY[one] for one in (Verify.READ, Verify.SECONDARY)})


def offer_groups(form: Any, rows: Iterable[Criterion]) -> dict[int, str]:
    """Fill the list of groups; the codes behind its numbers."""
    groups = [row for row in rows if row.kind is Kind.GROUP]
    form.group.offer((row.id, f"{row.code} · {row.requirement}"[:120]) for row in groups)
    return {row.id: row.code for row in groups}
