"""Twenty-six weeks of a demonstrated office: no sentence of a report is empty or absurd."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from blueprints.reports.sentences import sentences
from models import clock, demo
from models.accounts.queries import viewer_of
from models.accounts.tables import Account
from models.base import db
from models.periods import shift_week, week_of_day
from models.reports import queries
from models.reports.rules import SectionKey, odd_figure
from tests.conftest import kept
from tests.factories import GOOD_PASSWORD

WEEKS = 26
FAULTS = {
    "nothing of nothing": r"\b0+ trên 0+\b|(?<![\d.,])0/0",
    "a share of nothing": r"—\s*%|\(\s*—",
    "a word of programs": r"\b(?:None|nan|null|True|False|undefined)\b",
    "a missing word": r"  |\s[,.;:]|\(\s|\s\)|[,;]\s*[,;.]|:\s*[.;]|“\s*”",
    "a negative count": r"(?<![\d/.–-])-\d",
    "a count of nothing": r"\b00\b",
    "a share beyond all": r"(?<![\d,.])(?:1[0-9][1-9]|1[1-9]0|[2-9]\d\d)(?:,\d+)?%",
    "letters of code": r"[A-Za-z]_[a-z]|\{|\}",
}


def told() -> Iterator[tuple[tuple[int, int], SectionKey, str]]:
    """Every sentence of the last weeks, as the leader reads it."""
    eyes = viewer_of(db.session.scalars(select(Account.id).where(Account.username == "lanhdao")).one())
    this = week_of_day(clock.today())
    for by in range(WEEKS):
        week = shift_week(*this, -by)
        facts = queries.facts(eyes, *week)
        for key in SectionKey:
            yield from ((week, key, one.text) for one in sentences(key, facts))


def faults(text: str) -> list[str]:
    """What is wrong with a sentence."""
    found = [name for name, pattern in FAULTS.items() if re.search(pattern, text)]
    found += ["no full stop"] if not text.endswith((".", "!", "?")) else []
    found += ["begins small"] if text[:1].islower() else []
    return found + (["odd"] if odd_figure(text) else [])


@pytest.mark.slow
def test_no_sentence_of_half_a_year_is_empty_or_absurd(app: Flask) -> None:
    kept(app, "half_a_year", lambda: demo.make(GOOD_PASSWORD, responses=120, meetings=40, communes=1))
    said = list(told())
    assert len({week for week, _, _ in said}) == WEEKS
    assert {key for _, key, _ in said} >= {
        SectionKey.TARGETS,
        SectionKey.TASKS,
        SectionKey.WEEK,
        SectionKey.SHORTCOMINGS,
    }
    wrong = [(week, text, found) for week, _, text in said if (found := faults(text))]
    assert not wrong, wrong[:5]
    doubled = [(week, text) for week, key, text in said if said.count((week, key, text)) > 1]
    assert not doubled


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Đã trả lời 0 trên 0 ý kiến.", "nothing of nothing"),
        ("Tỷ lệ là —%.", "a share of nothing"),
        ("Hạn None.", "a word of programs"),
        ("Có  hai khoảng trắng.", "a missing word"),
        ("Còn -3 việc.", "a negative count"),
        ("Hoàn thành 00 việc.", "a count of nothing"),
        ("Đạt 104,2% (25/24).", "a share beyond all"),
        ("Chưa hết câu", "no full stop"),
    ],
)
def test_the_walk_sees_what_it_looks_for(text: str, wanted: str) -> None:
    assert wanted in faults(text)


def test_a_good_sentence_has_no_fault() -> None:
    assert (
        faults("Chỉ tiêu 2 (Hồ sơ được số hóa): 94,2% (1.103/1.171); mục tiêu 100%: chưa đạt; đến ngày 1/10/2026.")
        == []
    )
