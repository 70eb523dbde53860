"""Figures of meetings by week, month, quarter and kind of meeting, each with its list and as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.filters import int_arg
from blueprints.meetings import bp
from blueprints.meetings.figure_words import ASIDE, COUNTED_AS, METRIC, due_note, paragraph, span_days, span_word
from blueprints.pages import asked_page, download, render_page
from blueprints.spreadsheets import CSV, XLSX, Cell, csv_file, workbook
from models import clock
from models.accounts.rules import Viewer
from models.errors import NotFound
from models.meetings import queries
from models.meetings.counting import OF_NOW, OF_STAFF, CountedPart, MeetingMetric, MetricFigure, by_age
from models.meetings.figures import FigureLedger, add_staff
from models.meetings.judging import judged, weeks_of
from models.percent import show
from models.periods import week_days
from models.readiness.past import ledger_with_rooms
from models.spans import TREND, Period, SpanKind, read_span, span_on

PER_PAGE = 50
WORD = {SpanKind.WEEK: "Tuần", SpanKind.MONTH: "Tháng", SpanKind.QUARTER: "Quý"}
IN_TABLE = tuple(one for one in MeetingMetric if one not in (MeetingMetric.ECABINET, MeetingMetric.SHARE))


@dataclass(frozen=True, slots=True)
class AskedFigures:
    """What the address asks for: which span, which kind of meeting."""

    span: Period
    body_id: int | None

    def url(self, endpoint: str, span: Period | None = None, metric: str | None = None) -> str:
        """The same question at another span, or of another page."""
        code = (span or self.span).code
        return url_for(f"meetings.{endpoint}", ky=code, loai=self.body_id, metric=metric)


def asked() -> AskedFigures:
    """The span and the kind of the address; the present week of all kinds where it names none."""
    span = read_span(request.args.get("ky", "")[:8]) or span_on(SpanKind.WEEK, clock.today())
    return AskedFigures(span, int_arg("loai", 0) or None)


def _read(eyes: Viewer, wanted: AskedFigures, back: int, with_staff: bool = True) -> FigureLedger:
    """All parts of a span and of so many before it, with the whole weeks at its edges; people belong to no kind."""
    first, last = wanted.span.shifted(-back).days[0], wanted.span.days[1]
    monday = week_days(*wanted.span.shifted(-back).weeks[0])[0]
    found = ledger_with_rooms(eyes, min(first, monday), last, wanted.span, wanted.body_id)
    if with_staff and wanted.body_id is None:
        add_staff(found, eyes)
    return found


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One line of the table: the figure of the span, that of the span before, and how it is counted."""

    now: MetricFigure
    before: MetricFigure
    name: str
    says: str


def lines(ledger: FigureLedger, span: Period, metrics: tuple[MeetingMetric, ...]) -> list[FigureLine]:
    """The figures of a span beside those of the span before; of what is so now nobody knows how it was then."""
    before = span.shifted(-1)
    then = {one: ledger.figure(one, before) if one not in OF_NOW else MetricFigure(one) for one in metrics}
    return [FigureLine(ledger.figure(one, span), then[one], METRIC[one], COUNTED_AS[one]) for one in metrics]


@bp.get("/hop/so-lieu")
@requires(Permission.READ_MEETINGS)
def figures() -> AnyResponse:
    """One verdict, the paragraph for the report, what does not count, and all figures with their lists."""
    eyes, wanted = viewer(), asked()
    span = wanted.span
    if eyes.commune_id is None:
        return render_page("meetings/figures.html", span=span, wanted=wanted, span_word=span_word(span))
    ledger = _read(eyes, wanted, TREND[span.kind] - 1)
    trend = [span.shifted(-back) for back in range(TREND[span.kind] - 1, -1, -1)]
    shown = weeks_of(span, ledger.facts)
    return render_page(
        "meetings/figures.html",
        wanted=wanted,
        span=span,
        span_word=span_word(span),
        days=span_days(span),
        verdicts=judged(span, shown),
        number=ledger.figure(MeetingMetric.ECABINET, span),
        share=ledger.figure(MeetingMetric.SHARE, span),
        trend=[(one, ledger, judged(one, weeks_of(one, ledger.facts))) for one in trend],
        asides=ledger.aside(span),
        aside_words=ASIDE,
        lines=lines(ledger, span, IN_TABLE),
        ages=by_age(one.days for one in ledger.overdue),
        units=sorted({one.unit for one in ledger.overdue if one.unit}),
        bodies=queries.bodies(eyes, with_retired=True),
        kinds=[(WORD[kind], wanted.url("figures", span_on(kind, span.days[0])), kind is span.kind) for kind in WORD],
        is_week=span.kind is SpanKind.WEEK,
        told=partial(paragraph, span, shown[0], ledger.aside(span)),
        day_off_note=due_note(_days_off(ledger, span)) if span.kind is SpanKind.WEEK else "",
    )


