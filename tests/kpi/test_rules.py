"""Quarters, and what counts on which side of a line: tables of cases."""

from datetime import date

import pytest

from models.duties.rules import DutyKind, DutyStatus
from models.kpi.rules import LEAST, KpiLine, KpiTopic, OwedFact, duty_lines, kept, kept_lines, quarter, read_quarter

TODAY, DUE = date(2026, 6, 20), date(2026, 6, 10)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-Q1", "2026-Q1"),
        ("2025-Q4", "2025-Q4"),
        ("2026-Q3", "2026-Q2"),  # not begun yet
        ("2026-Q5", "2026-Q2"),
        ("", "2026-Q2"),
        ("٢٠٢٦-Q1", "2026-Q2"),
        ("2026-Q1x", "2026-Q2"),
    ],
)
def test_a_quarter_of_an_address(text: str, code: str) -> None:
    assert read_quarter(text, TODAY).code == code


def test_the_days_of_a_quarter() -> None:
    assert (quarter(2026, 2).first, quarter(2026, 2).last) == (date(2026, 4, 1), date(2026, 6, 30))
    assert (quarter(2026, 4).last, quarter(2026, 1).shifted(-1).code) == (date(2026, 12, 31), "2025-Q4")


@pytest.mark.parametrize(
    ("status", "due", "judged", "counts"),
    [
        (DutyStatus.DONE, DUE, DUE, (1, 1, 0)),
        (DutyStatus.DONE, DUE, date(2026, 6, 11), (0, 1, 0)),  # also one that was dated back
        (DutyStatus.REPORTED, DUE, DUE, (0, 0, 1)),  # waits for somebody else
        (DutyStatus.DOING, DUE, None, (0, 1, 0)),
        (DutyStatus.DOING, TODAY, None, (0, 0, 0)),  # the day itself is still in time
    ],
)
def test_what_fell_due_counts(status, due, judged, counts) -> None:
    line = duty_lines([OwedFact(DutyKind.TASK, status, due, judged)], TODAY)[0]
    assert (line.done, line.total, line.waiting) == counts


def test_each_source_has_a_line_of_its_own_and_few_give_no_share() -> None:
    found = duty_lines([OwedFact(DutyKind.CONCLUSION, DutyStatus.DONE, DUE, DUE)] * LEAST, TODAY)
    by = {line.topic: line for line in found}
    assert (by[KpiTopic.CONCLUSIONS].total, by[KpiTopic.WORK].total) == (LEAST, 0)
    assert by[KpiTopic.CONCLUSIONS].is_enough and not KpiLine(KpiTopic.WORK, 4, LEAST - 1).is_enough
    assert not KpiLine(KpiTopic.TRAINING, 8, 9).is_enough
    assert kept_lines(kept(found)) == found
