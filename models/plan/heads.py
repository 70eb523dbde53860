"""Which sheet holds tasks, which holds targets, and which column is which, proposed from the words of its head."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.files.columns import HEAD_WITHIN, Rows, head_texts, letter, matched, spread
from models.text import fold

__all__ = [
    "FIELDS",
    "Proposal",
    "Rows",
    "SheetKind",
    "columns_of",
    "letter",
    "propose",
    "spread",
]


class SheetKind(StrEnum):
    """What the rows of a sheet are."""

    TASKS = "tasks"
    TARGETS = "targets"
    NOTHING = "nothing"


FIELDS = {
    SheetKind.TASKS: ("no", "title", "goal", "product", "lead", "partners", "due", "authority", "note"),
    SheetKind.TARGETS: ("no", "title", "threshold", "unit", "lead", "note"),
    SheetKind.NOTHING: (),
}
_BOTH: Mapping[str, str] = {
    "no": r"(?:so )?(?:s?tt|so thu tu|muc so)",
    "note": r"ghi chu.*",
    "due": r".*(?:thoi gian|thoi han|han hoan thanh|tien do|moc|han chot).*|han",
}
_HEADS: Mapping[SheetKind, Mapping[str, str]] = {  # in this order: the first that fits takes the column
    SheetKind.TASKS: {
        **_BOTH,
        "partners": r"(?!.*chu tri).*phoi hop.*",
        "lead": r".*(?:chu tri|phu trach|thuc hien boi|don vi thuc hien|co quan thuc hien|don vi|co quan).*",
        "authority": r".*(?:cap trinh|tham quyen|cap phe duyet|cap ban hanh).*",
        "product": r".*(?:san pham|ket qua|dau ra).*",
        "goal": r".*(?:muc tieu|yeu cau).*",
        "title": r".*(?:nhiem vu|noi dung|cong viec|giai phap|hoat dong|viec).*",
    },
    SheetKind.TARGETS: {
        **_BOTH,
        "unit": r".*(?:don vi tinh|dvt).*",
        "lead": r".*(?:theo doi|chu tri|phu trach|don vi|co quan).*",
        "threshold": r".*(?:phai dat|muc tieu|ke hoach|muc giao|chi tieu giao|chi tieu nam|nam 20\d\d|gia tri).*",
        "title": r".*(?:chi tieu|noi dung|ten|tieu chi).*",
    },
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a sheet is taken for: its kind, the rows of its head (from 0, the last one included), its columns."""

    kind: SheetKind
    head: int
    last_head: int
    columns: dict[str, int]
    heads: tuple[str, ...] = ()


def propose(rows: Rows, merged: Sequence[Sequence[int]] = (), kind: SheetKind | None = None) -> Proposal:
    """What a sheet is by its head; ``kind`` where somebody said so. Without a head that names its rows: nothing."""
    best = Proposal(SheetKind.NOTHING, 0, 0, {})
    for found in _proposals(rows, merged, [kind] if kind else [SheetKind.TASKS, SheetKind.TARGETS]):
        if len(found.columns) > len(best.columns):
            best = found
    return best


def _proposals(rows: Rows, merged: Sequence[Sequence[int]], kinds: Sequence[SheetKind]) -> Iterator[Proposal]:
    for at in range(min(len(rows), HEAD_WITHIN)):
        last = max((bottom for top, _, bottom, _ in merged if top == at and bottom - top < 3), default=at)
        heads = head_texts(rows, merged, at, last)
        if sum(bool(one) for one in heads) < 2:
            continue
        for kind in kinds:
            columns = columns_of(heads, kind)
            if "title" in columns and len(columns) > 1 and _fits(heads[columns["title"]], kind):
                yield Proposal(kind, at, last, columns, tuple(heads))


def _fits(title: str, kind: SheetKind) -> bool:
    """A column of targets is called so; a column that names both is one of tasks."""
    return ("chi tieu" in fold(title) and "nhiem vu" not in fold(title)) == (kind is SheetKind.TARGETS)


def columns_of(heads: Sequence[str], kind: SheetKind) -> dict[str, int]:
    """Which column is which, by its words; a column has one meaning and a meaning one column."""
    return matched(heads, _HEADS.get(kind, {}))
