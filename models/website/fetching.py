"""Fetching one page of the commune's website: slowly, in bounds, and only from the address that was checked.

The standard library's client, since a connection has to go to a checked address while host, SNI and certificate keep
the name: two lines there. What is fetched is cut at its bounds; nothing here raises for what a site may answer.
"""

import http.client
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Timer
from typing import Any
from urllib.parse import quote, urldefrag, urljoin

from models.base import outside_writing
from models.errors import RuleBroken
from models.website import guard
from models.website.guard import FetchAddress, Resolve
from models.website.rules import Problem

Connect = Callable[[tuple[str, int], float], socket.socket]
SAFE = "%/:=&?~#+!$,;'@()*[]"
REDIRECTS = (301, 302, 303, 307, 308)
HEAD_OF_FILE = 4096  # bytes of a file that are read: enough to see that it is not empty


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one fetch may take, and how long the site rests between two of them."""

    hops: int = 3
    seconds: float = 10.0
    body: int = 2 * 1024 * 1024  # bytes after unpacking
    rest: float = 1.0


@dataclass(slots=True)
class Fetched:
    """What came of one address; without ``problem`` the site has answered, whatever it says."""

    url: str
    final_url: str = ""
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    is_cut: bool = False
    hops: list[int] = field(default_factory=list)
    problem: Problem | None = None
    refused: str = ""  # the rule of the guard that refused it
    certificate_until: datetime | None = None

    @property
    def kind(self) -> str:
        """The type of the content, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def is_page(self) -> bool:
        """Whether it is a page that can be read."""
        return self.kind in ("text/html", "application/xhtml+xml")


def system_resolve(host: str) -> list[str]:
    """All addresses of a name, as this computer's own resolver knows them."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]


def joined(base: str, reference: str) -> str:
    """The whole address of a link, written as browsers send it: blanks and marks encoded, no fragment."""
    return urldefrag(quote(urljoin(base, reference.strip()), safe=SAFE)).url


@dataclass(slots=True)
class Fetcher:
    """Fetches from the hosts that an administrator entered, one request after another.

    ``connect`` and ``context`` are how a test leads a checked address to its own server; no setting reaches them.
    """

    allowed_hosts: Collection[str]
    agent: str
    resolve: Resolve = system_resolve
    connect: Connect = socket.create_connection
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    bounds: Bounds = Bounds()
    now: Callable[[], float] = time.monotonic
    wait: Callable[[float], object] = time.sleep
    last: float | None = None

    def fetch(self, url: str, follow: bool = True, head: int = HEAD_OF_FILE) -> Fetched:
        """One address and where it leads, each hop checked anew; of a file that is no text its first ``head`` bytes."""
        outside_writing("fetching a page")
        found = Fetched(url, url)
        try:
            while True:
                target = guard.pin(guard.split(found.final_url, self.allowed_hosts), self.resolve)
                self._rest()
                self._ask(target, found, head)
                place = found.headers.get("location", "")
                if not follow or found.status not in REDIRECTS or not place:
                    return found
                found.hops.append(found.status)
                if len(found.hops) > self.bounds.hops:
                    found.problem = Problem.REDIRECTS
                    return found
                found.final_url = joined(found.final_url, place)
        except RuleBroken as refusal:
            found.refused = refusal.code
            found.problem = Problem.UNKNOWN_HOST if refusal.code == "host_unknown" else Problem.REFUSED
        except ValueError:  # a place to go on to that is no address at all
            found.problem = Problem.BAD_ANSWER
        return found

    def _rest(self) -> None:
        if self.last is not None and (left := self.last + self.bounds.rest - self.now()) > 0:
            self.wait(left)
        self.last = self.now()

    def _ask(self, target: FetchAddress, found: Fetched, head: int) -> None:
        found.status, found.body, found.headers, found.is_cut = 0, b"", {}, False
        line = _Line(target, self)
        try:
            with line.in_time():
                line.request("GET", target.path, headers={"User-Agent": self.agent, "Accept-Encoding": "gzip"})
                answer = line.getresponse()
                found.certificate_until = line.certificate_until
                found.status = answer.status
                found.headers = {name.lower(): _text(value) for name, value in answer.getheaders()}
                found.body, found.is_cut = self._body(answer, found, head)
        except ssl.SSLCertVerificationError:
            found.problem = Problem.CERTIFICATE
        except (OSError, http.client.HTTPException, zlib.error) as trouble:
            found.problem = _problem(trouble, line.is_late)
        finally:
            line.close()
        if line.is_late and found.problem is None:  # cut off in the middle, which may look like the end
            found.problem = Problem.TOO_SLOW

    def _body(self, answer: http.client.HTTPResponse, found: Fetched, head: int) -> tuple[bytes, bool]:
        """The content, unpacked and cut at its bound; of a file only its head."""
        is_read = found.is_page or found.kind.startswith("text/") or found.kind.endswith(("xml", "javascript"))
        most = self.bounds.body if is_read else min(head, self.bounds.body)
        packed = found.headers.get("content-encoding", "").strip().lower()
        if packed not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise http.client.HTTPException("packed in a way that was not asked for")
        unpack = zlib.decompressobj(47) if packed not in ("", "identity") else None
        body = bytearray()
        while len(body) <= most and (piece := answer.read1(65536)):
            body += unpack.decompress(piece, most + 1 - len(body)) if unpack else piece
        return bytes(body[:most]), len(body) > most


def _text(value: str) -> str:
    """A header in the letters that were meant: sites send UTF-8 there, the library reads Latin-1."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def _problem(trouble: Exception, is_late: bool) -> Problem:
    if is_late or isinstance(trouble, TimeoutError):
        return Problem.TOO_SLOW
    if isinstance(trouble, ssl.SSLError):
        return Problem.CERTIFICATE
    return Problem.UNREACHABLE if isinstance(trouble, OSError) else Problem.BAD_ANSWER


class _Line(http.client.HTTPConnection):
    """A connection to the checked address that asks in the name of the host, and is cut when its time is over."""

    def __init__(self, target: FetchAddress, fetcher: Fetcher) -> None:
        self.default_port = target.port
        super().__init__(target.host, target.port, timeout=fetcher.bounds.seconds)
        self._target, self._fetcher = target, fetcher
        self._socket: socket.socket | None = None
        self.is_late = False
        self.certificate_until: datetime | None = None

    def connect(self) -> None:
        """Open the line; a certificate is verified by the name, never left out."""
        place = (self._target.address, self._target.port)
        self._socket = self.sock = self._fetcher.connect(place, self._fetcher.bounds.seconds)
        if self._target.scheme == "https":
            secured = self._fetcher.context.wrap_socket(
                self.sock, server_hostname=self._target.host, do_handshake_on_connect=False
            )
            self._socket = self.sock = secured
            secured.do_handshake()
            told = secured.getpeercert() or {}
            self.certificate_until = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(told["notAfter"])), UTC)

    @contextmanager
    def in_time(self) -> Iterator[None]:
        """Cut the line when the whole of one request has taken too long, however the bytes drip."""
        watch = Timer(self._fetcher.bounds.seconds, self._cut)
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()

    def _cut(self) -> None:
        self.is_late = True
        held: Any = self._socket
        if held is not None:
            try:
                # of a secured line the plain one below: its own shutdown waits for the other side
                socket.socket.shutdown(held, socket.SHUT_RDWR)
            except OSError:  # it has ended by itself
                return
