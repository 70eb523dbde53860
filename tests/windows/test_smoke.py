"""An office on Windows, from the unpacked zip to a restored copy: a real Python of Windows, real requests."""

import io
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from PIL import Image
from pyzbar import pyzbar

from blueprints import starting
from models.updates import launch, offline, package
from tests.processes import free_port
from tests.updates import small
from tests.windows import pc
from tests.windows.pc import Pc, win
from tests.windows.visitor import Visitor, file

pytestmark = [
    pytest.mark.slow,
    pytest.mark.alike,
    pytest.mark.xdist_group("windows"),
    pytest.mark.skipif(bool(pc.lacks()), reason=pc.lacks()),
]
LAUNCH, PASSWORD = r"models\updates\launch.py", "khoai lang nuong 87 tren doi"
FACTS = """
import json, locale, mimetypes, socket, sys
mimetypes.knownfiles.clear()  # wine sees this machine's own
told = [locale.getencoding(), sys.stdout.encoding, sys.getwindowsversion()[0], mimetypes.guess_type("a.js")[0]]
sys.path.insert(0, "")
from flask import Flask
from blueprints import assets, serving
assets.install(Flask("here"))
told += [mimetypes.guess_type("a.js")[0]]
for _ in range(2):
    try:
        held = serving.listening("127.0.0.1", int(sys.argv[1]))
    except serving.NoPlaceToListen as problem:
        told += [problem.code]
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pc]:
    """One PC for all tests of this file."""
    made = Pc(tmp_path_factory.mktemp("pc"))
    yield made
    made.off()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip, unpacked where an office would."""
    wheels, folder = tmp_path_factory.mktemp("wheels"), tmp_path_factory.mktemp("D") / "Văn phòng & số (1)"
    return pc.put(folder, offline.parts(pc.ROOT, wheels, pc.READY, starting.files))


def codes(picture: Image.Image) -> set[str]:
    return {code.data.decode() for code in pyzbar.decode(picture)}


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), (20, 90, 160)).save(out, "JPEG")
    return out.getvalue()


