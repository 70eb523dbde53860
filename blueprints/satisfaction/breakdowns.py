"""The breakdowns of satisfaction by their addresses: which counts each reads, and how its lines are called."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from blueprints.filters import WEEKDAYS, short_days
from blueprints.labels import word
from blueprints.satisfaction.periods import month_word
from models.accounts import queries as accounts
from models.accounts.rules import Viewer
from models.places import queries as places
from models.satisfaction import catalogue, queries, service, steps
from models.satisfaction.figures import CountLine, Month, by_key, counts, tally
from models.satisfaction.rules import Channel, Mode, Stage, Tally
from models.satisfaction.tables import CountKind
from models.satisfaction.tabling import WITHHELD, FigureTable, Line, figure_table, summed
from models.satisfaction.told import OTHERS, ToldDays, told_days

UNKNOWN, REST_OF_PEOPLE, REST_OF_REASONS = "Không rõ", "Những người khác", "Các lý do khác"
Lines = Sequence[CountLine]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One table of figures: its title, what its rows are, over which days, and how it is made.

    Its totals are those of all answers, so it is made of months alone in which all of them are told.
    """

    title: str
    head: str
    span: Callable[[Month], tuple[date, date]]
    make: Callable[[Viewer, ToldDays, Lines], FigureTable]
    kind: CountKind | None
    for_few: bool = False  # of single people: not for everybody who may read figures
    note: str = ""


def breakdown(viewer: Viewer, name: str, told: ToldDays, lines: Lines | None = None) -> FigureTable:
    """The table of a name as it may be shown; ``told`` is of a closed month, ``lines`` where they were read before."""
    one = BREAKDOWNS[name]
    if one.span is not _pair and one.make is not _weeks and told.withholds:
        return WITHHELD  # those two look themselves
    if lines is None:
        lines = counts(viewer, wanted(told.month, name))
    return one.make(viewer, told, lines)


def wanted(month: Month, *names: str) -> dict[CountKind, tuple[date, date]]:
    """Which counts some tables of a closed month read, to be read at once."""
    found = {one.kind: one.span(month) for one in map(BREAKDOWNS.__getitem__, names) if one.kind}
    return found | ({CountKind.MONTH: found[CountKind.HOUR]} if CountKind.HOUR in found else {})


def read_month(eyes: Viewer, month: Month) -> ToldDays:
    """The days of a closed month as far as they are told."""
    return told_days(eyes, month, queries.daily(eyes, month.first, month.last))


def _counters(viewer: Viewer, told: ToldDays, lines: Lines) -> FigureTable:
    names = {str(row.id): row.name for row in places.counters(viewer)} | {"": "Không gắn quầy"}
    found = by_key(lines, CountKind.COUNTER)

    def of(key: str, week: steps.Span) -> Tally:
        return tally(one for one in found[key] if week.since <= one.period <= week.until)

    def is_whole(week: steps.Span) -> bool:
        return all(n >= 0 for key in found for n in of(key, week).counts.values())

    weeks = steps.whole(told.weeks(), is_whole)
    rows: list[Line] = [
        (name, {short_days(*week): of(key, week) for week in weeks}) for key, name in names.items() if key in found
    ]
    return figure_table(rows, [short_days(*week) for week in weeks], rest="Các quầy khác")


def _hours(_viewer: Viewer, _told: ToldDays, lines: Lines) -> FigureTable:
    """Two months together; none where all of one of them is not told, else the other one would show it."""
    by_month: dict[date, Counter[str]] = {}
    for line in lines:
        if line.kind is CountKind.MONTH:
            by_month.setdefault(line.period, Counter())[line.key] += line.n
    for n in by_month.values():
        if not steps.sides(n[Mode.ONLINE], [n[mode] for mode in OTHERS]).everyone:
            return WITHHELD
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

    def make(viewer: Viewer, told: ToldDays, lines: Lines) -> FigureTable:
        return _list(names(viewer), lines, kind, told.month, rest)

    return make


