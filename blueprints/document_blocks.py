"""The blocks that documents are made of: plain values that know no table, no page and no file."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import count
from typing import Any, ClassVar

from blueprints.filters import DASH, day, number

BLANK = "\u00a0" * 8  # room for what the clerk fills in


class Cells(StrEnum):
    """What a column of a table holds, and so how it is written and set."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


def long_day(day: date) -> str:
    """ngày 02 tháng 12 năm 2026: days below ten and the months 1 and 2 with a zero, as official papers write them."""
    return f"ngày {day.day:02} {_month(day)}"


def _month(day: date) -> str:
    return f"tháng {day.month:02} năm {day.year}" if day.month < 3 else f"tháng {day.month} năm {day.year}"


@dataclass(frozen=True, slots=True)
class StateHead:
    """Who issues it, under which number, the state's name and motto, where and when; what the clerk fills in is blank.

    Without ``symbol`` there is no number, without ``place`` no line of place and day (minutes have none). Of an issued
    paper ``given`` is its number as it was given (05/TB-UBND), and ``dated`` its day.
    """

    kind: ClassVar[str] = "state_head"
    issuer: str
    symbol: str = ""
    place: str = ""
    month: date | None = None
    superior: str = ""
    given: str = ""
    dated: date | None = None

    @property
    def number_line(self) -> str:
        """Số:      /BC-UBND."""
        if self.given:
            return f"Số: {self.given}"
        return f"Số:{BLANK}/{self.symbol}" if self.symbol else ""

    @property
    def day_line(self) -> str:
        """Tây Sơn, ngày      tháng 12 năm 2026."""
        if self.place and self.dated:
            return f"{self.place}, {long_day(self.dated)}"
        return f"{self.place}, ngày{BLANK}{_month(self.month)}" if self.place and self.month else ""


@dataclass(frozen=True, slots=True)
class Title:
    """The kind of document and what it is about."""

    kind: ClassVar[str] = "title"
    name: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the document rests on, a line each."""

    kind: ClassVar[str] = "grounds"
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Addressees:
    """To whom it is sent."""

    kind: ClassVar[str] = "addressees"
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (I.), 2 (1.) or 3 (a)); without ``label`` it is counted."""

    kind: ClassVar[str] = "heading"
    text: str
    level: int = 1
    label: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; line ends in it stay."""

    kind: ClassVar[str] = "paragraph"
    text: str


@dataclass(frozen=True, slots=True)
class ListPoint:
    """One point of a list, with what stands below it."""

    text: str
    label: str = ""
    below: tuple["ListPoint", ...] = ()


@dataclass(frozen=True, slots=True)
class Points:
    """Points by number and letter, or each behind a dash."""

    kind: ClassVar[str] = "points"
    items: tuple[ListPoint, ...]
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; neighbours of one ``group`` stand under a common head; ``width`` is a share."""

    title: str
    cells: Cells = Cells.TEXT
    width: int = 10
    group: str = ""

    def show(self, value: Any) -> str:
        """A value as this column writes it."""
        if value is None:
            return "" if self.cells is Cells.TEXT else DASH
        if isinstance(value, date):
            return day(value)
        return number(value) if isinstance(value, int | float | Decimal) else str(value)


@dataclass(frozen=True, slots=True)
class Across:
    """A row that runs across the table: the head of what follows."""

    text: str
    is_main: bool = True


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A stored picture drawn small: ``address`` shows it on a page, ``caption`` says what it is."""

    address: str
    caption: str


@dataclass(frozen=True, slots=True)
class Thumbnails:
    """A row of small pictures that belong to the row above; a page draws them, a file leaves them out."""

    pictures: tuple[Thumbnail, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head is repeated on every page; a row has a value for each column, or runs across."""

    kind: ClassVar[str] = "table"
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...] | Across | Thumbnails, ...]
    caption: str = ""

    @property
    def groups(self) -> list[tuple[str, list[Column]]]:
        """Neighbouring columns under their common heads; a column without one stands for itself."""
        found: list[tuple[str, list[Column]]] = []
        for column in self.columns:
            if column.group and found and found[-1][0] == column.group:
                found[-1][1].append(column)
            else:
                found.append((column.group, [column]))
        return found

    def share(self, column: Column) -> int:
        """How many fortieths of the width a column takes: at least one."""
        return max(round(40 * column.width / sum(one.width for one in self.columns)), 1)

    @property
    def has_groups(self) -> bool:
        """Whether the head has two rows."""
        return any(column.group for column in self.columns)


@dataclass(frozen=True, slots=True)
class FactList:
    """What is said as name and value."""

    kind: ClassVar[str] = "facts"
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A stored picture: ``address`` shows it on a page, ``content`` goes into the file; ``width`` in millimetres."""

    kind: ClassVar[str] = "picture"
    content: bytes = field(repr=False)
    address: str
    caption: str
    width: int = 80


@dataclass(frozen=True, slots=True)
class Attendee:
    """One line of a list of attendees."""

    name: str
    post: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Attendees:
    """Who was there, in groups under their words; empty groups are left out. It is shown as its table."""

    kind: ClassVar[str] = "attendees"
    groups: tuple[tuple[str, tuple[Attendee, ...]], ...]

    def table(self) -> Table:
        """The list as the table that is printed."""
        columns = (
            Column("STT", Cells.NUMBER, 6),
            Column("Họ và tên", width=26),
            Column("Chức vụ", width=26),
            Column("Ghi chú", width=24),
        )
        rows: list[tuple[Any, ...] | Across] = []
        numbers = count(1)
        for word, people in self.groups:
            rows += [Across(f"{word}: {len(people)}")] if people else []
            rows += [(next(numbers), one.name, one.post, one.note) for one in people]
        return Table(columns, tuple(rows))


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: authority and post in lines, and the name below."""

    authority: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """One signer right of the recipients, or several side by side above them."""

    kind: ClassVar[str] = "signatures"
    signers: tuple[Signer, ...]
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A remark in smaller letters."""

    kind: ClassVar[str] = "note"
    text: str
    label: str = "Ghi chú"


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a page."""

    kind: ClassVar[str] = "page_break"


@dataclass(frozen=True, slots=True)
class Annex:
    """What follows is an annex: a new page, pages counted anew, sideways where a wide table stands."""

    kind: ClassVar[str] = "annex"
    name: str
    about: str = ""
    is_wide: bool = False
    label: str = ""


DocumentBlock = (
    StateHead
    | Title
    | Grounds
    | Addressees
    | Heading
    | Paragraph
    | Points
    | Table
    | FactList
    | StoredPicture
    | Attendees
    | Signatures
    | Note
    | PageBreak
    | Annex
)
