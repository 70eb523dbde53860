"""The forms of the plan: monthly deliveries, readings by hand, indicators, plans as workbooks."""

import re
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from wtforms import HiddenField

from blueprints.choices import ManyPickField
from blueprints.duties.forms import EVIDENCE, ReportForm
from blueprints.fields import SaidSo
from blueprints.forms import (
    CreateForm,
    DayField,
    DecimalField,
    EditForm,
    LineField,
    LinkField,
    NumberField,
    OfficeForm,
    PickField,
    SelectWordField,
    TextField,
    TickField,
    UploadField,
)
from blueprints.plan.labels import COMPARATOR
from models import clock
from models.plan.assigning import ManyWish
from models.plan.figures import Subject
from models.plan.rules import PERCENT
from models.plan.tables import Figure, LocalIndicator, Step, Target


class DeliverForm(ReportForm):
    """The report of work that comes back every month; it ends only when the office says so."""

    owed_on = HiddenField()
    is_over = TickField("Không phải làm hằng tháng nữa (địa phương đã xác nhận kết thúc)")

    def is_of(self, owed_on: date | None) -> bool:
        """Whether it was opened for the month that is owed now; a form that does not say goes by its version."""
        sent = self.owed_on.raw_data
        return not sent or not sent[0] or sent[0] == str(owed_on)


def plain_amount(typed: str) -> Decimal:
    """1240,5 or 1.240,5 or 98.6; of 1.240 nobody knows whether it is more than one or than a thousand: ValueError."""
    bare = typed.removesuffix("%").strip()
    if re.fullmatch(r"-?\d{1,3}\.\d{3}", bare, re.ASCII):
        whole, _, rest = bare.partition(".")
        raise SaidSo(f"Số {bare} có thể đọc hai cách. Xin ghi {whole}{rest} hoặc {whole},{rest}.")
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+,\d{1,4}|-?\d{1,3}(\.\d{3}){2,3}", bare, re.ASCII):
        bare = bare.replace(".", "")
    if not re.fullmatch(r"-?\d{1,10}([.,]\d{1,4})?", bare, re.ASCII):
        raise ValueError
    return Decimal(bare.replace(",", "."))


class AmountField(DecimalField):
    """A number as offices write it; one that could be read in two ways is asked for again."""

    def read(self, text: str) -> Decimal:
        """The number, however its thousands are set apart."""
        return plain_amount(text)


class FigureForm(CreateForm):
    """A reading of a target, a step or an indicator that is counted elsewhere."""

    as_of = DayField("Số liệu tính đến ngày", required=True)
    numerator = NumberField("Số đạt", low=0)
    denominator = NumberField("Tổng số", low=0)
    value = AmountField("Tỷ lệ (%)")
    unit_words = LineField("Đơn vị tính", max=80)
    complaints = NumberField("Số phản ánh, kiến nghị đúng sự thật về gây phiền hà, sách nhiễu", low=0, high=100_000)
    document_no = LineField("Số, ký hiệu văn bản", max=80)
    document_on = DayField("Ngày văn bản")
    note = TextField("Nguồn số liệu, ghi chú", max=2000)
    evidence_link = LinkField("Liên kết minh chứng")
    evidence_file = UploadField("Tệp minh chứng", kinds=EVIDENCE)

    def __init__(self, subject: Subject, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        is_step, unit = isinstance(subject, Step), getattr(subject, "unit_words", PERCENT)
        if not (isinstance(subject, Target) and subject.is_spoiled_by_complaint):
            del self.complaints
        if not is_step:
            del self.unit_words
        if isinstance(subject, LocalIndicator) or unit != PERCENT:
            del self.numerator, self.denominator
            self.value.label.text = f"Giá trị ({unit})"
        elif is_step:
            self.value.label.text = "Giá trị"

    def told(self, name: str) -> Any:
        """What a field says that not every subject has."""
        return self[name].data if name in self else None

    def begin(self, wrong: Figure | None) -> None:
        """Today; of a correction what was entered, save for what has to be said anew."""
        self.as_of.data = clock.today() if wrong is None else wrong.as_of
        if "unit_words" in self:
            self.unit_words.data = PERCENT if wrong is None else wrong.unit_words
        if wrong is not None:
            for name in ("numerator", "denominator", "value", "complaints", "document_no", "document_on"):
                if name in self:
                    self[name].data = getattr(wrong, name)


class _IndicatorFields:
    """The fields of an indicator; each is named like its column."""

    title = LineField("Tên chỉ số", max=200, required=True)
    says = TextField("Cách tính, nguồn số liệu", max=500, required=True)
    unit_words = LineField("Đơn vị tính", max=80, required=True)
    comparator = SelectWordField("So với mức phấn đấu", COMPARATOR, required=False, blank="Không đặt mức")
    value = AmountField("Mức phấn đấu")
    followed_by = LineField("Đơn vị theo dõi", max=200)
    reading_days = NumberField("Một số liệu dùng được bao nhiêu ngày", low=1, high=1000, required=True, default=100)


class IndicatorForm(_IndicatorFields, CreateForm):
    """A figure that the commune follows beside the plan."""


class IndicatorEditForm(_IndicatorFields, EditForm):
    """One that is there."""

    is_ended = TickField("Ngừng theo dõi chỉ số này (số liệu cũ vẫn giữ)")


class DueDaysForm(OfficeForm):
    """One day for all work that is ticked."""

    day = DayField("Hạn đến hết ngày", required=True)


class PlanFileForm(CreateForm):
    """A plan as a workbook."""

    file = UploadField("Tệp Excel của kế hoạch", kinds=(".xlsx",))


class PlanWishForm(OfficeForm):
    """Which plan a file becomes, or goes into."""

    plan = PickField("Nhập vào", blank="Kế hoạch mới")
    title = LineField("Tên kế hoạch", max=300)
    decision = LineField("Số, ký hiệu văn bản", max=80)
    decided_on = DayField("Ngày ban hành")
    year = NumberField("Năm", low=2020, high=2099)

    def show(self, wish: dict[str, Any]) -> None:
        """What was said before."""
        self.plan.data = wish.get("plan") or None
        self.title.data, self.decision.data = wish.get("title", ""), wish.get("decision", "")
        self.decided_on.data = date.fromisoformat(wish["decided_on"]) if wish.get("decided_on") else None
        self.year.data = wish.get("year")

    def wish(self) -> dict[str, Any]:
        """What is said now."""
        return {
            "plan": self.plan.data or 0,
            "title": self.title.data or "",
            "decision": self.decision.data or "",
            "decided_on": self.decided_on.data.isoformat() if self.decided_on.data else "",
            "year": self.year.data,
        }


class ManyForm(CreateForm):
    """What many tasks and steps get at once; an empty field leaves it as it is with each."""

    unit_id = PickField("Đơn vị phụ trách", blank="Giữ nguyên")
    person_id = PickField("Người phụ trách", blank="Giữ nguyên")
    joining = ManyPickField("Thêm đơn vị phối hợp")
    due_on = DayField("Hạn", description="Việc đã có hạn: gửi đề nghị gia hạn, hạn gốc vẫn giữ.")
    reason = LineField("Lý do gia hạn", max=500)
    shown = HiddenField()

    def wish(self, units: Collection[int]) -> ManyWish:
        """What is said now; units that are not of the office are none."""
        return ManyWish(
            self.unit_id.data,
            self.person_id.data,
            frozenset(self.joining.data or ()) & frozenset(units),
            self.due_on.data,
            self.reason.data or "",
        )
