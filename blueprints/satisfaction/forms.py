"""The forms of satisfaction."""

from collections.abc import Mapping, Sequence
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
    UploadField,
    WordsField,
)
from blueprints.satisfaction.labels import DECISIONS, KNOWN_MODE, MODE, PAPER_STAGE, PRESSED, STAGE
from models import clock
from models.devices import pins
from models.satisfaction import catalogue
from models.satisfaction.counter_list import ListedProcedure
from models.satisfaction.questionnaires import PageWords
from models.satisfaction.rules import LONGEST_CONTACT, Mode, is_reachable, names_somebody
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


class ExportForm(CreateForm):
    """The file that a tablet wrote out for staff."""

    file = UploadField("Tệp phiếu của máy", kinds=(".json",))


class ListedForm(CreateForm):
    """What is said of a file at a counter: its procedure by name, and how it was handed in unless the list says it."""

    procedure_id = PickField("Thủ tục", blank="Không rõ thủ tục")
    served: Mapping[int, ListedProcedure] = {}

    def offer(self, served: Sequence[ListedProcedure]) -> None:
        """The counter's own list; what ended a day ago is taken but not drawn."""
        self.served = {row.id: row for row in sorted(served, key=lambda row: row.is_now)}
        self.procedure_id.offer((row.id, row.title) for row in served if row.is_now)
        self.procedure_id.known = self.procedure_id.known | self.served.keys()

    @property
    def procedure(self) -> ListedProcedure | None:
        """What was chosen by its name."""
        return self.served.get(self.procedure_id.data or 0)

    @property
    def told_mode(self) -> Mode | None:
        """How the file was handed in: as the list says where it does, else as was pressed."""
        listed = self.procedure.mode if self.procedure else None
        return listed or self.mode.data

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Somebody says how the file was handed in: the list, or the person."""
        is_fine = bool(super().validate(*args, **kwargs))
        if self.told_mode is None and not self.mode.errors:
            self.mode.errors = [self.mode.missing]
        return is_fine and not self.mode.errors


class ResponseForm(LevelForm, ListedForm):
    """The clerk's form: the press that saves tells how the file was handed in.

    ``said_at`` is filled by a browser that has no line just now.
    """

    mode = ChoiceField(
        "Hồ sơ này nộp bằng cách nào?", choices=PRESSED, required=False, missing="Xin bấm một trong ba nút để ghi."
    )
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


class CitizenForm(LevelForm):
    """The citizen's form, in the language of its page.

    ``trang_web`` is a field that people do not see, so only machines fill it.
    """

    mode = ChoiceField("Hồ sơ này nộp bằng cách nào?", choices=KNOWN_MODE, required=False)
    reasons = ManyWordsField("Vì sao ông/bà chọn vậy?", catalogue.plain_reasons())
    comment = WordsField("Góp ý thêm", max=COMMENT_LENGTH, validators=[no_personal_number])
    wants_reply = TickField("Tôi muốn được trả lời riêng")
    contact = KeyField("Số điện thoại hoặc thư điện tử", max=LONGEST_CONTACT)
    trang_web = LineField("Xin để trống ô này", max=200)

    def __init__(self, words: PageWords, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        labels = {"level": "level", "reasons": "why", "comment": "comment"} | {
            name: name for name in ("wants_reply", "contact")
        }
        for name, word in labels.items():
            self[name].label.text = words.page[word]
        self.mode.label.text = words.tablet["mode"]
        self.mode.choices = offered((mode, words.tablet[mode.value]) for mode in (Mode.ONLINE, Mode.IN_PERSON))
        self.level.choices = offered((level.value, words.levels[str(level.value)]) for level in self.scale.levels)
        self.reasons.choices = offered((code, words.plain[code]) for code in catalogue.plain_reasons())

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """What cannot be taken is said in the language of the page."""
        is_fine = bool(super().validate(*args, **kwargs))
        said = {"level": "level_missing", "comment": "comment_wrong"}
        for name, word in said.items():
            if self[name].errors:
                self[name].errors = [self.words.page[word]]
        return is_fine

    def validate_wants_reply(self, field: Field) -> None:
        """Somebody who wants a reply says how he is reached, and about what."""
        if not (field.data or self.contact.data):
            return
        if not is_reachable(self.contact.data or ""):
            raise ValidationError(self.words.page["contact_missing"])
        if not self.comment.data:
            raise ValidationError(self.words.page["comment_missing"])


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


class FinishedForm(ListedForm):
    """The file that was just finished at a counter; its tablet hands it on with the next answer."""

    mode = ChoiceField(
        "Hồ sơ nộp bằng cách nào?", choices=KNOWN_MODE, required=False, missing="Xin chọn hình thức nộp hồ sơ."
    )
    stage = SelectWordField("Vừa làm xong việc gì?", choices=STAGE, required=False, blank="Không rõ")


class BatchForm(CreateForm):
    """New codes for one answer each, to be printed and handed out with papers."""

    counter_id = PickField("Quầy", blank="Không gắn quầy")
    stage = SelectWordField("In trên giấy tờ gì?", choices=PAPER_STAGE)
    mode = ChoiceField("Hồ sơ nộp bằng cách nào?", choices=MODE, missing="Xin chọn hình thức nộp hồ sơ.")
    size = ChoiceField("Số mã", choices={1: "1 mã", 24: "24 mã (một tờ A4)", 120: "120 mã (năm tờ A4)"})
