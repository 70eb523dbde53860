"""The fields of all forms: they take what people type, in Vietnamese notation, and never fall over."""

import re
from collections.abc import Callable, Iterable
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, Field, StringField, TextAreaField
from wtforms.validators import Optional, StopValidation, ValidationError
from wtforms.widgets import PasswordInput, TextInput

from models.periods import read_day
from models.text import clean, hidden_in

MISSING = "Xin điền mục này."
FIRST_YEAR, LAST_YEAR = 2000, 2100


class Needed:
    """The field must be filled; says so in Vietnamese and stops there."""

    field_flags = {"required": True}

    def __init__(self, message: str = MISSING) -> None:
        self.message = message

    def __call__(self, form: Any, field: Field) -> None:
        """Stop at an empty field."""
        if field.data is None or field.data == "" or field.data == []:
            field.errors = []
            raise StopValidation(self.message)


class Within:
    """The text is at most ``most`` characters long; a browser counts along and cuts nothing that is pasted."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.field_flags = {"most": most}

    def __call__(self, form: Any, field: Field) -> None:
        """Say how long the text is and how long it may be."""
        if field.data and len(field.data) > self.most:
            raise ValidationError(f"Dài quá {self.most} ký tự (đang có {len(field.data)}). Xin rút ngắn lại.")


def _checks(required: bool, *others: Any) -> list[Any]:
    return [Needed() if required else Optional(strip_whitespace=False), *others]


def _cleaner(multiline: bool) -> Callable[[Any], Any]:
    return lambda value: clean(value, multiline=multiline) if isinstance(value, str) else value


class _Text:
    """What both kinds of text share: a text that was not sent is an empty one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed."""
        self.data = valuelist[0] if valuelist else ""


class _Seen(_Text):
    """A text in which everybody sees all letters: hidden ones are taken out, and whoever typed it looks at it again."""

    unseen = 0

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed, and count what nobody sees in it."""
        super().process_formdata(valuelist)
        self.unseen = hidden_in(self.data)

    def pre_validate(self, form: Any) -> None:
        """Refuse once; the text that is offered again is without them."""
        if self.unseen:
            raise StopValidation(f"Đã bỏ {self.unseen} ký tự ẩn (không nhìn thấy được). Xin xem lại chữ rồi gửi lại.")


class LineField(_Seen, StringField):
    """One line of text: NFC, trimmed, without control characters, at most ``max`` characters."""

    def __init__(self, label: str, max: int = 200, required: bool = False, **kwargs: Any) -> None:
        checks = _checks(required, Within(max)) + kwargs.pop("validators", [])
        super().__init__(label, checks, filters=[_cleaner(False)], **kwargs)


class KeyField(LineField):
    """A line that is only compared, never shown to others: what nobody sees in it is dropped without a word."""

    def pre_validate(self, form: Any) -> None:
        """Nothing to look at again."""


class TextField(_Seen, TextAreaField):
    """Several lines of text, cleaned like a line but with its line breaks."""

    def __init__(self, label: str, max: int = 4000, required: bool = False, **kwargs: Any) -> None:
        checks = _checks(required, Within(max)) + kwargs.pop("validators", [])
        super().__init__(label, checks, filters=[_cleaner(True)], **kwargs)


class WordsField(_Text, TextAreaField):
    """The words of somebody else, kept as they were given, hidden letters too; pages tell that there are some."""

    def __init__(self, label: str, max: int = 4000, **kwargs: Any) -> None:
        checks = _checks(False, Within(max)) + kwargs.pop("validators", [])
        super().__init__(label, checks, filters=[_as_given], **kwargs)


def _as_given(value: Any) -> Any:
    return clean(value, multiline=True, keeps_hidden=True) if isinstance(value, str) else value


