"""TLS in the process, over real sockets: silent connections, renewal without a restart, what stays plain."""

import http.client
import shutil
import socket
import ssl
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from flask import Flask, Response, request
from waitress import wasyncore

from blueprints import serving, tls_serving
from models import clock
from models.office import certificates, rules
from models.office.rules import LeafSpan
from tests.processes import free_port, running

PATIENCE = 20.0  # seconds, fewer than the thirty after which a silent connection is ended
NOW = datetime(2026, 6, 26, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("begins", "ends", "authority", "is_lacking", "is_due"),
    [
        (-100, 297, 3000, False, False),
        (-367, 30, 3000, False, False),
        (-368, 29.9, 3000, False, True),
        (-400, -3, 3000, False, True),
        (-100, 297, 3000, True, True),
        (5, 402, 3000, False, True),  # made by a clock that was ahead
        (-380, 17, 17, False, False),  # as long as its authority: a new one would stand no longer
        (-380, 17, 17, True, True),
        (-400, -3, -3, True, False),  # nobody trusts that authority any more
    ],
)
def test_when_the_certificate_is_renewed(
    begins: float, ends: float, authority: float, is_lacking: bool, is_due: bool
) -> None:
    span = LeafSpan(NOW + begins * DAY, NOW + ends * DAY, NOW + authority * DAY)
    assert rules.leaf_is_due(span, NOW, is_lacking) is is_due


def test_names_stay_and_addresses_of_today_join_them() -> None:
    assert rules.leaf_names(["noibo.example", "10.0.0.5"], ["10.0.0.9"]) == ["noibo.example", "10.0.0.5", "10.0.0.9"]
    assert rules.leaf_names(["a"], []) == ["a"]
    assert len(rules.leaf_names([], [f"10.0.{a}.{b}" for a in range(3) for b in range(100)])) == rules.MOST_NAMES


def test_a_night_renews_what_is_due_and_nothing_else(tmp_path: Path) -> None:
    assert certificates.renew(tmp_path, "UBND", ["10.0.0.5"]) is None, "there is no certificate to renew"
    made = certificates.issue(tmp_path, "UBND", ["noibo.example", "10.0.0.5"])
    trusted = certificates.authority(tmp_path)
    assert certificates.renew(tmp_path, "UBND", ["10.0.0.5"]) is None
    moved = certificates.renew(tmp_path, "UBND", ["10.0.0.77"])
    assert moved is not None and certificates.names(tmp_path) == ["noibo.example", "10.0.0.5", "10.0.0.77"]
    with clock.held_at(clock.now() + timedelta(days=368)):
        late = certificates.renew(tmp_path, "UBND", [])
        assert late is not None and (certificates.days_left(tmp_path) or 0) >= 396  # a certificate counts whole seconds
    assert made.serial_number != late.serial_number and certificates.authority(tmp_path) == trusted
    with clock.held_at(clock.now() + timedelta(days=3600)):
        last = certificates.renew(tmp_path, "UBND", [])
        assert last is not None
        assert last.not_valid_after_utc <= x509.load_pem_x509_certificate(trusted or b"").not_valid_after_utc
        assert certificates.renew(tmp_path, "UBND", []) is None, "no longer one is possible"


class Place:
    """A site that is served over TLS, and a client that trusts its authority alone."""

    def __init__(self, home: Path, port: int, tls_port: int) -> None:
        self.home, self.port, self.tls_port = home, port, tls_port
        self.trust = ssl.create_default_context(cadata=(certificates.authority(home) or b"").decode())

    def secure(self) -> http.client.HTTPSConnection:
        connection = http.client.HTTPSConnection("127.0.0.1", self.tls_port, timeout=PATIENCE, context=self.trust)
        connection.connect()
        return connection

    def plain(self, method: str, path: str, **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer


def serial(connection: http.client.HTTPSConnection) -> int:
    """Which certificate an open connection was given."""
    given = connection.sock.getpeercert(binary_form=True)
    return x509.load_der_x509_certificate(given).serial_number


def status(connection: http.client.HTTPSConnection, path: str = "/healthz") -> int:
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return answer.status


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Path) -> Iterator[Place]:
    home = tmp_path_factory.mktemp("tls")
    shutil.copyfile(empty_sqlite, home / "office.sqlite")
    certificates.issue(home, "UBND", ["127.0.0.1"])
    port, tls_port = free_port(), free_port()
    command = [sys.executable, "-m", "flask", "--app", "app", "serve", "--port", str(port)]
    folders = {"INSTANCE_DIR": str(home), "UPLOADS_DIR": str(home / "uploads")}
    url = f"sqlite:///{home / 'office.sqlite'}"
    with running(command, port, **folders, DATABASE_URL=url, OFFICE_TLS_PORT=str(tls_port)):
        yield Place(home, port, tls_port)


@pytest.mark.slow
def test_silent_connections_make_nobody_wait(place: Place) -> None:
    hello = bytes.fromhex("160301020001000122")  # the beginning of a greeting that never goes on
    with ExitStack() as stack:
        silent = [stack.enter_context(socket.create_connection(("127.0.0.1", place.tls_port))) for _ in range(6)]
        for one in silent[3:]:
            one.sendall(hello)
        honest = place.secure()
        assert status(honest) == 200
        honest.close()
        for one in silent:
            one.setblocking(False)
            with pytest.raises(BlockingIOError):
                one.recv(1)  # still open, still silent: the honest one was not let in because they had been ended


