"""Trying a backup: opened, unpacked and looked through as a restore would do it, in a folder that goes away again."""

import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select

from models import secrets
from models.backup import archive, lite, recovery, restoring
from models.backup.archive import DATABASE
from models.base import db, outside_writing
from models.files import FileStore
from models.files.aside import RESTORING
from models.qr.keys import is_readable
from models.qr.tables import WifiNetwork


@dataclass(frozen=True, slots=True)
class Trial:
    """What a tried backup holds: rows (None where the server's own programs look at them), files, keys that open.

    ``carries_key`` says whether the data key travels along under the recovery code.
    """

    rows: int | None
    files: int
    keys: int
    unreadable_keys: int
    carries_key: bool


def attempt(engine: Engine, store: FileStore, source: Path) -> Trial:
    """Try an archive of this place; Unusable with the reason when a restore would refuse it. Nothing is touched."""
    outside_writing("trying a backup")
    store.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=RESTORING, dir=store.root) as folder:
        work = Path(folder)
        manifest = restoring.unpacked(engine, store, source, work, takes_unsigned=False)
        with zipfile.ZipFile(source) as opened:
            sealed = archive.key_inside(opened)
        carries_key = sealed is not None and sealed.key_name == secrets.key_name()
        files = len(manifest.members) - 1 - (recovery.MEMBER in manifest.members)
        if engine.dialect.name != "sqlite":
            return Trial(None, files, 0, 0, carries_key)
        with lite.opened(work / DATABASE) as kept, kept.connect() as connection:
            keys = _keys(connection)
            return Trial(rows(connection), files, len(keys), keys.count(False), carries_key)


def rows(connection: Connection) -> int:
    """How many rows there are in all tables."""
    tables = db.metadata.sorted_tables
    return sum(connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables)


def _keys(connection: Connection) -> list[bool]:
    """Whether each sealed wifi key of a database can be opened here."""
    columns = (WifiNetwork.ssid, WifiNetwork.seal_name, WifiNetwork.sealed_key)
    found = connection.execute(select(*columns).where(WifiNetwork.sealed_key.is_not(None)))
    return [is_readable(WifiNetwork(**row._mapping)) for row in found]
