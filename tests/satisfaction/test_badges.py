"""What the satisfaction room says of an address and of a tally."""

from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask

from blueprints.satisfaction.badges import in_numbers, whereabouts
from blueprints.satisfaction.reading import SatisfactionRow
from models.devices.numbers import Numbers
from models.satisfaction.rules import Tally


@pytest.mark.parametrize(
    ("counter", "place", "found"),
    [("Quầy 1", "Cửa chính", "Quầy 1"), (None, "Cửa chính", "Cửa chính"), (None, "", "")],
)
def test_an_address_is_known_by_its_counter_first(counter: str | None, place: str, found: str) -> None:
    assert whereabouts(SimpleNamespace(counter=counter, place=place)) == found


@pytest.mark.parametrize(
    ("satisfied", "answers", "text"),
    [(0, 0, "chưa có số liệu"), (2, 3, "dưới 10 phiếu"), (999, 1000, "99,9% (999/1.000)")],
)
def test_a_rate_is_never_told_without_what_it_is_made_of(app: Flask, satisfied: int, answers: int, text: str) -> None:
    tally = Tally({5: satisfied, 1: answers - satisfied}, satisfied)
    day = date(2026, 3, 30)
    assert SatisfactionRow("Hôm nay", day, day, None, tally, None).text == text


@pytest.mark.parametrize(
    ("spans", "text"),
    [
        ([], "—"),
        ([Numbers(118, 118)], "118"),
        ([Numbers(1, 117), Numbers(121, 1204)], "1–117, 121–1.204"),
        ([Numbers(at, at) for at in range(1, 15, 2)], "5, 7, 9, 11, 13 và 2 số nhỏ hơn"),
        ([Numbers(1, 9), *(Numbers(at, at) for at in range(11, 21, 2))], "11, 13, 15, 17, 19 và 9 số nhỏ hơn"),
    ],
)
def test_of_many_numbers_the_last_are_named_and_the_others_counted(spans: list[Numbers], text: str) -> None:
    assert in_numbers(spans) == text
