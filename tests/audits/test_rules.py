"""The score and its neighbours: a table of cases, then what must hold whatever the items are."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.audits.legal import LegalLine
from models.audits.rules import (
    Item,
    ItemPick,
    ItemState,
    LockCheck,
    OldBasis,
    RoundState,
    Words,
    check_days,
    check_tick,
    count,
    has_required_evidence,
    is_in_force,
    is_outside,
    keeps_open,
    old_line,
    period_end,
    points_for,
    progress,
    said_most,
    score,
)
from models.audits.tables import AuditRound
from models.errors import RuleBroken

D = Decimal
MET, PARTIAL, NOT_MET = ItemState.MET, ItemState.PARTIAL, ItemState.NOT_MET
NA, OPEN, UNSURE = ItemState.NOT_APPLICABLE, ItemState.NOT_ASSESSED, ItemState.UNDETERMINED


def item(state: ItemState, points: int | None = None, most: int = 2, weight: int = 1, shown: bool = True) -> Item:
    return Item(state, None if points is None else D(points), D(most), D(weight), shown)


def alone() -> Item:
    """One person alone has said that it does not apply."""
    return Item(NA, None, D(2), is_confirmed=False)


@pytest.mark.parametrize(
    ("items", "policy", "expected"),
    [
        ([], "exclude", None),
        ([item(NA), item(NA)], "exclude", None),
        ([item(OPEN), item(OPEN)], "exclude", None),
        ([item(OPEN), item(NA)], "exclude", None),
        ([item(MET)], "exclude", D(100)),
        ([item(NOT_MET)], "exclude", D(0)),
        ([item(MET), item(OPEN)], "exclude", D(50)),
        ([item(MET), item(UNSURE)], "exclude", D(50)),
        ([item(UNSURE)], "exclude", D(0)),
        ([item(MET, shown=False)], "exclude", D(0)),
        ([item(PARTIAL)], "exclude", D(50)),
        ([item(PARTIAL, shown=False)], "exclude", D(0)),
        ([item(PARTIAL, 15, most=20, shown=False)], "exclude", D(0)),
        ([item(MET), alone()], "exclude", D(50)),
        ([item(MET), alone()], "full", D(50)),
        ([alone()], "exclude", D(0)),
        ([item(PARTIAL, 15, most=20)], "exclude", D(75)),
        ([item(MET), item(NOT_MET), item(NA)], "exclude", D(50)),
        ([item(MET), item(NOT_MET), item(NA), item(NA)], "full", D(75)),
        ([item(MET), item(NOT_MET), item(NA), item(NA)], "zero", D(25)),
        ([item(MET, weight=3), item(NOT_MET)], "exclude", D(75)),
        ([item(MET, 6, 6, 6), item(PARTIAL, 10, 20, 20)], "exclude", D(1600) / D(26)),
        ([item(MET), item(MET, most=0, weight=0)], "exclude", D(100)),
        ([item(MET, most=0)], "exclude", None),
        ([item(NOT_MET, 2)], "exclude", D(0)),
        ([item(PARTIAL, 9)], "exclude", D(100)),
    ],
)
def test_score(items: list[Item], policy: str, expected: Decimal | None) -> None:
    assert score(items, policy) == expected


def test_score_refuses_an_unknown_policy() -> None:
    with pytest.raises(ValueError, match="lenient"):
        score([item(MET)], "lenient")


some_items = st.lists(
    st.builds(
        Item,
        state=st.sampled_from(ItemState),
        points=st.none() | st.decimals(0, 30, places=2),
        max_points=st.decimals(0, 20, places=1),
        weight=st.decimals(0, 5, places=1),
        has_required_evidence=st.booleans(),
    ),
    max_size=25,
)


@pytest.mark.slow
@given(some_items, st.randoms(use_true_random=False), st.sampled_from(["exclude", "full", "zero"]))
def test_the_order_of_the_criteria_does_not_matter(items, chance, policy):
    mixed = list(items)
    chance.shuffle(mixed)
    assert score(mixed, policy) == score(items, policy)


@pytest.mark.slow
@given(some_items)
def test_what_does_not_apply_changes_nothing_when_it_is_left_out(items):
    assert score([*items, item(NA, weight=4)]) == score(items)


@pytest.mark.slow
@given(some_items, st.data())
def test_a_criterion_that_becomes_met_never_lowers_the_score(items, data):
    items = [*items, item(NOT_MET)]
    place = data.draw(st.sampled_from([n for n, one in enumerate(items) if one.state is NOT_MET]))
    before = score(items)
    old = items[place]
    items[place] = Item(MET, old.points, old.max_points, old.weight, old.has_required_evidence)
    assert before is not None
    assert (score(items) or D(0)) >= before


@given(some_items, st.sampled_from(["exclude", "full", "zero"]))
def test_a_score_is_between_nothing_and_a_hundred_and_agrees_with_the_formula(items, policy):
    counted = [one for one in items if one.max_points > 0 and one.weight > 0]
    if policy == "exclude":
        counted = [one for one in counted if one.state is not NA]
    found = score(items, policy)
    if not counted or all(one.state is OPEN for one in counted):
        assert found is None
        return
    shares = {
        MET: lambda one: (one.points if one.points is not None else one.max_points) * one.has_required_evidence,
        PARTIAL: lambda one: (one.points if one.points is not None else one.max_points / 2) * one.has_required_evidence,
        NA: lambda one: one.max_points if policy == "full" else D(0),
    }
    top = sum(
        Fraction(one.weight)
        * min(Fraction(shares.get(one.state, lambda _: D(0))(one)), Fraction(one.max_points))
        / Fraction(one.max_points)
        for one in counted
    )
    assert found is not None
    assert 0 <= found <= 100
    assert abs(Fraction(found) - 100 * top / sum(Fraction(one.weight) for one in counted)) < Fraction(1, 100)


def test_progress_counts_everything_that_somebody_said_something_about() -> None:
    assert progress([OPEN, MET, NA, UNSURE, NOT_MET]) == (4, 5)
    assert progress([]) == (0, 0)


@pytest.mark.parametrize(
    ("state", "shown", "missing"),
    [
        (MET, True, 0),
        (MET, False, 1),
        (PARTIAL, True, 1),
        (NOT_MET, True, 1),
        (UNSURE, True, 1),
        (NA, True, 0),
        (OPEN, True, 0),
    ],
)
def test_a_duty_is_missing_when_it_was_looked_at_and_is_not_fully_there(state, shown, missing):
    assert count([Item(state, None, D(2), D(1), shown, True)], ItemPick.OWED) == missing
    assert count([Item(state, None, D(2), D(1), shown, False)], ItemPick.OWED) == 0


@pytest.mark.parametrize(
    ("rule", "links", "files", "enough"),
    [
        ("none", 0, 0, True),
        ("link", 0, 3, False),
        ("link", 1, 0, True),
        ("file", 2, 0, False),
        ("file", 0, 1, True),
        ("any", 0, 0, False),
        ("any", 1, 0, True),
        ("any", 0, 1, True),
    ],
)
def test_evidence(rule, links, files, enough):
    assert has_required_evidence(rule, links, files) is enough


@pytest.mark.parametrize(
    ("state", "most", "typed", "measured", "points"),
    [
        (MET, 2, None, False, D(2)),
        (MET, 2, D(1), False, D(2)),
        (PARTIAL, 2, None, False, D(1)),
        (NOT_MET, 2, D(2), False, D(0)),
        (NA, 2, D(1), True, None),
        (OPEN, 2, D(1), True, None),
        (MET, 20, None, True, D(20)),
        (PARTIAL, 20, D("12.5"), True, D("12.5")),
        (PARTIAL, 0, None, True, D(0)),
        (MET, 20, D(18), True, D(18)),
    ],
)
def test_points(state, most, typed, measured, points):
    assert points_for(state, D(most), typed, measured) == points


@pytest.mark.parametrize(
    ("typed", "code"), [(None, "points_missing"), (D("20.1"), "points_range"), (D(-1), "points_range")]
)
def test_points_that_cannot_be(typed, code):
    with pytest.raises(RuleBroken) as refused:
        points_for(PARTIAL, D(20), typed, True)
    assert (refused.value.code, refused.value.field) == (code, "points")


def test_a_tick_needs_an_open_round_and_a_reason_for_not_applying() -> None:
    check_tick(NA, "không có")
    with pytest.raises(RuleBroken, match="na_reason_missing"):
        check_tick(NA, "  ")
    check_tick(UNSURE, "chưa xem được")
    with pytest.raises(RuleBroken, match="unsure_reason_missing"):
        check_tick(UNSURE, "")
    AuditRound(state=RoundState.OPEN).require_open()
    for closed in (RoundState.LOCKED, RoundState.REVIEW, RoundState.VOID):
        with pytest.raises(RuleBroken, match="round_closed"):
            AuditRound(state=closed).require_open()


DAY = date(2026, 3, 20)


@pytest.mark.parametrize(
    ("opened", "assessed", "due", "last"),
    [
        (DAY, DAY, None, None),
        (DAY, DAY, date(2026, 3, 30), date(2026, 3, 30)),
        (date(2026, 11, 2), DAY, date(2026, 11, 9), DAY),
    ],
)
def test_the_period_of_proofs_ends_with_the_round(opened, assessed, due, last) -> None:
    assert period_end(opened, assessed, due) == last


@pytest.mark.parametrize(
    ("day", "first", "last", "outside"),
    [
        (DAY, None, None, False),
        (DAY, DAY, DAY, False),
        (DAY, date(2026, 3, 21), None, True),
        (DAY, None, date(2026, 3, 19), True),
    ],
)
def test_a_proof_of_another_day_is_outside_the_period(day, first, last, outside) -> None:
    assert is_outside(day, first, last) is outside


def test_a_round_is_not_due_before_it_begins() -> None:
    day = date(2026, 3, 30)
    check_days(day, date(2026, 1, 2), None)
    check_days(day, day, day)
    with pytest.raises(RuleBroken, match="due_in_past"):
        check_days(day, day, date(2026, 3, 29))
    with pytest.raises(RuleBroken, match="day_in_future"):
        check_days(day, date(2026, 3, 31), None)


@pytest.mark.parametrize(
    ("item", "words", "kept_open_by"),
    [
        (Item(ItemState.NOT_ASSESSED, None, D(2)), Words(), {LockCheck.ASSESSED}),
        (Item(ItemState.UNDETERMINED, None, D(2)), Words(na_reason="vì"), {LockCheck.DETERMINED}),
        (alone(), Words(na_reason="không có"), {LockCheck.CONFIRMED}),
        (Item(MET, D(2), D(2)), Words(), set()),
        (Item(MET, D(2), D(2), has_required_evidence=False), Words(), {LockCheck.SHOWN}),
        (Item(PARTIAL, D(1), D(2), has_required_evidence=False), Words(), {LockCheck.SHOWN, LockCheck.FOUND}),
        (Item(ItemState.NOT_MET, D(0), D(2), has_required_evidence=False), Words(note="Thiếu"), set()),
        (Item(NA, None, D(2)), Words(na_reason="không có"), set()),
        (Item(NA, None, D(2)), Words(na_reason="  "), {LockCheck.REASONED}),
        (Item(ItemState.NOT_MET, D(0), D(2)), Words(note=" "), {LockCheck.FOUND}),
        (Item(ItemState.NOT_MET, D(0), D(2)), Words(findings=2), set()),
        (Item(ItemState.NOT_MET, D(0), D(2)), Words(findings=2, unowned=1), {LockCheck.OWNED}),
    ],
)
def test_what_keeps_a_round_open(item: Item, words: Words, kept_open_by: set[LockCheck]) -> None:
    assert {check for check in LockCheck if keeps_open(item, check, words)} == kept_open_by


@pytest.mark.parametrize(
    ("own", "others", "most"), [(0, [], False), (0, [3], False), (2, [3], False), (3, [3], True), (4, [3, 2], True)]
)
def test_who_has_said_most(own: int, others: list[int], most: bool) -> None:
    assert said_most(own, others) is most


NEW = date(2026, 7, 1)
OLD_END = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("cited", "day", "line"),
    [
        (OldBasis("Luật", "V"), NEW, LegalLine("Luật")),
        (OldBasis("Luật", "V2"), NEW, LegalLine("Luật", must_check=True)),
        (OldBasis("Luật", "SP"), NEW, None),
        (OldBasis("Luật", "M"), NEW, None),
        (OldBasis("", "CT"), NEW, None),
        (OldBasis("Cũ", "V", valid_to=OLD_END), OLD_END, LegalLine("Cũ")),
        (OldBasis("Cũ", "V", valid_to=OLD_END), NEW, LegalLine("Cũ", is_past=True)),
        (OldBasis("Mới", "V", NEW), OLD_END, LegalLine("Mới", starts_on=NEW)),
        (OldBasis("Mới", "V", NEW, None, "Cũ", "V2", OLD_END), NEW, LegalLine("Mới")),
        (OldBasis("Mới", "V", NEW, None, "Cũ", "V2", OLD_END), OLD_END, LegalLine("Cũ", must_check=True)),
        (OldBasis("Mới", "V", NEW, None, "Cũ", "V", date(2024, 4, 4)), OLD_END, LegalLine("Cũ", is_past=True)),
    ],
)
def test_the_basis_is_that_of_the_day(cited, day, line):
    assert old_line(cited, day) == line


def test_in_force_includes_both_ends() -> None:
    assert is_in_force(None, None, NEW)
    assert is_in_force(NEW, NEW, NEW)
    assert not is_in_force(NEW, None, OLD_END)
    assert not is_in_force(None, OLD_END, NEW)
