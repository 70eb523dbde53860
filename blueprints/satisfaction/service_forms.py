"""The forms of what satisfaction stands beside: files of a day, complaints, scores of others."""

import re
from datetime import date

from wtforms import Field, ValidationError

from blueprints.forms import (
    ChoiceField,
    CreateForm,
    DayField,
    EditForm,
    LineField,
    OfficeForm,
    PickField,
    TextField,
    UploadField,
)
from blueprints.satisfaction.labels import COMPLAINT_KIND, COMPLAINT_OUTCOME, HALF_DAY, LISTED_MODE, SCORE_SOURCE
from models import clock
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


MONTH = re.compile(r"(0?[1-9]|1[0-2])[/-](20\d\d)", re.ASCII)
MONTH_ODD = "Xin ghi tháng như 10/2026, không sau tháng này."


class ScoresForm(CreateForm):
    """A score that others gave, part by part."""

    source = ChoiceField("Bộ chỉ số", choices=SCORE_SOURCE, default=ScoreSource.INDEX_766)
    month = LineField("Tháng", max=7, required=True, description="Ghi như 10/2026; SIPAS ghi tháng công bố.")
    lines = TextField("Các dòng: mã; tên; điểm; điểm tối đa", max=20_000, required=True)
    document = LineField("Văn bản hoặc trang công bố", max=200, required=True)

    @property
    def first_day(self) -> date | None:
        """The first day of the month; None for what names none, or one to come."""
        found = MONTH.fullmatch((self.month.data or "").strip())
        day = date(int(found[2]), int(found[1]), 1) if found else None
        return day if day and day <= clock.today() else None

    def validate_month(self, _field: Field) -> None:
        """Nobody has scored a month to come."""
        if self.first_day is None:
            raise ValidationError(MONTH_ODD)


class ScoresFileForm(OfficeForm):
    """The same as an Excel file."""

    file = UploadField("Tệp Excel", kinds=(".xlsx",))


class ComplaintsForm(CreateForm):
    """Complaints as lines that were read from a table."""

    lines = TextField("Các dòng", max=200_000, required=True)


class ComplaintsFileForm(OfficeForm):
    """The table as an Excel file."""

    file = UploadField("Tệp Excel", kinds=(".xlsx",))


class CounterProcedureForm(CreateForm):
    """A line of a counter's own list."""

    counter_id = PickField("Quầy", required=True)
    procedure_id = PickField("Thủ tục đã có trong hệ thống")
    title = LineField("Hoặc tên thủ tục mới", max=200)
    mode = ChoiceField("Hồ sơ thủ tục này nộp bằng cách nào?", choices=LISTED_MODE, missing="Xin chọn cách nộp.")
    valid_from = DayField("Từ ngày", description="Để trống là từ hôm nay.")
    valid_to = DayField("Đến hết ngày", description="Để trống là chưa định.")


class EndForm(EditForm):
    """Until when a line of a counter's list holds."""

    valid_to = DayField("Đến hết ngày", description="Để trống là chưa định ngày kết thúc.")


class TurnForm(CreateForm):
    """A turn of the community's digital team, once or week by week."""

    on_day = DayField("Ngày trực", required=True)
    half = ChoiceField("Buổi", choices=HALF_DAY, missing="Xin chọn buổi sáng hoặc buổi chiều.")
    person_id = PickField("Người của cơ quan", blank="— thành viên khác của Tổ —")
    member = LineField("Họ tên thành viên khác của Tổ", max=120)
    place = LineField("Nơi trực", max=120, description="Để trống là tại Trung tâm.")
    until = DayField("Lặp lại mỗi tuần đến ngày", description="Để trống là chỉ một buổi.")
