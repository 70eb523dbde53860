"""What ``verify`` finds: a planted fault of each kind, told in words."""

from flask import Flask
from sqlalchemy import text

from blueprints.keeping import FAULT
from models.base import db
from models.files import FileStore
from models.satisfaction import actions
from models.satisfaction.actions import Answer
from models.satisfaction.rules import Mode
from models.verify import Fault, Finding, checks
from tests.factories import Office
from tests.files.handed_in import add, orphan_of, pdf


def test_each_planted_fault_is_found_and_named(app: Flask, office: Office) -> None:
    store = FileStore(app.config["UPLOADS_DIR"])
    kept = [add(store, office.commune.id, pdf(str(n))) for n in range(2)]
    actions.record(office.viewer("secretary"), Answer(5, Mode.ONLINE))
    db.session.commit()
    assert checks(store) == []

    store.remove(kept[0].path)
    (store.root / kept[1].path).write_bytes(b"%PDF-1.7 other")
    orphan = orphan_of(store, office.commune.id, pdf())
    db.session.execute(text("UPDATE response_day SET n = n + 1"))
    newest = db.session.execute(text("SELECT * FROM journal ORDER BY id DESC LIMIT 1")).mappings().one()
    forged = {**newest, "id": newest["id"] + 1}
    columns = ", ".join(forged)
    values = ", ".join(f":{name}" for name in forged)
    db.session.execute(text(f"INSERT INTO journal ({columns}) VALUES ({values})"), forged)
    db.session.commit()

    found = checks(store)
    assert [finding.fault for finding in found] == ["count", "count", "missing", "changed", "orphan", "chain"]
    assert "kept 2, counted 1" in found[0].what
    assert found[2:5] == [
        Finding(Fault.MISSING, kept[0].path),
        Finding(Fault.CHANGED, kept[1].path),
        Finding(Fault.ORPHAN, orphan),
    ]
    assert found[5].what == str(forged["id"])


def test_every_fault_has_a_sentence() -> None:
    assert set(FAULT) == {fault.value for fault in Fault}
