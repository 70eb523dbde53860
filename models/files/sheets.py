"""Workbooks that people hand in to be read, not kept: their rows as plain values."""

import json
from dataclasses import dataclass, field
from typing import Any

from models.errors import RuleBroken
from models.files import kinds
from models.files.accept import DOCUMENT_LIMIT, MIB
from models.files.apart import opened

NAMED = ("file_save_as", "file_locked", "file_archive")  # what people often have instead, with its way out


@dataclass(frozen=True, slots=True)
class SheetRows:
    """One sheet: each cell is nothing, a text, a number, or ``{"day": "2026-03-30"}``.

    ``merged``: first row, first column, last row, last column of joined cells, from 0. ``is_1904``: days that are
    written as numbers count from 1/1/1904.
    """

    name: str
    rows: list[list[Any]]
    merged: list[list[int]] = field(default_factory=list)
    is_1904: bool = False
    is_hidden: bool = False


def read_sheets(content: bytes) -> list[SheetRows]:
    """The sheets of a handed-in workbook; RuleBroken with its reason. Never inside a transaction that writes."""
    if not content:
        raise RuleBroken("file_empty")
    if len(content) > DOCUMENT_LIMIT:
        raise RuleBroken("file_size", most=DOCUMENT_LIMIT // MIB)
    if not kinds.is_package(content):
        refused = kinds.refusal(content, documents=True)
        raise refused if refused.code in NAMED else RuleBroken("sheet_kind")
    return [SheetRows(**one) for one in json.loads(opened("sheets", content).content)]
