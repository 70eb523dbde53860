"""Every figure of a commune on one page, and each with its weeks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from flask import url_for
from werkzeug.wrappers import Response

from blueprints.access import Permission, requires, viewer
from blueprints.capability import defines, measure_word
from blueprints.filters import day, number, text_arg
from blueprints.labels import GRADE, word
from blueprints.pages import download, render_page
from blueprints.plan import bp
from blueprints.plan.drawing import chart
from blueprints.plan.one_commune import in_one_commune
from blueprints.spreadsheets import XLSX, Cell, workbook
from models import clock
from models.counting import MeasureUnit
from models.errors import NotFound
from models.measures import weeks
from models.measures.queries import Look
from models.measures.readings import MeasureReading
from models.measures.weeks import KnownFigure, WeekChange, WeekFigure
from models.percent import DASH, show
from models.text import clean

TARGET_SAYS = "Chỉ tiêu của kế hoạch; cách tính ở trang chỉ tiêu."


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One figure as the page and the sheet show it."""

    known: KnownFigure
    name: str
    says: str
    change: WeekChange | None

    @property
    def key(self) -> str:
        """Its key, as in its address."""
        return self.known.key

    @property
    def is_of_group(self) -> bool:
        """Whether it tells of one group of a round, of which there are many."""
        return self.key.startswith("audits.") and ":" in self.key

    @property
    def reading(self) -> MeasureReading:
        """What it reads now."""
        return self.known.reading


def _line(known: KnownFigure, changes: dict[str, WeekChange]) -> MeasureLine:
    change = changes.get(known.key)
    if known.key.startswith("target."):
        numerator, _, denominator = known.says.partition("/")
        own = defines().get(known.reading.name, ("", TARGET_SAYS))[1]
        says = f"{numerator[:1].upper()}{numerator[1:]} chia cho {denominator}." if denominator else own
        return MeasureLine(known, f"Chỉ tiêu {known.key.removeprefix('target.')}: {known.of}", says, change)
    if known.key.startswith("indicator."):
        return MeasureLine(known, known.of, known.says, change)
    word_of = measure_word(known.reading.name)
    name, says = defines().get(known.reading.name, (word_of[:1].upper() + word_of[1:], ""))
    return MeasureLine(known, f"{name}: {known.of}" if known.of else name, says, change)


def _lines(look: Look) -> tuple[list[MeasureLine], list[MeasureLine]]:
    """The figures of the plan and of the commune, and those that the office counts by itself."""
    changes = weeks.changes(look.viewer, look.today)
    return (
        [_line(one, changes) for one in weeks.followed(look)],
        [_line(one, changes) for one in weeks.counted(look)],
    )


def unit_of(reading: MeasureReading) -> str:
    """What a figure counts in."""
    return reading.unit_words or word(reading.unit) or DASH


def shown_value(reading: MeasureReading | WeekFigure, is_percent: bool) -> str:
    """A value without its unit, save for per cent."""
    if reading.value is None:
        return DASH
    return show(reading.value, 100) if is_percent else number(reading.value)


@bp.get("/ke-hoach/so-lieu")
@requires(Permission.READ_PLAN)
@in_one_commune
def measures() -> Response:
    """Every figure with its definition, terms, verdict, grade, and the way to what lies behind it."""
    look = Look(viewer(), in_full=False)
    of_plan, counted = _lines(look)
    closed = weeks.last_closed(look.today)
    of_groups = [one for one in counted if one.is_of_group]
    groups = [
        ("Kế hoạch và chỉ số của địa phương", of_plan),
        ("Hệ thống tự đếm", [one for one in counted if not one.is_of_group]),
    ]
    shows_groups = text_arg("nhom", 1) == "1"
    return render_page(
        "plan/measures.html",
        groups=[("Theo từng nhóm tiêu chí của đợt kiểm tra", of_groups)] if shows_groups else groups,
        more=0 if shows_groups else len(of_groups),
        shows_groups=shows_groups,
        as_of=look.at,
        closed=closed,
        earlier=weeks.before(closed),
        unit_of=unit_of,
        week_value=shown_value,
    )


@bp.get("/ke-hoach/so-lieu.xlsx")
@requires(Permission.READ_PLAN)
@in_one_commune
def measures_xlsx() -> Response:
    """The same as a sheet."""
    look = Look(viewer(), in_full=False)
    of_plan, counted = _lines(look)
    return download(workbook("Số liệu", sheet_lines([*of_plan, *counted])), XLSX, "so-lieu.xlsx")


def sheet_lines(lines: list[MeasureLine]) -> Iterator[list[Cell]]:
    """A head and one line a figure."""
    yield [
        "Số liệu",
        "Đơn vị tính",
        "Cách tính",
        "Giá trị",
        "Tử số",
        "Mẫu số",
        "Tính đến",
        "Kết quả",
        "Căn cứ",
        "Tuần đã chốt",
        "Tuần trước đó",
    ]
    for line in lines:
        found, change = line.reading, line.change
        is_percent = found.unit is MeasureUnit.PERCENT
        yield [
            line.name,
            unit_of(found),
            line.says,
            shown_value(found, is_percent),
            found.numerator,
            found.denominator,
            day(_day(found.as_of)) if found.as_of and found.value is not None else DASH,
            word(line.known.verdict) if line.known.verdict else DASH,
            GRADE[found.grade] if found.grade else DASH,
            shown_value(change.after, is_percent) if change and change.after else DASH,
            shown_value(change.before, is_percent) if change and change.before else DASH,
        ]


def _day(as_of: date | datetime) -> date:
    return clock.local(as_of).date() if isinstance(as_of, datetime) else as_of


@bp.get("/ke-hoach/so-lieu/<key>")
@requires(Permission.READ_PLAN)
@in_one_commune
def measure(key: str) -> Response:
    """One figure: what it reads, and what it read at the end of each week."""
    look = Look(viewer(), in_full=False)
    known = next((one for one in (*weeks.followed(look), *weeks.counted(look)) if one.key == clean(key)), None)
    if known is None:
        raise NotFound("measure")
    line = _line(known, weeks.changes(look.viewer, look.today))
    trend = weeks.trend(look.viewer, known.key, look.today)
    goal, found = known.reading.target, known.reading
    return render_page(
        "plan/measure.html",
        line=line,
        trend=trend,
        drawn=chart(
            [one.value if one else None for _, one in trend],
            [f"T{week[1]}" for week, _ in trend],
            None if goal is None else Fraction(goal),
        ),
        is_percent=found.unit is MeasureUnit.PERCENT,
        unit_of=unit_of,
        week_value=shown_value,
        page=_page(known),
        as_of=look.at,
    )


def _page(known: KnownFigure) -> str:
    """Where its own page stands in the plan; nothing for what the office counts."""
    kind, _, no = known.key.partition(".")
    if kind == "target":
        return url_for("plan.target", no=int(no))
    return url_for("plan.indicator", indicator_id=int(no)) if kind == "indicator" else ""
