"""Hostile and broken files at every door: nothing crashes, nothing answers 500, each refusal has words."""

import io
import json
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from blueprints.labels import REFUSALS
from models import files
from models.errors import RuleBroken
from tests.access.conftest import Grid
from tests.access.test_hand_in import NOTE, doors, on_disk
from tests.architecture.house import ROOT
from tests.files.garbled import garble
from tests.files.handed_in import noise, office_file, package, pdf, picture, png_header

pytestmark = [pytest.mark.slow, pytest.mark.alike]


def png_of_text() -> bytes:
    """A small PNG whose comment unpacks to half a gigabyte."""
    body = b"zTXtComment\0\0" + zlib.compress(bytes(500_000_000), 9)
    whole = picture("PNG")
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return whole[:33] + chunk + whole[33:]


def nested_zip() -> bytes:
    """A zip in a zip in a zip, each full of nothing."""
    inner = package({"0": bytes(20_000_000)})
    for _ in range(2):
        inner = package({f"{n}.zip": inner for n in range(10)})
    return package({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>", "x.zip": inner})


def overlapping() -> bytes:
    """A zip whose list of contents names one member a thousand times."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(1_000_000))
        archive.filelist += archive.filelist * 1_000
    return out.getvalue()


def garbled(make: Callable[..., bytes], *how: str) -> bytes:
    """A good file with some bytes changed by chance, the same at each run."""
    return garble(make(*how), Random(f"tệp {how}"))


HOSTILE: dict[str, Callable[[], bytes]] = {
    "pixels beyond all": lambda: png_header(2**31 - 1, 2**31 - 1),
    "a row of pixels": lambda: png_header(40_000_000, 1),
    "a comment of half a gigabyte": png_of_text,
    "a jpeg of two sizes": lambda: noise()[:-2] + noise(size=(30_000, 10))[2:],
    "half a pdf": lambda: pdf()[:150],
    "a pdf in circles": lambda: pdf().replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]"),
    "a pdf of a billion pages": lambda: pdf().replace(b"/Count 1", b"/Count 999999999"),
    "a bomb": lambda: office_file(**{"word/a.xml": bytes(90_000_000)}),
    "bombs in bombs": nested_zip,
    "one member a thousand times": overlapping,
    "names of nothing": lambda: package({"/": b"x", "\\": b"x", "[Content_Types].xml": b"<Types/>"}),
    "names that lead out": lambda: office_file(**{"word/..\\..\\a": b"x", "C:\\a": b"x"}),
    "long names": lambda: office_file(**{"word/" + "a" * 60_000: b"x"}),
    "a list of types without an end": lambda: package({"[Content_Types].xml": b"<Types>" * 100_000}),
    **{f"garbled {kind}": partial(garbled, noise, kind) for kind in ("JPEG", "PNG", "WEBP")},
    **{f"garbled office {folder}": partial(garbled, office_file, folder) for folder in ("word/", "xl/", "ppt/")},
    "garbled pdf": lambda: garbled(pdf),
    "noise": lambda: Random("tệp").randbytes(100_000),
}
HARMLESS = {"a jpeg of two sizes", "a pdf of a billion pages", "long names"}  # one page is there, names are not used
NAMES = (
    "../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "a\x00b.pdf",
    "a\u202efdp.exe",
    "ả" * 300 + ".pdf",
    "CON",
    "a\r\nSet-Cookie: x=1.pdf",
    "<script>alert(1)</script>.pdf",
    '";.pdf',
    "😀" * 100,
    " ",
)
UNSAID = {"a\r\nSet-Cookie: x=1.pdf", '";.pdf'}  # a form cannot carry them: no file arrives


@cache
def content_of(what: str) -> bytes:
    """A hostile file, made when the first test wants it: some take a second."""
    return HOSTILE[what]()


def refused_or_taken(content: bytes) -> str:
    """What becomes of a file: taken, or the code of a refusal that has words."""
    try:
        files.accept(content)
    except RuleBroken as broken:
        assert REFUSALS[broken.code].format(**broken.details)
        return broken.code
    return "taken"


@pytest.mark.parametrize("what", HOSTILE)
def test_each_is_refused_in_words_or_harmless(what: str) -> None:
    told = refused_or_taken(content_of(what))
    assert told == "taken" or told.startswith("file_")
    if what not in HARMLESS and not what.startswith("garbled"):
        assert told != "taken"


@pytest.mark.parametrize("seed", ["một", "hai"])
def test_files_garbled_by_chance_end_no_process(seed: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.files.garbled", seed], cwd=ROOT, capture_output=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr.decode()
    told = json.loads(done.stdout)
    assert told["taken"] > 20 and told["file_broken"] > 100
    assert {code for code in told if code != "taken"} <= set(REFUSALS)


def field_of(url: str) -> str:
    """The name under which a door takes its file."""
    return "photo" if "/ma-qr/" in url else "file" if "/kiem-tra/" in url else "evidence_file"


def posted(grid: Grid, role: str, url: str, content: bytes, name: str) -> Any:
    browser = grid.browsers[role, "here"]
    data = MultiDict({"text": "Có tệp kèm", field_of(url): (io.BytesIO(content), name)})
    return browser.post(url, data, content_type="multipart/form-data")


def some(at: int) -> Iterator[tuple[str, bytes]]:
    """A third of what is hostile, another one at each door."""
    return ((what, content_of(what)) for what in list(HOSTILE)[at % 3 :: 3])


def test_no_door_crashes(grid: Grid) -> None:
    for at, (role, url) in enumerate(doors(grid)):
        for what, content in some(at):
            answer = posted(grid, role, url, content, NAMES[at % len(NAMES)])
            assert answer.status_code in {200, 303, 400, 404, 409, 422}, (url, what, answer.status_code)


def test_hostile_names_are_taken_and_tamed(grid: Grid) -> None:
    browser = grid.browsers["secretary", "here"]
    for name in NAMES:
        before = on_disk(grid)
        hidden = browser.hidden_fields(NOTE, f"{NOTE}/tien-do")
        data = {**hidden, "text": "Có tệp kèm", "evidence_file": (io.BytesIO(pdf(ascii(name))), name)}
        answer = browser.post_raw(f"{NOTE}/tien-do", data, content_type="multipart/form-data")
        assert answer.status_code == 303, name
        assert on_disk(grid) == before + (name not in UNSAID), name
    stored = [path for path in Path(grid.app.config["UPLOADS_DIR"]).rglob("*") if path.is_file()]
    assert all(path.suffix == ".pdf" and len(path.stem) == 32 for path in stored)
    page = browser.get(NOTE).text
    assert "<script>alert" not in page and "\u202e" not in page
