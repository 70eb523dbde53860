"""What the plan says of readings."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from blueprints.plan.badges import source_words
from models.plan.rules import Source


@pytest.mark.parametrize(
    ("source", "as_of", "words"),
    [
        (Source.MANUAL, None, "Nhập tay"),
        (Source.MANUAL, date(2026, 3, 30), "Nhập tay"),
        (Source.SATISFACTION, date(2026, 3, 30), "Tự tính"),
        (Source.TRAINING, None, "Chưa có nguồn"),
    ],
)
def test_where_a_reading_comes_from(source: Source, as_of: date | None, words: str) -> None:
    item: Any = SimpleNamespace(target=SimpleNamespace(source=source), measure=SimpleNamespace(as_of=as_of))
    assert source_words(item) == words
