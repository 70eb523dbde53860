"""One criterion as it stands on the page: what is stored, or what was typed and could not be taken; its basis."""

from dataclasses import dataclass, field, replace

from blueprints.audits import bp
from blueprints.audits.forms import ItemForm
from blueprints.filters import day
from blueprints.labels import word
from models.audits.items import ItemRow
from models.audits.rules import ItemState


@dataclass(frozen=True, slots=True)
class RowView:
    """A criterion with the state of its little form."""

    item: ItemRow
    is_open: bool = False
    is_fresh: bool = False
    link: str = ""
    points: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    theirs: dict[str, str] = field(default_factory=dict)

    @property
    def details_title(self) -> str:
        """What the folded part of the form asks for: what is missing most."""
        if self.item.lacks_evidence:
            return "Bổ sung minh chứng"
        is_problem = self.item.state in (ItemState.PARTIAL, ItemState.NOT_MET)
        return "Ghi tồn tại, minh chứng" if is_problem and not self.item.note else "Ghi chú, minh chứng"


def calm(item: ItemRow) -> RowView:
    """A criterion as it is stored, its details folded."""
    return RowView(item)


def fresh(item: ItemRow, is_open: bool) -> RowView:
    """A criterion that was saved just now; as it was unfolded or folded before, so that ninety ticks stay one list."""
    return RowView(item, is_open=is_open, is_fresh=True)


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
        errors={field.name: " ".join(map(str, field.errors)) for field in form if field.errors},
        theirs={field.name: field.theirs for field in form if getattr(field, "theirs", "")},
    )


@bp.app_template_filter("legal_basis")
def legal_basis(item: ItemRow) -> str:
    """What a criterion rests on, in words: the same on the screen and on paper."""
    legal, said = item.legal, []
    if legal.ref:
        starts = f" (hiệu lực từ {day(legal.starts_on)})" if legal.starts_on else ""
        checked = " (cần đối chiếu bản gốc)" if legal.must_check else ""
        said.append(legal.ref + (" (căn cứ cũ)" if legal.is_past else "") + starts + checked)
    if item.reference:
        said.append(item.reference)
    return " · ".join(said) or word(item.basis)
