"""The forms of the plan: monthly deliveries, readings of targets."""

from datetime import date
from typing import Any

from wtforms import HiddenField

from blueprints.duties.forms import EVIDENCE, ReportForm
from blueprints.forms import (
    CreateForm,
    DayField,
    DecimalField,
    LinkField,
    NumberField,
    TextField,
    TickField,
    UploadField,
)


class DeliverForm(ReportForm):
    """The report of work that comes back every month; it ends only when the office says so."""

    owed_on = HiddenField()
    is_over = TickField("Không phải làm hằng tháng nữa (địa phương đã xác nhận kết thúc)")

    def is_of(self, owed_on: date | None) -> bool:
        """Whether it was opened for the month that is owed now; a form that does not say goes by its version."""
        sent = self.owed_on.raw_data
        return not sent or not sent[0] or sent[0] == str(owed_on)


class FigureForm(CreateForm):
    """A reading of a target that is counted elsewhere."""

    as_of = DayField("Số liệu tính đến ngày", required=True)
    numerator = NumberField("Số đạt", low=0)
    denominator = NumberField("Tổng số", low=0)
    value = DecimalField("Tỷ lệ (%)", low=0, high=100)
    complaints = NumberField("Số phản ánh, kiến nghị đúng sự thật về gây phiền hà, sách nhiễu", low=0, high=100_000)
    note = TextField("Nguồn số liệu, ghi chú", max=2000)
    evidence_link = LinkField("Liên kết minh chứng")
    evidence_file = UploadField("Tệp minh chứng", kinds=EVIDENCE)

    def __init__(self, asks_complaints: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not asks_complaints:
            del self.complaints
