"""Reading what a tablet sends: each answer by itself, so that one that cannot be taken never holds up the others."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from models import clock
from models.devices.numbers import HIGHEST, Numbers, joined
from models.satisfaction import questionnaires
from models.satisfaction.actions import Answer
from models.satisfaction.kiosk import FromDevice
from models.satisfaction.questionnaires import Questionnaire
from models.satisfaction.rules import LONGEST_CONTACT, Mode, Stage, is_reachable, without_personal
from models.satisfaction.tables import COMMENT_LENGTH
from models.text import clean

MOST_REASONS, LONGEST_ECHO, MOST_SPANS, MOST_LACKS, PROCEDURE_LENGTH = 20, 64, 500, 10, 40
EARLIEST, LATEST = datetime(1971, 1, 1, tzinfo=UTC), datetime(9998, 1, 1, tzinfo=UTC)


class Unfit(Exception):
    """An answer that cannot be taken; ``reason`` is the field that says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def echo(raw: Any) -> str | None:
    """The id of an answer as it came, to be handed back; None where there is none to speak of."""
    cid = raw.get("cid") if isinstance(raw, dict) else None
    return cid if isinstance(cid, str) and len(cid) <= LONGEST_ECHO else None


def read(raw: Any) -> FromDevice:
    """One answer; Unfit names the first field that no tablet of ours fills like this."""
    if not isinstance(raw, dict):
        raise Unfit("item")
    asked = _questionnaire(raw.get("questionnaire"))
    level = raw.get("level")
    if type(level) is not int or level not in {one.value for one in asked.scale.levels}:
        raise Unfit("level")
    answer = Answer(
        level=level,
        mode=_word(raw, "mode", Mode) or Mode.UNKNOWN,
        comment=without_personal(_text(raw, "comment", COMMENT_LENGTH, multiline=True)),
        stage=_word(raw, "stage", Stage),
        cid=_cid(raw.get("cid")),
        answered_at=instant(raw.get("answered_at"), "answered_at"),
        reasons=_reasons(raw.get("factors"), asked.reasons(level)),
        procedure=_text(raw, "procedure", PROCEDURE_LENGTH),
        scale=asked.scale,
    )
    return FromDevice(answer, asked.version, _seq(raw.get("seq")))


def read_contact(raw: Any) -> tuple[UUID, str]:
    """How somebody wants to be reached, and about which answer."""
    if not isinstance(raw, dict):
        raise Unfit("item")
    contact = _text(raw, "contact", LONGEST_CONTACT)
    if not is_reachable(contact):
        raise Unfit("contact")
    return _cid(raw.get("cid")), contact


def _cid(value: Any) -> UUID:
    try:
        if isinstance(value, str) and len(value) == 36:
            return UUID(value)
    except ValueError:
        pass
    raise Unfit("cid")


def _questionnaire(version: Any) -> Questionnaire:
    """The version that was shown; where nothing was said, the one of today."""
    if version is None:
        return questionnaires.in_force(clock.today())
    if isinstance(version, str) and version.isascii() and version.isdigit() and len(version) < 10:
        version = int(version)
    found = questionnaires.accepted(version, clock.today()) if type(version) is int else None
    if found is None:
        raise Unfit("questionnaire")
    return found


def instant(value: Any, reason: str) -> datetime:
    """An aware instant in ISO's writing; Unfit for anything else."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) and len(value) <= 40 else None
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not EARLIEST <= found <= LATEST:
        raise Unfit(reason)
    return found.astimezone(UTC)


def skew(sent_at: Any, received: datetime) -> timedelta | None:
    """How far a tablet's clock is behind ours; None where it does not say."""
    return None if sent_at is None else received - instant(sent_at, "sent_at")


def _word(raw: dict[str, Any], name: str, kind: Any) -> Any:
    value = raw.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or value not in {word.value for word in kind}:
        raise Unfit(name)
    return kind(value)


def _text(raw: dict[str, Any], name: str, most: int, multiline: bool = False) -> str:
    value = raw.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > most or len(value := clean(value, multiline=multiline)) > most:
        raise Unfit(name)
    return value


def _reasons(value: Any, offered: frozenset[str]) -> tuple[str, ...]:
    """The codes of what was touched: ``{"thoi_gian": true}``; one that is false was let go again.

    A code that was not offered beside this level, or a mark in the place of a touch, is left out: the tap alone is a
    whole answer, and is not lost for what came along with it.
    """
    if value is None:
        return ()
    if not isinstance(value, dict) or len(value) > MOST_REASONS or not all(map(_is_touch, value.values())):
        raise Unfit("factors")
    return tuple(sorted(code for code, touched in value.items() if touched is True and code in offered))


def _is_touch(value: Any) -> bool:
    return type(value) is bool or (type(value) is int and 1 <= value <= 5)


def _seq(value: Any) -> int | None:
    if value is None:
        return None
    if type(value) is not int or not 1 <= value <= HIGHEST:
        raise Unfit("seq")
    return value


def holding(value: Any) -> list[Numbers]:
    """The numbers that wait inside a tablet, ``[[first, last], ...]``; Unfit for what are none."""
    if not isinstance(value, list) or len(value) > MOST_SPANS:
        raise Unfit("holding")
    for span in value:
        fits = isinstance(span, list) and len(span) == 2 and all(type(end) is int for end in span)
        if not fits or not 1 <= span[0] <= span[1] <= HIGHEST:
            raise Unfit("holding")
    return joined(Numbers(*span) for span in value)
