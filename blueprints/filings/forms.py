"""The forms of what was sent."""

from blueprints.duties.forms import EVIDENCE
from blueprints.forms import CreateForm, DayField, LineField, LinkField, OfficeForm, TextField, UploadField
from models.plan.rules import SourcePaper


class SendForm(CreateForm):
    """A commune sends its own plan, which it has issued."""

    document_no = LineField("Số, ký hiệu văn bản", max=80, required=True)
    document_on = DayField("Ngày văn bản", required=True)
    evidence_file = UploadField("Tệp văn bản", kinds=EVIDENCE)
    evidence_link = LinkField("Liên kết đến văn bản")
    note = TextField("Ghi chú", max=500)

    @property
    def paper(self) -> SourcePaper:
        """The paper that the form names."""
        return SourcePaper(self.document_no.data or "", self.document_on.data)


class ReceivedForm(SendForm):
    """The province enters what it has received otherwise."""

    received_on = DayField("Ngày nhận được", required=True)
    document_no = LineField("Số, ký hiệu văn bản", max=80)
    document_on = DayField("Ngày văn bản")


class FilingVoidForm(OfficeForm):
    """Why something that was entered counts no longer."""

    reason = LineField("Lý do", max=500, required=True)
