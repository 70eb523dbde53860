"""A small keep-alive client: little work of its own, so that the server is what is measured."""

import gzip
import re
import secrets
import socket
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit


@dataclass
class Answer:
    """One answer with the seconds it took."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        """The body as text."""
        raw = gzip.decompress(self.body) if self.headers.get("content-encoding") == "gzip" else self.body
        return raw.decode("utf-8")

    @property
    def compressed(self) -> int:
        """Bytes on the wire behind the usual gzip proxy, headers left out."""
        encoded = "content-encoding" in self.headers or not self.body
        return len(self.body) if encoded else min(len(self.body), len(gzip.compress(self.body, 6)))


@dataclass
class Client:
    """One browser: a kept connection and its cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    led_to: str = "/"  # where the last redirect pointed
    _connection: socket.socket | None = None

    def get(self, path: str) -> Answer:
        """Fetch a page."""
        return self._ask("GET", path, b"", "")

    def post(self, path: str, values: dict[str, str]) -> Answer:
        """Send a plain form."""
        return self._ask("POST", path, urlencode(values).encode(), "application/x-www-form-urlencoded")

    def sign_in(self, username: str, password: str) -> None:
        """Sign in as a person would: the form first, then the form sent."""
        form = hidden_fields(self.get("/dang-nhap").text)
        answer = self.post("/dang-nhap", {**form, "username": username, "password": password})
        if answer.status not in {302, 303}:
            raise RuntimeError(f"{username} could not sign in: {answer.status}")

    def _ask(self, method: str, path: str, body: bytes, kind: str) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Accept: text/html"]
        head += [f"Cookie: {cookies}"] if cookies else []
        head += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"] if kind else []
        head += [f"Origin: http://127.0.0.1:{self.port}", "Sec-Fetch-Site: same-origin"] if kind else []
        request = ("\r\n".join(head) + "\r\n\r\n").encode() + body
        for fresh in (False, True):
            if fresh or self._connection is None:
                self._connection = socket.create_connection(("127.0.0.1", self.port), timeout=30)
                self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            started = time.perf_counter()
            try:
                self._connection.sendall(request)
                answer = self._read(started)
            except ConnectionError:
                if fresh:
                    raise
                continue
            return answer
        raise ConnectionError(path)

    def _read(self, started: float) -> Answer:
        assert self._connection
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in lines:
            name, _, value = line.partition(": ")
            headers[name.lower()] = value
            if name.lower() == "location":
                self.led_to = value
            if name.lower() == "set-cookie":
                cookie, _, content = value.partition(";")[0].partition("=")
                self.cookies[cookie] = content
        while len(body) < int(headers.get("content-length", 0)):
            body += self._more()
        if headers.get("connection", "").lower() == "close":
            self._connection.close()
            self._connection = None
        return Answer(int(first.split()[1]), headers, body, time.perf_counter() - started)

    def _more(self) -> bytes:
        assert self._connection
        part = self._connection.recv(1 << 16)
        if not part:
            raise ConnectionResetError("the server closed the connection")
        return part


class _Hidden(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        had = dict(attrs)
        if tag == "input" and had.get("type") == "hidden" and had.get("name"):
            self.values.setdefault(str(had["name"]), had.get("value") or "")


def hidden_fields(page: str) -> dict[str, str]:
    """The hidden fields of a page's forms (the token, the form's key)."""
    parser = _Hidden()
    parser.feed(page)
    return parser.values


def new_form_key() -> str:
    """A key as a freshly opened form would carry."""
    return secrets.token_urlsafe(24)


def resources(page: str) -> list[str]:
    """The addresses a browser loads for a page: styles, scripts, icons, pictures (each once).

    The picture of the guidance lies folded, and waits until somebody opens it.
    """
    found = re.findall(r"<link\b[^>]*\brel=\"(?:stylesheet|icon|preload|manifest)\"[^>]*>", page)
    found = [m[1] for tag in found if (m := re.search(r"\bhref=\"([^\"]+)\"", tag))]
    found += re.findall(r"<(?:script|img)\b[^>]*\bsrc=\"((?!/static/guide/)[^\"]+)\"", page)
    found += re.findall(r"<use\b[^>]*\bhref=\"([^\"#]+)", page)
    return list(dict.fromkeys(urlsplit(address).path for address in found if not address.startswith("data:")))


def fonts(style: str, base: str) -> list[str]:
    """The font files that a style sheet names."""
    folder = base.rsplit("/", 1)[0]
    named = re.findall(r"url\([\"']?([^\"')]+\.woff2?)", style)
    return list(dict.fromkeys(name if name.startswith("/") else f"{folder}/{name}" for name in named))
