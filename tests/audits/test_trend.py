"""The line over the rounds of a set: from nothing to a hundred, broken where it would mislead."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup

from blueprints.audits.trend import BOTTOM, MOST, TOP, height, trend
from models.audits import actions
from models.base import db


def rounds(*told: tuple[int, float | None, bool]) -> tuple[list[Any], dict[int, Any]]:
    """Rounds of which version, score and end are said."""
    listed, figures = [], {}
    for no, (version, score, is_final) in enumerate(told, 1):
        listed.append(SimpleNamespace(id=no, no=no, set_id=1, commune_id=1, version_id=version))
        said = None if score is None else Decimal(str(score))
        figures[no] = SimpleNamespace(score=said, is_finished=is_final)
    return listed, figures


def test_the_axis_begins_at_nothing_and_ends_at_a_hundred():
    assert (height(0), height(50), height(100)) == (BOTTOM, (TOP + BOTTOM) / 2, TOP)


@pytest.mark.parametrize(
    ("told", "pens"),
    [
        ([(1, 30, True), (1, 40, True)], "ML"),
        ([(1, 30, True), (2, 40, True), (2, 50, True)], "MML"),
        ([(1, 30, True), (1, 90, False), (1, 50, True)], "MM"),
        ([(1, 30, True), (1, None, False)], "M"),
    ],
)
def test_only_final_scores_of_the_same_criteria_are_joined(told, pens):
    drawn = trend(*rounds(*told))
    assert "".join(letter for letter in drawn.path if letter.isalpha()) == pens


def test_one_round_is_no_line_and_the_newest_are_drawn():
    assert trend(*rounds((1, 30, True))) is None
    many = trend(*rounds(*[(1, 30, True)] * (MOST + 3)))
    assert [point.round.no for point in many.points] == list(range(4, MOST + 4))


def test_the_list_of_a_set_and_the_comparison_show_it_with_its_numbers(website, browse, office):
    actions.open_round(office.viewer("auditor"), "website", None)
    db.session.commit()
    for address in ("/kiem-tra?bo=website", "/kiem-tra/so-sanh?bo=website"):
        page = BeautifulSoup(browse("leader").get(address).text, "html.parser")
        assert len(page.select("[aria-labelledby=trend] tbody tr")) == 2
        assert page.select_one("[aria-labelledby=trend] svg[role=img]")
    assert not BeautifulSoup(browse("leader").get("/kiem-tra").text, "html.parser").select("#trend")
