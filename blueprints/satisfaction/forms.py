"""The forms of satisfaction."""

from typing import Any

from wtforms import Field, ValidationError

from blueprints.choices import offered
from blueprints.forms import (
    ChoiceField,
    CreateForm,
    EditForm,
    LineField,
    PickField,
    SelectWordField,
    WordsField,
)
from blueprints.satisfaction.labels import DECISIONS, KNOWN_MODE, STAGE
from models import clock
from models.devices import pins
from models.satisfaction import catalogue
from models.satisfaction.rules import Mode, names_somebody
from models.satisfaction.tables import COMMENT_LENGTH


def no_personal_number(_form: Any, field: Field) -> None:
    """Refuse a comment with a telephone number or the number of an identity card: answers say nothing of a person."""
    if names_somebody(field.data or ""):
        raise ValidationError("Xin bỏ số điện thoại, số căn cước: phiếu này không lưu thông tin riêng của ai.")


class LevelForm(CreateForm):
    """What both the clerk and the citizen fill in: a level of the scale in force, and perhaps a comment."""

    level = ChoiceField("Mức hài lòng", choices={0: ""}, missing="Xin chọn một mức hài lòng.")
    mode = ChoiceField("Hình thức", choices=KNOWN_MODE, missing="Xin chọn hình thức nộp hồ sơ.")
    comment = WordsField("Ý kiến thêm", max=COMMENT_LENGTH, validators=[no_personal_number])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scale = catalogue.scale(clock.today())
        self.level.choices = offered((level.value, level.label) for level in self.scale.levels)


class ResponseForm(LevelForm):
    """The clerk's form."""


class CitizenForm(LevelForm):
    """The citizen's form; ``trang_web`` is a field that people do not see, so only machines fill it."""

    mode = ChoiceField(
        "Ông/bà nộp hồ sơ bằng cách nào?",
        choices={
            Mode.ONLINE: "Nộp qua mạng",
            Mode.IN_PERSON: "Nộp tại quầy",
        },
        required=False,
    )
    comment = WordsField("Góp ý thêm", max=COMMENT_LENGTH, validators=[no_personal_number])
    trang_web = LineField("Xin để trống ô này", max=200)


class DecideForm(EditForm):
    """Whether a held or doubtful answer counts, and why."""

    decision = ChoiceField("Quyết định", choices=DECISIONS)
    reason = LineField("Lý do", max=200, required=True)


class ResponseLinkForm(CreateForm):
    """A new public link: where it hangs and what it asks about."""

    counter_id = PickField("Quầy", blank="Không gắn quầy")
    place = LineField("Nơi dán hoặc in mã", max=120)
    mode = ChoiceField("Hình thức nộp hồ sơ của người trả lời", choices=KNOWN_MODE, default=Mode.IN_PERSON)
    stage = SelectWordField("Hỏi vào lúc nào", choices=STAGE, required=False, blank="Không phân biệt")


def figures_of_pin(_form: Any, field: Field) -> None:
    """Refuse what is no PIN: it is typed on the tablet's number keys."""
    if field.data and not pins.is_pin(field.data):
        raise ValidationError("Mã PIN gồm 4 đến 8 chữ số, ví dụ 2580.")


class DeviceForm(CreateForm):
    """A new tablet: what people call it, where it stands, and what opens the way out of its page."""

    name = LineField("Tên máy", max=80, required=True)
    counter_id = PickField("Quầy", blank="Không gắn quầy")
    pin = LineField(
        "Mã PIN để ra khỏi màn hình lấy ý kiến",
        max=8,
        validators=[figures_of_pin],
        description="4 đến 8 chữ số. Để trống thì hệ thống đặt giúp.",
    )


class PinForm(CreateForm):
    """Another PIN of a tablet."""

    pin = LineField("Mã PIN mới", max=8, required=True, validators=[figures_of_pin])


class GapForm(CreateForm):
    """Why some numbers of a tablet never came."""

    numbers = ChoiceField("Phiếu số", choices={"": ""}, missing="Xin chọn những số chưa có nguyên nhân.")
    cause = LineField("Nguyên nhân", max=200, required=True, description="Ví dụ: bộ nhớ của trình duyệt bị xóa.")


class FinishedForm(CreateForm):
    """The file that was just finished at a counter; its tablet hands it on with the next answer."""

    mode = ChoiceField("Hồ sơ nộp bằng cách nào?", choices=KNOWN_MODE, missing="Xin chọn hình thức nộp hồ sơ.")
    stage = SelectWordField("Vừa làm xong việc gì?", choices=STAGE, required=False, blank="Không rõ")
    procedure = LineField("Mã thủ tục", max=40)
