"""The pages of the place itself, and what the night does, as an administrator meets them."""

import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from threading import Event
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import delete, select

from blueprints import workers
from models import backup, clock
from models.accounts.tables import Commune
from models.backup import recovery
from models.base import db
from models.files import FileStore
from models.files.aside import FOLDER
from models.jobs.tables import Job
from models.journal import JournalEntry
from models.office import certificates, copies, interfaces
from models.office.rules import RunKind
from models.office.tables import BackupPlace, NightRun
from tests.browser import Browser
from tests.factories import Office
from tests.files.handed_in import orphan_of, pdf
from tests.files.test_sweep import aged

Browse = Callable[..., Browser]
LIGHTS, BACKUPS = "/quan-tri/he-thong", "/quan-tri/sao-luu"


@pytest.fixture
def instance(app: Flask) -> Iterator[Path]:
    """The folder of keys, without a recovery code and a certificate before and after."""
    folder = Path(app.config["INSTANCE_DIR"])
    yield folder
    for name in (recovery.FILE, recovery.WAITING):
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(folder / certificates.FOLDER, ignore_errors=True)


def work(app: Flask) -> None:
    """Do what waits, as the thread beside the server does."""
    db.session.remove()
    workers.run(app, Event(), once=True)


def add_place(browser: Browser, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    assert browser.post_form(BACKUPS, {"path": str(folder)}).status_code == 303


def newest(kind: RunKind) -> NightRun:
    found = db.session.scalars(select(NightRun).where(NightRun.kind == kind).order_by(NightRun.id.desc())).first()
    assert found is not None
    return found


def test_the_first_look_names_what_is_missing(office: Office, browse: Browse, instance: Path) -> None:
    page = browse("admin").get(LIGHTS).text
    assert "Máy hỏng thì mất hết" in page and "chưa kiểm tra" in page and 'class="lamp bad"' in page
    told = browse("admin").get(LIGHTS + ".json").get_json()
    assert told["worst"] == "red" and len(told["lights"]) == 12
    assert {lamp["name"]: lamp["light"] for lamp in told["lights"]}["disk"] in ("green", "amber")


@pytest.mark.slow
def test_copies_go_to_both_places_and_are_tried(
    app: Flask, office: Office, browse: Browse, instance: Path, tmp_path: Path
) -> None:
    browser = browse("admin")
    add_place(browser, tmp_path / "mot")
    add_place(browser, tmp_path / "hai")
    halves = [tmp_path / name / f"office-20260101-010000.zip.{name}.part" for name in ("mot", "hai")]
    for half, hours in zip(halves, (2, 0.5), strict=True):
        half.write_bytes(b"half a copy")
        aged(half, hours)
    assert browser.post_form(BACKUPS + "/ngay", {}, page=BACKUPS).status_code == 303
    work(app)
    assert [half.exists() for half in halves] == [False, True], "what may still be written is left alone"
    run = newest(RunKind.BACKUP)
    assert run.is_good and run.facts["trial_fault"] == ""
    (one,), (two,) = (copies.copies(tmp_path / name) for name in ("mot", "hai"))
    assert one.path.name == two.path.name and one.path.read_bytes() == two.path.read_bytes()
    page = browser.get(BACKUPS).text
    assert "Không ghi được" not in page
    (line,) = re.findall(r"<textarea[^>]*>([^<]*)</textarea>", page)
    typed = shlex.split(unescape(line))
    assert typed[-2] == "restore" and typed[-1] in (str(one.path), str(two.path)), "what brings the newest copy back"
    shutil.rmtree(tmp_path / "hai")  # the stick was taken out
    browser.post_form(BACKUPS + "/ngay", {}, page=BACKUPS)
    db.session.execute(delete(Job))
    db.session.commit()
    browser.post_form(BACKUPS + "/ngay", {}, page=BACKUPS)
    work(app)
    assert not newest(RunKind.BACKUP).is_good
    assert "ổ USB chưa cắm" in browser.get(LIGHTS).text
    assert not (tmp_path / "hai").exists(), "a stick that is not in is no folder to be made"


@pytest.mark.slow
def test_a_copy_with_one_wrong_byte_is_found(office: Office, app: Flask, tmp_path: Path, instance: Path) -> None:
    db.session.remove()
    store, target = FileStore(app.config["UPLOADS_DIR"]), tmp_path / "office.zip"
    backup.write(db.engine, store, target, instance)
    assert backup.attempt(db.engine, store, target).unreadable_keys == 0
    content = bytearray(target.read_bytes())
    with ZipFile(target) as archive:  # what lies between the parts holds nothing of ours
        largest = max(archive.infolist(), key=lambda part: part.compress_size)
    content[largest.header_offset + largest.compress_size // 2] ^= 1
    target.write_bytes(content)
    with pytest.raises(backup.Unusable):
        backup.attempt(db.engine, store, target)
    target.write_bytes(b"PK\x03\x04 twenty-two bytes ")
    with pytest.raises(backup.Unusable):
        backup.attempt(db.engine, store, target)


def test_the_code_counts_when_it_was_typed_back(office: Office, browse: Browse, instance: Path) -> None:
    browser = browse("admin")
    assert "Chưa có" in browser.get(BACKUPS).text
    shown = browser.post_form(BACKUPS + "/ma-khoi-phuc", {}, page=BACKUPS)
    groups = re.findall(r'<li class="mono">(\w{4})</li>', shown.text)
    assert len(groups) == recovery.GROUPS and not recovery.is_ready(instance)
    page = BACKUPS + "/go-lai"
    wrong = browser.post_form(page, {"code": " ".join([*groups[:6], "BBBC", groups[7]])})
    assert wrong.status_code == 422 and "Nhóm 7 không khớp" in wrong.text
    other = browser.post_form(page, {"code": recovery.new_code()})
    assert other.status_code == 422 and "tờ in gần nhất" in other.text
    assert browser.post_form(page, {"code": "".join(groups).lower()}).status_code == 303
    assert recovery.is_ready(instance)
    assert "".join(groups) not in (instance / recovery.FILE).read_text()
    assert browser.post_form(page, {"code": "".join(groups)}).status_code == 422, "no sheet waits any more"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("sao-luu", "đường dẫn đầy đủ"),
        ("/khong/co/thu/muc/nay", "không thấy thư mục"),
        ("", "(bắt buộc)"),
    ],
)
def test_odd_places_are_refused(office: Office, browse: Browse, path: str, said: str) -> None:
    answer = browse("admin").post_form(BACKUPS, {"path": path})
    assert answer.status_code == 422 and said in answer.text


