"""The forms of the plan: progress, finished work, who is in charge, readings of targets."""

from typing import Any

from blueprints.forms import (
    CreateForm,
    DayField,
    DecimalField,
    EditForm,
    LinkField,
    NumberField,
    PickField,
    TextField,
    TickField,
    UploadField,
)
from blueprints.uploads import DOCUMENT, PHOTO

EVIDENCE = (*DOCUMENT, *PHOTO)


class NoteForm(CreateForm):
    """What was done, how far it is, and what proves it."""

    text = TextField("Đã làm được gì", max=4000, required=True)
    percent = NumberField("Hoàn thành (%)", low=0, high=100)
    evidence_link = LinkField("Liên kết minh chứng")
    evidence_file = UploadField("Tệp minh chứng", kinds=EVIDENCE)


class FinishForm(CreateForm, EditForm):
    """The day work was finished, its product, and what proves it."""

    done_on = DayField("Ngày hoàn thành", required=True)
    text = TextField("Sản phẩm, kết quả", max=4000, required=True)
    evidence_link = LinkField("Liên kết đến sản phẩm")
    evidence_file = UploadField("Tệp sản phẩm", kinds=EVIDENCE)


class DeliverForm(FinishForm):
    """The same for work that comes back every month; it ends only when the office says so."""

    is_over = TickField("Không phải làm hằng tháng nữa (xã đã xác nhận kết thúc)")


class ReopenForm(EditForm):
    """Takes finished work up again."""


class AssignForm(EditForm):
    """Which unit and which person have it in hand."""

    unit_id = PickField("Đơn vị phụ trách", blank="Chưa giao", required=False)
    person_id = PickField("Người phụ trách", blank="Chưa giao người cụ thể", required=False)


class FigureForm(CreateForm):
    """A reading of a target that is counted elsewhere."""

    as_of = DayField("Số liệu tính đến ngày", required=True)
    numerator = NumberField("Số đạt", low=0)
    denominator = NumberField("Tổng số", low=0)
    value = DecimalField("Tỷ lệ (%)", low=0, high=100)
    complaints = NumberField("Số phản ánh phiền hà, sách nhiễu đúng sự thật", low=0, high=100_000)
    note = TextField("Nguồn số liệu, ghi chú", max=2000)
    evidence_link = LinkField("Liên kết minh chứng")
    evidence_file = UploadField("Tệp minh chứng", kinds=EVIDENCE)

    def __init__(self, asks_complaints: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not asks_complaints:
            del self.complaints
