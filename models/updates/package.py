"""The file of an update: a zip of code and wheels with their hashes, and one Ed25519 signature over the list."""

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from models.base import outside_writing
from models.errors import OfficeError
from models.updates.launch import version_key

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LIST, SIGNATURE = "manifest.json", "manifest.sig"
PRODUCT, FORMAT = "so-tay-so-cua-xa", 1
SIGNED_FOR = b"office update 1\n"  # so that a signature for anything else is none for this
TOPS = ("app.py", "blueprints", "models", "static", "templates", "README.md")
LISTS = ("requirements.txt", "requirements-postgres.txt")
MOST_LIST, MOST_FILES, MOST_BYTES = 4 * 1024**2, 20_000, 1024**3
NAME = re.compile(r"(code|wheels)(/[A-Za-z0-9_][A-Za-z0-9_.+@-]*)+")
VERSION = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4}){1,3}")


class UpdateRefused(OfficeError):
    """An update is not taken; ``code`` says why, ``details`` which part. Nothing of the place has changed."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code, self.details = code, details


@dataclass(frozen=True, slots=True)
class Package:
    """What the signed list says: the version, and each file with its SHA-256 and size."""

    version: str
    schema: str
    files: dict[str, tuple[str, int]]

    @property
    def has_wheels(self) -> bool:
        """Whether it brings packages of its own."""
        return any(name.startswith("wheels/") for name in self.files)


def ours(home: Path) -> Iterator[tuple[str, Path]]:
    """Every file of the code that a release carries, by its name in an update."""
    for top in (*TOPS, *LISTS):
        path = home / top
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        for one in inside:
            if one.is_file() and "__pycache__" not in one.parts and one.suffix != ".pyc":
                yield f"code/{one.relative_to(home).as_posix()}", one


def make(home: Path, wheels: Path | None, key: "Ed25519PrivateKey", about: tuple[str, str], target: Path) -> int:
    """Write the update of a release, ``about`` its version and schema; how many files it holds."""
    outside_writing("packing an update")
    files = dict(ours(home))
    files |= {f"wheels/{one.name}": one for one in sorted(wheels.glob("*.whl"))} if wheels else {}
    if odd := [name for name in files if not NAME.fullmatch(name)]:
        raise ValueError(f"names that no update carries: {odd[:5]}")
    told = {name: [hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size] for name, path in files.items()}
    content = {"product": PRODUCT, "format": FORMAT, "version": about[0], "schema": about[1], "files": told}
    manifest = json.dumps(content, sort_keys=True).encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(LIST, manifest)
        archive.writestr(SIGNATURE, key.sign(SIGNED_FOR + manifest))
        for name, path in files.items():
            archive.write(path, name)
    return len(files)


def read(archive: zipfile.ZipFile, key: "Ed25519PublicKey", running: str) -> Package:
    """What an update is, once its signature is right and it is newer than what runs; UpdateRefused otherwise."""
    from cryptography.exceptions import InvalidSignature

    manifest, signature = _small(archive, LIST), _small(archive, SIGNATURE)
    try:
        key.verify(signature, SIGNED_FOR + manifest)
    except InvalidSignature as problem:
        raise UpdateRefused("signature") from problem
    told = json.loads(manifest)
    if told.get("product") != PRODUCT or told.get("format") != FORMAT or not VERSION.fullmatch(told["version"]):
        raise UpdateRefused("format")
    if version_key(told["version"]) <= version_key(running):
        raise UpdateRefused("older", version=told["version"], running=running)
    package = Package(
        told["version"], told["schema"], {name: (sha, size) for name, (sha, size) in told["files"].items()}
    )
    _check_names(archive, package)
    return package


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        if archive.getinfo(name).file_size > MOST_LIST:
            raise UpdateRefused("damaged", name=name)
        return archive.read(name)
    except KeyError as problem:
        raise UpdateRefused("no_update") from problem


def _check_names(archive: zipfile.ZipFile, package: Package) -> None:
    """The archive holds what is signed, each once, and nothing beside it; no name leads anywhere else."""
    there = [one.filename for one in archive.infolist()]
    if sorted(there) != sorted([LIST, SIGNATURE, *package.files]):
        raise UpdateRefused("members")
    if len({name.casefold() for name in there}) != len(there) or len(there) > MOST_FILES:
        raise UpdateRefused("members")
    if not all(NAME.fullmatch(name) for name in package.files):
        raise UpdateRefused("members")
    if sum(size for _, size in package.files.values()) > MOST_BYTES:
        raise UpdateRefused("members")


def unpack(archive: zipfile.ZipFile, package: Package, folder: Path) -> None:
    """Write every file below a folder; UpdateRefused ``damaged`` at the first that is not what was signed."""
    outside_writing("unpacking an update")
    for name, (sha, size) in package.files.items():
        target = folder / (name.removeprefix("code/") if name.startswith("code/") else name)
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as source, target.open("wb") as out:
            if _copy(source, out, size) != sha:
                raise UpdateRefused("damaged", name=name)


def _copy(source: IO[bytes], out: IO[bytes], size: int) -> str:
    """Copy as many bytes as were promised, and one more if there is one; the SHA-256 of what was written."""
    digest, left = hashlib.sha256(), size + 1
    while left > 0 and (piece := source.read(min(left, 1024**2))):
        digest.update(piece)
        out.write(piece)
        left -= len(piece)
    return digest.hexdigest()


def fingerprint(key: "Ed25519PublicKey") -> str:
    """By what people compare a public key: the first half of its SHA-256, in groups of four."""
    told: Any = hashlib.sha256(key.public_bytes_raw()).hexdigest()[:32].upper()
    return " ".join(told[at : at + 4] for at in range(0, 32, 4))
