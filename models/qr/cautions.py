"""What may still go wrong with a valid code: each caution names the field and the phones that stumble over it."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from models.errors import RuleBroken
from models.qr.urls import Opened, host_of, opened_from, written_out
from models.text import fold


class Phones(StrEnum):
    """Groups of phones that read one thing differently."""

    OLD_ANDROID = "old_android"
    IPHONE = "iphone"
    ANDROID = "android"
    ALL = "all"
    NEW = "new"
    CHEAP = "cheap"


@dataclass(frozen=True, slots=True)
class Caution:
    """One warning: it never stops the office, it says who will notice."""

    code: str
    field: str
    phones: tuple[Phones, ...] = (Phones.ALL,)


_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_PHONE = re.compile(r"(?:\+?84|0)[\s.-]?\d(?:[\s.-]?\d){7,9}")
_RAW_KEY = re.compile(r"[0-9A-Fa-f]{64}")
_COMMON = ("password", "matkhau", "mat khau", "qwerty", "abcdefgh", "iloveyou", "admin", "wifi", "guest", "khach")
_RUNS = ("01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop")
_DENSE_BYTES = 120  # beyond it a code at the same printed size loses a fifth of its reading distance


def wifi_cautions(ssid: str, password: str | None, security: str, hidden: bool = False) -> list[Caution]:
    """The warnings of a wifi network, in the order of its fields."""
    key = password or ""
    found = [*_shape(ssid, "ssid"), *_letters(ssid, "ssid")]
    if unicodedata.normalize("NFC", ssid) != ssid:
        found.append(Caution("not_nfc", "ssid", (Phones.ALL,)))
    if security == "WEP":
        found.append(Caution("wep", "security", (Phones.IPHONE, Phones.NEW)))
    if security == "WPA3":
        found.append(Caution("wpa3_only", "security", (Phones.OLD_ANDROID,)))
    if key:
        found += [*_shape(key, "password"), *_letters(key, "password")]
        if not key.isascii():
            found.append(Caution("key_not_ascii", "password", (Phones.ALL,)))
        if security == "WPA3" and _RAW_KEY.fullmatch(key):
            found.append(Caution("raw_key_wpa3", "password", (Phones.ALL,)))
        if is_weak(key):
            found.append(Caution("weak_key", "password", ()))
    if hidden:
        found.append(Caution("hidden_network", "hidden", (Phones.IPHONE, Phones.OLD_ANDROID)))
    if len(ssid.encode("utf-8", "replace")) + len(key.encode("utf-8", "replace")) > 70:
        found.append(Caution("dense", "ssid", (Phones.CHEAP,)))
    return found


def link_cautions(url: str) -> list[Caution]:
    """The warnings of a link."""
    found: list[Caution] = []
    if not url.lower().startswith("https:"):
        found.append(Caution("not_https", "url", (Phones.ALL,)))
    opened = opened_from(host_of(url))
    if opened is Opened.ONLY_HERE:
        found.append(Caution("only_this_machine", "url", (Phones.ALL,)))
    if opened is Opened.INSIDE:
        found.append(Caution("only_inside", "url", (Phones.ALL,)))
    found += _letters(url, "url")
    if unicodedata.normalize("NFC", url) != url:
        found.append(Caution("not_nfc", "url", (Phones.ALL,)))
    if _size_in_code(url) > _DENSE_BYTES:
        found.append(Caution("dense", "url", (Phones.CHEAP,)))
    return found


def _size_in_code(url: str) -> int:
    try:
        return len(written_out(url))
    except RuleBroken:
        return len(url.encode("utf-8", "replace"))


def _shape(value: str, field: str) -> list[Caution]:
    """What the two families of Android readers and a typing person get wrong about a value's edges."""
    found = []
    if value.endswith("\\"):
        found.append(Caution("trailing_backslash", field, (Phones.OLD_ANDROID,)))
    if len(value) >= 2 and value[0] == value[-1] == '"':
        found.append(Caution("wrapped_in_quotes", field, (Phones.OLD_ANDROID,)))
    if value != value.strip():
        found.append(Caution("edge_spaces", field, (Phones.ALL,)))
    if _PERCENT.search(value):
        found.append(Caution("percent_code", field, (Phones.NEW,)))
    return found


def _letters(value: str, field: str) -> list[Caution]:
    """Characters nobody sees, and letters of two alphabets that look alike."""
    found = []
    pictures = any(unicodedata.category(letter) == "So" for letter in value)
    if any(is_invisible(letter) or (letter == "\u200d" and not pictures) for letter in value):
        found.append(Caution("invisible", field, (Phones.ALL,)))
    if len(_scripts(value) & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "FULLWIDTH"}) > 1:
        found.append(Caution("mixed_scripts", field, (Phones.ALL,)))
    return found


def is_invisible(letter: str) -> bool:
    """Whether a character takes part without being seen: joiners, direction marks, odd spaces, unassigned codes."""
    if letter in " \u200d\ufe0f":  # the joiner and the selector belong to emoji
        return False
    unseen = ("Cf", "Cc", "Zs", "Zl", "Zp", "Cn", "Co", "Cs")
    return unicodedata.category(letter) in unseen or letter in "\u034f\u115f\u1160\u3164\uffa0"


def _scripts(value: str) -> set[str]:
    return {unicodedata.name(letter, "?").split()[0] for letter in value if letter.isalpha()}


def is_weak(key: str) -> bool:
    """Whether a key is one of those tried first: a telephone number, one letter repeated, a run, or a common word."""
    plain = fold(key)
    if _PHONE.fullmatch(key.strip()) or len(set(plain)) <= 2:
        return True
    if any(plain in run for run in _RUNS):
        return True
    stem = plain.rstrip("0123456789!@#.-_")
    tail = plain[len(stem) :]
    return stem in _COMMON and (not tail or tail.strip("!@#.-_") in ("", "1", "12", "123", "1234", "12345", "123456"))
