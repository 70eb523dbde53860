"""The forms of what waits: the sentence that closes a citizen's words, and the decision on answers in doubt."""

from typing import Any

from wtforms import Field, ValidationError

from blueprints.forms import ChoiceField, CreateForm, EditForm, LineField, NumberField, TextField, TickField
from blueprints.satisfaction.labels import CASE_OUTCOME, DECISIONS, HELD_WHY
from models.satisfaction.case_tables import SENTENCE_LENGTH
from models.satisfaction.rules import names_somebody


def nobody_named(_form: Any, field: Field) -> None:
    """Refuse a sentence with somebody's number: it is read by everybody."""
    if names_somebody(field.data or ""):
        raise ValidationError("Xin bỏ số điện thoại, số căn cước: câu này có thể được niêm yết.")


class CloseForm(EditForm):
    """What became of a citizen's words, in one sentence."""

    outcome = ChoiceField("Kết quả", choices=CASE_OUTCOME, missing="Xin chọn một kết quả.")
    sentence = TextField(
        "Đã làm gì, một câu",
        max=SENTENCE_LENGTH,
        required=True,
        validators=[nobody_named],
        description="Với kết quả “Đã sửa”, câu này được in trên bản niêm yết của tháng.",
    )


class HeldForm(CreateForm):
    """Whether answers in doubt count, and why; all alike, or one of them."""

    decision = ChoiceField("Quyết định", choices=DECISIONS)
    why = ChoiceField("Lý do", choices={word: word for words in HELD_WHY.values() for word in words}, required=False)
    other = LineField("Lý do khác", max=200)
    newest = NumberField("Phiếu cuối", required=False)
    only = NumberField("Phiếu", required=False)

    @property
    def reason(self) -> str:
        """The reason that was typed, else the one that was picked."""
        return str(self.other.data or self.why.data or "")

    def validate_decision(self, _field: Field) -> None:
        """A decision without a reason is none."""
        if not self.reason:
            raise ValidationError("Xin chọn hoặc ghi lý do.")


class AgainForm(CreateForm):
    """Why a decision about held answers is undone; which one it was stands in hidden fields."""

    status_was = ChoiceField("Đã quyết định", choices=DECISIONS)
    decision = LineField("Lý do khi đó", max=200, required=True)
    why_again = LineField("Vì sao xét lại?", max=200, required=True)


class HoursForm(EditForm):
    """When the counters are open."""

    opens = NumberField("Mở cửa lúc (giờ)", low=0, high=23, required=True)
    closes = NumberField("Đóng cửa lúc (giờ)", low=1, high=24, required=True)
    on_saturday = TickField("Mở cửa cả thứ Bảy")

    def validate_closes(self, field: Field) -> None:
        """One closes after one has opened."""
        if None not in (field.data, self.opens.data) and field.data <= self.opens.data:
            raise ValidationError("Giờ đóng cửa phải sau giờ mở cửa.")
