"""A port that another program has: one sentence that names it and the way out, and never two who answer at one."""

import gc
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from blueprints import serving
from models.base import db
from models.office import certificates
from tests.one_writer import only_sqlite
from tests.processes import free_port


@pytest.fixture
def taken() -> Iterator[int]:
    """A port at which somebody else listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield int(other.getsockname()[1])


def told(app: Flask, *arguments: str) -> str:
    """What ``serve`` says before it ends by itself."""
    db.session.remove()
    ended = app.test_cli_runner().invoke(args=["serve", *arguments])
    assert ended.exit_code == 1 and isinstance(ended.exception, SystemExit), ended.output
    assert ended.output.count("\n") == 1, "one line, no trace"
    said = ended.output
    del ended
    gc.collect()  # a socket that was left open would be told here, as an error
    return said


@only_sqlite
def test_a_taken_port_is_told_in_one_sentence(app: Flask, taken: int) -> None:
    said = told(app, "--port", str(taken))
    assert f"cổng {taken}" in said and f"serve --port {taken + 1}" in said


@only_sqlite
def test_a_taken_port_of_https_is_told_by_its_own_name(app: Flask, taken: int) -> None:
    instance = Path(app.config["INSTANCE_DIR"])
    certificates.issue(instance, "UBND", [])
    try:
        said = told(app, "--port", str(free_port()), "--tls-port", str(taken))
    finally:
        for one in (instance / certificates.FOLDER).iterdir():
            one.unlink()
    assert f"serve --tls-port {taken + 1}" in said


@only_sqlite
def test_an_address_of_another_machine_is_told(app: Flask) -> None:
    assert "192.0.2.1" in told(app, "--host", "192.0.2.1", "--port", str(free_port()))


@only_sqlite
@pytest.mark.parametrize("port", ["65536", "-1", "tám nghìn"])
def test_what_is_no_port_is_refused(app: Flask, port: str) -> None:
    assert app.test_cli_runner().invoke(args=["serve", "--port", port]).exit_code == 2


def test_a_port_can_be_had_again_at_once_and_by_one_alone() -> None:
    port = free_port()
    (held,) = serving.listening("127.0.0.1", port)
    with socket.create_connection(("127.0.0.1", port)) as caller:
        answered, _ = held.accept()
        answered.close()  # who closes first keeps the port in the system's memory for a while
        assert caller.recv(1) == b""
    with pytest.raises(serving.NoPlaceToListen, match="taken"):
        serving.listening("127.0.0.1", port)
    held.close()
    (again,) = serving.listening("127.0.0.1", port)
    again.close()
