"""The archive: one zip with the database and every file it speaks of, each with its SHA-256, and a signed manifest.

The signature is an HMAC under a key made of the data key. The archive names that key by its fingerprint, so that
another place can tell at once whether it can check the signature and read what is sealed; where the office has printed
a recovery code, the key itself travels along, sealed under that code.
"""

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import IO, Any, NamedTuple

from sqlalchemy import Engine

from models import clock, migrate, secrets
from models.backup import lite, postgres, recovery
from models.backup.problems import Unusable
from models.files import FileStore
from models.private import FILE, sync, whole

FORMAT, UNSIGNED_FORMAT = 2, 1
MANIFEST, DATABASE, FILES = "manifest.json", "database", "files/"
MOST_BYTES = 200 * 1024**3
PIECE = 1024 * 1024
PURPOSE = "backup"


class Manifest(NamedTuple):
    """What an archive says about itself, once it was checked."""

    schema: str
    members: dict[str, str]
    is_signed: bool  # by the data key of this place


def dump(engine: Engine, target: Path) -> dict[str, str]:
    """Copy a database in use; the files that the copy speaks of, with the SHA-256 of their rows."""
    return lite.dump(engine, target) if engine.dialect.name == "sqlite" else postgres.dump(engine, target)


def write(engine: Engine, store: FileStore, target: Path, keys: Path | None = None) -> list[str]:
    """Write the archive beside its final name and move it there when it is complete; only the owner may read it.

    ``keys`` is the folder where the data key lies under the recovery code, if there is one. Returned are the files
    whose content is missing or is not what was handed in; all others are in the archive.
    """
    with whole(target) as out:
        return _fill(engine, store, out, keys)


def _fill(engine: Engine, store: FileStore, out: IO[bytes], keys: Path | None) -> list[str]:
    faulty = []
    with tempfile.TemporaryDirectory() as work, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        copied = Path(work) / DATABASE
        files = dump(engine, copied)  # content is on disk before its row is, so whatever the copy speaks of is there
        members = {DATABASE: _add(archive, copied, DATABASE)}
        for path, digest in sorted(files.items()):
            if store.exists(path):
                members[FILES + path] = _add(archive, store.place(path), FILES + path)
            if members.get(FILES + path) != digest:
                faulty.append(path)
        if keys is not None and recovery.is_ready(keys):
            members[recovery.MEMBER] = _add(archive, keys / recovery.FILE, recovery.MEMBER)
        archive.writestr(MANIFEST, json.dumps(_signed(engine, members), indent=1))
    return faulty


def _signed(engine: Engine, members: dict[str, str]) -> dict[str, Any]:
    manifest = {
        "format": FORMAT,
        "dialect": engine.dialect.name,
        "schema": migrate.version(engine),
        "made_at": clock.now().isoformat(),
        "data_key": secrets.key_name(),
        "members": members,
    }
    return manifest | {"signature": signature(manifest)}


def signature(manifest: dict[str, Any]) -> str:
    """What the manifest is signed with here, whatever signature it carries."""
    said = {name: value for name, value in manifest.items() if name != "signature"}
    return secrets.sign(json.dumps(said, sort_keys=True, separators=(",", ":")).encode(), PURPOSE)


def _add(archive: zipfile.ZipFile, source: Path, name: str) -> str:
    """Put a file into the archive and return the SHA-256 of what was put there."""
    digest, member = hashlib.sha256(), zipfile.ZipInfo.from_file(source, name, strict_timestamps=False)
    member.compress_type = zipfile.ZIP_DEFLATED
    with source.open("rb") as content, archive.open(member, "w") as out:
        while piece := content.read(PIECE):
            digest.update(piece)
            out.write(piece)
    return digest.hexdigest()


def read(archive: zipfile.ZipFile, engine: Engine) -> Manifest:
    """The manifest, when this program and this place can use the archive; Unusable otherwise."""
    manifest = json.loads(archive.read(MANIFEST))
    if manifest.get("format") not in (FORMAT, UNSIGNED_FORMAT):
        raise Unusable("format")
    is_signed = _is_signed(manifest)
    if manifest["dialect"] != engine.dialect.name:
        raise Unusable("dialect", made_on=manifest["dialect"], here=engine.dialect.name)
    schema: str = manifest["schema"]
    if not schema or not migrate.knows(schema):
        raise Unusable("newer")
    members: dict[str, str] = manifest["members"]
    if sorted(archive.namelist()) != sorted({MANIFEST, DATABASE, *members}):
        raise Unusable("members")
    if sum(member.file_size for member in archive.infolist()) > MOST_BYTES:
        raise Unusable("too_large")
    return Manifest(schema, members, is_signed)


def _is_signed(manifest: dict[str, Any]) -> bool:
    """Whether the signature was checked; Unusable when it is wrong. Under another key, or none, it cannot be told."""
    if manifest["format"] == UNSIGNED_FORMAT or manifest["data_key"] != secrets.key_name():
        return False
    if not secrets.is_same(manifest["signature"], signature(manifest)):
        raise Unusable("signature")
    return True


def is_of_another_key(archive: zipfile.ZipFile) -> bool:
    """Whether an archive says that it was made under another data key than the one of this place."""
    name = json.loads(archive.read(MANIFEST)).get("data_key")
    return name is not None and name != secrets.key_name()


def key_inside(archive: zipfile.ZipFile) -> recovery.SealedKey | None:
    """The data key that travels in an archive under its recovery code; None when there is none."""
    if recovery.MEMBER not in archive.namelist() or archive.getinfo(recovery.MEMBER).file_size > recovery.MOST_BYTES:
        return None
    return recovery.read(archive.read(recovery.MEMBER))


def sealed_key_of(source: Path) -> recovery.SealedKey | None:
    """The sealed data key of an archive file; None for one without, and for what is no archive."""
    try:
        with zipfile.ZipFile(source) as opened:
            return key_inside(opened)
    except (OSError, zipfile.BadZipFile, KeyError):
        return None


def unpack(archive: zipfile.ZipFile, manifest: Manifest, work: Path, store: FileStore) -> None:
    """Unpack database and files below ``work``; Unusable for odd names and for content that is not what was put in."""
    _check_room(archive, work)
    for name, digest in manifest.members.items():
        if name not in (DATABASE, recovery.MEMBER):
            if not name.startswith(FILES):
                raise Unusable("odd_member", name=name)
            store.place(name.removeprefix(FILES))  # refuses every odd path
        target = work / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _take(archive, name, target) != digest:
            raise Unusable("damaged", name=name)


def _check_room(archive: zipfile.ZipFile, work: Path) -> None:
    needed, free = sum(member.file_size for member in archive.infolist()), shutil.disk_usage(work).free
    if needed > free:
        raise Unusable("no_room", needed=needed, free=free)


def _take(archive: zipfile.ZipFile, name: str, target: Path) -> str:
    """Write one member to the disk for good and return its SHA-256."""
    digest = hashlib.sha256()
    with archive.open(name) as packed, open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE), "wb") as out:
        while piece := packed.read(PIECE):
            digest.update(piece)
            out.write(piece)
        sync(out)
    return digest.hexdigest()
