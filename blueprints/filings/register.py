"""What both registers do alike: narrow the list, lay it out as a page and as a sheet, take in what came."""

from collections.abc import Iterator, Sequence
from typing import Any

from werkzeug.wrappers import Response

from blueprints.access import focus_on
from blueprints.filings.forms import FilingVoidForm, ReceivedForm
from blueprints.filings.labels import FILING, REFUSALS, filing_badge
from blueprints.filters import day, text_arg
from blueprints.labels import refusal
from blueprints.pages import asked_page, go_to, render_page
from blueprints.spreadsheets import Cell
from blueprints.transactions import rollback, saved
from models.errors import RuleBroken
from models.filings.queries import FilingDeadline, FilingLine
from models.filings.rules import FilingState
from models.filings.tables import PlanFiling, ScriptFiling
from models.percent import DASH
from models.text import fold, place_sort_key

PER_PAGE = 50
ORDER = list(FilingState)


def asked() -> str:
    """The state that the list is narrowed to, if any."""
    state = text_arg("tinh-trang", 20)
    return state if state in set(FilingState) else ""


def narrowed(lines: Sequence[FilingLine], by_name: bool) -> list[FilingLine]:
    """Those that are asked for; who has not sent comes first, then by name or in the catalogue's order."""
    wanted, state = fold(text_arg("q")).split(), asked()
    found = [
        line
        for line in lines
        if all(word in line.fold for word in wanted) and (not state or line.standing.state == state)
    ]
    if by_name:
        found.sort(key=lambda line: place_sort_key(line.name))
    return sorted(found, key=lambda line: ORDER.index(line.standing.state))


def page(lines: Sequence[FilingLine], deadline: FilingDeadline, by_name: bool, **words: Any) -> Response:
    """The register as a page; whoever was looking at one commune looks at all of them again."""
    focus_on(None)
    found, part = narrowed(lines, by_name), asked_page(PER_PAGE)
    part.total = len(found)
    counts = {state: sum(line.standing.state is state for line in lines) for state in FilingState}
    return render_page(
        "filings/register.html",
        fragment="rows",
        lines=part.slice(found),
        page=part,
        total=len(lines),
        counts=counts,
        states=FILING,
        state=asked(),
        words=text_arg("q"),
        deadline=deadline,
        badge=filing_badge,
        **words,
    )


def sheet_lines(lines: Sequence[FilingLine], head: str) -> Iterator[list[Cell]]:
    """A head and one line for each of those who have to send."""
    yield [
        head,
        "Tình trạng",
        "Số ngày muộn",
        "Ngày gửi đầu tiên",
        "Ngày gửi gần nhất",
        "Văn bản",
        "Tệp, liên kết",
        "Số lần",
    ]
    for line in lines:
        first, newest = line.first, line.newest
        yield [
            line.name,
            FILING[line.standing.state],
            line.standing.days,
            day(first.received_on) if first else DASH,
            day(newest.received_on) if newest else DASH,
            paper_words(newest) if newest else DASH,
            (newest.original_name or newest.evidence_link) if newest else DASH,
            len(line.filings),
        ]


def paper_words(filing: Any) -> str:
    """Số 12/KH-UBND ngày 14/5/2026; a dash where the paper was not named."""
    return f"{filing.document_no} ngày {day(filing.document_on)}" if filing.document_no else DASH


def record_page(line: FilingLine, form: ReceivedForm, **words: Any) -> Response:
    """The form to enter what one of them sent, beside what came before."""
    return render_page("filings/record.html", status=form.status, line=line, form=form, badge=filing_badge, **words)


def call_off(filing: PlanFiling | ScriptFiling, back: str) -> Response:
    """What was entered by mistake counts no longer, and says why."""
    try:
        filing.call_off(FilingVoidForm().reason.data or "")
        return saved(back, "Đã bỏ lần gửi ghi nhầm.")
    except RuleBroken as broken:
        rollback()
        return go_to(back, refusal(broken, REFUSALS), "warn")
