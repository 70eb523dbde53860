"""Web addresses as every phone reads them, and who can open them at all.

A phone's reader of codes may pass an address on as it stands. So the host is named as the domain name system knows it
(letters beyond ASCII as ``xn--``, UTS 46 without the transitional rules), and what follows is percent-encoded UTF-8
(RFC 3986). What was encoded already stays; so does the path's own spelling.
"""

import ipaddress
import re
import unicodedata
from enum import StrEnum
from urllib.parse import SplitResult, quote, urlsplit

from models.errors import RuleBroken

HOST_MOST, LABEL_MOST = 253, 63  # octets, RFC 1035
_NEVER = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})
_DOTS = str.maketrans({"\u3002": ".", "\uff0e": ".", "\uff61": "."})
_LABEL = re.compile(r"(?!-)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.IGNORECASE | re.ASCII)
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_KEPT = "%!$&'()*+,;=:@/?-._~"  # what RFC 3986 lets stand in path, query and fragment
_ENDS_IN_NUMBER = re.compile(r"(?:^|\.)(?:[0-9]+|0[xX][0-9A-Fa-f]*)\.?$")
_DEVIATES = "ßς"  # letters of their own since IDNA 2008
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Opened(StrEnum):
    """From where an address can be opened."""

    EVERYWHERE = "everywhere"
    INSIDE = "inside"
    ONLY_HERE = "only_here"


def written_out(url: str) -> str:
    """A web address as it stands in a code; RuleBroken (field ``url``) names what no phone should open."""
    if "\\" in url or any(unicodedata.category(letter) in _NEVER for letter in url):
        raise RuleBroken("link_has_spaces", field="url")
    parts = _split(url)
    scheme, _, rest = url.partition(":")
    if parts.scheme not in ("http", "https") or not rest.startswith("//"):
        raise RuleBroken("link_not_web", field="url")
    if "@" in parts.netloc:
        raise RuleBroken("link_has_user", field="url")
    tail = rest[2 + len(parts.netloc) :]
    return f"{scheme}://{_place(parts)}{_encoded(tail)}"


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        raise RuleBroken("link_no_host", field="url") from None


def _place(parts: SplitResult) -> str:
    """Host and port; a name of proper labels or an IP address, and a fair port."""
    try:
        host, port = parts.hostname, parts.port
        typed, _, number = parts.netloc.partition("]") if parts.netloc.startswith("[") else _name_and_port(parts.netloc)
        if not host or "%" in host or port == 0 or parts.netloc.endswith(":") or not number.isascii():
            raise ValueError(host)
        if not typed.startswith("["):
            return _host(typed) + number
        ipaddress.IPv6Address(typed[1:])
        return f"{typed}]{number}"
    except ValueError:
        raise RuleBroken("link_no_host", field="url") from None


def _name_and_port(netloc: str) -> tuple[str, str, str]:
    name, colon, port = netloc.partition(":")
    return name, "", colon + port


def _host(typed: str) -> str:
    """The name of a host for the domain name system; ValueError when it has none."""
    labels = typed.translate(_DOTS).removesuffix(".").split(".")
    host = ".".join(_label(label) for label in labels) + ("." if typed.translate(_DOTS).endswith(".") else "")
    if len(host) > HOST_MOST:
        raise ValueError(host)
    if _ENDS_IN_NUMBER.search(host):
        ipaddress.IPv4Address(host.removesuffix("."))
    return host


def _label(typed: str) -> str:
    """One label of a host; plain ones stay as they were typed."""
    label = typed if typed.isascii() else _folded(typed)
    if label[:4].lower() == "xn--":
        if not label.isascii() or label[4:].encode().decode("punycode").isascii():
            raise ValueError(label)
    elif not label.isascii():
        if not all(unicodedata.category(letter)[0] in "LM" or letter.isdecimal() or letter == "-" for letter in label):
            raise ValueError(label)
        if unicodedata.category(label[0])[0] == "M" or label[0] == "-" or label[-1] == "-":
            raise ValueError(label)
        label = "xn--" + label.encode("punycode").decode()
    if not _LABEL.fullmatch(label) or len(label) > LABEL_MOST:
        raise ValueError(label)
    return label


def _folded(label: str) -> str:
    """Small letters, composed, without compatibility forms."""
    plain = unicodedata.normalize("NFKC", label)
    small = "".join(letter if letter in _DEVIATES else letter.casefold() for letter in plain)
    return unicodedata.normalize("NFKC", small)


def _encoded(tail: str) -> str:
    """Path, query and fragment in ASCII; a percent sign that encodes nothing is encoded itself."""
    before, hash_sign, fragment = _STRAY_PERCENT.sub("%25", tail).partition("#")
    return quote(before, safe=_KEPT) + hash_sign + quote(fragment, safe=_KEPT)


# ---- who can open an address

_HERE = ("localhost", "localhost.localdomain")
_INSIDE = ("local", "lan", "internal", "intranet", "home", "corp", "private", "localdomain", "home.arpa")


def opened_from(host: str) -> Opened:
    """From where a host (without port, with or without brackets) is reached: by everybody, inside the office, here."""
    name = host.strip("[]").removesuffix(".").lower()
    try:
        return _of_number(ipaddress.ip_address(name.partition("%")[0]))
    except ValueError:
        pass
    if name in _HERE or name.endswith(".localhost"):
        return Opened.ONLY_HERE
    if "." not in name or any(name.endswith(f".{ending}") for ending in _INSIDE):
        return Opened.INSIDE
    return Opened.EVERYWHERE


def _of_number(address: Address) -> Opened:
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if address.is_loopback or address.is_unspecified:
        return Opened.ONLY_HERE
    return Opened.EVERYWHERE if address.is_global else Opened.INSIDE


def host_of(url: str) -> str:
    """The host of an address, as it was typed; empty when there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
