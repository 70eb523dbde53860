"""The exact characters a code carries: nothing is stripped, quoted or normalised; what no phone can use is refused."""

import re
import unicodedata
from urllib.parse import urlsplit

from models.errors import RuleBroken
from models.qr.cautions import Caution, link_cautions, wifi_cautions
from models.qr.rules import Security
from models.qr.urls import written_out

SSID_BYTES = 32  # IEEE 802.11: the length of an SSID is counted in bytes
KEY_LEAST, KEY_MOST, RAW_KEY = 8, 63, 64  # IEEE 802.11: a passphrase, or 64 hexadecimal digits
WEP_TEXT, WEP_HEX = (5, 13, 16, 29), (10, 26, 32, 58)
LINK_BYTES = 1000  # as typed
CODE_BYTES = 2000  # as it stands in the code; a symbol of the largest size holds 2,331

_ESCAPED = re.compile(r'([\\;,":])')
_HEX = re.compile(r"[0-9A-Fa-f]+")
_ZALO_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{2,62}")
_ZALO_LINK = re.compile(r"zalo://(?:oa/|qr/p/)?", re.IGNORECASE)

wifi_warnings = wifi_cautions
link_warnings = link_cautions
__all__ = ["Caution", "escape", "link", "link_warnings", "wifi", "wifi_warnings", "zalo"]


def escape(value: str) -> str:
    r"""A value with a backslash before each of ``\ ; , " :``."""
    return _ESCAPED.sub(r"\\\1", value)


def wifi(ssid: str, password: str | None, security: str, hidden: bool = False) -> str:
    """The text of a wifi code; RuleBroken names the field and its limit in bytes."""
    lock, key = _security(security), password or ""
    _check_ssid(ssid)
    _check_key(key, lock)
    parts = [f"T:{_type_word(lock)}"]
    if lock is Security.WPA3:
        parts.append("R:1")
    parts.append(f"S:{escape(ssid)}")
    if key:
        parts.append(f"P:{escape(key)}")
    if hidden:
        parts.append("H:true")
    return "WIFI:" + "".join(f"{part};" for part in parts) + ";"


def link(url: str) -> str:
    """The text of a link code: an http(s) address as every phone reads it, without the blanks around it.

    RuleBroken for anything a phone should not open.
    """
    typed = url.strip()
    size = _size(typed, "url")
    if not typed:
        raise RuleBroken("link_empty", field="url")
    if size > LINK_BYTES:
        raise RuleBroken("link_too_long", field="url", max=LINK_BYTES, size=size)
    code = written_out(typed)
    if len(code) > CODE_BYTES:
        raise RuleBroken("link_too_long_written", field="url", max=CODE_BYTES, size=len(code))
    return code


def zalo(value: str) -> str:
    """The https address of a Zalo account from its id, alias, app link or web link; other hosts are refused."""
    name = _ZALO_LINK.sub("", value.strip(), count=1)
    if "/" in name or ":" in name:
        parts = urlsplit(written_out(name if "://" in name else f"https://{name}"))
        if parts.netloc.lower() not in ("zalo.me", "www.zalo.me"):
            raise RuleBroken("zalo_foreign", field="url")
        name = parts.path.strip("/")
    if not _ZALO_NAME.fullmatch(name):
        raise RuleBroken("zalo_name", field="url")
    return link(f"https://zalo.me/{name}")


def _security(word: str) -> Security:
    try:
        return Security(word)
    except ValueError:
        code = "security_enterprise" if "EAP" in str(word).upper() else "security_unknown"
        raise RuleBroken(code, field="security", allowed=[kind.value for kind in Security]) from None


def _type_word(lock: Security) -> str:
    return "WPA" if lock is Security.WPA3 else lock.value


def _size(value: str, field: str) -> int:
    try:
        return len(value.encode("utf-8"))
    except UnicodeEncodeError:
        raise RuleBroken("not_text", field=field) from None


def _check_ssid(ssid: str) -> None:
    size = _size(ssid, "ssid")
    if size == 0:
        raise RuleBroken("ssid_empty", field="ssid", max=SSID_BYTES, size=0)
    if size > SSID_BYTES:
        raise RuleBroken("ssid_too_long", field="ssid", max=SSID_BYTES, size=size)
    if _has_control(ssid):
        raise RuleBroken("control_character", field="ssid", max=SSID_BYTES, size=size)


def _check_key(key: str, lock: Security) -> None:
    size = _size(key, "password")
    if lock is Security.OPEN:
        if key:
            raise RuleBroken("open_with_key", field="password", max=0, size=size)
        return
    if not key:
        raise RuleBroken("key_empty", field="password", min=KEY_LEAST, max=KEY_MOST, size=0)
    if _has_control(key):
        raise RuleBroken("control_character", field="password", max=KEY_MOST, size=size)
    if lock is Security.WEP:
        if size not in WEP_TEXT and not (size in WEP_HEX and _HEX.fullmatch(key)):
            raise RuleBroken("wep_length", field="password", allowed=WEP_TEXT + WEP_HEX, size=size)
    elif size < KEY_LEAST:
        raise RuleBroken("key_too_short", field="password", min=KEY_LEAST, max=KEY_MOST, size=size)
    elif size > KEY_MOST and not (size == RAW_KEY and _HEX.fullmatch(key)):
        raise RuleBroken("key_too_long", field="password", min=KEY_LEAST, max=KEY_MOST, size=size)


def _has_control(value: str) -> bool:
    return any(unicodedata.category(letter) == "Cc" for letter in value)
