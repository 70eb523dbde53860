"""The site as it is delivered, in a process of its own, and nginx in front of it."""

import http.client
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from tests.processes import free_port, running

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
CONFIGURATION = """
daemon off; master_process off; pid {home}/nginx.pid; error_log {home}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {home}/body; proxy_temp_path {home}/proxy;
  fastcgi_temp_path {home}/f; uwsgi_temp_path {home}/u; scgi_temp_path {home}/s;
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass {site};
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto https;
      proxy_set_header X-Forwarded-Host $host;
    }}
  }}
}}
"""


class Served:
    """A server on loopback, called from whichever address of this machine one likes."""

    def __init__(self, port: int, home: Path) -> None:
        self.port, self.home = port, home

    def ask(
        self, path: str, source: str = "127.0.0.1", body: object = None, headers: dict[str, str] | None = None
    ) -> http.client.HTTPResponse:
        """GET, or POST where there is a body (JSON); the answer has been read."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(source, 0))
        with closing(connection):
            told = {"Content-Type": "application/json", **(headers or {})} if body is not None else headers or {}
            content = None if body is None else json.dumps(body)
            connection.request("GET" if body is None else "POST", path, content, told)
            answer = connection.getresponse()
            answer.read()
            return answer


SERVERS = {
    "waitress": lambda port: [sys.executable, "-m", "flask", "--app", "app", "serve", "--port", str(port)],
    "gunicorn": lambda port: [
        *(sys.executable, "-m", "gunicorn", "--no-control-socket", "--worker-class", "gthread", "--threads", "4"),
        *("--log-level", "error", "--bind", f"127.0.0.1:{port}", "app:create_app()"),
    ],
}
Serve = Callable[..., Served]


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Path) -> Iterator[Serve]:
    """``serve("waitress", OFFICE_PROXIES="1")``: the delivered site on SQLite, without anybody in it."""
    with ExitStack() as stack:

        def start(server: str = "waitress", **settings: str) -> Served:
            home, port = tmp_path_factory.mktemp("served"), free_port()
            url = f"sqlite:///{home / 'office.sqlite'}"
            shutil.copyfile(empty_sqlite, home / "office.sqlite")
            place = {"INSTANCE_DIR": str(home), "UPLOADS_DIR": str(home / "uploads"), "DATABASE_URL": url}
            stack.enter_context(running(SERVERS[server](port), port, **place, **settings))
            return Served(port, home)

        yield start


@contextmanager
def nginx_before(site: Served) -> Iterator[Served]:
    """Debian's nginx, set up as README says."""
    if not NGINX:
        pytest.skip("Debian's nginx is missing")
    home, port = site.home / "nginx", free_port()
    home.mkdir()
    settings = home / "nginx.conf"
    settings.write_text(CONFIGURATION.format(home=home, port=port, site=f"http://127.0.0.1:{site.port}"))
    with running([NGINX, "-p", str(home), "-c", str(settings), "-e", str(home / "start.log")], port):
        yield Served(port, home)
