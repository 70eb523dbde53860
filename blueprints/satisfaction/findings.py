"""What stands out in a table, said as its heading: only what the interval is sure of, else a plain title."""

from decimal import Decimal

from models.satisfaction import rules
from models.satisfaction.rules import Tally
from models.satisfaction.tabling import FigureTable


def _below(tally: Tally, percent: Decimal) -> bool:
    return tally.n > 0 and rules.wilson(tally.satisfied, tally.n)[1] < rules.exact_share(percent)


def counters(table: FigureTable, percent: Decimal | None) -> str:
    """Which counters lie below the target with their whole interval."""
    low = (
        []
        if percent is None
        else [label for label, tally in zip(table.rows, table.row_totals, strict=True) if _below(tally, percent)]
    )
    if not low or percent is None:
        return "Theo quầy, các tuần đã hết"
    return f"{', '.join(low)} thấp hơn {f'{percent.normalize():f}'.replace('.', ',')}% rõ"


def hours(table: FigureTable, least: int) -> str:
    """The hour that people were least content with, of those with enough answers, where the interval is sure of it."""
    known = [
        (tally, f"{row}, {column}")
        for row, cells in zip(table.rows, table.cells, strict=True)
        for column, tally in zip(table.columns, cells, strict=True)
        if tally is not None and tally.n >= least
    ]
    if not known or not table.total.n:
        return "Theo thứ và giờ"
    worst, label = min(known, key=lambda one: one[0].satisfied / one[0].n)
    whole = table.total.satisfied / table.total.n
    if rules.wilson(worst.satisfied, worst.n)[1] < whole:
        return f"{label} là lúc kém nhất"
    return "Theo thứ và giờ: không lúc nào kém rõ"
