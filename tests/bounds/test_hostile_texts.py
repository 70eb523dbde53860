"""Patterns and parsers that people feed take time in proportion to what they are fed: 200 kB in less than a second."""

import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from blueprints import fields, filters
from blueprints.forms import LineField, LinkField, OfficeForm
from models import periods, text
from models.errors import RuleBroken
from models.meetings.notices import MOST_BLOCKS, Block, split
from models.meetings.points import DueRule
from models.qr import cautions, payloads
from models.satisfaction import rules as satisfaction

pytestmark = [pytest.mark.slow, pytest.mark.alike]

SIZE = 200_000
PIECES = {
    "letters": "a",
    "combining": "a\u0301\u0323",
    "blanks": " ",
    "lines": "\n",
    "digits": "1",
    "numbers": "0 ",
    "grouped": "123.",
    "hosts": "a.",
    "queries": "?#",
    "paths": "/?#a",
    "percents": "%2",
    "numbered": "1. a\n",
    "lettered": "1. b\na) c\n",
    "growing": "{n}. a\n",
    "starred": "1. x\n* y\n",
    "dues": "trước ngày 1/",
    "ends": "thông báo đến ",
    "ended": "1. a\nthông báo đến " + "thông báo đến thực hiệ " * 10,
    "near": "thông báo đến thực hiện thực hiện\u200b ",
    "footnotes": "[1] (*) ",
    "bold": "**1. a**\n",
    "given": "giao Phòng Kinh tế, ",
    "named": "Ủy ban Nhân dân và ",
    "dashed": "1. a\n- b\n",
    "spans": "trong tháng quý ",
    "groups": "sở, ban, ",
    "recurring": "hằng ngày 5 ",
}
NOTICES = ("numbered", "lettered", "growing", "starred", "dues", "ends", "ended", "near", "footnotes", "bold", "lines")
LINKS = ("letters", "hosts", "queries", "paths", "percents")
Parser = Callable[[str], object]


def read_notice(typed: str) -> list[Block]:
    return split(typed, 2026)


CASES: list[tuple[Parser, str, tuple[str, ...]]] = [
    (read_notice, "1. a\n", NOTICES),
    (read_notice, "1. a thông báo ", ("ends", "near", "blanks")),
    (read_notice, "Giao ", ("given", "named", "dashed", "dues", "spans", "letters", "blanks")),
    (read_notice, "1. Giao các ", ("groups", "named", "recurring", "spans")),
    (fields.ADDRESS.fullmatch, "https://", LINKS),
    (fields.ADDRESS.fullmatch, "https://a/", LINKS),
    (fields.BARE_ADDRESS.match, "", LINKS),
    (text.fold, "", ("combining", "blanks")),
    (text.name_sort_key, "", ("combining", "numbers")),
    (periods.read_day, "", ("digits", "numbers")),
    (filters.LONG_WORD.search, "", ("numbers", "letters")),
    (satisfaction.names_somebody, "+84", ("digits", "numbers", "grouped")),
    (cautions.is_weak, "+84", ("digits", "numbers", "grouped")),
    (cautions.link_cautions, "https://", LINKS),
    (payloads.link, "https://", LINKS),
    (payloads.zalo, "", ("letters", "hosts")),
]


def hostile(piece: str, beginning: str) -> str:
    body = piece
    if "{n}" in piece:
        body = "".join(piece.format(n=number) for number in range(1, 20_000))
    return (beginning + body * (SIZE // len(body) + 1))[:SIZE] + '"'


@pytest.mark.parametrize(
    ("parser", "beginning", "piece"), [(parser, start, piece) for parser, start, pieces in CASES for piece in pieces]
)
def test_time_grows_with_the_length_alone(parser: Parser, beginning: str, piece: str) -> None:
    typed = hostile(PIECES[piece], beginning)
    before = time.process_time()
    with suppress(ValueError, RuleBroken):  # a rule refuses it, which is what it is for
        parser(typed)
    assert time.process_time() - before < 1


class AnyForm(OfficeForm):
    """One field of each kind that reads a pattern."""

    link = LinkField("Liên kết")
    line = LineField("Dòng", max=200)
    day = fields.DayField("Ngày")
    time = fields.ClockField("Giờ")
    number = fields.NumberField("Số")
    share = fields.DecimalField("Tỷ lệ")


@pytest.mark.parametrize("piece", ["queries", "paths", "digits", "grouped", "blanks"])
def test_every_kind_of_field_answers_at_once(app: Flask, piece: str) -> None:
    typed = hostile(PIECES[piece], "https://a/" if piece == "paths" else "")
    with app.test_request_context(method="POST"):
        before = time.process_time()
        AnyForm(MultiDict(dict.fromkeys(AnyForm()._fields, typed))).validate()
        assert time.process_time() - before < 1


@pytest.mark.parametrize("piece", ["{n}. a\n", "1. a\n", "1. x\na) y\n"])
def test_a_notice_has_no_more_blocks_than_anybody_reads(piece: str) -> None:
    blocks = read_notice(hostile(piece, ""))
    assert len(blocks) == MOST_BLOCKS == 500
    assert len({block.label for block in blocks}) == MOST_BLOCKS


def test_a_label_that_comes_again_is_told_apart_as_before() -> None:
    typed = (
        "1. Một\na) Hai\n1. Ba trước ngày 30/6/2026\n1. Bốn\na) Năm\nThông báo đến các đơn vị để thực hiện./.\n2. Sáu"
    )
    found = read_notice(typed)
    assert [block.label for block in found] == ["1", "1a", "1*", "1**", "1a*"]
    assert found[2].due_rule is DueRule.BEFORE and found[2].due_text == "trước ngày 30/6/2026"