def test_an_office_lives_and_moves(windows: Pc, home: Path, tmp_path: Path) -> None:
    python, port = str(home / "python/python.exe"), free_port()
    told = json.loads(windows.run(python, "-c", FACTS, str(port), cwd=home)[1])
    assert told == ["cp1252", "cp1252", 10, "text/plain", "text/javascript", "taken"], "a PC that makes it hard"

    site = windows.start("cmd", "/c", r".\start.bat", "--port", str(port), cwd=home, typed="\r\n")
    code = site.until(f"Mở http://127.0.0.1:{port}/lan-dau và gõ mã: ").split()[-1]

    someone = Visitor(port)
    communes = someone.choices("/lan-dau", "commune_id")
    first = {"commune_id": communes["Xã Tây Sơn"], "full_name": "Nguyễn Thị Hà", "username": "quantri", "code": code}
    someone.send("/lan-dau", {**first, "password": PASSWORD, "again": PASSWORD})
    someone.enter("quantri", PASSWORD)
    assert someone.get("/static/app.js").headers["Content-Type"].startswith("text/javascript")

    room = someone.send("/phong/moi", {"name": "Phòng họp trực tuyến"})
    fault = {"rest": "y", "fault_sound": "y", "text_sound": "Loa bị rè", "file": file(photo(), "Ảnh loa.jpg")}
    someone.send(f"{room}/kiem-tra", fault)
    kept = someone.get("/tep/1")
    assert kept.headers["Content-Type"] == "image/jpeg" and Image.open(io.BytesIO(kept.content)).size == (640, 480)
    someone.send(f"{room}/kiem-tra", {"rest": "y", "fault_image": "y", "text_image": "Mờ"})

    link = {"kind": "feedback", "title": "Góp ý với ủy ban", "target": "/y-kien/abc", "is_short": "y"}
    poster = someone.send("/ma-qr/lien-ket/moi", link)
    drawn = codes(Image.open(io.BytesIO(someone.get(f"{poster}/a4.png").content)))
    with pypdfium2.PdfDocument(someone.get(f"{poster}/a4.pdf").content) as printed:
        assert drawn == codes(printed[0].render(scale=2).to_pil()) and len(drawn) == 1
    assert drawn.pop().startswith(f"HTTP://127.0.0.1:{port}/Q/")

    stick = tmp_path / "Ổ lưu"
    stick.mkdir()
    someone.send("/quan-tri/sao-luu", {"path": win(stick)})
    someone.send("/quan-tri/sao-luu", {}, to="/quan-tri/sao-luu/ngay")
    while not (found := list(stick.glob("office-*.zip"))):
        assert someone.get("/quan-tri/sao-luu").status == 200

    windows.off()
    other = {
        "INSTANCE_DIR": win(tmp_path / "Máy mới/instance"),
        "UPLOADS_DIR": win(tmp_path / "Máy mới/tệp nộp"),
    }
    key = (home / "instance/data.key").read_bytes()
    pc.put(tmp_path / "Máy mới/instance", {"data.key": key})
    code, said = windows.run("cmd", "/c", r".\khoi-phuc.bat", win(stick), cwd=home, typed="\r\n", **other)
    assert code == 1 and "khoi-phuc.bat" in said, "a folder is no archive"
    code, said = windows.run("cmd", "/c", r".\khoi-phuc.bat", win(found[0]), cwd=home, typed="\r\n", **other)
    assert code == 0 and "Đã khôi phục." in said and "start.bat" in said

    moved = windows.start(python, LAUNCH, "serve", "--port", str(port), cwd=home, **other)
    moved.until(f"Mở http://127.0.0.1:{port}/")
    someone = Visitor(port)
    someone.enter("quantri", PASSWORD)
    assert someone.get("/tep/1").content == kept.content
    assert "Góp ý với ủy ban" in someone.get(poster).text
    moved.process.kill()  # as the Task Scheduler ends a task: the launcher alone
    moved.until()  # nobody is left who could say anything
    with pytest.raises(OSError):
        someone.get("/healthz")


def test_start_bat_says_in_plain_words_what_is_missing(windows: Pc, home: Path, tmp_path: Path) -> None:
    alone = pc.put(tmp_path / "trong tệp zip", {"start.bat": (home / "start.bat").read_bytes()})
    code, said = windows.run("cmd", "/c", r".\start.bat", typed="\r\n", cwd=alone)
    assert code == 1 and "Extract All" in said


TAKE = (
    "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path; from tests.updates import killed;"
    " killed.main(*map(Path, sys.argv[2:]), 'none')"
)


def test_an_update_brings_packages_of_its_own(windows: Pc, tmp_path: Path, empty_sqlite: Path) -> None:
    home, instance = pc.equip(small.home(tmp_path / "Văn phòng", "old", "2026.11")), tmp_path / "instance"
    instance.mkdir()
    shutil.copyfile(empty_sqlite, instance / "office.sqlite")
    with closing(sqlite3.connect(instance / "office.sqlite")) as connection:
        connection.executescript("CREATE TABLE marker (x); INSERT INTO marker VALUES (1)")
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (instance / "update.pub").write_bytes(public)
    new, file = small.home(tmp_path / "new", "new", "2026.12"), tmp_path / "update.zip"
    (new / "requirements.txt").write_text("flask==99\n")
    package.make(new, small.wheel(tmp_path / "wheels"), key, ("2026.12", "x"), file)

    python, here = str(home / "python/python.exe"), {"INSTANCE_DIR": win(instance)}
    places = [win(one) for one in (pc.ROOT, home, instance, file)]
    code, said = windows.run(python, "-c", TAKE, *places, cwd=home)
    assert (code, said) == (0, "")
    code, said = windows.run(python, LAUNCH, "which", cwd=home, **here)
    assert (code, said.strip()) == (0, "new True 1")
    pointed = launch.read(instance / launch.POINTER)
    assert pointed and pointed["python"] == win(tmp_path / "releases/2026.12/python/python.exe")
