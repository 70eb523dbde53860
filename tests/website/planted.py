"""A small website with planted faults and traps on loopback, over HTTP and HTTPS, with a certificate of its own."""

import gzip
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from models.website.fetching import Bounds, Fetcher

HOST = "tayson.gialai.gov.vn"
PATIENT = Bounds(seconds=5)
OPEN = "8.8.8.8"  # what the name says; the test's own hand leads it to loopback


def certificate(folder: Path, host: str, days: int = 60) -> Path:
    """A key and a certificate for a name, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "site.pem"
    plain = serialization.NoEncryption()
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


class Planted:
    """What the site answers: path to (status, headers, body); a function in place of that does as it likes."""

    def __init__(self) -> None:
        self.pages: dict[str, Any] = {}
        self.asked: list[tuple[str, str, str]] = []  # scheme, host, path
        self.connections: list[tuple[str, int]] = []
        self.over = threading.Event()
        self.is_plain_redirected = True

    def page(
        self, path: str, body: str | bytes, status: int = 200, kind: str = "text/html; charset=utf-8", **more: Any
    ):
        """Plant one answer."""
        content = body.encode() if isinstance(body, str) else body
        headers = {"Content-Type": kind, **{name.replace("_", "-"): value for name, value in more.items()}}
        self.pages[path] = (status, headers, content)

    def leads(self, path: str, place: str, status: int = 302) -> None:
        """Plant a redirect."""
        self.page(path, "", status, Location=place)

    def bomb(self, path: str) -> None:
        """Plant 100 MB that are sent in 100 KB."""
        packed = gzip.compress(b"\0" * 100_000_000, 6)
        self.page(path, packed, Content_Encoding="gzip")

    def drips(self, path: str) -> None:
        """Plant a page that never ends."""

        def drip(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>")
            while not self.over.wait(0.05):
                handler.wfile.write(b" ")

        self.pages[path] = drip


def _handler(site: Planted, scheme: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def do_GET(self) -> None:
            site.asked.append((scheme, self.headers["Host"], self.path))
            if scheme == "http" and site.is_plain_redirected:
                planted: Any = (301, {"Location": f"https://{HOST}{self.path}"}, b"")
            else:
                lost = (404, {"Content-Type": "text/html"}, b"<title>Khong tim thay</title>")
                planted = site.pages.get(self.path, site.pages.get("*", lost))
            try:
                if callable(planted):
                    planted(self)
                    return
                status, headers, body = planted
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
            except OSError:  # who asked has gone
                return

        def log_message(self, *_said: Any) -> None:
            return

    return Handler


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_where: Any) -> None:
        return


@contextmanager
def served(site: Planted, folder: Path, host: str = HOST, days: int = 60) -> Iterator["Reach"]:
    """The site on two ports of loopback while the test runs."""
    pem = certificate(folder, host, days)
    servers = {80: _Quiet(("127.0.0.1", 0), _handler(site, "http")), 443: _secure(site, pem)}
    for server in servers.values():
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield Reach(site, {port: server.server_address[1] for port, server in servers.items()}, pem)
    finally:
        site.over.set()
        for server in servers.values():
            server.shutdown()
            server.server_close()


def _secure(site: Planted, pem: Path) -> ThreadingHTTPServer:
    server = _Quiet(("127.0.0.1", 0), _handler(site, "https"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    return server


class Reach:
    """How a test's fetcher reaches the planted site: a checked address is led to loopback by the test's own hand."""

    def __init__(self, site: Planted, ports: dict[int, int], pem: Path) -> None:
        self.site, self.ports, self.pem = site, ports, pem
        self.clock = 0.0
        self.waits: list[float] = []

    def connect(self, place: tuple[str, int], seconds: float) -> socket.socket:
        """Note where the connection would have gone, and open it to the planted site."""
        self.site.connections.append(place)
        return socket.create_connection(("127.0.0.1", self.ports[place[1]]), seconds)

    def wait(self, seconds: float) -> None:
        """Let the injected clock go on."""
        self.waits.append(seconds)
        self.clock += seconds

    def fetcher(self, hosts=(HOST,), resolve=lambda host: [OPEN], bounds=PATIENT, **more: Any) -> Fetcher:
        """A fetcher that believes the site's own certificate."""
        context = more.pop("context", None) or ssl.create_default_context(cafile=str(self.pem))
        wait = more.pop("wait", self.wait)
        return Fetcher(
            hosts, "kiem-tra", resolve, self.connect, context, bounds, now=lambda: self.clock, wait=wait, **more
        )
