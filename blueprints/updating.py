"""Updates from the command line: builders make one signed file, an office takes it."""

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from blueprints.settings import ROOT, VERSION
from models import migrate, presence
from models.base import db
from models.private import write_whole
from models.updates import applying, launch, package
from models.updates.package import UpdateRefused

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PUBLIC = "update.pub"
AS_BEFORE = "Không có gì thay đổi: bản đang dùng và dữ liệu còn nguyên."
BAD = "Không nhận bản cập nhật: "
OLDER_DATABASE = (
    "Cơ sở dữ liệu ở phiên bản {present}, cũ hơn phần mềm ({newest}). Xin chạy lệnh db upgrade rồi mở lại; "
    "dữ liệu được sao lại trước khi nâng."
)
NEWER_DATABASE = (
    "Cơ sở dữ liệu ở phiên bản {present}, mới hơn phần mềm ({newest}). Xin dùng bản phần mềm mới, "
    "hoặc khôi phục bản sao lưu làm trước khi nâng."
)
REFUSALS = {
    "no_key": "Chưa có khóa công khai của bên cung cấp. Xin chép tệp khóa họ giao vào {path} rồi chạy lại.",
    "no_update": BAD + "tệp bị hỏng, chưa được ký, hoặc không phải là bản cập nhật của phần mềm này.",
    "signature": BAD + "chữ ký không đúng. Tệp đã bị sửa, tải chưa hết, hoặc của bên khác với bên đã giao khóa.",
    "format": BAD + "tệp của phần mềm khác, hoặc kiểu mới hơn bản đang dùng.",
    "older": BAD + "bản {version} không mới hơn bản đang dùng ({running}).",
    "members": BAD + "các phần bên trong không khớp với danh sách đã ký.",
    "damaged": BAD + "{name} đã khác với lúc ký.",
    "wheels": "Không cài được các gói của bản mới. {said}",
    "fails": "Bản mới không chạy được với dữ liệu ở đây. {said}",
    "database": "Máy chủ dùng PostgreSQL: xin nâng cấp theo sách hướng dẫn cài đặt, mục Upgrade.",
}
STEPS = {
    "look": "Kiểm tra chữ ký",
    "copy": "Sao lưu",
    "unpack": "Giải nén bên cạnh bản đang dùng",
    "equip": "Chuẩn bị các gói",
    "place": "Đặt vào chỗ",
    "migrate": "Thử bản mới trên một bản chép của dữ liệu",
    "decide": "Quyết định chuyển",
    "switch": "Chuyển sang bản mới",
    "clear": "Dọn bản cũ",
}
update = AppGroup("update", help="A new release from one signed file.")


@update.command("new-key")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def new_key(folder: Path) -> None:
    """Make a pair of keys for whoever builds releases; offices get update.pub alone."""
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    folder.mkdir(parents=True, exist_ok=True)
    if (folder / "update.key").exists():
        raise click.ClickException("Ở đây đã có khóa; không ghi đè.")
    key = Ed25519PrivateKey.generate()
    secret = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    public = key.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    write_whole(folder / "update.key", secret)
    write_whole(folder / PUBLIC, public)
    click.echo(f"Dấu của khóa: {package.fingerprint(key.public_key())}")


@update.command("make")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--key", "key_file", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--wheels", type=click.Path(exists=True, file_okay=False, path_type=Path), help="A folder of wheels.")
@with_appcontext
def make(target: Path, key_file: Path, wheels: Path | None) -> None:
    """Pack and sign this code as an update (for builders)."""
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    key: Ed25519PrivateKey = load_pem_private_key(key_file.read_bytes(), None)  # type: ignore[assignment]
    count = package.make(ROOT, wheels, key, (VERSION, migrate.newest_version() or ""), target)
    click.echo(f"Đã ký bản {VERSION}: {count} tệp, {target}")


