"""Which addresses the site may fetch by itself: hosts an administrator entered, and only where they lie in the open.

Whoever reads a page for a user from inside the office's network could be led to a printer, a router or this site.
So a name is resolved once, each address it has is checked, and the connection goes to the one that was checked. The
standard library's ``is_global`` says yes to addresses that carry a private one inside: the list here is our own.
"""

import ipaddress
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import SplitResult, urlsplit

from models.errors import RuleBroken

Resolve = Callable[[str], Iterable[str]]
PORTS = {"http": 80, "https": 443}
LONGEST = 2000  # characters of an address
NAME = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?")

# what each range is for; the first that holds an address names it
_FOUR = [
    (ipaddress.IPv4Network(network), why)
    for network, why in (
        ("0.0.0.0/8", "unspecified"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link_local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "documentation"),
        ("192.31.196.0/24", "reserved"),
        ("192.52.193.0/24", "reserved"),
        ("192.88.99.0/24", "carries_another"),
        ("192.168.0.0/16", "private"),
        ("192.175.48.0/24", "reserved"),
        ("198.18.0.0/15", "benchmark"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
]
_SIX = [
    (ipaddress.IPv6Network(network), why)
    for network, why in (
        ("::1/128", "loopback"),
        ("::/128", "unspecified"),
        ("::ffff:0:0/96", "carries_another"),
        ("::/96", "carries_another"),
        ("64:ff9b::/96", "carries_another"),
        ("64:ff9b:1::/48", "carries_another"),
        ("2002::/16", "carries_another"),
        ("2001::/32", "carries_another"),
        ("2001:db8::/32", "documentation"),
        ("3fff::/20", "documentation"),
        ("2001::/23", "reserved"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link_local"),
        ("fec0::/10", "private"),
        ("ff00::/8", "multicast"),
    )
]
_OPEN_SIX = ipaddress.IPv6Network("2000::/3")  # the only part of the new addresses that is given out


def refusal(address: str) -> str | None:
    """Why the site never connects to this address (one, in plain notation); None for one that lies in the open."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unreadable"
    if isinstance(found, IPv4Address):
        return next((why for network, why in _FOUR if found in network), None)
    return _refused_six(found)


def _refused_six(found: IPv6Address) -> str | None:
    if found.scope_id is not None:
        return "link_local"
    if why := next((why for network, why in _SIX if found in network), None):
        return why
    return None if found in _OPEN_SIX else "reserved"


@dataclass(frozen=True, slots=True)
class FetchAddress:
    """An address that may be fetched: where the connection goes, and what it asks there."""

    scheme: str
    host: str
    port: int
    path: str
    address: str = ""

    @property
    def url(self) -> str:
        """The whole address as people read it."""
        return f"{self.scheme}://{self.host}{self.path}"


def split(url: str, allowed_hosts: Collection[str]) -> FetchAddress:
    """The parts of an address that may be asked for, before its name is resolved; RuleBroken names what is wrong."""
    if not url.isascii() or len(url) > LONGEST or any(letter <= " " or letter in '\\"<>\x7f' for letter in url):
        raise RuleBroken("url_odd", field="url")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as problem:
        raise RuleBroken("url_odd", field="url") from problem
    if parts.scheme not in PORTS:
        raise RuleBroken("url_scheme", field="url")
    if "@" in parts.netloc:
        raise RuleBroken("url_user", field="url")
    if port is not None and port != PORTS[parts.scheme]:
        raise RuleBroken("url_port", field="url")
    host = _host(parts, allowed_hosts)
    return FetchAddress(parts.scheme, host, PORTS[parts.scheme], _path(parts))


def _host(parts: SplitResult, allowed_hosts: Collection[str]) -> str:
    """The name as the administrator entered it; numbers in whatever notation are no name."""
    host = (parts.hostname or "").lower()
    if parts.netloc.endswith(":") or not NAME.fullmatch(host):
        raise RuleBroken("url_host", field="url")
    if host not in {allowed.lower() for allowed in allowed_hosts}:
        raise RuleBroken("host_not_allowed", field="url")
    return host


def _path(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def pin(target: FetchAddress, resolve: Resolve) -> FetchAddress:
    """The same with the address it is fetched from; RuleBroken when the name has none, or one that is refused."""
    try:
        found = list(dict.fromkeys(resolve(target.host)))
    except OSError as problem:
        raise RuleBroken("host_unknown", field="url") from problem
    if not found:
        raise RuleBroken("host_unknown", field="url")
    for address in found:  # one bad address among good ones is how a name is turned against us
        if why := refusal(address):
            raise RuleBroken("address_refused", field="url", why=why)
    chosen = min(found, key=lambda address: ":" in address)  # an office's line seldom knows the new addresses
    return FetchAddress(target.scheme, target.host, target.port, target.path, chosen)


def check(url: str, allowed_hosts: Collection[str], resolve: Resolve) -> str:
    """The one address that a connection for ``url`` may go to; RuleBroken for everything that is not plainly allowed.

    ``resolve`` gives all addresses of a name. Each redirect is checked anew, and nothing is resolved twice for one
    connection.
    """
    return pin(split(url, allowed_hosts), resolve).address
