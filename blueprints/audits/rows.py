"""One criterion as it stands on the page: what is stored, or what was typed and could not be taken; its basis."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from blueprints import merging
from blueprints.audits import bp
from blueprints.audits.forms import ItemForm
from blueprints.filters import day
from blueprints.forms import OfficeForm
from blueprints.labels import word
from models.audits.acts import law_of
from models.audits.items import ItemRow
from models.audits.legal import LegalLine, cited, lines
from models.audits.rules import ItemState
from models.audits.tables import AuditRound


@dataclass(frozen=True, slots=True)
class RowView:
    """A criterion with the state of its little form."""

    item: ItemRow
    is_open: bool = False
    is_fresh: bool = False
    link: str = ""
    points: str = ""
    dated_on: str = ""
    valid_to: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    theirs: dict[str, str] = field(default_factory=dict)
    marks: str = ""

    @property
    def seen(self) -> str:
        """Marks of what the form shows, so that of two savers each changes only what he touched."""
        item = self.item
        shown: dict[str, Any] = {"state": item.state}
        if self.is_open:
            shown |= {"note": item.note, "na_reason": item.na_reason, "points": item.points}
        return self.marks or merging.written({name: merging.mark(value) for name, value in shown.items()})

    @property
    def details_title(self) -> str:
        """What the folded part of the form asks for: what is missing most."""
        if self.item.lacks_evidence:
            return "Thay minh chứng" if self.item.expired else "Bổ sung minh chứng"
        is_problem = self.item.state in (ItemState.PARTIAL, ItemState.NOT_MET)
        return "Ghi tồn tại, minh chứng" if is_problem and not self.item.note else "Ghi chú, minh chứng"


def calm(item: ItemRow) -> RowView:
    """A criterion as it is stored, its details folded."""
    return RowView(item)


def fresh(item: ItemRow, is_open: bool) -> RowView:
    """A criterion that was saved just now; as it was unfolded or folded before, so that ninety ticks stay one list."""
    return RowView(item, is_open=is_open, is_fresh=True)


def errors_of(form: OfficeForm) -> dict[str, str]:
    """What is wrong with a form, by the names of its fields."""
    return {field.name: " ".join(map(str, field.errors)) for field in form if field.errors}


def refused(item: ItemRow, form: ItemForm) -> RowView:
    """A criterion whose form was not taken: everything typed is kept, with what is wrong beside it."""
    typed = replace(
        item,
        state=form.state.data or item.state,
        note=item.note if form.note.data is None else form.note.data,
        na_reason=item.na_reason if form.na_reason.data is None else form.na_reason.data,
        version=int(form.version.data) if str(form.version.data).isdecimal() else item.version,
    )
    return RowView(
        typed,
        is_open=True,
        link=form.link.data or "",
        points=form.points._value(),
        dated_on=form.dated_on._value(),
        valid_to=form.valid_to._value(),
        errors=errors_of(form),
        theirs={field.name: field.theirs for field in form if getattr(field, "theirs", "")},
        marks=form.seen.data or "",
    )


@bp.app_template_filter("legal_basis")
def legal_basis(item: ItemRow) -> str:
    """What a criterion rests on, in words: the same on the screen and on paper."""
    return " · ".join(filter(None, (legal_words(item.legal), item.reference))) or word(item.basis)


@bp.app_template_filter("legal_words")
def legal_words(legal: Iterable[LegalLine]) -> str:
    """References as they stood on the day of the assessment, each with what is to be known of it."""
    return "; ".join(line.ref + "".join(_remarks(line)) for line in legal)


def _remarks(line: LegalLine) -> Iterator[str]:
    if line.is_past:
        yield " (căn cứ cũ)"
    if line.starts_on:
        yield f" (hiệu lực từ {day(line.starts_on)})"
    if line.is_undated and not line.must_check:
        yield " (chưa ghi ngày có hiệu lực)"
    if line.must_check:
        yield " (cần đối chiếu bản gốc)"


@bp.app_template_filter("round_basis")
def round_basis(round_: AuditRound) -> str:
    """What the whole set rested on, on the day of the round's assessment."""
    law = law_of(round_)
    held = lines(cited(round_.criteria.cites), law.acts, law.day)
    return "; ".join(filter(None, (legal_words(held), round_.criteria.legal_basis)))
