"""The forms of duties: progress, finished work, confirmation, a later day, who is in charge."""

from blueprints.choices import ManyPickField
from blueprints.forms import CreateForm, DayField, EditForm, LinkField, NumberField, PickField, TextField, UploadField
from blueprints.uploads import DOCUMENT, PHOTO

EVIDENCE = (*DOCUMENT, *PHOTO)


class NoteForm(CreateForm):
    """What was done, how far it is, and what proves it."""

    text = TextField("Đã làm được gì", max=4000, required=True)
    percent = NumberField("Hoàn thành (%)", low=0, high=100)
    evidence_link = LinkField("Liên kết minh chứng")
    evidence_file = UploadField("Tệp minh chứng", kinds=EVIDENCE)


class ReportForm(CreateForm, EditForm):
    """The day work was finished, its product, and what proves it."""

    done_on = DayField("Ngày hoàn thành", required=True)
    text = TextField("Sản phẩm, kết quả", max=4000, required=True)
    evidence_link = LinkField("Liên kết đến sản phẩm")
    evidence_file = UploadField("Tệp sản phẩm", kinds=EVIDENCE)


class ConfirmForm(EditForm):
    """A second person confirms what was reported, or sends it back and says why."""

    reason = TextField("Ghi chú", max=500, id="decide-reason")


class VerifyForm(ConfirmForm):
    """The same of what the second person has to show: what he saw himself after the report."""

    evidence_link = LinkField("Liên kết minh chứng của người kiểm tra")
    evidence_file = UploadField("Ảnh hoặc tệp minh chứng của người kiểm tra", kinds=(*PHOTO, *DOCUMENT))


class ReopenForm(EditForm):
    """Takes up again what was reported or done."""

    reason = TextField("Lý do mở lại", max=500, id="reopen-reason")


class KeepForm(EditForm):
    """Says why a state stays although what is counted says another thing."""

    reason = TextField("Lý do giữ trạng thái", max=500, id="keep-reason")


class ExtendForm(EditForm):
    """Asks for a later day."""

    new_due = DayField("Xin gia hạn đến ngày", required=True)
    reason = TextField("Lý do xin gia hạn", max=500, required=True, id="extend-reason")


class AssignForm(EditForm):
    """Which unit and which person have it in hand."""

    unit_id = PickField("Đơn vị phụ trách", blank="Chưa giao", required=False)
    person_id = PickField("Người phụ trách", blank="Chưa giao người cụ thể", required=False)
    joining = ManyPickField("Đơn vị phối hợp")
