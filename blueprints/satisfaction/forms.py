"""The forms of satisfaction."""

import re
from collections.abc import Mapping
from typing import Any

from wtforms import Field, HiddenField, SelectMultipleField, ValidationError

from blueprints.choices import offered
from blueprints.forms import (
    ChoiceField,
    CreateForm,
    DayField,
    EditForm,
    KeyField,
    LineField,
    NumberField,
    OfficeForm,
    PickField,
    SelectWordField,
    TickField,
    WordsField,
)
from blueprints.satisfaction.labels import DECISIONS, KNOWN_MODE, MODE, PAPER_STAGE, PRESSED, STAGE
from models import clock
from models.devices import pins
from models.satisfaction import catalogue
from models.satisfaction.rules import Mode, names_somebody
from models.satisfaction.tables import COMMENT_LENGTH


def no_personal_number(_form: Any, field: Field) -> None:
    """Refuse a comment with a telephone number or the number of an identity card: answers say nothing of a person."""
    if names_somebody(field.data or ""):
        raise ValidationError("Xin bỏ số điện thoại, số căn cước: phiếu này không lưu thông tin riêng của ai.")


class ManyWordsField(SelectMultipleField):
    """Some words of a closed list, as boxes to tick; what the list does not offer is left out."""

    def __init__(self, label: str, choices: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(label, choices=offered(choices.items()), **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what the list offers, once."""
        self.data = sorted({choice.value for choice in self.choices}.intersection(valuelist))

    def pre_validate(self, form: Any) -> None:
        """Whatever is left is offered."""


class LevelForm(OfficeForm):
    """What both the clerk and the citizen fill in: a level of the scale in force, and perhaps a comment."""

    level = ChoiceField("Mức hài lòng", choices={0: ""}, missing="Xin chọn một mức hài lòng.")
    mode = ChoiceField("Hình thức", choices=KNOWN_MODE, missing="Xin chọn hình thức nộp hồ sơ.")
    comment = WordsField("Ý kiến thêm", max=COMMENT_LENGTH, validators=[no_personal_number])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scale = catalogue.scale(clock.today())
        self.level.choices = offered((level.value, level.label) for level in self.scale.levels)


class ResponseForm(LevelForm, CreateForm):
    """The clerk's form: the press that saves tells how the file was handed in.

    ``said_at`` is filled by a browser that has no line just now.
    """

    mode = ChoiceField("Hồ sơ này nộp bằng cách nào?", choices=PRESSED, missing="Xin bấm một trong ba nút để ghi.")
    reasons = ManyWordsField("Vì sao?", catalogue.reasons())
    comment = WordsField("Lời của người dân", max=COMMENT_LENGTH, validators=[no_personal_number])
    said_at = HiddenField()


class OwnCounterForm(OfficeForm):
    """At which counter a PC stands."""

    counter_id = NumberField("Quầy")


class SlipForm(LevelForm, CreateForm):
    """A numbered slip of paper."""

    serial = LineField("Số in trên phiếu", max=40, required=True)
    counter_id = PickField("Quầy ghi trên phiếu", blank="Không gắn quầy")
    day = DayField("Ngày ghi trên phiếu", required=True)
    mode = ChoiceField("Hồ sơ nộp bằng cách nào?", choices=MODE, missing="Xin chọn hình thức nộp hồ sơ.")

    def validate_day(self, field: Field) -> None:
        """Nobody has answered tomorrow."""
        if field.data and field.data > clock.today():
            raise ValidationError("Ngày này chưa đến.")


REACHED = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|\+?[0-9][0-9 .-]{7,18}")


class CitizenForm(LevelForm):
    """The citizen's form; ``trang_web`` is a field that people do not see, so only machines fill it."""

    mode = ChoiceField(
        "Hồ sơ này nộp bằng cách nào?",
        choices={
            Mode.ONLINE: "Qua mạng",
            Mode.IN_PERSON: "Tại quầy",
        },
        required=False,
    )
    reasons = ManyWordsField("Vì sao ông/bà chọn vậy?", catalogue.plain_reasons())
    comment = WordsField("Góp ý thêm", max=COMMENT_LENGTH, validators=[no_personal_number])
    wants_reply = TickField("Tôi muốn được trả lời riêng")
    contact = KeyField("Số điện thoại hoặc thư điện tử", max=120)
    trang_web = LineField("Xin để trống ô này", max=200)

    def validate_wants_reply(self, field: Field) -> None:
        """Somebody who wants a reply says how he is reached, and about what."""
        if not (field.data or self.contact.data):
            return
        if not REACHED.fullmatch(self.contact.data or ""):
            raise ValidationError("Xin ghi một số điện thoại hoặc một địa chỉ thư điện tử.")
        if not self.comment.data:
            raise ValidationError("Muốn được trả lời riêng, xin viết vài lời ở ô “Góp ý thêm”.")


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


class BatchForm(CreateForm):
    """New codes for one answer each, to be printed and handed out with papers."""

    counter_id = PickField("Quầy", blank="Không gắn quầy")
    stage = SelectWordField("In trên giấy tờ gì?", choices=PAPER_STAGE)
    mode = ChoiceField("Hồ sơ nộp bằng cách nào?", choices=MODE, missing="Xin chọn hình thức nộp hồ sơ.")
    size = ChoiceField("Số mã", choices={1: "1 mã", 24: "24 mã (một tờ A4)", 120: "120 mã (năm tờ A4)"})
