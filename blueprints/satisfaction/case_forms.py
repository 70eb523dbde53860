"""The forms of what waits: the sentence that closes a citizen's words, and the decision on answers in doubt."""

from typing import Any

from wtforms import Field, ValidationError

from blueprints.forms import ChoiceField, EditForm, TextField
from blueprints.satisfaction.labels import CASE_OUTCOME
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