@pytest.mark.slow
def test_a_renewed_certificate_is_served_at_once_and_open_connections_go_on(place: Place) -> None:
    before = place.secure()
    assert status(before) == 200
    renewed = certificates.issue(place.home, "UBND", ["127.0.0.1"])
    after = place.secure()
    assert status(after) == 200 and serial(after) == renewed.serial_number != serial(before)
    assert status(before) == 200, "whoever was there goes on"
    key = place.home / certificates.FOLDER / certificates.LEAF_KEY
    good = key.read_bytes()
    key.write_bytes(b"half a key")
    during = place.secure()
    assert status(during) == 200 and serial(during) == renewed.serial_number, "what cannot be read changes nothing"
    key.write_bytes(good)
    for one in (before, after, during):
        one.close()


@pytest.mark.slow
def test_what_stays_plain_and_what_is_led_to_https(place: Place) -> None:
    for path in ("/healthz", "/chung-thu.crt", "/kiosk", "/static/app.css"):
        assert place.plain("GET", path).status == 200, path
    led = place.plain("GET", "/dang-nhap?next=/hop%2F", Host="noibo.example:8000")
    assert led.status == 307
    assert led.getheader("Location") == f"https://noibo.example:{place.tls_port}/dang-nhap?next=/hop%2F"
    assert place.plain("POST", "/dang-nhap").status == 403, "no password in the clear"
    for host in ("a@evil.example", "evil.example/x", "", "x\ty"):
        there = place.plain("GET", "//evil.example/a", Host=host).getheader("Location")
        assert there == f"https://localhost:{place.tls_port}/evil.example/a", host


@pytest.mark.slow
def test_a_session_over_tls_is_for_tls_alone(place: Place) -> None:
    connection = place.secure()
    connection.request("GET", "/dang-nhap")
    answer = connection.getresponse()
    assert b'name="password"' in answer.read()
    cookie = answer.getheader("Set-Cookie") or ""
    assert cookie.startswith("__Host-office=") and "Secure" in cookie and "HttpOnly" in cookie
    assert answer.getheader("Strict-Transport-Security") is None, "it would lead the plain pages of tablets away"
    connection.close()


@pytest.mark.slow
def test_what_speaks_no_tls_is_ended(place: Place) -> None:
    with socket.create_connection(("127.0.0.1", place.tls_port), timeout=PATIENCE) as rude:
        rude.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        with suppress(ConnectionResetError):
            assert b"200" not in rude.recv(1000)
    context = ssl.create_default_context(cadata=(certificates.authority(place.home) or b"").decode())
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with context.wrap_socket(
        socket.create_connection(("127.0.0.1", place.tls_port)), server_hostname="127.0.0.1"
    ) as ok:
        assert ok.version() == "TLSv1.2"


def echo() -> Flask:
    """A site that says back what it was sent, and whether it knows by which way."""
    app = Flask("echo")
    app.config.update(PROXIES=0, HTTPS=False)

    @app.post("/")
    def back() -> Response:
        return Response(request.get_data(), headers={"X-Way": f"{request.scheme} {request.remote_addr}"})

    return app


@pytest.fixture
def echoing(tmp_path: Path) -> Iterator[Place]:
    certificates.issue(tmp_path, "UBND", [])
    app, port, tls_port = echo(), free_port(), free_port()
    app.config["INSTANCE_DIR"] = tmp_path
    plain, secure = (serving.listening("127.0.0.1", one) for one in (port, tls_port))
    server = tls_serving.over_tls(app, serving.options(app, 4), tls_serving.Leaf(tmp_path), plain, secure)
    loop = threading.Thread(target=server.run, daemon=True)
    loop.start()
    yield Place(tmp_path, port, tls_port)
    server.task_dispatcher.shutdown()
    wasyncore.close_all(server._map, ignore_all=True)
    loop.join(5)


@pytest.mark.parametrize("size", [0, 1, 16 * 1024, 16 * 1024 + 1, 3_000_000])
def test_bytes_arrive_as_they_were_sent(echoing: Place, size: int) -> None:
    sent = bytes(range(256)) * (size // 256 + 1)
    connection = echoing.secure()
    for _again in range(2):  # on the same connection
        connection.request("POST", "/", sent[:size])
        answer = connection.getresponse()
        assert answer.read() == sent[:size]
        assert answer.getheader("X-Way") == "https 127.0.0.1"
    connection.close()


def test_many_at_once_each_get_their_own(echoing: Place) -> None:
    got: dict[int, bool] = {}

    def ask(number: int) -> None:
        connection, sent = echoing.secure(), bytes([number]) * 200_000
        connection.request("POST", "/", sent)
        got[number] = connection.getresponse().read() == sent
        connection.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(PATIENCE)
    assert got == dict.fromkeys(range(12), True)


def test_when_tls_is_served(tmp_path: Path) -> None:
    app = echo()
    app.config["INSTANCE_DIR"] = tmp_path
    assert not tls_serving.wanted(app, None)
    certificates.issue(tmp_path, "UBND", [])
    assert tls_serving.wanted(app, None)
    assert not tls_serving.wanted(app, False)
    app.config["PROXIES"] = 1
    assert not tls_serving.wanted(app, None), "the server in front does it"
    assert tls_serving.wanted(app, True)


@pytest.mark.alike
def test_what_citizens_scan_is_the_plain_address(app: Flask) -> None:
    """Their phones trust no authority of ours."""
    cases = {None: "https://noibo.example:8443/", 80: "http://noibo.example/", 8000: "http://noibo.example:8000/"}
    for port, expected in cases.items():
        app.config["PLAIN_PORT"] = port
        try:
            with app.test_request_context("/", base_url="https://noibo.example:8443/"):
                assert serving.open_root() == expected
        finally:
            del app.config["PLAIN_PORT"]
