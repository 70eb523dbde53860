"""From version to version: what is plain, what is proposed, and what people have decided."""

import pytest

from models.audits.mapping import (
    Asked,
    CodeOrigin,
    Link,
    Relation,
    carry,
    origin_of,
    origins_of,
    propose,
    settle,
)

ROADS = Asked("I.1", "Trang có danh mục thủ tục hành chính và dịch vụ công trực tuyến.")
LEADERS = Asked("I.2", "Trang có tiểu sử tóm tắt và nhiệm vụ được phân công của từng lãnh đạo xã.")
MAPS = Asked("I.3", "Trang có bản đồ địa giới hành chính của xã.")
LIVES = Asked("I.2a", "Trang có tiểu sử tóm tắt của từng lãnh đạo xã.")
TASKS = Asked("I.2b", "Trang có nhiệm vụ được phân công của từng lãnh đạo xã.")


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ([ROADS], [ROADS], [Link("I.1", "I.1", Relation.SAME)]),
        ([ROADS], [Asked("A1", ROADS.text)], [Link("I.1", "A1", Relation.SAME)]),
        (
            [ROADS],
            [Asked("I.1", "Trang có danh mục thủ tục hành chính, dịch vụ công trực tuyến và biểu mẫu.")],
            [Link("I.1", "I.1", Relation.CHANGED)],
        ),
        (
            [MAPS],
            [Asked("9", "Trang có bản đồ địa giới hành chính của xã, phóng to được.")],
            [Link("I.3", "9", Relation.CHANGED)],
        ),
        ([LEADERS], [LIVES, TASKS], [Link("I.2", "I.2a", Relation.SPLIT), Link("I.2", "I.2b", Relation.SPLIT)]),
        ([LIVES, TASKS], [LEADERS], [Link("I.2a", "I.2", Relation.MERGED), Link("I.2b", "I.2", Relation.MERGED)]),
        ([], [ROADS], [Link(None, "I.1", Relation.NEW)]),
        ([ROADS], [], [Link("I.1", None, Relation.REMOVED)]),
        (
            [ROADS],
            [Asked("I.1", "Cán bộ được tập huấn kỹ năng số mỗi năm.")],
            [Link(None, "I.1", Relation.NEW), Link("I.1", None, Relation.REMOVED)],
        ),
    ],
)
def test_every_criterion_of_both_versions_gets_a_proposal(
    before: list[Asked], now: list[Asked], expected: list[Link]
) -> None:
    assert propose(before, now) == expected


def test_only_what_is_plain_needs_nobody() -> None:
    worded = Asked("I.2", LEADERS.text.replace("xã", "UBND xã"))
    found = settle([ROADS, LEADERS], [ROADS, worded, MAPS], [])
    assert found.links == (Link("I.1", "I.1", Relation.SAME),)
    assert {link.relation for link in found.proposed} == {Relation.CHANGED, Relation.NEW}


def test_a_decision_stands_before_what_is_plain_and_falls_with_its_criterion() -> None:
    decision = Link("I.1", "I.1", Relation.CHANGED)
    assert settle([ROADS], [ROADS], [decision]).links == (decision,)
    gone = settle([ROADS], [MAPS], [decision])
    assert gone.links == () and len(gone.proposed) == 2


def test_half_a_split_is_no_split() -> None:
    split = [Link("I.2", "I.2a", Relation.SPLIT), Link("I.2", "I.2b", Relation.SPLIT)]
    assert settle([LEADERS], [LIVES, TASKS], split).proposed == ()
    assert settle([LEADERS], [LIVES], split).links == ()


def test_each_code_stands_once_unless_it_is_split_or_merged() -> None:
    before = [Asked(f"A{no}", f"Nội dung số {no} của trang về lĩnh vực {no}") for no in range(40)]
    now = [Asked(f"B{no}", f"Nội dung số {no} của trang về lĩnh vực {no} và {no + 1}") for no in range(20, 60)]
    found = propose(before, now)
    assert sorted(link.before for link in found if link.before) == sorted(one.code for one in before)
    assert sorted(link.now for link in found if link.now) == sorted(one.code for one in now)


SAME, CHANGED, SPLIT, MERGED = Relation.SAME, Relation.CHANGED, Relation.SPLIT, Relation.MERGED


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        ([Link("a", "b", SAME)], [Link("b", "c", SAME)], CodeOrigin(SAME, ("a",))),
        ([Link("a", "b", CHANGED)], [Link("b", "c", SAME)], CodeOrigin(CHANGED, ("a",))),
        ([Link("a", "b", SAME)], [Link("b", "c", CHANGED)], CodeOrigin(CHANGED, ("a",))),
        ([Link("a", "b", SAME)], [Link("b", "c", SPLIT), Link("b", "d", SPLIT)], CodeOrigin(SPLIT, ("a",))),
        ([Link("a", "b", SPLIT), Link("a", "x", SPLIT)], [Link("b", "c", CHANGED)], CodeOrigin(SPLIT, ("a",))),
        (
            [Link("a", "b", SAME), Link("x", "y", CHANGED)],
            [Link("b", "c", MERGED), Link("y", "c", MERGED)],
            CodeOrigin(MERGED, ("a", "x")),
        ),
        (
            [Link("a", "b", SPLIT), Link("a", "y", SPLIT)],
            [Link("b", "c", MERGED), Link("y", "c", MERGED)],
            CodeOrigin(MERGED, ("a",)),
        ),
        (
            [Link("a", "b", SAME), Link(None, "y", Relation.NEW)],
            [Link("b", "c", MERGED), Link("y", "c", MERGED)],
            CodeOrigin(MERGED, ("a",)),
        ),
        ([Link(None, "b", Relation.NEW)], [Link("b", "c", SAME)], CodeOrigin(Relation.NEW)),
        ([Link("a", None, Relation.REMOVED)], [Link(None, "c", Relation.NEW)], CodeOrigin(Relation.NEW)),
    ],
)
def test_what_a_criterion_comes_from_over_two_versions(
    earlier: list[Link], later: list[Link], expected: CodeOrigin
) -> None:
    assert carry(origins_of(earlier), origins_of(later))["c"] == expected


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("I.1", ROADS.text, CodeOrigin(SAME, ("I.1",))),
        ("I.1", "Một nội dung khác.", CodeOrigin(CHANGED, ("I.1",))),
        ("I.9", ROADS.text, CodeOrigin(Relation.NEW)),
    ],
)
def test_without_a_map_the_same_code_in_the_same_words_is_the_same(code: str, text: str, expected: CodeOrigin) -> None:
    assert origin_of(Asked(code, text), None, {"I.1": ROADS.text}) == expected