def _days_off(ledger: FigureLedger, span: Period) -> int:
    return sum(span.has(one) and one.weekday() < 5 for one in ledger.days_off)


def asked_figure(metric: str) -> MetricFigure:
    """One figure of the span of the address, by its name; NotFound where there is none of that name."""
    known = next((one for one in MeetingMetric if one.value == metric), None)
    if known is None:
        raise NotFound("figure")
    wanted = asked()
    return _read(viewer(), wanted, 0, known in OF_STAFF).figure(known, wanted.span)


def in_order(figure: MetricFigure) -> list[CountedPart]:
    """What a figure adds up, as it is listed: by day, closed meetings last; of people first who has not reached it."""
    is_staff = figure.metric in OF_STAFF
    return sorted(figure.parts, key=lambda part: (part.is_hidden, part.day, is_staff and part.numerator))


@bp.get("/hop/so-lieu/<metric>")
@requires(Permission.READ_MEETINGS)
def figure_list(metric: str) -> AnyResponse:
    """The meetings or tasks behind one figure, each with what it adds."""
    wanted, figure = asked(), asked_figure(metric)
    page = asked_page(PER_PAGE)
    page.total = len(figure.parts)
    return render_page(
        "meetings/figure_list.html",
        wanted=wanted,
        figure=figure,
        parts=page.slice(in_order(figure)),
        is_staff=figure.metric in OF_STAFF,
        page=page,
        name=METRIC[figure.metric],
        says=COUNTED_AS[figure.metric],
        span_word=span_word(wanted.span),
        days=span_days(wanted.span),
    )


HEAD = ("Số liệu", "Tử số", "Mẫu số", "Tỷ lệ", "Kỳ trước: tử số", "Kỳ trước: mẫu số", "Kỳ trước: tỷ lệ", "Cách tính")


def _rows(eyes: Viewer, wanted: AskedFigures) -> Iterator[tuple[Cell, ...]]:
    """The table as a file holds it; a count has no denominator."""
    ledger = _read(eyes, wanted, 1)
    yield (f"Số liệu họp {span_word(wanted.span)} ({span_days(wanted.span)})",)
    yield HEAD
    for line in lines(ledger, wanted.span, tuple(MeetingMetric)):
        yield line.name, *_cells(line.now), *_cells(line.before), line.says
    for kind, parts in ledger.aside(wanted.span).items():
        yield f"Không tính: {ASIDE[kind]}", len(parts)


def _cells(figure: MetricFigure) -> tuple[Cell, Cell, Cell]:
    if figure.is_plain:
        return figure.numerator, None, None
    return figure.numerator, figure.denominator, show(figure.numerator, figure.denominator)


@bp.get("/hop/so-lieu.xlsx")
@requires(Permission.READ_MEETINGS)
def figures_xlsx() -> AnyResponse:
    """All figures of a span for Excel."""
    wanted = asked()
    return download(
        workbook("Số liệu họp", list(_rows(viewer(), wanted))), XLSX, f"so-lieu-hop-{wanted.span.code}.xlsx"
    )


@bp.get("/hop/so-lieu.csv")
@requires(Permission.READ_MEETINGS)
def figures_csv() -> AnyResponse:
    """The same as plain text; what looks like a formula is text."""
    wanted = asked()
    return download(csv_file(_rows(viewer(), wanted)), CSV, f"so-lieu-hop-{wanted.span.code}.csv")


def week_paragraph(eyes: Viewer, year: int, week: int, office: str) -> str:
    """The sentences of one week, for whoever stands elsewhere."""
    span = Period(SpanKind.WEEK, year, week)
    first, last = span.days
    ledger = ledger_with_rooms(eyes, first, last, span)
    return paragraph(span, weeks_of(span, ledger.facts)[0], ledger.aside(span), office)
