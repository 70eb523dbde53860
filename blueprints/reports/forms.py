"""The forms of the reports: a part in one's own words; the number and day that the registry gave."""

from blueprints.forms import DayField, EditForm, LineField, TextField


class WeekSectionForm(EditForm):
    """One part of a report, one sentence a line."""

    text = TextField("Nội dung, mỗi dòng một câu", max=8000)


class CorrectionForm(EditForm):
    """What was told wrongly, and why."""

    text = TextField("Nội dung đính chính, mỗi dòng một nội dung", max=8000, required=True)
    reason = TextField("Lý do đính chính", max=2000, required=True)


class AiMonthForm(EditForm):
    """How the leaders judge the use of AI this month."""

    text = TextField("Đánh giá của lãnh đạo, mỗi dòng một câu", max=8000)


class NumberForm(EditForm):
    """What the clerk enters once the registry has given it."""

    number = LineField("Số, ký hiệu văn bản", max=60, required=True)
    dated = DayField("Ngày văn bản", required=True)
