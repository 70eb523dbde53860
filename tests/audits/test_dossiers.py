"""The dossier of a round: everything is in it, a script of twenty lines proves it, and a locked round never changes."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from blueprints.audits.dossiers import CHECKER
from models import clock
from models.audits import locking, proofs, queries
from models.audits.rules import ItemState
from models.audits.tables import AuditRound, Criterion, ItemResult
from models.base import db
from models.files import StoredFile
from tests.audits.test_locking import say_all
from tests.audits.test_ticking import photo
from tests.factories import Office

Browse = Callable[..., Any]


def row(code: str) -> ItemResult:
    return db.session.scalars(select(ItemResult).join(Criterion).where(Criterion.code == code)).one()


@pytest.fixture
def shown(website: AuditRound, round_id: int, browse: Browse) -> int:
    """The round with a link and a photo."""
    row("WEB-A01").assess(ItemState.NOT_MET, 1, clock.now(), "Thiếu", "", None)
    proofs.attach(row("WEB-A01"), 1, "", url="https://tayson.gialai.gov.vn/tthc")
    result_id = row("WEB-A04").id
    db.session.commit()
    sent = {"state": "met", "version": "1", "file": (photo(), "bản đồ.png")}
    assert browse("auditor").htmx(f"/kiem-tra/muc/{result_id}", sent).status_code == 200
    return round_id


def fetched(browser: Any, round_id: int) -> bytes:
    with browser.get(f"/kiem-tra/dot/{round_id}.zip") as answer:
        assert (answer.status_code, answer.mimetype) == (200, "application/zip")
        assert "ho-so-kiem-tra-website-dot-1.zip" in answer.headers["Content-Disposition"]
        return bytes(answer.data)


def test_report_results_and_evidence_with_their_digests(shown: int, browse: Browse, office: Office) -> None:
    eyes = office.viewer("leader")
    with zipfile.ZipFile(io.BytesIO(fetched(browse("leader"), shown))) as package:
        manifest = json.loads(package.read("manifest.json"))
        names = {one["path"] for one in manifest["files"]}
        assert names == set(package.namelist()) - {"manifest.json"}
        photos = [name for name in names if name.startswith("minh-chung/WEB-A04/")]
        assert len(photos) == 1 and {"bao-cao.docx", "ket-qua.json", "DOC-TRUOC.txt", "kiem-tra.py"} < names
        told = json.loads(package.read("ket-qua.json"))
        content = package.read(photos[0])
    stored = db.session.scalars(select(StoredFile)).one()
    assert hashlib.sha256(content).hexdigest() == stored.sha256
    by_code = {one["code"]: one for one in told["items"]}
    assert len(by_code) == 90 and by_code["WEB-A01"]["evidence"][0]["url"] == "https://tayson.gialai.gov.vn/tthc"
    assert by_code["WEB-A04"]["evidence"][0]["sha256"] == stored.sha256
    figures = queries.figures([queries.audit_round(eyes, shown)])[shown]
    assert told["figures"]["assessed"] == figures.assessed
    assert abs(float(told["figures"]["score"]) - float(figures.score or 0)) < 1e-9


def check(tmp_path: Path, content: bytes) -> subprocess.CompletedProcess[str]:
    """Run the script that lies in the dossier, as whoever gets it would."""
    (tmp_path / "ho-so.zip").write_bytes(content)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        (tmp_path / "kiem-tra.py").write_bytes(package.read("kiem-tra.py"))
    command = [sys.executable, "-I", "kiem-tra.py", "ho-so.zip"]
    return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)


def changed(content: bytes, **parts: bytes | None) -> bytes:
    """The same dossier with some parts exchanged, added or (None) left out."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            if parts.get(name, b"") is not None:
                new.writestr(name, parts.get(name) or old.read(name))
        for name in set(parts) - set(old.namelist()):
            new.writestr(name, parts[name] or b"")
    return made.getvalue()


def test_twenty_lines_prove_the_dossier(shown: int, browse: Browse, tmp_path: Path) -> None:
    assert len(CHECKER.splitlines()) <= 20
    content = fetched(browse("leader"), shown)
    assert check(tmp_path, content).returncode == 0
    for parts in ({"ket-qua.json": b"{}"}, {"bao-cao.docx": None}, {"them.txt": b"x"}):
        done = check(tmp_path, changed(content, **parts))
        assert done.returncode == 1 and next(iter(parts)) in done.stdout


def test_a_locked_round_gives_the_same_bytes_years_later(
    website: AuditRound, round_id: int, office: Office, browse: Browse, hold: Callable[[str], None]
) -> None:
    hold("2026-12-02 09:00")
    say_all(website, office.viewer("auditor").account_id)
    locking.lock(office.viewer("leader"), website)
    db.session.commit()
    first = fetched(browse("leader"), round_id)
    hold("2027-12-02 10:30")
    assert fetched(browse("secretary"), round_id) == first


def test_a_file_that_is_gone_is_named(shown: int, browse: Browse, app: Any) -> None:
    stored = db.session.scalars(select(StoredFile)).one()
    (app.config["UPLOADS_DIR"] / stored.path).unlink()
    with zipfile.ZipFile(io.BytesIO(fetched(browse("leader"), shown))) as package:
        (missing,) = json.loads(package.read("manifest.json"))["missing"]
        assert missing in package.read("DOC-TRUOC.txt").decode("utf-8-sig")


def test_no_dossier_for_another_commune_and_nothing_is_written(
    shown: int, browse: Browse, other_office: Office, statements: Any
) -> None:
    assert browse("leader", other_office).get(f"/kiem-tra/dot/{shown}.zip").status_code == 404
    assert browse(None).get(f"/kiem-tra/dot/{shown}.zip").status_code == 303
    leader = browse("leader")
    fetched(leader, shown)
    with statements() as seen:
        fetched(leader, shown)
    assert not [one for one in seen if not one.startswith(("SELECT", "BEGIN", "ROLLBACK"))]
