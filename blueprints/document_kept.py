"""A document as it is kept once it is signed: its blocks as one text, read back the same whatever later code draws."""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from blueprints import document_blocks
from blueprints.document_blocks import Cells
from blueprints.document_whole import Document

KINDS = {
    name: kind
    for name, kind in vars(document_blocks).items()
    if isinstance(kind, type) and is_dataclass(kind) and name != "StoredPicture"
}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        parts = {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
        return {"kind": type(value).__name__, **parts}
    return value


def _read(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_read(one) for one in value)
    if not isinstance(value, dict):
        return value
    if "day" in value:
        return date.fromisoformat(value["day"])
    kind = KINDS[value["kind"]]
    known = {one.name for one in fields(kind)}
    parts = {name: _read(one) for name, one in value.items() if name in known}
    if "cells" in parts:
        parts["cells"] = Cells(parts["cells"])
    return kind(**parts)


def keep(document: Document) -> str:
    """A document as one text; pictures are not kept."""
    parts = {"title": document.title, "office": document.office, "dated": document.dated.isoformat()}
    return json.dumps({**parts, "blocks": [_plain(block) for block in document.blocks]}, ensure_ascii=False)


def kept(text: str) -> Document:
    """The document that was kept."""
    said = json.loads(text)
    blocks = tuple(_read(block) for block in said["blocks"])
    return Document(said["title"], said["office"], date.fromisoformat(said["dated"]), blocks)
