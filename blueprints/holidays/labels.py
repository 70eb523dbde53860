"""Vietnamese words of the calendar of working days."""

from blueprints.labels import words
from models.holidays.tables import DayKind

KIND = words(DayKind, {DayKind.OFF: "Nghỉ", DayKind.MAKE_UP: "Làm bù"})
FIXED = {
    "new_year": "Tết Dương lịch",
    "reunification": "Ngày Chiến thắng",
    "labour": "Ngày Quốc tế lao động",
    "independence": "Quốc khánh",
}
REFUSALS = {
    "span_backwards": "Ngày cuối phải bằng hoặc sau ngày đầu.",
    "span_too_long": "Mỗi lần thêm tối đa {most} ngày liền nhau.",
    "off_day_wrong": "Các ngày này đều là thứ Bảy, Chủ nhật nên vốn đã nghỉ.",
    "make_up_day_wrong": "Ngày làm bù phải là thứ Bảy hoặc Chủ nhật.",
    "day_taken": "Ngày {day} đã có trong lịch. Muốn đổi, xin bỏ ngày đó rồi thêm lại.",
}
