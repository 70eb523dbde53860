"""Settings of an installation: from the environment, with secrets made on the spot and kept beside the database."""

import logging
import os
import secrets
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
from sqlalchemy import make_url

from models import private
from models.updates import launch

log = logging.getLogger("office")
VERSION = "2026.11"
ROOT = Path(__file__).resolve().parent.parent
KEY_LENGTH = 32
MEND_KEY = {
    "session.key": "Xin sửa quyền của tệp, hoặc xóa tệp rồi mở lại: mọi người đăng nhập lại, không mất gì.",
    "data.key": "Xin sửa quyền của tệp, hoặc chép lại tệp đã cất; không còn thì khôi phục bằng mã khôi phục trên giấy.",
}


def _secret(path: Path) -> bytes:
    """32 random bytes kept in a file that only the owner reads; made at the first start.

    A file that cannot be read, or was cut, stops the start in one line: with another key nothing sealed opens.
    """
    try:
        if not path.exists():
            private.write_whole(path, secrets.token_bytes(KEY_LENGTH), is_first=True)
        key = path.read_bytes()
    except OSError as problem:
        raise click.ClickException(
            f"Không đọc được khóa {path} ({problem.strerror}). {MEND_KEY[path.name]}"
        ) from problem
    if len(key) != KEY_LENGTH:
        raise click.ClickException(
            f"Khóa {path} bị hỏng: có {len(key)} byte, phải là {KEY_LENGTH}. {MEND_KEY[path.name]}"
        )
    return key


def _database_url(instance: Path) -> str:
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{instance / 'office.sqlite'}"
    for old in ("postgres://", "postgresql://"):
        if url.startswith(old):
            return "postgresql+psycopg://" + url.removeprefix(old)
    return url


def _make(instance: Path) -> None:
    """The folder of database and keys; a start where it cannot be stops in one line."""
    try:
        private.make_folder(instance)
    except OSError as problem:
        raise click.ClickException(
            f"Không tạo được thư mục {instance} ({problem.strerror}). Xin đặt phần mềm vào thư mục mà tài khoản này "
            "được ghi, không phải thư mục chương trình của hệ thống hay ổ đĩa chỉ đọc, rồi mở lại."
        ) from problem


def load(overrides: dict[str, Any] | None = None) -> dict[str, Any]:
    """Every setting with its value; ``overrides`` are for tests and commands."""
    overrides = overrides or {}
    instance = Path(overrides.get("INSTANCE_DIR") or os.environ.get("INSTANCE_DIR") or ROOT / "instance").resolve()
    _make(instance)
    launch.finish(instance)  # an update that was decided and cut off: no work begins on the database before it
    https = os.environ.get("OFFICE_HTTPS") == "1"
    settings = {
        "INSTANCE_DIR": instance,
        "UPLOADS_DIR": Path(os.environ.get("UPLOADS_DIR") or ROOT / "uploads").resolve(),
        "SQLALCHEMY_DATABASE_URI": _database_url(instance),
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_use_lifo": True},  # few connections are kept busy, with warm page caches
        "SECRET_KEY": _secret(instance / "session.key"),
        "DATA_KEY": _secret(instance / "data.key"),
        "HTTPS": https,
        "PROXIES": int(os.environ.get("OFFICE_PROXIES", "0")),
        "PROXY_ADDRESS": os.environ.get("OFFICE_PROXY_ADDRESS", "127.0.0.1"),
        "SESSION_COOKIE_NAME": "__Host-office" if https else "office",
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "MAX_CONTENT_LENGTH": 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 512 * 1024,
        "MAX_FORM_PARTS": 1000,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_CHECK_DEFAULT": False,
        "WTF_CSRF_SSL_STRICT": False,
        "PASSWORD_LEAST": int(os.environ.get("OFFICE_PASSWORD_LEAST", "14")),
        "SESSION_LIMIT": timedelta(hours=12),
        "DISK_LEAST": 64 * 1024 * 1024,  # bytes; below it the disk counts as full
        **overrides,
    }
    _keep_private(settings)
    return settings


def _keep_private(settings: dict[str, Any]) -> None:
    """Take others' rights away from database, copies, keys and files, also where they were made with wider ones."""
    uploads, url = Path(settings["UPLOADS_DIR"]), make_url(settings["SQLALCHEMY_DATABASE_URI"])
    with suppress(OSError):  # a disk that is only read still serves what it holds
        private.make_folder(uploads)
    wide = private.narrow_all(Path(settings["INSTANCE_DIR"]))
    if url.get_backend_name() == "sqlite" and url.database:
        beside = [Path(url.database + ending) for ending in ("", "-wal", "-shm")]
        wide += [path for path in (uploads, *beside) if path.exists() and not private.narrow(path)]
    for path in sorted(set(wide)):
        log.warning("others may read %s, and this account cannot change that", path)
