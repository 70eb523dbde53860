"""How the journal speaks of what was written: each capability names its own tables, their columns and its acts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wtforms import Form

# columns that mean the same wherever they stand
COMMON = {
    "name": "tên",
    "title": "tên",
    "note": "ghi chú",
    "kind": "loại",
    "state": "trạng thái",
    "status": "tình trạng",
    "is_active": "đang dùng",
    "unit_id": "đơn vị",
    "person_id": "cán bộ",
    "due_on": "hạn",
    "text": "nội dung",
    "no": "số thứ tự",
    "code": "mã",
    "label": "nhãn",
}
# columns that tell people nothing: whose row it is, keys of search and order
SILENT = frozenset({"commune_id", "fold", "sort_key", "position"})
# what can be done with any row
VERBS = {"created": "đã thêm", "changed": "đã sửa", "deleted": "đã bỏ"}


@dataclass(frozen=True, slots=True)
class Thing:
    """What the rows of a table are called, and the words of its columns.

    A column without a word of its own takes the label of the ``form`` it is typed into, then the common word.
    """

    name: str
    fields: Mapping[str, str] = field(default_factory=dict)
    form: type[Form] | None = None
    silent: frozenset[str] = frozenset()  # digests, addresses on disk
    is_part: bool = False  # comes into being together with its whole, by the dozen
    is_discreet: bool = False  # the row says who answered what: shown that it was entered, neither when nor what

    def is_silent(self, column: str) -> bool:
        """Whether a column is left out."""
        return column in self.silent or column in SILENT

    def word(self, column: str) -> str | None:
        """The Vietnamese word of a column; None for one that nobody has named."""
        return self.fields.get(column) or self._label(column) or COMMON.get(column)

    def _label(self, column: str) -> str | None:
        typed = getattr(self.form, column, None)  # a field of the class, not yet bound to a form
        label = typed.args[0] if typed is not None else ""
        return f"{label[0].lower()}{label[1:]}" if label else None
