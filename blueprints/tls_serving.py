"""TLS in the process: waitress, whose connections are wrapped one by one and waited for by nobody.

A handshake is a step of waitress's own loop like any other read, so that connections which say nothing cost a place in
the list and no time, and end after the same half minute without a byte. Who opens a connection gets the certificate as
it lies on the disk at that moment; connections that are open go on with theirs.
"""

import logging
import re
import socket
import ssl
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

import click
import waitress
from flask import Flask
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

from blueprints import serving
from models import clock
from models.office import certificates

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

log = logging.getLogger("office")
WANTS = (ssl.SSLWantReadError, ssl.SSLWantWriteError)
Sockets = Sequence[socket.socket]
RECORD = 16 * 1024  # bytes: the most that TLS unpacks at once; a read of as many leaves nothing that poll cannot see
# what goes on over plain http, without anybody's session: the tablet with what waits in it, citizens' and guests'
# phones, which trust no authority of ours, health, and the authority's certificate itself
PLAIN = ("/healthz", "/chung-thu.crt", "/kiosk", "/kiosk/", "/y-kien/", "/q/", "/Q/", "/phong/", "/static/")
HOST = re.compile(r"(\[[0-9a-fA-F:]{2,45}\]|[0-9A-Za-z.-]{1,253})(:[0-9]{1,5})?")


