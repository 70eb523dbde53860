"""The form of the calendar of working days."""

from blueprints.forms import ChoiceField, CreateForm, DayField, LineField
from blueprints.holidays.labels import KIND
from models.holidays.tables import DayKind


class HolidayForm(CreateForm):
    """One day, or several in a row."""

    first = DayField("Từ ngày", required=True, description="Ví dụ 16/2/2026")
    last = DayField("Đến hết ngày", description="Để trống nếu chỉ một ngày")
    kind = ChoiceField("Loại ngày", choices=KIND, default=DayKind.OFF)
    name = LineField("Tên ngày", max=120, required=True, description="Ví dụ Tết Nguyên đán")
