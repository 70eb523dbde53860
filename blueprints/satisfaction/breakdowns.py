"""The breakdowns of satisfaction by their addresses: which counts each reads, and how its lines are called."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from blueprints.filters import WEEKDAYS, short_day
from blueprints.labels import word
from blueprints.satisfaction.periods import month_word
from models import periods
from models.accounts import queries as accounts
from models.accounts.rules import Viewer
from models.places import queries as places
from models.satisfaction import catalogue, service
from models.satisfaction.figures import CountLine, Month, by_key, counts, tally
from models.satisfaction.rules import Channel, Mode, Stage, Tally
from models.satisfaction.tables import CountKind
from models.satisfaction.tabling import FigureTable, Line, figure_table

UNKNOWN, OTHERS = "Không rõ", "Những người khác"
Lines = Sequence[CountLine]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One table of figures: its title, what its rows are, over which days, and how it is made."""

    title: str
    head: str
    span: Callable[[Month], tuple[date, date]]
    make: Callable[[Viewer, Month, Lines], FigureTable]
    kind: CountKind
    for_few: bool = False  # of single people: not for everybody who may read figures


def breakdown(viewer: Viewer, name: str, month: Month, lines: Lines | None = None) -> FigureTable:
    """The table of a name as it may be shown; ``lines`` where its counts were read before."""
    one = BREAKDOWNS[name]
    return one.make(viewer, month, counts(viewer, {one.kind: one.span(month)}) if lines is None else lines)


def week_word(monday: date) -> str:
    """Tuần 45 (2/11–8/11)."""
    return f"Tuần {periods.week_of_day(monday)[1]} ({short_day(monday)}–{short_day(monday + timedelta(days=6))})"


def weeks_of(month: Month) -> tuple[date, date]:
    """The days of the closed weeks of a month; of none an empty span."""
    weeks = month.weeks
    return (weeks[0], weeks[-1] + timedelta(days=6)) if weeks else (month.first, month.first - timedelta(days=1))


def _counters(viewer: Viewer, month: Month, lines: Lines) -> FigureTable:
    names = {str(row.id): row.name for row in places.counters(viewer)} | {"": "Không gắn quầy"}
    columns = [week_word(monday) for monday in month.weeks]
    found = by_key(lines, CountKind.COUNTER)
    rows: list[Line] = [
        (
            name,
            {
                week_word(m): tally(one for one in found[key] if m <= one.period <= m + timedelta(days=6))
                for m in month.weeks
            },
        )
        for key, name in names.items()
        if key in found
    ]
    return figure_table(rows, columns, rest="Các quầy khác")


def _hours(_viewer: Viewer, _month: Month, lines: Lines) -> FigureTable:
    found = by_key(lines, CountKind.HOUR)
    hours = sorted({key.partition(".")[2] for key in found})
    days = sorted({key.partition(".")[0] for key in found})
    rows: list[Line] = [
        (
            WEEKDAYS[int(day) - 1][:1].upper() + WEEKDAYS[int(day) - 1][1:],
            {f"{int(hour)} giờ": tally(found.get(f"{day}.{hour}", ())) for hour in hours},
        )
        for day in days
    ]
    return figure_table(rows, [f"{int(hour)} giờ" for hour in hours], rest="Các ngày khác")


def _by(kind: CountKind, names: Callable[[Viewer], Mapping[str, str]], rest: str) -> Callable[..., FigureTable]:
    """A table with one column: a line for each key, in the order of the names."""

    def make(viewer: Viewer, month: Month, lines: Lines) -> FigureTable:
        found, column = by_key(lines, kind), month_word(month.closed)
        known = dict(names(viewer)) | {"": UNKNOWN}
        rows: list[Line] = [(name, {column: tally(found[key])}) for key, name in known.items() if key in found]
        return figure_table(rows, [column], rest=rest)

    return make


def _weeks(_viewer: Viewer, _month: Month, lines: Lines) -> FigureTable:
    found: dict[date, dict[str, Tally]] = {}
    for monday in sorted({line.period for line in lines}):
        of_week = [line for line in lines if line.period == monday]
        found[monday] = {word(mode): tally(one for one in of_week if one.key == mode) for mode in Mode}
    rows: list[Line] = [(week_word(monday), cells) for monday, cells in found.items()]
    return figure_table(rows, [word(mode) for mode in Mode], rest="Các tuần khác")


def _closed(month: Month) -> tuple[date, date]:
    return month.closed.first, month.closed.first


def _two_closed(month: Month) -> tuple[date, date]:
    return month.closed.before.first, month.closed.first


BREAKDOWNS: dict[str, Breakdown] = {
    "quay": Breakdown("Theo quầy và tuần", "Quầy", weeks_of, _counters, CountKind.COUNTER),
    "gio": Breakdown("Theo thứ và giờ", "Thứ", _two_closed, _hours, CountKind.HOUR),
    "tuan": Breakdown("Theo tuần", "Tuần", weeks_of, _weeks, CountKind.WEEK),
    "khau": Breakdown(
        "Theo khâu",
        "Hỏi vào lúc nào",
        _closed,
        _by(CountKind.STAGE, lambda _eyes: {stage.value: word(stage) for stage in Stage}, "Các khâu khác"),
        CountKind.STAGE,
    ),
    "kenh": Breakdown(
        "Theo kênh",
        "Kênh",
        _closed,
        _by(CountKind.CHANNEL, lambda _eyes: {one.value: word(one) for one in Channel}, "Các kênh khác"),
        CountKind.CHANNEL,
    ),
    "thu-tuc": Breakdown(
        "Theo thủ tục",
        "Thủ tục",
        _closed,
        _by(CountKind.PROCEDURE, service.procedure_names, "Các thủ tục khác"),
        CountKind.PROCEDURE,
    ),
    "can-bo": Breakdown(
        "Theo người phục vụ",
        "Người phục vụ",
        _closed,
        _by(CountKind.STAFF, lambda eyes: {str(row.id): row.display_name for row in accounts.accounts(eyes)}, OTHERS),
        CountKind.STAFF,
        for_few=True,
    ),
}


def reasons(lines: Lines, month: Month, least: int) -> list[tuple[str, int | None, int | None]]:
    """What unhappy answers of a month name and how often, the month before beside it; None where too few do."""
    found, shown = by_key(lines, CountKind.REASON), []
    for code, name in catalogue.reasons().items():
        unhappy = [one for one in found.get(code, ()) if not one.is_satisfied]
        now, before = (sum(one.n for one in unhappy if one.period == m.first) for m in (month, month.before))
        if now >= least:
            shown.append((name, now, before if before >= least or not before else None))
    return sorted(shown, key=lambda row: -(row[1] or 0))
