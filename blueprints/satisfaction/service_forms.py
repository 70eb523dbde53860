"""The forms of what satisfaction stands beside: files of a day, complaints, scores of others."""

from blueprints.forms import (
    ChoiceField,
    CreateForm,
    DayField,
    EditForm,
    LineField,
    OfficeForm,
    TextField,
    UploadField,
)
from blueprints.satisfaction.labels import COMPLAINT_KIND, COMPLAINT_OUTCOME, SCORE_SOURCE
from models.satisfaction.tables import ComplaintKind, ScoreSource


class DaysForm(CreateForm):
    """The files of days as lines, which people may mend before they are kept."""

    lines = TextField("Các dòng", max=200_000, required=True)


class DaysFileForm(OfficeForm):
    """The same as an Excel file."""

    file = UploadField("Tệp Excel", kinds=(".xlsx",))


class ComplaintForm(CreateForm):
    """A complaint as it came."""

    received_on = DayField("Ngày nhận", required=True)
    kind = ChoiceField("Loại", choices=COMPLAINT_KIND, default=ComplaintKind.HARASSMENT)
    about = TextField(
        "Nội dung", max=500, required=True, description="Không ghi tên, số điện thoại của người phản ánh."
    )
    source = LineField("Nhận qua đâu", max=200)


class ConclusionForm(EditForm):
    """Whether a complaint was true."""

    outcome = ChoiceField("Kết quả xác minh", choices=COMPLAINT_OUTCOME)
    conclusion = TextField("Kết luận", max=500)
    decided_on = DayField("Ngày kết luận")


class ScoresForm(CreateForm):
    """A score that others gave, part by part."""

    source = ChoiceField("Bộ chỉ số", choices=SCORE_SOURCE, default=ScoreSource.INDEX_766)
    month = LineField("Tháng", max=7, required=True, description="Ghi như 10/2026; SIPAS ghi tháng công bố.")
    lines = TextField("Các dòng: mã; tên; điểm; điểm tối đa", max=20_000, required=True)
    document = LineField("Văn bản hoặc trang công bố", max=200, required=True)
