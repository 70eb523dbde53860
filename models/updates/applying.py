"""Taking an update: everything is made and tried beside what runs; one small file is the decision.

Before ``decide`` the running code and its database are not touched, so whatever stops the work leaves the old release.
After it ``launch.finish`` goes on, from here or at the next start, until the new one runs.
"""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from models import backup, clock
from models.backup import lite
from models.files import FileStore
from models.private import make_folder, sync_all
from models.updates import bundled, launch, package
from models.updates.package import Package, UpdateRefused

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LONGEST = 900  # seconds that a migration of a large office may take
KEPT = 2  # releases that stay: the one in force and the one before
TRIES = (("db", "upgrade"), ("catalogue", "load"), ("update", "check"))


@dataclass
class Update:
    """One update on its way: where the place is, what it is updated from and by."""

    home: Path
    instance: Path
    uploads: Path
    running: str
    archive: zipfile.ZipFile
    key: "Ed25519PublicKey"
    engine: Engine
    copied_to: Path | None = None
    python: str = sys.executable
    package: Package = field(default_factory=lambda: Package("", "", {}))

    @property
    def folder(self) -> Path:
        """Where the new release lies."""
        return launch.releases(self.instance) / self.package.version

    @property
    def part(self) -> Path:
        """Where it lies while it is unpacked."""
        return self.folder.with_name(self.folder.name + ".part")


def look(update: Update) -> None:
    """Check signature, order and names; clear what an interrupted try has left."""
    update.package = package.read(update.archive, update.key, update.running)
    for left in (update.part, update.folder):
        shutil.rmtree(left, ignore_errors=True)
    for ending in ("", *launch.LOG_ENDINGS, "-journal"):
        Path(f"{update.instance / launch.NEXT}{ending}").unlink(missing_ok=True)


def copy(update: Update) -> None:
    """A backup as every night makes one, before anything else."""
    name = f"before-{update.package.version}-{clock.now():%Y%m%dT%H%M%SZ}.zip"
    update.copied_to = make_folder(update.instance / "backups") / name
    backup.write(update.engine, FileStore(update.uploads), update.copied_to, update.instance)


def unpack(update: Update) -> None:
    """The new release beside the old one, every byte compared with the signed list."""
    update.part.mkdir(parents=True)
    package.unpack(update.archive, update.package, update.part)


def equip(update: Update) -> None:
    """The Python of the new release: one with its own wheels, or the present one where the same ones are asked for."""
    if not update.package.has_wheels:
        folder, update.python = launch.in_force(update.home, update.instance)
        if (folder / "requirements.txt").read_bytes() != (update.part / "requirements.txt").read_bytes():
            raise UpdateRefused("wheels")
        return
    launch.put_in_place(update.part, update.folder)  # an environment knows its own address
    update.python = str(_environment(update))


def _environment(update: Update) -> Path:
    """A Python that knows the packages of the new release alone, made by the one that the place began with."""
    python = Path(os.environ.get("OFFICE_PYTHON", sys.executable))
    install = ("install", "-q", "--disable-pip-version-check", "--no-index", "--find-links", "wheels")
    if bundled.is_bundled(python):
        own = update.folder / bundled.FOLDER / python.name
        shutil.copytree(python.parent, own.parent, copy_function=shutil.copyfile)  # when each was made is no matter
        pip = ("pip", *install, "--target", bundled.PACKAGES)
    else:
        own = update.folder / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        _run([str(python), "-m", "venv", "--without-pip", ".venv"], update, "wheels")
        pip = ("pip", "--python", str(own), *install)
    _run([str(python), "-m", *pip, "-r", "requirements.txt"], update, "wheels")
    return own


def place(update: Update) -> None:
    """Its folder gets its name, and all in it is on the disk for good."""
    if update.part.exists():
        launch.put_in_place(update.part, update.folder)
    sync_all(update.folder)  # nobody decides for code that a power cut could tear
    for parent in (update.folder.parent, update.folder.parent.parent):
        launch.settle(parent)


def migrate(update: Update) -> None:
    """A copy of the database, brought to the new version and asked by the new code whether all is well."""
    new = update.instance / launch.NEXT
    lite.copy(lite.path_of(update.engine), new)
    for arguments in TRIES:
        _run([update.python, "-m", "flask", "--app", "app", *arguments], update, "fails")
    with lite.opened(new):
        pass  # one file again, without a log beside it


def decide(update: Update) -> None:
    """From here on the new release runs, whatever happens."""
    database = str(lite.path_of(update.engine))
    update.engine.dispose()
    decided = {"version": update.package.version, "python": update.python, "database": database}
    launch.write(update.instance / launch.DECIDED, decided)


def switch(update: Update) -> None:
    """The new database and the new code take the place of the old ones."""
    launch.finish(update.instance)


def clear(update: Update) -> None:
    """Releases before the last one go, but for the one whose Python runs: a later one may have brought no packages."""
    there = [one for one in launch.releases(update.instance).iterdir() if package.VERSION.fullmatch(one.name)]
    for old in sorted(there, key=lambda one: launch.version_key(one.name), reverse=True)[KEPT:]:
        if not Path(update.python).is_relative_to(old):
            shutil.rmtree(old, ignore_errors=True)


STEPS: tuple[Callable[[Update], None], ...] = (look, copy, unpack, equip, place, migrate, decide, switch, clear)


def apply(update: Update, tell: Callable[[str], None]) -> None:
    """All steps in their order; a failure before the decision leaves the place as it was, and is raised."""
    decided = False
    try:
        for step in STEPS:
            tell(step.__name__)
            step(update)
            decided = decided or step is decide
    except BaseException:
        if not decided and update.package.version:
            for left in (update.part, update.folder):
                shutil.rmtree(left, ignore_errors=True)
            (update.instance / launch.NEXT).unlink(missing_ok=True)
        raise


def _run(command: list[str], update: Update, code: str) -> None:
    """One program of the new release, on the copy; UpdateRefused with what it said last where it fails."""
    folder = update.folder if update.folder.exists() else update.part
    told = {
        "INSTANCE_DIR": str(update.instance),
        "UPLOADS_DIR": str(update.uploads),
        "DATABASE_URL": f"sqlite:///{update.instance / launch.NEXT}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    try:
        done = subprocess.run(  # noqa: S603  our own program, whose signature was right
            command, cwd=folder, env={**os.environ, **told}, capture_output=True, timeout=LONGEST, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise UpdateRefused(code, said=str(problem)) from problem
    if done.returncode:
        said = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
        raise UpdateRefused(code, said=said[-1] if said else f"exit {done.returncode}")