@update.command("apply")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def apply(source: Path) -> None:
    """Check an update, try it on a copy, and switch to it; the site must be stopped."""
    instance = Path(current_app.config["INSTANCE_DIR"])
    try:
        if db.engine.dialect.name != "sqlite":
            raise UpdateRefused("database")
        with presence.alone(instance, db.engine), zipfile.ZipFile(source) as archive:
            taken = _begun(instance, archive)
            applying.apply(taken, lambda step: click.echo(f"{STEPS[step]} …"))
    except zipfile.BadZipFile as problem:
        raise click.ClickException(f"{REFUSALS['no_update']}\n{AS_BEFORE}") from problem
    except UpdateRefused as refused:
        raise click.ClickException(f"{REFUSALS[refused.code].format(**_said(refused))}\n{AS_BEFORE}") from refused
    except presence.AtWork as problem:
        raise click.ClickException("Trang đang chạy. Xin dừng trang trước, cập nhật xong rồi mở lại.") from problem
    except OSError as problem:
        raise click.ClickException(f"Không ghi được: {problem.strerror}.\n{AS_BEFORE}") from problem
    click.echo(f"Đã chuyển sang bản {taken.package.version}. Bản sao trước khi chuyển: {taken.copied_to}")


def _said(refused: UpdateRefused) -> dict[str, object]:
    return {"said": "", **refused.details}


def _begun(instance: Path, archive: zipfile.ZipFile) -> applying.Update:
    key = _public_key(instance / PUBLIC)
    click.echo(f"Dấu của khóa: {package.fingerprint(key)}")
    uploads = Path(current_app.config["UPLOADS_DIR"])
    pointer = launch.read(instance / launch.POINTER) or {"version": VERSION}
    running = max(VERSION, pointer["version"], key=launch.version_key)
    return applying.Update(ROOT, instance, uploads, running, archive, key, db.engine)


def _public_key(path: Path) -> "Ed25519PublicKey":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(path.read_bytes())
    except (OSError, ValueError) as problem:
        raise UpdateRefused("no_key", path=path) from problem
    if not isinstance(key, Ed25519PublicKey):
        raise UpdateRefused("no_key", path=path)
    return key


@update.command("check")
@with_appcontext
def check() -> None:
    """Whether this code runs with this database: the health of the site and its door, in this process."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    client, here = app.test_client(), migrate.version(db.engine)
    if here != migrate.newest_version():
        raise click.ClickException(f"the database is at {here}, the code wants {migrate.newest_version()}")
    for address in ("/healthz", "/dang-nhap"):
        if (status := client.get(address).status_code) != 200:
            raise click.ClickException(f"{address} answers {status}")
    click.echo("ok")


def require_in_force(app: Flask) -> None:
    """Refuse to serve by code that an update has replaced: its database is a newer one."""
    pointer = launch.read(Path(app.config["INSTANCE_DIR"]) / launch.POINTER)
    if pointer and launch.version_key(pointer["version"]) > launch.version_key(VERSION):
        raise click.ClickException(
            f"Phần mềm đã cập nhật lên bản {pointer['version']}. Xin mở bằng models/updates/launch.py serve."
        )


def require_database() -> None:
    """Refuse to serve where the database is not there, or of another version than the code.

    An empty one, made in silence, would look like a loss; one of another version would fail at the first sign-in.
    """
    is_lite, file = db.engine.dialect.name == "sqlite", Path(db.engine.url.database or "")
    is_missing = is_lite and not (file.is_file() and file.stat().st_size)
    present = None if is_missing else migrate.version(db.engine)
    if present is None:
        raise click.ClickException(
            f"Không thấy cơ sở dữ liệu ở {file if is_lite else 'DATABASE_URL'}. Máy mới: chạy lệnh db upgrade. "
            "Máy đã dùng: xin gắn lại ổ đĩa, hoặc khôi phục từ bản sao lưu."
        )
    if present != migrate.newest_version():
        told = OLDER_DATABASE if migrate.knows(present) else NEWER_DATABASE
        raise click.ClickException(told.format(present=present, newest=migrate.newest_version()))


def install(app: Flask) -> None:
    """Add the commands to the flask program."""
    app.cli.add_command(update)
