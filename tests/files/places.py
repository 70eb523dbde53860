"""Looking at a place before and after a restore."""

from pathlib import Path

import pytest
from sqlalchemy import select

from models.accounts import actions
from models.accounts.tables import Commune, Unit
from models.base import db
from models.files import FileStore
from tests import conftest
from tests.files.handed_in import add, pdf

lite_only = pytest.mark.skipif(bool(conftest.SERVER), reason="a file that can be broken is SQLite's")


def one_more(store: FileStore, commune_id: int, name: str) -> None:
    """A unit of this name, and a file that holds it."""
    actions.add_unit(db.session.get_one(Commune, commune_id), name)
    add(store, commune_id, pdf(name))
    db.session.commit()
    db.session.remove()


def beside(live: Path) -> list[Path]:
    """What restores have put aside."""
    return sorted(live.parent.glob("office.before-restore-*"))


def units() -> set[str]:
    """The names of all units."""
    found = set(db.session.scalars(select(Unit.name)))
    db.session.remove()
    return found


def is_back() -> bool:
    """Whether the place is as it was when the archive was made."""
    return "Trước khi sao lưu" in units() and "Sau khi sao lưu" not in units()
