"""The forms of minutes: one part, a new part, the day they were signed, the reason of an amendment."""

from wtforms import HiddenField

from blueprints.forms import CreateForm, DayField, EditForm, LineField, TextField

MOST_WORDS = 20_000


class PartForm(EditForm):
    """One part of minutes; ``aside`` are words that were typed and not chosen when two texts were merged."""

    title = LineField("Tên phần", max=300, required=True)
    text = TextField("Nội dung", max=MOST_WORDS)
    aside = HiddenField()


class NewPartForm(CreateForm):
    """One more part."""

    title = LineField("Tên phần mới", max=300, required=True, description="Ví dụ: Ý kiến của Phòng Kinh tế")


class SignedForm(EditForm):
    """The day on which chair and secretary have signed."""

    signed_on = DayField("Ngày ký", required=True)


class AmendForm(CreateForm):
    """Why a signed paper is replaced by a later version."""

    reason = TextField("Lý do", max=500, required=True)
