"""The forms of the reports: a part in one's own words; the number and day that the registry gave."""

from blueprints.forms import DayField, EditForm, LineField, TextField


class WeekSectionForm(EditForm):
    """One part of a report, one sentence a line."""

    text = TextField("Nội dung, mỗi dòng một câu", max=8000)


class NumberForm(EditForm):
    """What the clerk enters once the registry has given it."""

    number = LineField("Số, ký hiệu văn bản", max=60, required=True)
    dated = DayField("Ngày văn bản", required=True)
