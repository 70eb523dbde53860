"""How the site stands in the network: where it listens, whose forwarded headers it believes, how many it bears."""

import errno
import os
import select
import socket
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.task import ThreadedTaskDispatcher
from werkzeug.middleware.proxy_fix import ProxyFix

from models.errors import OfficeError
from models.office import interfaces
from models.qr import urls

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

MIB = 1024 * 1024
MOST_CONNECTIONS = 4000  # open at once; an idle one costs about 10 KiB
WITHOUT_POLL = 400  # Windows looks at no more than 512 sockets at once
BACKLOG = 1024  # callers who wait to be taken; waitress asks for as many
SPARE_FILES = 200  # descriptors for the database, files and logs
LAST_ANSWERS = 10.0  # seconds for what is still to be answered when the server is told to stop
FORWARDED = frozenset({"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"})
TAKEN, FORBIDDEN = errno.EADDRINUSE, errno.EACCES


class NoPlaceToListen(OfficeError):
    """The site cannot be reached at this address; ``code`` says why: taken, forbidden, or elsewhere."""

    def __init__(self, code: str, port: int) -> None:
        super().__init__(code)
        self.code, self.port = code, port


def listening(host: str, port: int) -> list[socket.socket]:
    """Sockets that nobody else can have as well, open before anything is served; NoPlaceToListen otherwise."""
    opened: list[socket.socket] = []
    try:
        for family, kind, protocol, address in Adjustments(host=host, port=port).listen:
            one = socket.socket(family, kind, protocol)
            opened.append(one)
            if family == socket.AF_INET6:
                one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            one.setsockopt(socket.SOL_SOCKET, _alone(), 1)
            one.bind(address)
            one.listen(BACKLOG)
    except (OSError, ValueError) as problem:
        for one in opened:
            one.close()
        raise NoPlaceToListen(_why(problem), port) from problem
    return opened


def _alone() -> int:
    """By what a port is had for itself. On Windows SO_REUSEADDR would let two programs have it, and either answer."""
    return int(getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR))


def _why(problem: Exception) -> str:
    """Windows answers "access denied" for a port that another program has for itself."""
    number = problem.errno if isinstance(problem, OSError) else None
    if number == TAKEN or (number == FORBIDDEN and os.name == "nt"):
        return "taken"
    return "forbidden" if number == FORBIDDEN else "elsewhere"


class Tasks(ThreadedTaskDispatcher):  # type: ignore[misc]
    """The threads of waitress, which answer what was taken before they go; its own drop what stands in line."""

    def __init__(self, sockets: dict[int, Any], threads: int) -> None:
        super().__init__()
        self._sockets = sockets
        self.set_thread_count(threads)

    def shutdown(self, cancel_pending: bool = True, timeout: float = LAST_ANSWERS) -> bool:
        """Let nobody in any more, answer whom we have heard, and end the threads."""
        until = time.monotonic() + timeout
        for one in [found for found in self._sockets.values() if found.accepting]:
            wasyncore.dispatcher.close(one)  # its trigger goes on: threads wake the loop with it
        while any(map(_is_owed, list(self._sockets.values()))) and time.monotonic() < until:
            wasyncore.loop(timeout=0.1, use_poll=True, map=self._sockets, count=1)
        return bool(super().shutdown(cancel_pending, max(until - time.monotonic(), 0)))


def _is_owed(connection: Any) -> bool:
    """Whether somebody waits for an answer, or for the rest of one."""
    return bool(getattr(connection, "requests", None) or getattr(connection, "total_outbufs_len", 0))


def believe_proxies(app: Flask) -> None:
    """Take address, scheme and host from the configured proxies, and from nobody else.

    Each proxy adds the address it was called from to X-Forwarded-For; scheme and host it replaces. ``flask serve`` has
    done all this before (``options``), which leaves another address than the proxy's here.
    """
    hops, proxy, direct = app.config["PROXIES"], app.config["PROXY_ADDRESS"], app.wsgi_app
    if not hops:
        return
    forwarded = ProxyFix(direct, x_for=hops, x_proto=1, x_host=1)

    def by_peer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
        comes_from_proxy = environ.get("REMOTE_ADDR") in (proxy, "")  # "": a socket file, which has no address
        return (forwarded if comes_from_proxy else direct)(environ, start_response)

    app.wsgi_app = by_peer  # type: ignore[assignment, method-assign]


def open_root() -> str:
    """The root of the site for a device that trusts nothing of ours: plain http, where TLS is served beside it."""
    port = current_app.config.get("PLAIN_PORT")
    if port is None or not request.is_secure:
        return request.host_url
    host = request.host if request.host.endswith("]") else request.host.rsplit(":", 1)[0]
    return f"http://{host}/" if port == 80 else f"http://{host}:{port}/"


def seen_from_outside(address: str) -> str:
    """An address of the site as another device opens it: at the machine itself it was opened by a loopback one."""
    parts, others = urlsplit(address), interfaces.own_addresses()
    if urls.opened_from(urls.host_of(address)) is not urls.Opened.ONLY_HERE or not others:
        return address
    return parts._replace(netloc=others[0] if parts.port is None else f"{others[0]}:{parts.port}").geturl()


def options(app: Flask, threads: int) -> dict[str, Any]:
    """What waitress is told: believed proxies, and limits that slow clients do not reach."""
    told: dict[str, Any] = {
        "threads": threads,
        "ident": None,
        "clear_untrusted_proxy_headers": True,
        "connection_limit": _most_connections(),
        "asyncore_use_poll": True,
        "channel_timeout": 30,  # seconds without a byte
        "cleanup_interval": 10,
        "max_request_header_size": 32 * 1024,
        "max_request_body_size": 24 * MIB,  # the largest form takes 20.5
        "inbuf_overflow": 64 * 1024,  # beyond it a body waits on disk
    }
    if app.config["PROXIES"]:
        told |= {
            "trusted_proxy": app.config["PROXY_ADDRESS"],
            "trusted_proxy_count": app.config["PROXIES"],
            "trusted_proxy_headers": set(FORWARDED),
        }
    return told


def _most_connections() -> int:
    """As many as the system lets us open files, after asking for more."""
    if os.name == "nt" or not hasattr(select, "poll"):
        return WITHOUT_POLL
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + SPARE_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        more = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (more, hard))
        soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return MOST_CONNECTIONS if soft == resource.RLIM_INFINITY else max(min(MOST_CONNECTIONS, soft - SPARE_FILES), 100)
