"""Two rounds side by side: of each criterion what became of it, and sums that add up."""

import time
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from models import clock
from models.audits import actions, comparing
from models.audits.rules import ItemState, RoundChange, change
from models.audits.tables import AuditRound, Criterion, ItemResult
from models.base import db
from models.catalogue.criteria import Kind
from tests.factories import Office
from tests.shipped import WEBSITE

MET, PARTIAL, NOT_MET = ItemState.MET, ItemState.PARTIAL, ItemState.NOT_MET
NA, OPEN = ItemState.NOT_APPLICABLE, ItemState.NOT_ASSESSED


@pytest.mark.parametrize(
    ("before", "now", "is_alike", "expected"),
    [
        (NOT_MET, PARTIAL, True, RoundChange.BETTER),
        (PARTIAL, MET, True, RoundChange.BETTER),
        (MET, NOT_MET, True, RoundChange.WORSE),
        (MET, MET, True, RoundChange.SAME),
        (NA, NA, True, RoundChange.SAME),
        (MET, NA, True, RoundChange.UNLIKE),
        (OPEN, MET, True, RoundChange.UNLIKE),
        (MET, NOT_MET, False, RoundChange.UNLIKE),
        (None, MET, True, RoundChange.NEW),
        (MET, None, True, RoundChange.GONE),
    ],
)
def test_what_became_of_a_criterion(before, now, is_alike: bool, expected: RoundChange) -> None:
    assert change(before, now, is_alike) is expected


def say(opened: AuditRound, states: list[ItemState]) -> None:
    query = select(ItemResult).join(Criterion).where(ItemResult.round_id == opened.id).order_by(Criterion.position)
    for result, state in zip(db.session.scalars(query), states, strict=False):
        result.assess(state, opened.opened_by or 0, clock.now(), "", "không có", None)
    db.session.commit()


@pytest.mark.slow
def test_two_rounds_on_one_page(website: AuditRound, office: Office, browse) -> None:
    say(website, [MET, MET, NOT_MET, PARTIAL, NA])
    second = actions.open_round(office.viewer("auditor"), "website", None)
    say(second, [MET, NOT_MET, PARTIAL, PARTIAL, MET])
    rows = comparing.compare(website, second)
    assert [row.change.value for row in rows[:5]] == ["same", "worse", "better", "same", "unlike"]
    table = comparing.table(rows)
    assert (len(rows), sum(table.values()), table[MET, NOT_MET]) == (90, 90, 1)
    url = f"/kiem-tra/so-sanh?a={website.id}&b={second.id}"
    page = BeautifulSoup(browse("leader").get(url).text, "lxml")
    (worse,) = page.select("[data-change=worse]")
    assert "Đạt" in worse.text and "Chưa đạt" in worse.text
    assert len(BeautifulSoup(browse("leader").get(f"{url}&loc=tot-len").text, "lxml").select("[data-change]")) == 1
    assert browse("leader").get("/kiem-tra/so-sanh").text.count("selected") == 2, "the newest two, where none is named"


def test_only_what_both_ask_for_alike_is_compared(website: AuditRound, office: Office) -> None:
    first, second, *others = WEBSITE.items
    newer = replace(first, requirement="Trang có nội dung khác.")
    added = replace(second, code="WEB-Z01", requirement="Cán bộ được tập huấn về kỹ năng số.")
    actions.load_criteria(replace(WEBSITE, criteria=(WEBSITE.criteria[0], newer, *others, added)))
    later = actions.open_round(office.viewer("auditor"), "website", None)
    db.session.commit()
    found = {row.code: row.change for row in comparing.compare(website, later)}
    assert (found[first.code], found["WEB-Z01"], found[second.code]) == (
        RoundChange.UNLIKE,
        RoundChange.NEW,
        RoundChange.GONE,
    )


def test_rounds_of_two_sets_are_not_compared(website: AuditRound, office: Office, other_office: Office, browse) -> None:
    other = actions.open_round(office.viewer("auditor"), "meeting_room", None)
    foreign = actions.open_round(other_office.viewer("auditor"), "website", None)
    db.session.commit()
    here, there, abroad = website.id, other.id, foreign.id
    assert browse("leader").get(f"/kiem-tra/so-sanh?a={here}&b={there}").status_code == 409
    assert browse("leader").get(f"/kiem-tra/so-sanh?a={here}&b={abroad}").status_code == 404


@pytest.mark.slow
def test_twice_five_hundred_criteria_take_no_time(criteria: None, office: Office, browse) -> None:
    (item, *_), head = WEBSITE.items, WEBSITE.criteria[0]
    many = tuple(replace(item, code=f"WEB-X{number:03d}") for number in range(500))
    assert head.kind is Kind.GROUP
    actions.load_criteria(replace(WEBSITE, criteria=(head, *many)))
    eyes = office.viewer("auditor")
    first, second = (actions.open_round(eyes, "website", None) for _ in range(2))
    db.session.commit()
    url, browser = f"/kiem-tra/so-sanh?a={first.id}&b={second.id}", browse("leader")
    assert "500 tiêu chí" in browser.get(url).text
    browser.checked = False
    begun = time.process_time()
    assert browser.get(url).status_code == 200
    assert time.process_time() - begun < 0.3