class RawField(_Text, StringField):
    """A text whose bytes must stay exactly as typed (SSID, key); only its length in bytes is limited."""

    def __init__(self, label: str, max_bytes: int = 4096, required: bool = False, **kwargs: Any) -> None:
        self.max_bytes = max_bytes
        super().__init__(label, _checks(required), **kwargs)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Refuse what no database can keep and what is longer than the limit."""
        if self.data and "\x00" in self.data:
            raise ValidationError("Có ký tự không dùng được, xin gõ lại.")
        if self.data and (size := len(self.data.encode("utf-8", "surrogatepass"))) > self.max_bytes:
            raise ValidationError(f"Dài quá {self.max_bytes} byte (đang có {size} byte).")


class SecretField(RawField):
    """A password: taken exactly as typed, never shown again."""

    widget = PasswordInput()


class TypedField(Field):
    """A field that reads its own notation from text and keeps the typed text when it cannot."""

    data: Any
    widget = TextInput()
    problem = "Nội dung chưa đúng."
    typed: str | None = None

    def read(self, text: str) -> Any:
        """The value of a typed text; ValueError when it cannot be one."""
        raise NotImplementedError

    def show(self, value: Any) -> str:
        """How a value is written in the box."""
        return str(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        self.typed = clean(valuelist[0]) if valuelist else None
        if not self.typed:
            self.data = None
            return
        try:
            self.data = self.read(self.typed)
        except (ValueError, OverflowError, InvalidOperation) as problem:
            self.data = None
            raise ValueError(str(problem) if isinstance(problem, SaidSo) else self.problem) from problem

    def _value(self) -> str:
        if self.typed is not None and self.errors:
            return self.typed
        return self.typed or "" if self.data is None else self.show(self.data)

    def pre_validate(self, form: Any) -> None:
        """What could not be read is said once, not also as missing."""
        if self.process_errors:
            raise StopValidation()


class SaidSo(ValueError):
    """A reading problem that brings its own Vietnamese sentence."""


class DayField(TypedField):
    """A day, typed 30/3/2026 (the browser's own 2026-03-30 is understood too)."""

    problem = "Ngày chưa đúng, xin ghi như 30/3/2026."

    def __init__(self, label: str, required: bool = False, **kwargs: Any) -> None:
        super().__init__(label, _checks(required) + kwargs.pop("validators", []), **kwargs)

    def read(self, text: str) -> date:
        """Day, month, year in either order of the two notations."""
        day = read_day(text)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise SaidSo(f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.")
        return day

    def show(self, value: date) -> str:
        """30/3/2026."""
        return f"{value.day}/{value.month}/{value.year}"


class ClockField(TypedField):
    """A time of day, typed 8:30, 08:30 or 8h30."""

    problem = "Giờ chưa đúng, xin ghi như 8:30."

    def __init__(self, label: str, required: bool = False, **kwargs: Any) -> None:
        super().__init__(label, _checks(required) + kwargs.pop("validators", []), **kwargs)

    def read(self, text: str) -> time:
        """Hours and minutes; minutes may be left out after an h."""
        found = re.fullmatch(r"(\d{1,2})\s*(?:[:hg.]\s*(\d{2})?)", text.lower(), re.ASCII)
        if not found:
            raise ValueError
        return time(int(found[1]), int(found[2] or 0))

    def show(self, value: time) -> str:
        """08:30."""
        return f"{value.hour:02d}:{value.minute:02d}"


class NumberField(TypedField):
    """A whole number between ``low`` and ``high``; 1.234 is one thousand two hundred and thirty-four."""

    problem = "Xin ghi một số nguyên."

    def __init__(
        self, label: str, low: int = 0, high: int = 1_000_000_000, required: bool = False, **kwargs: Any
    ) -> None:
        self.low, self.high = low, high
        super().__init__(label, _checks(required) + kwargs.pop("validators", []), **kwargs)

    def read(self, text: str) -> int:
        """Digits, perhaps grouped by points or blanks; a sign of per cent says nothing new."""
        text = text.removesuffix("%").rstrip()
        if not re.fullmatch(r"-?(\d{1,12}|\d{1,3}([. ]\d{3})+)", text, re.ASCII):
            raise ValueError
        number = int(re.sub(r"[. ]", "", text))
        if not self.low <= number <= self.high:
            raise SaidSo(f"Số phải từ {self.low} đến {self.high}.")
        return number


class DecimalField(TypedField):
    """A number with a decimal comma, between ``low`` and ``high``."""

    problem = "Xin ghi một số, ví dụ 98,6."

    def __init__(
        self, label: str, low: int = 0, high: int = 1_000_000_000, required: bool = False, **kwargs: Any
    ) -> None:
        self.low, self.high = low, high
        super().__init__(label, _checks(required) + kwargs.pop("validators", []), **kwargs)

    def read(self, text: str) -> Decimal:
        """98,6 or 98.6, at most four places."""
        if not re.fullmatch(r"-?\d{1,10}([.,]\d{1,4})?", text.removesuffix("%").strip(), re.ASCII):
            raise ValueError
        number = Decimal(text.removesuffix("%").strip().replace(",", "."))
        if not self.low <= number <= self.high:
            raise SaidSo(f"Số phải từ {self.low} đến {self.high}.")
        return number

    def show(self, value: Decimal) -> str:
        """98,6."""
        return f"{value.normalize():f}".replace(".", ",")


class TickField(BooleanField):
    """A box to tick."""

    false_values = (False, "false", "0", "")


# host, path, query and fragment each end where the next begins, so that there is one way to read an address
ADDRESS = re.compile(
    r"https?://[^\s/\\@\"'<>?#]+(/[^\s\"'<>\\?#]*)?(\?[^\s\"'<>\\#]*)?(#[^\s\"'<>\\]*)?", re.IGNORECASE
)
BARE_ADDRESS = re.compile(r"([\w-]+\.)+(vn|com|org|net|gov|edu)(/|$)", re.IGNORECASE)


class LinkField(_Seen, StringField):
    """An address on the web: http or https, nothing else."""

    def __init__(self, label: str, max: int = 500, required: bool = False, **kwargs: Any) -> None:
        super().__init__(label, _checks(required, Within(max)), filters=[_cleaner(False)], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """An address typed without its beginning gets the usual one."""
        super().process_formdata(valuelist)
        typed = (self.data or "").strip()
        if BARE_ADDRESS.match(typed):
            self.data = f"https://{typed}"

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Refuse other schemes, blanks and addresses without a host."""
        if self.data and not validation_stopped and not ADDRESS.fullmatch(self.data):
            raise ValidationError("Liên kết phải bắt đầu bằng http:// hoặc https:// và không có dấu cách.")


class UploadField(FileField):  # type: ignore[misc]
    """A file to hand in; ``kinds`` says what is taken (``uploads.PHOTO``, ``uploads.DOCUMENT`` or both)."""

    def __init__(self, label: str, kinds: Iterable[str] = (), **kwargs: Any) -> None:
        self.kinds = tuple(kinds)
        render = {"accept": ",".join(self.kinds)} if self.kinds else {}
        super().__init__(label, render_kw=render, **kwargs)
