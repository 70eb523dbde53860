"""The fields in which a person picks one of several: words of a closed list, or rows of the database."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any

from flask import request
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from blueprints.fields import Needed
from models.text import clean, fold

MOST_SHOWN = 60  # options that a person can still look through
MOST_NEEDLE = 80  # characters that a search looks at
CHOOSE = "Xin chọn một mục trong danh sách."


def _coerce_word(kind: type[StrEnum]) -> Callable[[Any], Any]:
    def coerce(value: Any) -> Any:
        return None if value in (None, "", "None") else kind(value)

    return coerce


def offered(pairs: Iterable[tuple[Any, str]]) -> list[SelectChoice]:
    """A list of (value, words) the way WTForms takes it."""
    return [SelectChoice(value, words) for value, words in pairs]


def named_people(rows: Iterable[Any]) -> list[tuple[int, str]]:
    """The people of ``accounts.people`` as a list offers them: Bùi Kim Dung – Văn phòng HĐND và UBND."""
    return [(one.id, f"{one.full_name} – {one.unit_name}" if one.unit_name else one.full_name) for one in rows]


class _Choice:
    """What both kinds of choice share: a closed list of words and a Vietnamese refusal."""

    data: Any
    choices: list[SelectChoice]  # made by ``offered``
    missing = CHOOSE

    def pre_validate(self, form: Any) -> None:
        """Only what the list offers."""
        if self.data is None:  # type: ignore[attr-defined]
            if self.raw_data and self.raw_data[0] and not self.errors:  # type: ignore[attr-defined]
                raise StopValidation(self.missing)
            return
        if all(self.data != choice.value for choice in self.choices):
            raise StopValidation(self.missing)

    def process_formdata(self, valuelist: list[str]) -> None:
        """An unknown word is no word."""
        self.data = None
        if valuelist:
            try:
                self.data = self.coerce(valuelist[0])  # type: ignore[attr-defined]
            except (ValueError, TypeError, OverflowError):
                self.data = None


class ChoiceField(_Choice, RadioField):
    """One word of a closed list (a StrEnum with its Vietnamese words), as a group of radio buttons."""

    def __init__(
        self, label: str, choices: Mapping[Any, str], required: bool = True, missing: str = CHOOSE, **kwargs: Any
    ) -> None:
        kind = type(next(iter(choices)))
        coerce = _coerce_word(kind) if issubclass(kind, StrEnum) else kwargs.pop("coerce", kind)
        checks = [Needed(missing)] if required else [Optional()]
        self.missing = missing
        super().__init__(label, checks, coerce=coerce, choices=offered(choices.items()), **kwargs)


class SelectWordField(_Choice, SelectField):
    """The same as a drop-down list; ``blank`` is the word for no choice."""

    def __init__(
        self, label: str, choices: Mapping[Any, str], required: bool = True, blank: str | None = None, **kwargs: Any
    ) -> None:
        kind = type(next(iter(choices)))
        pairs: list[tuple[Any, str]] = [("", blank)] if blank is not None else []
        checks = [Needed(CHOOSE)] if required else [Optional()]
        super().__init__(
            label, checks, coerce=_coerce_word(kind), choices=offered([*pairs, *choices.items()]), **kwargs
        )


class PickField(_Choice, SelectField):
    """One row of the database, by id; the view sets ``choices`` to what these eyes may pick.

    A list that nobody can read is searched: by a button of the form itself, so that it needs no scripts.
    """

    known: set[int] = set()
    is_long = False
    needle = ""
    found = total = 0

    def __init__(self, label: str, required: bool = False, blank: str = "— chưa chọn —", **kwargs: Any) -> None:
        self.blank = blank
        checks = [Needed(CHOOSE)] if required else [Optional()]
        super().__init__(
            label,
            checks,
            coerce=lambda value: int(value) if value not in (None, "", "None") else None,
            choices=offered([("", blank)]),
            **kwargs,
        )

    def offer(self, rows: Iterable[tuple[int, str]]) -> None:
        """Fill the list with (id, words); of a long one only what is chosen, and what was searched for, is drawn."""
        every = list(rows)
        self.known = {key for key, _words in every}
        self.is_long = len(every) > MOST_SHOWN
        if self.is_long:
            self.needle = clean(request.form.get(f"{self.name}-tim", ""))[:MOST_NEEDLE]
            wanted = fold(self.needle).split()
            found = [row for row in every if wanted and all(word in fold(row[1]) for word in wanted)]
            self.found, self.total = len(found), len(every)
            shown = {key for key, _words in found[:MOST_SHOWN]} | {self.data}
            every = [row for row in every if row[0] in shown]
        self.choices = offered([("", self.blank), *every])

    def pre_validate(self, form: Any) -> None:
        """Only what the list offers, drawn or not."""
        if self.data is None or self.data not in self.known:
            super().pre_validate(form)


class ManyPickField(SelectMultipleField):
    """Several rows of the database, as boxes to tick; what is not offered is left out."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, coerce=int, choices=offered([]), validate_choice=False, **kwargs)

    def offer(self, rows: Iterable[tuple[int, str]]) -> None:
        """Fill the list with (id, words)."""
        self.choices = offered(rows)

    def process_formdata(self, valuelist: list[str]) -> None:
        """The ids that were ticked, each once, in the order of the list."""
        self.data = sorted(
            {int(value) for value in valuelist if value.isascii() and value.isdigit() and len(value) < 19}
        )
