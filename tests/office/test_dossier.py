"""The security dossier: a table of cases, and the page with the figures of a real place."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from docx import Document
from flask import Flask

from blueprints.office import papers
from models.accounts import factors
from models.base import db
from models.office import actions, dossier, standing
from models.office.dossier import AccountFacts, DossierFacts, Footing, PasswordFacts
from models.office.rules import RunKind
from tests.browser import Browser
from tests.factories import Office

Browse = Callable[..., Browser]
PAGE = "/quan-tri/ho-so-an-toan"
NOW = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
GB = 1024**3
ACCOUNTS = AccountFacts(12, 2, 1, 3, 2, 1, 1, 0, 4, False, 1, 0, 0)
FACTS = DossierFacts(
    now=NOW, version="2026.11", is_same_schema=True, takes_updates=False, password_least=14, free_tries=5,
    longest_wait=timedelta(minutes=15), idle=timedelta(minutes=30), admin_idle=timedelta(minutes=15),
    longest_session=timedelta(hours=12), is_https=True, certificate_days=300, accounts=ACCOUNTS, failed_sign_ins=4,
    passwords=PasswordFacts(60, 1, 2),
    first_entry=NOW - timedelta(days=90), checked_at=NOW, check_faults=0, places=2, backed_up_at=NOW,
    backup_is_good=True, tried_rows=1234, has_code=True, purged_at=NOW, disused_at=NOW, is_clock_right=True,
    accounts_seen_at=NOW, log_seen_at=NOW, are_accounts_due=False, is_log_due=False,
    disk_free=90 * GB, disk_total=400 * GB,
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "code", "ground", "say"),
    [
        ({}, "AT-01", Footing.MEASURED, "AT-01"),
        ({}, "AT-07", Footing.MEASURED, "AT-07-free"),
        ({"accounts": replace(ACCOUNTS, is_ruled=True)}, "AT-07", Footing.MEASURED, "AT-07"),
        ({}, "AT-14", Footing.MEASURED, "AT-14"),
        ({"check_faults": 1}, "AT-14", Footing.MEASURED, "AT-14-faults"),
        ({"checked_at": None}, "AT-14", Footing.MEASURED, "AT-14-unchecked"),
        ({"first_entry": None}, "AT-14", Footing.MISSING, "AT-14-none"),
        ({"is_clock_right": False}, "AT-16", Footing.MEASURED, "AT-16-wrong"),
        ({"backed_up_at": None}, "AT-17", Footing.MISSING, "AT-17"),
        ({"backed_up_at": None}, "AT-18", Footing.MISSING, "AT-18"),
        ({"backup_is_good": False}, "AT-17", Footing.MEASURED, "AT-17-faults"),
        ({"tried_rows": None}, "AT-18", Footing.MISSING, "AT-18"),
        ({"has_code": False}, "AT-18", Footing.MEASURED, "AT-18-no-code"),
        ({"is_https": False}, "AT-19", Footing.MEASURED, "AT-19-plain"),
        ({"certificate_days": None}, "AT-19", Footing.MEASURED, "AT-19-proxy"),
        ({"purged_at": None}, "DL", Footing.MISSING, "DL"),
        ({}, "AT-09", Footing.MEASURED, "AT-09-nightly"),
        ({"disused_at": None}, "AT-09", Footing.MISSING, "AT-09"),
        ({}, "AT-24", Footing.STATED, "by_hand_AT-24"),
        ({}, "AT-10", Footing.MEASURED, "AT-10"),
        ({"are_accounts_due": True}, "AT-10", Footing.MEASURED, "AT-10-due"),
        ({}, "AT-15", Footing.MEASURED, "AT-15"),
        ({"is_log_due": True, "log_seen_at": None}, "AT-15", Footing.MEASURED, "AT-15-due"),
        ({}, "AT-03", Footing.MEASURED, "AT-03"),
        ({"passwords": PasswordFacts(0, 2, 2)}, "AT-03", Footing.MISSING, "AT-03-free"),
    ],
)
def test_each_line_says_what_it_stands_on(changes: dict[str, object], code: str, ground: Footing, say: str) -> None:
    (line,) = [one for one in dossier.lines(replace(FACTS, **changes)) if one.code == code]
    assert (line.ground, line.say) == (ground, say)


def test_every_line_has_words_and_every_criterion_a_line() -> None:
    lines = dossier.lines(FACTS)
    assert set(papers._required()) <= {line.code for line in lines}, "a criterion that the dossier is silent about"
    document = papers.security("Xã Tây Sơn", NOW, lines)
    text = repr(document)
    assert "{" not in text and "Điều" not in text, "no article of any act"
    assert text.count("đo được lúc") == sum(line.ground is Footing.MEASURED for line in lines)


def test_the_page_tells_the_figures_of_this_place(office: Office, browse: Browse) -> None:
    db.session.remove()
    before = browse("admin").get(PAGE).text
    assert "Chưa có bản sao lưu nào" in before and "chưa có" in before
    admin = office.account("admin")
    factors.begin(admin, *_secret_and_code())
    actions.note_run(RunKind.BACKUP, True, {"name": "office.zip", "rows": 4321, "places": {}})
    actions.note_run(RunKind.CHECK, False, {"chain": 2})
    db.session.commit()
    found = standing.accounts(office.viewer("admin"))
    assert (found.admins, found.admins_with_factor, found.is_ruled) == (1, 1, False)
    page = browse("admin").get(PAGE).text
    assert "quản trị 1/1" in page and "đủ 4.321 dòng" in page and "2 chỗ đứt" in page
    assert "ít nhất 14 ký tự" in page and "Chưa mở bằng https" in page


def _secret_and_code() -> tuple[str, str]:
    from tests.accounts.test_factors import SECRET, code_at

    return SECRET, code_at(-1)


def test_the_file_says_the_same(office: Office, browse: Browse) -> None:
    db.session.remove()
    answer = browse("admin").get(f"{PAGE}.docx")
    cells = {
        cell.text for table in Document(io.BytesIO(answer.data)).tables for row in table.rows for cell in row.cells
    }
    assert "AT\u201107" in cells and any(cell.startswith("đo được lúc") for cell in cells)
    assert browse("admin").get(f"{PAGE}/in").status_code == 200
    for role in ("leader", "secretary", "auditor", "counter"):
        assert browse(role).get(PAGE).status_code == 403


def test_what_the_office_was_given_to_update_with(office: Office, app: Flask, browse: Browse) -> None:
    db.session.remove()
    key = Path(app.config["INSTANCE_DIR"]) / "update.pub"
    assert "Chưa có khóa công khai" in browse("admin").get(PAGE).text
    key.write_bytes(b"a key")
    try:
        assert "Có khóa công khai" in browse("admin").get(PAGE).text
    finally:
        key.unlink()
