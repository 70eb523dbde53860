"""A round as a sheet: every criterion once, numbers as numbers, nothing that Excel would run."""

import io

from openpyxl import load_workbook
from sqlalchemy import select

from blueprints.audits.sheets import HEAD, XLSX
from models import clock
from models.audits import actions
from models.audits.rules import ItemState
from models.audits.tables import AuditRound, Criterion, ItemResult
from models.base import db
from tests.factories import Office


def test_a_round_as_a_sheet(website: AuditRound, round_id: int, office: Office, browse) -> None:
    query = select(ItemResult).join(Criterion).where(Criterion.code == "WEB-A01", ItemResult.round_id == round_id)
    result = db.session.scalars(query).one()
    result.assess(ItemState.MET, 1, clock.now(), "=1+1", "", None)
    actions.attach(result, 1, "", url="https://tayson.gialai.gov.vn/gioi-thieu")
    db.session.commit()
    answer = browse("leader").get(f"/kiem-tra/dot/{round_id}.xlsx")
    assert (answer.status_code, answer.mimetype) == (200, XLSX)
    assert "kiem-tra-website-dot-1.xlsx" in answer.headers["Content-Disposition"]
    rows = list(load_workbook(io.BytesIO(answer.data)).active.iter_rows())
    assert tuple(cell.value for cell in rows[2]) == HEAD
    assert len(rows) == 3 + 90
    first = dict(zip(HEAD, rows[3], strict=True))
    assert (first["Mã"].value, first["Đánh giá"].value, first["Điểm đạt"].value) == ("WEB-A01", "Đạt", 2)
    assert (first["Ghi chú"].value, first["Ghi chú"].data_type) == ("=1+1", "s")
    assert first["Minh chứng"].value == "https://tayson.gialai.gov.vn/gioi-thieu"


def test_a_round_of_another_commune_has_no_sheet(round_id: int, other_office: Office, browse) -> None:
    assert browse("leader", other_office).get(f"/kiem-tra/dot/{round_id}.xlsx").status_code == 404
