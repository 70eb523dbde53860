"""One duty on the desk of somebody: what he may do with it, what was said about it, and the forms for the next step."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from flask import Response

from blueprints.access import viewer
from blueprints.duties.forms import ConfirmForm, ExtendForm, KeepForm, NoteForm, ReopenForm, VerifyForm
from blueprints.duties.windows import address
from blueprints.forms import OfficeForm
from models.duties import queries, rules
from models.duties.rules import PROVEN, UNFINISHED, DutyAct, DutyStatus
from models.duties.tables import Duty, DutyExtension


class Desk:
    """A duty with the right to act; ``show`` draws the page it stands on, for htmx the part that changes."""

    def __init__(self, duty: Duty, show: Callable[["Desk", int], Response]) -> None:
        self.duty = duty
        self._show = show
        self.refusal = ""
        self.units: dict[int, str] = {}  # to choose from
        self.forms: dict[type[OfficeForm], OfficeForm] = {}

    def page(self, form: OfficeForm | None = None, status: int = 200) -> Response:
        """The page once more, with a form that was refused."""
        if form is not None:
            self.forms[type(form)] = form
            status = form.status if status == 200 else status
        return self._show(self, status)

    def address(self, verb: str) -> str:
        """Where something is done with it."""
        return address(self.duty, verb)

    @property
    def home(self) -> str:
        """The page of the duty."""
        return self.address("page")

    @property
    def may_report(self) -> bool:
        """Whether these eyes may write about it."""
        return self.duty.status is not DutyStatus.VOID and rules.may_report(self.duty, viewer())

    @property
    def may_finish(self) -> bool:
        """Whether these eyes may report it as finished now."""
        return self.may_report and self.duty.status in UNFINISHED

    @property
    def may_confirm(self) -> bool:
        """Whether it waits for these eyes."""
        return self.duty.status is DutyStatus.REPORTED and rules.may_confirm(self.duty, viewer())

    @property
    def is_own_report(self) -> bool:
        """Whether these eyes would confirm, had they not reported it themselves."""
        eyes = viewer()
        is_mine = self.duty.status is DutyStatus.REPORTED and eyes.acted_as(self.duty.reported_by)
        return is_mine and rules.judges(self.duty.kind, eyes)

    @property
    def may_reopen(self) -> bool:
        """Whether these eyes may take it up again."""
        if self.duty.status is DutyStatus.REPORTED:  # the second person sends it back instead
            return self.may_report
        return self.duty.is_finished and rules.may_reopen(self.duty, viewer())

    @property
    def may_keep(self) -> bool:
        """Whether these eyes may say why its state stays although what is counted says another thing."""
        return rules.may_keep(self.duty, self.duty.is_finished, viewer())

    @property
    def keep_form(self) -> OfficeForm:
        """Why its state stays."""
        return self.forms.get(KeepForm) or KeepForm(obj=self.duty, formdata=None)

    @property
    def may_extend(self) -> bool:
        """Whether these eyes may ask for a later day now."""
        return self.may_finish and self.duty.due_on is not None and self.wish is None

    @property
    def may_decide(self) -> bool:
        """Whether these eyes may decide about the later day that somebody asks for."""
        return self.wish is not None and rules.may_grant_extension(self.wish.asked_by, viewer())

    @property
    def note_form(self) -> OfficeForm:
        """The next note."""
        return self.forms.get(NoteForm) or NoteForm(formdata=None)

    @property
    def is_proven(self) -> bool:
        """Whether its second person shows what he has seen himself."""
        return self.duty.kind in PROVEN

    @property
    def decide_kind(self) -> type[ConfirmForm]:
        """The form of the second person's word."""
        return VerifyForm if self.is_proven else ConfirmForm

    @property
    def decide_form(self) -> OfficeForm:
        """The second person's word."""
        return self._edit(self.decide_kind)

    @property
    def reopen_form(self) -> OfficeForm:
        """Why it is taken up again."""
        return self._edit(ReopenForm)

    @property
    def extend_form(self) -> OfficeForm:
        """The wish for a later day."""
        return self._edit(ExtendForm)

    def _edit(self, kind: type[OfficeForm]) -> OfficeForm:
        return self.forms.get(kind) or kind(formdata=None, data={"version": self.duty.version})

    @cached_property
    def notes(self) -> Sequence[Any]:
        """What was said about it, newest first."""
        return queries.notes(viewer(), self.duty.id)

    @cached_property
    def joining(self) -> dict[int, str]:
        """The units that join in, by id."""
        return queries.joining(viewer(), [self.duty.id]).get(self.duty.id, {})

    @cached_property
    def extensions(self) -> Sequence[DutyExtension]:
        """The later days that were asked for, newest first."""
        return queries.extensions(viewer(), self.duty.id)

    @property
    def wish(self) -> DutyExtension | None:
        """The later day that nobody has decided yet; who is done with it needs none."""
        if self.duty.status in (DutyStatus.DONE, DutyStatus.VOID):
            return None
        return next((one for one in self.extensions if one.decided_at is None), None)

    @cached_property
    def names(self) -> dict[int, str]:
        """Who reported, confirmed, asked and decided."""
        ids = {self.duty.reported_by, self.duty.confirmed_by}
        for one in self.extensions:
            ids |= {one.asked_by, one.decided_by}
        known = {found for found in ids if found is not None}
        return queries.account_names(viewer(), known) if known else {}

    @property
    def report(self) -> Any:
        """The newest report that it was finished."""
        return next((note for note in self.notes if note.act is DutyAct.REPORTED), None)

    @property
    def history(self) -> list[tuple[datetime, str, Any]]:
        """Notes and extensions together, the newest first."""
        found: list[tuple[datetime, str, Any]] = [(note.created_at, "note", note) for note in self.notes]
        found += [(one.created_at, "extension", one) for one in self.extensions]
        return sorted(found, key=lambda item: (item[0], item[2].id), reverse=True)