def _list(names: Mapping[str, str], lines: Lines, kind: CountKind, month: Month, rest: str) -> FigureTable:
    column, known = month_word(month), dict(names) | {"": UNKNOWN}
    found = by_key([line for line in lines if line.period == month.first], kind)
    rows: list[Line] = [(name, {column: tally(found[key])}) for key, name in known.items() if key in found]
    return figure_table(rows, [column], rest=rest)


def _weeks(_viewer: Viewer, told: ToldDays, _lines: Lines) -> FigureTable:
    """Online and the rest where both are told, else what is: over the same days as everywhere."""
    weeks = told.weeks(Mode.ONLINE) or told.weeks()
    if told.sides.online and told.sides.everyone:
        columns = {word(Mode.ONLINE): (Mode.ONLINE,), "Không trực tuyến": OTHERS}
    elif told.sides.online:
        columns = {word(Mode.ONLINE): (Mode.ONLINE,)}
    else:
        columns = {"Tất cả phiếu": tuple(Mode)}
    rows: list[Line] = [
        (short_days(*week), {name: summed(told.of(week, mode) for mode in modes) for name, modes in columns.items()})
        for week in weeks
    ]
    return figure_table(rows, list(columns), rest="Các tuần khác")


def _closed(month: Month) -> tuple[date, date]:
    return month.closed.first, month.closed.first


def _days(month: Month) -> tuple[date, date]:
    return month.closed.first, month.closed.last


def _pair(month: Month) -> tuple[date, date]:
    """The last two months that are over, January with February and so on.

    Never a month once with the one before and once with the next: subtracted, they would tell of each by itself.
    """
    last = month.closed if month.closed.first.month % 2 == 0 else month.closed.before
    return last.before.first, last.first


BREAKDOWNS: dict[str, Breakdown] = {
    "quay": Breakdown("Theo quầy và tuần", "Quầy", _days, _counters, CountKind.COUNTER),
    "gio": Breakdown("Theo thứ và giờ", "Thứ", _pair, _hours, CountKind.HOUR),
    "tuan": Breakdown("Theo tuần", "Ngày", _days, _weeks, None),
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
    "ly-do": Breakdown(
        "Theo lý do được nêu",
        "Lý do",
        _closed,
        _by(CountKind.REASON, lambda _eyes: catalogue.reasons(), REST_OF_REASONS),
        CountKind.REASON,
        note="Một phiếu có thể nêu nhiều lý do: dòng Tất cả là số lượt nêu, không phải số phiếu.",
    ),
    "can-bo": Breakdown(
        "Theo người phục vụ",
        "Người phục vụ",
        _closed,
        _by(
            CountKind.STAFF,
            lambda eyes: {str(row.id): row.display_name for row in accounts.accounts(eyes)},
            REST_OF_PEOPLE,
        ),
        CountKind.STAFF,
        for_few=True,
    ),
}


def reasons(told: ToldDays, lines: Lines, least: int) -> list[tuple[str, int, int | None]]:
    """What unhappy answers of a closed month name and how often, the month before beside it (None where few do).

    Taken from the lines of the table of reasons, so that what is joined there does not stand here by itself.
    """
    if told.withholds:
        return []
    before = told.month.before
    now, then = (_unhappy(lines, month) for month in (told.month, before))
    named = {catalogue.reasons().get(line.key) for line in lines if line.period == before.first}
    shown = [
        (name, n, then.get(name, None if name in named else 0))
        for name, n in now.items()
        if n >= least and name != REST_OF_REASONS
    ]
    return sorted(shown, key=lambda row: -row[1])


def _unhappy(lines: Lines, month: Month) -> dict[str, int]:
    table = _list(catalogue.reasons(), lines, CountKind.REASON, month, REST_OF_REASONS)
    return {name: tally.n - tally.satisfied for name, tally in zip(table.rows, table.row_totals, strict=True)}
