"""The closed lists of the QR room and the small decisions that need no database."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from urllib.parse import urlsplit


class Security(StrEnum):
    """How a wifi network is locked; enterprise networks have no place on a poster."""

    WPA = "WPA"
    WPA3 = "WPA3"
    WEP = "WEP"
    OPEN = "nopass"


class Audience(StrEnum):
    """Whom a wifi network is for."""

    GUEST = "guest"
    INTERNAL = "internal"


class LinkKind(StrEnum):
    """What a link on paper leads to."""

    ROOM = "room"
    FEEDBACK = "feedback"
    ZALO = "zalo"
    WEBSITE = "website"
    OTHER = "other"


class Subject(StrEnum):
    """What a poster shows."""

    WIFI = "wifi"
    LINK = "link"


class PosterState(StrEnum):
    """Whether a revision of a poster may hang on a wall."""

    IN_USE = "in_use"
    WITHDRAWN = "withdrawn"


class PhotoVerdict(StrEnum):
    """What the photo of a hung poster says."""

    MATCH = "match"
    OLD = "old"
    OTHER = "other"
    UNREADABLE = "unreadable"


class PaperFormat(StrEnum):
    """The sheets a poster is offered on."""

    A4 = "a4"
    A5 = "a5"
    A6 = "a6"
    WALL = "wall"
    TENT = "tent"
    FOUR_A6 = "a6x4"
    LABELS = "labels"


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a printed code is read: the module in millimetres and the distance in metres."""

    module_mm: Decimal
    metres: Decimal

    @property
    def is_coarse_enough(self) -> bool:
        """Whether a module is at least 1 mm wide, so that toner spread does not close the gaps."""
        return self.module_mm >= 1


# 3 pixels a module in the 720-line preview of a cheap phone with a 67-degree lens: 3.10 mm of module carry one metre.
MILLIMETRES_A_METRE = Decimal("3.10")
TENTH = Decimal("0.1")


def reach(module_mm: float | Decimal) -> Reach:
    """The distance a code of this module size is surely read from, rounded down to 0.1 m."""
    module = Decimal(str(module_mm))
    return Reach(module, (module / MILLIMETRES_A_METRE).quantize(TENTH, rounding=ROUND_FLOOR))


SHORT_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no pair of them is mistaken for another on paper
SHORT_LENGTH = 6


def is_short_code(code: str) -> bool:
    """Whether a text could be a short code at all."""
    return 6 <= len(code) <= 8 and all(letter in SHORT_LETTERS for letter in code)


def is_allowed_target(target: str, hosts: Sequence[str]) -> bool:
    """Whether a short address may lead there: a page of our own, or https on a host of the list."""
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Zs", "Zl", "Zp") for letter in target) or "\\" in target:
        return False
    if target.startswith("/"):
        return not target.startswith("//")
    try:
        parts = urlsplit(target)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    known = any(host == name or host.endswith(f".{name}") for name in hosts)
    return parts.scheme == "https" and known and "@" not in parts.netloc and target.lower().startswith("https://")


def verdict(current: str, former: frozenset[str], seen: frozenset[str]) -> PhotoVerdict:
    """Judge the fingerprints seen on a photo: the valid print, an older one, something else, or nothing readable."""
    if not seen:
        return PhotoVerdict.UNREADABLE
    if current in seen:
        return PhotoVerdict.MATCH
    return PhotoVerdict.OLD if seen & former else PhotoVerdict.OTHER