def test_the_site_itself_is_no_place_and_two_are_enough(
    app: Flask, office: Office, browse: Browse, tmp_path: Path
) -> None:
    browser = browse("admin")
    inside = browser.post_form(BACKUPS, {"path": str(app.config["INSTANCE_DIR"])})
    assert inside.status_code == 422 and "ở ngoài thư mục dữ liệu" in inside.text
    for name in ("mot", "hai"):
        add_place(browser, tmp_path / name)
    (tmp_path / "ba").mkdir()
    third = browser.post_form(BACKUPS, {"path": str(tmp_path / "ba")})
    assert third.status_code == 422 and "Đã có hai nơi" in third.text
    place = db.session.scalars(select(BackupPlace)).first()
    assert place is not None
    assert browser.post_form(f"{BACKUPS}/noi/{place.id}/bo", {}, page=BACKUPS).status_code == 303


def test_no_commune_copies_the_records_of_others(office: Office, browse: Browse, tmp_path: Path) -> None:
    other = db.session.scalars(select(Commune).where(Commune.joined_on.is_(None))).first()
    if other is None:
        other = Commune(name="Xã Khác", fold="xa khac", province="Gia Lai")
        db.session.add(other)
    other.joined_on = clock.today()
    db.session.commit()
    browser = browse("admin")
    assert "nhiều xã, phường" in browser.get(BACKUPS).text
    assert browser.post_form(BACKUPS, {"path": str(tmp_path)}, page=LIGHTS).status_code == 409
    assert browser.get(BACKUPS + "/go-lai").status_code == 303
    for address in ("/ngay", "/ma-khoi-phuc"):
        assert browser.post_form(BACKUPS + address, {}, page=LIGHTS).status_code == 409
    assert db.session.scalars(select(BackupPlace)).first() is None


