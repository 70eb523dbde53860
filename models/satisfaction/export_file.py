"""The file that a tablet wrote out for staff: read with bounds, so that its answers come home without its network."""

import json
from typing import Any

from models.errors import RuleBroken

LARGEST, MOST_ANSWERS, DEEPEST = 4 * 1024 * 1024, 5000, 6
PARTS = ("waiting", "set_aside")


def read_export(content: bytes) -> list[Any]:
    """The answers of a file in the order of their numbers, none looked at yet; RuleBroken for any other file."""
    if len(content) > LARGEST:
        raise RuleBroken("export_size", field="file")
    try:
        found = json.loads(content.decode("utf-8"), parse_constant=_odd, parse_int=_whole, parse_float=_odd)
    except (ValueError, RecursionError) as problem:
        raise RuleBroken("export_wrong", field="file") from problem
    if not isinstance(found, dict) or not any(part in found for part in PARTS):
        raise RuleBroken("export_wrong", field="file")
    parts = [found.get(part, []) for part in PARTS]
    if not all(isinstance(part, list) for part in parts):
        raise RuleBroken("export_wrong", field="file")
    answers = [answer for part in parts for answer in part]
    if len(answers) > MOST_ANSWERS:
        raise RuleBroken("export_size", field="file")
    if any(_depth(answer) > DEEPEST for answer in answers):
        raise RuleBroken("export_wrong", field="file")
    return sorted(answers, key=_number)


def _depth(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max((_depth(one) for one in value.values()), default=0)
    return 1 + max((_depth(one) for one in value), default=0) if isinstance(value, list) else 0


def _number(answer: Any) -> int:
    seq = answer.get("seq") if isinstance(answer, dict) else None
    return seq if type(seq) is int else 0


def _odd(text: str) -> Any:
    raise ValueError(text[:20])


def _whole(text: str) -> int:
    if len(text) > 16:
        raise ValueError(text[:20])
    return int(text)