class Leaf:
    """The place's certificate for whoever connects now; read again when its files have changed."""

    def __init__(self, instance: Path) -> None:
        self._files = [instance / certificates.FOLDER / name for name in (certificates.LEAF, certificates.LEAF_KEY)]
        self._stamp: object = None
        self._context = self._read()
        self._stamp = self._look()

    def context(self) -> ssl.SSLContext:
        """The newest certificate that could be read; what was renewed halfway is tried again by the next connection."""
        stamp = self._look()
        if stamp != self._stamp:
            try:
                self._context, self._stamp = self._read(), stamp
            except (OSError, ValueError) as problem:  # ssl.SSLError is an OSError
                log.warning("the certificate cannot be read, the former one goes on: %s", problem)
        return self._context

    def _look(self) -> object:
        try:
            return [(found.st_mtime_ns, found.st_size, found.st_ino) for found in (path.stat() for path in self._files)]
        except OSError:
            return None

    def _read(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.set_alpn_protocols(["http/1.1"])
        context.load_cert_chain(str(self._files[0]), str(self._files[1]))
        return context


class TlsChannel(HTTPChannel):  # type: ignore[misc]
    """One connection: shakes hands, unpacks and packs in the steps in which its socket is ready."""

    is_open = False  # hands were shaken
    half_said = False  # TLS itself has something to say that the socket did not take

    def __init__(self, *given: Any, **named: Any) -> None:
        self._turn = Lock()  # OpenSSL takes one thread at a time: the loop reads while a task writes
        super().__init__(*given, **named)

    def handle_read(self) -> None:
        """Take what has come; an end or a fault closes the connection."""
        try:
            with self._turn:
                data = self._unpacked()
        except OSError:
            data = b""
        if data is None:
            return
        if not data:
            self.handle_close()
            return
        self.last_activity = clock.now().timestamp()
        self.received(data)

    def _unpacked(self) -> bytes | None:
        """The bytes of one record; None when more has to come first."""
        self.half_said = False
        try:
            if not self.is_open:
                self.socket.do_handshake()
                self.is_open = True
            return bytes(self.socket.recv(RECORD))
        except ssl.SSLWantWriteError:
            self.half_said = True
        except ssl.SSLWantReadError:
            pass
        return None

    def writable(self) -> bool:
        """Whether the loop has to tell when the socket takes bytes."""
        return self.half_said or bool(super().writable())

    def handle_write(self) -> None:
        """Say what waits; a handshake goes on first."""
        if self.half_said and not self.will_close:
            self.handle_read()
        else:
            super().handle_write()

    def send(self, data: bytes, do_close: bool = True) -> int:
        """Pack and send as much as the socket takes; 0 where it takes nothing now, or nothing any more."""
        try:
            with self._turn:
                return int(self.socket.send(data))
        except WANTS:
            return 0
        except OSError:
            if do_close:
                self.handle_close()
            return 0


class TlsServer(TcpWSGIServer):  # type: ignore[misc]
    """Takes connections with the certificate of the moment."""

    channel_class = TlsChannel

    def __init__(self, leaf: Leaf, *given: Any, **named: Any) -> None:
        self.leaf = leaf
        super().__init__(*given, **named)

    def accept(self) -> tuple[socket.socket, Any] | None:
        """A connection whose hands are not shaken yet."""
        taken = super().accept()
        if taken is None:
            return None
        connection, address = taken
        connection.setblocking(False)
        try:
            wrapped = self.leaf.context().wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        except (OSError, ValueError):  # gone already
            connection.close()
            return None
        return wrapped, address


class PlainBeside:
    """What plain http does beside TLS: the few pages that need it, the way to https, nothing else."""

    def __init__(self, app: Flask, port: int, names: Iterable[str]) -> None:
        self._site, self._port, self._own = app, port, next(iter(names), "localhost")

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Hand on, lead to https, or refuse what would send a form in the clear."""
        path = environ.get("PATH_INFO", "")
        if any(path == one or (one.endswith("/") and path.startswith(one)) for one in PLAIN):
            return self._site(environ, start_response)
        length, text = [("Cache-Control", "no-store")], ("Content-Type", "text/plain; charset=utf-8")
        if environ["REQUEST_METHOD"] in ("GET", "HEAD"):
            start_response("307 Temporary Redirect", [*length, text, ("Location", self._secure(environ))])
            return [b""]
        start_response("403 Forbidden", [*length, text])
        return ["Trang này nay mở bằng https. Xin mở lại trang rồi làm lại.\n".encode()]

    def _secure(self, environ: "WSGIEnvironment") -> str:
        """The same address over TLS, under the host by which it was asked for."""
        asked = HOST.fullmatch(environ.get("HTTP_HOST", ""))
        path = quote(environ.get("PATH_INFO", "/").encode("latin-1"), safe="/~:@!$&'()*+,;=-._")
        query = f"?{environ['QUERY_STRING']}" if environ.get("QUERY_STRING") else ""
        host = asked[1] if asked else self._own
        return f"https://{host}:{self._port}/{path.lstrip('/')}{query}"


def over_tls(app: Flask, told: dict[str, Any], leaf: Leaf, plain: Sockets, secure: Sockets) -> Any:
    """A server that speaks https at ``secure`` and at ``plain`` the little that stays so; ``run`` it."""
    port, tls_port = (sockets[0].getsockname()[1] for sockets in (plain, secure))
    app.config.update(
        HTTPS=True,
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_NAME="__Host-office",
        PLAIN_PORT=port,
    )
    sockets: dict[int, Any] = {}
    tasks = serving.Tasks(sockets, told["threads"])
    shared: dict[str, Any] = {"map": sockets, "dispatcher": tasks, "bind_socket": False}
    names = certificates.names(app.config["INSTANCE_DIR"])
    for one in secure:
        adjusted = Adjustments(**told, sockets=[one], url_scheme="https")
        TlsServer(leaf, app, adj=adjusted, _sock=one, sockinfo=_facts(one), **shared)
    for one in plain:
        adjusted, beside = Adjustments(**told, sockets=[one]), PlainBeside(app, tls_port, names)
        served = TcpWSGIServer(beside, adj=adjusted, _sock=one, sockinfo=_facts(one), **shared)
    return served


def _facts(one: socket.socket) -> tuple[Any, ...]:
    """What waitress wants to know of a socket that it did not open."""
    return one.family, one.type, one.proto, one.getsockname()


def wanted(app: Flask, said: bool | None) -> bool:
    """Whether to serve TLS: as it was said, else where a certificate of ours lies and nobody else serves with it."""
    if said is not None:
        return said
    is_elsewhere = app.config["HTTPS"] or app.config["PROXIES"]
    return not is_elsewhere and certificates.days_left(Path(app.config["INSTANCE_DIR"])) is not None


def server(app: Flask, host: str, port: int, threads: int, tls_port: int | None) -> Callable[[], None]:
    """What serves until told to stop: plain http, or https at ``tls_port`` beside the little that stays plain.

    The ports are this site's from now on; serving.NoPlaceToListen when they cannot be.
    """
    told = serving.options(app, threads)
    if tls_port is None:
        sockets: dict[int, Any] = {}
        tasks = serving.Tasks(sockets, threads)
        made = partial(waitress.create_server, map=sockets, _dispatcher=tasks)
        return partial(waitress.serve, app, _server=made, **told, sockets=serving.listening(host, port))
    try:
        leaf = Leaf(Path(app.config["INSTANCE_DIR"]))
    except (OSError, ValueError) as problem:
        raise click.ClickException("Không đọc được chứng thư. Xin chạy lệnh tls init rồi mở lại.") from problem
    plain = serving.listening(host, port)
    try:
        secure = serving.listening(host, tls_port)
    except serving.NoPlaceToListen:
        for one in plain:
            one.close()
        raise
    return cast(Callable[[], None], over_tls(app, told, leaf, plain, secure).run)