@pytest.mark.slow
def test_the_check_of_the_night_says_what_it_found(app: Flask, office: Office, browse: Browse) -> None:
    browser, store = browse("admin"), FileStore(app.config["UPLOADS_DIR"])
    orphan = aged(store.root / orphan_of(store, 1, pdf("orphan")), hours=2)
    half = orphan.with_suffix(".pdf.0a1b2c3d.part")
    half.write_bytes(b"half")
    aged(half, hours=2)
    assert browser.post_form(LIGHTS + "/kiem-tra", {}, page=LIGHTS).status_code == 303
    work(app)
    assert newest(RunKind.CHECK).facts == {}
    assert not orphan.exists() and not half.exists(), "what a power cut has left is put aside"
    assert {path.name for path in (store.root / FOLDER).rglob("*.p*")} >= {orphan.name, half.name}
    shutil.rmtree(store.root / FOLDER)
    page = browser.get(LIGHTS).text
    assert "liền mạch" in page and "Mọi số đếm khớp" in page


def test_the_first_morning_counts_what_is_there(office: Office, browse: Browse) -> None:
    page = browse("admin").get("/quan-tri/bat-dau").text
    assert "Chưa có bản sao lưu nào" in page and 'aria-current="step"' in page


def test_a_certificate_stands_for_the_names_that_were_asked_for(app: Flask, browse: Browse, instance: Path) -> None:
    run = app.test_cli_runner().invoke
    assert run(args=["tls", "init", "--name", "không hợp lệ/"]).exit_code == 1
    made = run(args=["tls", "init", "--name", "noibo.tayson.example", "--name", "192.168.1.10"])
    assert made.exit_code == 0, made.output
    assert certificates.names(instance) == ["noibo.tayson.example", "192.168.1.10"]
    assert certificates.days_left(instance) == 396 or certificates.days_left(instance) == 397
    before = certificates.authority(instance)
    assert run(args=["tls", "init"]).exit_code == 0
    assert certificates.authority(instance) == before, "devices trust the authority for ten years"
    assert certificates.names(instance) == ["noibo.tayson.example", "192.168.1.10"]
    assert (instance / "tls" / "ca.key").stat().st_mode & 0o077 == 0
    stranger = app.test_client().get("/chung-thu.crt")
    assert stranger.status_code == 200 and b"PRIVATE" not in stranger.data
    with clock.held_at(clock.now() + timedelta(days=380)):
        assert "certificate_soon" in str(_codes(browse))


def test_a_certificate_without_a_command(
    app: Flask, browse: Browse, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = "/quan-tri/chung-thu"
    monkeypatch.setattr(interfaces, "own_addresses", lambda: ["192.168.1.10"])
    assert browse("leader").post_form(page, {}, page="/").status_code == 403
    assert not certificates.authority(instance)
    admin = browse("admin")
    assert admin.post_form(page, {}, page=page).status_code == 303
    made = certificates.authority(instance)
    assert made and certificates.names(instance) == ["192.168.1.10"]
    told = admin.get(page).text
    assert "data:image/svg+xml" in told and "mở lại" in told, "a code for tablets, and what is left to do"
    lines = select(JournalEntry.id).where(JournalEntry.entity == "certificate", JournalEntry.action == "issued")
    assert len(db.session.scalars(lines).all()) == 1
    assert admin.post_form(page, {}, page="/").status_code == 303
    assert certificates.authority(instance) == made, "what tablets trust already stays"
    assert len(db.session.scalars(lines).all()) == 1


def test_where_several_work_nobody_issues_for_all(other_office: Office, browse: Browse, instance: Path) -> None:
    page = "/quan-tri/chung-thu"
    assert browse("admin").post_form(page, {}, page=page).status_code == 303
    assert not certificates.authority(instance)


def _codes(browse: Browse) -> list[str]:
    return [lamp["code"] for lamp in browse("admin").get(LIGHTS + ".json").get_json()["lights"]]


def test_other_devices_are_told_an_address_that_they_can_open(
    app: Flask, browse: Browse, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.test_cli_runner().invoke(args=["tls", "init", "--name", "192.168.1.10"])
    for own, told in ((["192.168.1.10"], "http://192.168.1.10/chung-thu.crt"), ([], "http://localhost/chung-thu.crt")):
        monkeypatch.setattr(interfaces, "own_addresses", lambda own=own: own)
        assert told in browse("admin").get("/quan-tri/chung-thu").text


def test_no_certificate_is_no_address(app: Flask, instance: Path) -> None:
    assert not certificates.authority(instance)
    assert app.test_client().get("/chung-thu.crt").status_code == 404
