"""The forms kit: what every form shares, and the way two savers of one row meet."""

import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from flask import g, request
from flask_wtf import FlaskForm
from flask_wtf.form import SUBMIT_METHODS
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import Field, FieldList, Form, HiddenField, RadioField, SelectField
from wtforms.fields.core import UnboundField

from blueprints import merging
from blueprints.choices import ChoiceField, PickField, SelectWordField
from blueprints.fields import (
    ClockField,
    DayField,
    DecimalField,
    KeyField,
    LineField,
    LinkField,
    NumberField,
    RawField,
    SecretField,
    TextField,
    TickField,
    TypedField,
    UploadField,
    WordsField,
)

__all__ = [
    "ChoiceField",
    "ClockField",
    "CreateForm",
    "DayField",
    "DecimalField",
    "EditForm",
    "KeyField",
    "LineField",
    "LinkField",
    "NumberField",
    "OfficeForm",
    "PickField",
    "RawField",
    "RowsField",
    "SecretField",
    "SelectWordField",
    "TextField",
    "TickField",
    "UploadField",
    "WordsField",
]


def labels_of(form: type[Form]) -> dict[str, str]:
    """The words that a form gives its fields, by name, for every other place that speaks of the same thing."""
    return {
        name: typed.args[0]
        for name in dir(form)
        if isinstance(typed := getattr(form, name), UnboundField) and typed.args and isinstance(typed.args[0], str)
    }


class OfficeForm(FlaskForm):  # type: ignore[misc]
    """The root of all forms; ``status`` is what the page answers with."""

    was_refused = False

    class Meta:
        """Messages are our own; Flask-WTF's token was asked for by the guard, before any view runs."""

        locales = ("vi",)
        csrf = False

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """What a browser's form sends: text for every field, files only for those that take them; never JSON."""
            if formdata is None or hasattr(formdata, "getlist"):  # the view itself said what is to be read
                return formdata
            if request.method not in SUBMIT_METHODS:
                return None
            takes = {field.name for field in form if isinstance(field, UploadField)}
            uploads = MultiDict((name, file) for name, file in request.files.items(multi=True) if name in takes)
            return CombinedMultiDict((uploads, request.form)) or None

        def get_translations(self, form: Any) -> None:
            """No foreign translations: every message that people see is written here."""
            return

    @property
    def is_searching(self) -> bool:
        """Whether it was sent by the button beside a long list, to look through that list."""
        return self.is_submitted() and "tim-muc" in request.form

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """Whether it was sent to be saved, and can be."""
        if self.is_searching:
            g.not_taken = True
            return False
        return bool(super().validate_on_submit(extra_validators))

    @property
    def status(self) -> int:
        """422 once something was typed that cannot be taken, else 200."""
        return 422 if self.is_submitted() and not self.is_searching else 200

    @property
    def problems(self) -> list[tuple[Field, str]]:
        """Every refusal with its field, in the order of the form."""
        return [(field, str(error)) for field in self for error in field.errors]


class CreateForm(OfficeForm):
    """A form that makes a row; its key makes sure that it does so once."""

    form_key = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.form_key.data:
            self.renew()

    def renew(self) -> None:
        """A key of its own for what is sent next: saving once more is a decision, not an accident."""
        self.form_key.data = secrets.token_urlsafe(24)


class RowsField(FieldList):
    """Rows of a form, counted in plain figures; what else calls itself a row is none."""

    rows_sent = 0

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        numbered = re.compile(rf"{re.escape(prefix)}-[0-9]{{1,6}}-")
        indices = list(super()._extract_indices(prefix, filter(numbered.match, formdata)))
        self.rows_sent = len(set(indices))
        return iter(indices)


UNSEEN = {"version", "form_key", "seen"}


class EditForm(OfficeForm):
    """A form that changes a row; it carries the version it was read at, and marks of the values that were seen then."""

    version = HiddenField()
    seen = HiddenField()
    was_merged = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._seen = merging.read(self.seen.raw_data[0]) if self.seen.raw_data else {}
        if not self.seen.raw_data:
            self.see({field.name: field.data for field in self if field.name not in UNSEEN})

    def see(self, values: Mapping[str, Any]) -> None:
        """From now on these values are what was seen."""
        marks = merging.read(self.seen.data or "")
        marks |= {
            name: merging.mark(value) for name, value in values.items() if not isinstance(self[name], UploadField)
        }
        self.seen.data = merging.written(marks)

    def is_stale(self, row: Any) -> bool:
        """Whether somebody else saved the row since this form was opened."""
        posted = self.version.raw_data[0] if self.version.raw_data else None
        return posted != str(row.version)

    def show_theirs(self, row: Any) -> None:
        """Put the stored text beside every field that both have changed, and take over the stored version."""
        names = [field.name for field in self if field.name not in UNSEEN and hasattr(row, field.name)]
        self.merge({name: getattr(row, name) for name in names})
        self.version.data = str(row.version)
        self.was_merged = True

    def merge(self, stored: Mapping[str, Any]) -> None:
        """Of these fields one that was not touched here takes what is stored, and one that both changed shows it."""
        for name, value in stored.items():
            field = self[name]
            if merging.is_same(value, field.data):
                continue
            if self.is_untouched(name):
                field.typed, field.theirs = None, ""
                field.process(None, value)
            elif self.was_changed(name, value):
                field.theirs = self.stored_words(field, value)
        self.see(stored)

    def is_untouched(self, name: str) -> bool:
        """Whether a field came back as it was shown; a form that does not say what was shown was touched everywhere."""
        return self._seen.get(name) == merging.mark(self[name].data)

    def was_changed(self, name: str, value: Any) -> bool:
        """Whether a stored value is neither what was shown nor what was typed."""
        return merging.mark(value) not in (self._seen.get(name), merging.mark(self[name].data))

    def stored_words(self, field: Field, stored: Any) -> str:
        """How a stored value is written for a person."""
        if stored in (None, ""):
            return "(để trống)"
        if isinstance(field, TypedField):
            return field.show(stored)
        if isinstance(field, (SelectField, RadioField)):
            return next((str(label) for value, label, *_rest in field.iter_choices() if value == stored), str(stored))
        if isinstance(stored, datetime):
            return stored.isoformat(" ", "minutes")
        return ("Có" if stored else "Không") if isinstance(stored, bool) else str(stored)

    def populate_obj(self, row: Any) -> None:
        """Write the typed values into the row, never its version or keys."""
        for name, field in self._fields.items():
            if name not in UNSEEN:
                field.populate_obj(row, name)
