"""What a tablet asks: published versions as data, and the words of each language as files of their own."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from models.base import outside_writing
from models.catalogue import FOLDER, SafeLoader, read_yaml
from models.catalogue import in_force as row_in_force
from models.satisfaction import catalogue
from models.satisfaction.catalogue import ScaleFacts
from models.text import clean

log = logging.getLogger("office")
SHIPPED = FOLDER / "kiosk_words"
CODE = re.compile(r"[a-z]{2,3}")
TABLET, PAGE = ("text", "levels", "best", "worst"), ("page", "plain")  # a file may lack the words of the page
REPLY = ("reply", *(f"reply_{part}" for part in ("hint", "label", "send", "no", "wrong", "words")))
LATER = frozenset((*REPLY, "closes_reply", "thanks_reply"))  # a file made before these shows them in Vietnamese
LONGEST, LARGEST_FILE, MOST_LANGUAGES = 200, 64 * 1024, 8
_PUBLISHED: dict[str, Any] = read_yaml("kiosk")  # read at the start, like the scales


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One published version: its scale, and the reasons offered beside a level."""

    version: int
    scale: ScaleFacts
    valid_from: date
    valid_to: date | None
    asks: list[dict[str, Any]]

    def reasons(self, level: int) -> frozenset[str]:
        """The codes of the reasons that are offered beside a level."""
        return frozenset(reason["code"] for ask in self.asks if level in ask["levels"] for reason in ask["reasons"])


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of one language for the page behind a printed code; ``offered`` are all languages it has."""

    code: str
    page: dict[str, str]
    tablet: dict[str, str]
    levels: dict[str, str]
    plain: dict[str, str]
    offered: list[tuple[str, str]]


def questionnaires() -> list[Questionnaire]:
    """Every published version, oldest first."""
    return [_questionnaire(row) for row in _PUBLISHED["questionnaires"]]


def in_force(day: date) -> Questionnaire:
    """The newest version that holds on a day; before the first one, the first one."""
    return _questionnaire(row_in_force(_PUBLISHED["questionnaires"], day))


def _questionnaire(row: dict[str, Any]) -> Questionnaire:
    shown = (row["scale"], row["scale_version"])
    scale = next(scale for scale in catalogue.scales() if (scale.code, scale.edition) == shown)
    return Questionnaire(row["version"], scale, row["valid_from"], row["valid_to"], row["asks"])


def accepted(version: int, today: date) -> Questionnaire | None:
    """The version that an answer was given on; None for one that was never published or ended too long ago."""
    grace = timedelta(days=_PUBLISHED["accept_days"])
    for one in questionnaires():
        if one.version == version and (one.valid_to is None or today <= one.valid_to + grace):
            return one
    return None


def languages(folder: Path) -> list[dict[str, Any]]:
    """The languages of the tablets: Vietnamese, the other shipped ones, then what the office put into ``folder``.

    A file that lacks words, or is none at all, is left out and named in the log.
    """
    ours = {path.stem for path in SHIPPED.glob("*.yaml")}
    added = [path for path in sorted(folder.glob("*.yaml")) if path.stem not in ours] if folder.is_dir() else []
    shipped = sorted(SHIPPED.glob("*.yaml"), key=lambda path: (path.stem != "vi", path.stem))
    return list(_readable([*shipped, *added]))[:MOST_LANGUAGES]


def _readable(paths: list[Path]) -> Iterator[dict[str, Any]]:
    for path in paths:
        try:
            yield _language(path, path.stat().st_mtime_ns)
        except (OSError, ValueError, yaml.YAMLError, RecursionError) as problem:
            log.warning("the words of the tablets in %s are left out: %s", path.name, problem)


@lru_cache(maxsize=32)
def _language(path: Path, _changed: int) -> dict[str, Any]:
    """One language with its words, checked: the same names as in Vietnamese, short plain texts."""
    outside_writing("reading the words of tablets")
    if path.stat().st_size > LARGEST_FILE:
        raise ValueError("the file is too large")
    found = yaml.load(path.read_text("utf-8"), Loader=SafeLoader)  # noqa: S506
    model = found if path.stem == "vi" else _language(SHIPPED / "vi.yaml", 0)
    return {
        "code": _code(found, path),
        "name": _text(found, "name"),
        **{part: _part(found, model, part) for part in TABLET},
        **({part: _part(found, model, part) for part in PAGE} if PAGE[0] in found else {}),
    }


def _code(found: Any, path: Path) -> str:
    if not isinstance(found, dict) or not CODE.fullmatch(str(found.get("code"))) or found["code"] != path.stem:
        raise ValueError("the code inside must be the name of the file: two or three small letters")
    return str(found["code"])


def _part(found: dict[str, Any], model: dict[str, Any], part: str) -> dict[str, str]:
    words, wanted = found.get(part), [str(name) for name in model[part]]
    if not isinstance(words, dict):
        raise ValueError(f"no words under {part}")
    later = {name: text for name, text in model[part].items() if name in LATER}
    named = later | {str(name): text for name, text in words.items()}
    return {name: _text(named, name) for name in wanted}


def _text(words: dict[str, Any], name: str) -> str:
    text = words.get(name)
    if not isinstance(text, str) or not (text := clean(text)) or len(text) > LONGEST:
        raise ValueError(f"no fitting words for {name}")
    return text
