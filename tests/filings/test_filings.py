"""Plans of communes and scripts of provincial bodies: who has sent, when, in time or not, with the file."""

import io
from datetime import date

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from models import clock
from models.base import db
from models.files import StoredFile
from models.filings import loading, queries
from models.filings.rules import FilingState, filing_standing
from models.filings.tables import PlanFiling, ProvincialBody, ScriptFiling
from models.plan.tables import Provision
from tests.factories import Office
from tests.shipped import PROGRAMME, load_plan

LAST, TODAY = date(2026, 5, 14), date(2026, 6, 26)
BODIES = loading.shipped()
OWN = {"document_no": "41/KH-UBND", "document_on": "25/6/2026"}
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


@pytest.mark.parametrize(
    ("received_on", "last_day", "today", "state", "days"),
    [
        (None, None, TODAY, FilingState.MISSING, 0),
        (None, LAST, LAST, FilingState.MISSING, 0),
        (None, LAST, date(2026, 5, 15), FilingState.MISSING_LATE, 1),
        (None, LAST, TODAY, FilingState.MISSING_LATE, 43),
        (date(2026, 5, 14), LAST, TODAY, FilingState.ON_TIME, 0),
        (date(2026, 5, 15), LAST, TODAY, FilingState.LATE, 1),
        (date(2026, 5, 20), LAST, TODAY, FilingState.LATE, 6),
        (date(2026, 5, 20), None, TODAY, FilingState.ON_TIME, 0),
    ],
)
def test_in_time_or_not(received_on, last_day, today, state, days) -> None:
    found = filing_standing(received_on, last_day, today)
    assert (found.state, found.days) == (state, days)
    assert found.is_sent == (received_on is not None)


@pytest.fixture
def programme(app: Flask, office: Office, other_office: Office, hold) -> Office:
    """Two communes with the programme's papers, and the bodies of the province, in June."""
    hold("2026-06-26 15:00")
    load_plan(office.commune)
    loading.load_all(BODIES)
    db.session.commit()
    return office


def row(html: str, name: str) -> str:
    for line in BeautifulSoup(html, "lxml").select("#rows tbody tr"):
        if line.strong.text == name:
            return " ".join(line.text.split())
    raise AssertionError(name)


def test_the_days_are_those_of_the_programme(programme: Office) -> None:
    assert queries.deadline(queries.PLANS).last_day == date(2026, 5, 14)
    assert queries.deadline(queries.SCRIPTS).last_day == date(2026, 5, 9)
    assert queries.deadline(queries.PLANS).words == "trước ngày 15/5/2026"
    db.session.execute(update(Provision).where(Provision.key == queries.PLANS).values(due_on=date(2026, 12, 31)))
    assert queries.deadline(queries.PLANS).last_day == date(2026, 12, 31), "data, not code"


def test_the_bodies_are_those_that_lead_tasks(programme: Office) -> None:
    leads = {name for item in PROGRAMME.plan["tasks"] for name in item["lead"]}
    listed = {line.name: line.task_nos for line in queries.scripts_of_bodies()}
    assert listed.keys() == {name for name in BODIES if name in leads}
    assert "Công an tỉnh" in listed and "UBND tỉnh" not in listed
    loading.load_all(BODIES)
    db.session.commit()
    assert len(db.session.scalars(select(ProvincialBody)).all()) == len(BODIES)


def test_a_commune_sends_its_plan_and_the_province_opens_it(programme: Office, browse) -> None:
    secretary, tinh = browse("secretary"), browse("province")
    assert "Chưa gửi, quá hạn 43 ngày" in row(tinh.get("/tinh/ke-hoach").text, "Xã Thử Nghiệm")
    assert secretary.post("/ke-hoach/gui-tinh", OWN).status_code == 422, "without its paper nothing is sent"
    assert secretary.post("/ke-hoach/gui-tinh", {"evidence_link": "https://a.vn"}).status_code == 422
    form = OWN | {"evidence_file": (io.BytesIO(PDF), "ke-hoach.pdf")}
    assert secretary.post("/ke-hoach/gui-tinh", form).status_code == 303
    assert "41/KH-UBND" in secretary.get("/ke-hoach/gui-tinh").text
    shown = tinh.get("/tinh/ke-hoach").text
    said = row(shown, "Xã Thử Nghiệm")
    assert "Gửi muộn 43 ngày" in said and "26/6/2026" in said and "41/KH-UBND ngày 25/6/2026" in said
    link = next(a["href"] for a in BeautifulSoup(shown, "lxml").select("#rows a") if "ke-hoach.pdf" in a.text)
    assert tinh.get(link).data == PDF
    sheet = load_workbook(io.BytesIO(tinh.get("/tinh/ke-hoach.xlsx").data)).active
    cells = {line[0]: line[1:] for line in sheet.iter_rows(values_only=True)}
    assert cells["Xã Thử Nghiệm"][:3] == ("Gửi muộn", 43, "26/6/2026")
    assert cells["Xã Thử Nghiệm"][5] == "ke-hoach.pdf"


def test_the_province_records_what_came_otherwise(programme: Office, browse) -> None:
    tinh, commune_id = browse("province"), programme.commune.id
    url = f"/tinh/ke-hoach/{commune_id}/ghi"
    form = {"received_on": "12/5/2026", "evidence_file": (io.BytesIO(PDF), "ban-giay.pdf")}
    assert tinh.post(url, form).status_code == 303
    again = {"received_on": "20/5/2026", "evidence_link": "https://hcc.gialai.gov.vn/ke-hoach"}
    assert tinh.post(url, again).status_code == 303
    said = row(tinh.get("/tinh/ke-hoach").text, "Xã Thử Nghiệm")
    assert "Gửi đúng hạn" in said and "12/5/2026" in said and "gửi lại 20/5/2026 (2 lần)" in said
    leader = browse("leader")
    own = leader.get("/ke-hoach/gui-tinh").text
    assert "Tỉnh ghi" in own and "ban-giay.pdf" in own
    file_id = db.session.scalars(select(StoredFile.id)).one()
    assert leader.get(f"/tep/{file_id}").status_code == 200, "it is the commune's own plan"
    first = db.session.scalars(select(PlanFiling).order_by(PlanFiling.id)).first()
    assert first is not None
    void = f"/tinh/ke-hoach/lan-gui/{first.id}/bo"
    assert tinh.post(void, {"reason": ""}).status_code == 303
    assert "Gửi đúng hạn" in row(tinh.get("/tinh/ke-hoach").text, "Xã Thử Nghiệm"), "no reason, no change"
    tinh.post(void, {"reason": "Ghi nhầm ngày"})
    tinh.post(void, {"reason": "Lần nữa"})
    assert "Gửi muộn 6 ngày" in row(tinh.get("/tinh/ke-hoach").text, "Xã Thử Nghiệm")
    assert "Ghi nhầm ngày" in leader.get("/ke-hoach/gui-tinh").text


def test_scripts_are_the_provinces_own(programme: Office, browse) -> None:
    tinh = browse("province")
    body = next(line for line in queries.scripts_of_bodies() if line.name == "Sở KH&CN")
    form = {"received_on": "12/5/2026", "evidence_file": (io.BytesIO(PDF), "kich-ban.pdf")}
    assert tinh.post(f"/tinh/kich-ban-so-nganh/{body.id}/ghi", form).status_code == 303
    shown = tinh.get("/tinh/kich-ban-so-nganh").text
    assert "Gửi muộn 3 ngày" in row(shown, "Sở KH&CN") and "kich-ban.pdf" in row(shown, "Sở KH&CN")
    assert "Chưa gửi, quá hạn 48 ngày" in row(shown, "Công an tỉnh")
    stored = db.session.scalars(select(StoredFile)).one()
    assert stored.commune_id is None
    assert tinh.get(f"/tep/{stored.id}").status_code == 200
    assert browse("leader").get(f"/tep/{stored.id}").status_code == 404
    only = BeautifulSoup(tinh.get("/tinh/kich-ban-so-nganh?tinh-trang=late").text, "lxml").select("#rows tbody strong")
    assert [one.text for one in only] == ["Sở KH&CN"]
    sheet = load_workbook(io.BytesIO(tinh.get("/tinh/kich-ban-so-nganh.xlsx?tinh-trang=late").data)).active
    assert sheet.max_row == 2


def test_odd_posts_and_other_eyes(programme: Office, other_office: Office, browse) -> None:
    tinh, commune_id = browse("province"), programme.commune.id
    url = f"/tinh/ke-hoach/{commune_id}/ghi"
    link = {"evidence_link": "https://a.vn"}
    for odd in (
        {"received_on": "12/5/2026"},
        {"received_on": "12/5/2099", **link},
        {"received_on": "12/5/2026", "document_no": "1/KH", **link},
        {"received_on": "hôm qua", **link},
        {"received_on": "12/5/2026", "evidence_file": (io.BytesIO(b"MZ"), "a.pdf")},
    ):
        assert tinh.post(url, odd).status_code == 422, odd
    for missing in ("/tinh/ke-hoach/999999/ghi", "/tinh/kich-ban-so-nganh/999999/ghi", "/tinh/kich-ban-so-nganh/1/ghi"):
        assert tinh.post(missing, {"received_on": "12/5/2026", **link}).status_code == 404, missing
    assert tinh.post("/ke-hoach/gui-tinh", link).status_code == 403
    for role in ("leader", "secretary", "admin", "auditor", "counter"):
        browser = browse(role)
        for closed in ("/tinh/ke-hoach", "/tinh/ke-hoach.xlsx", "/tinh/kich-ban-so-nganh", url):
            assert browser.get(closed).status_code == 403, (role, closed)
        assert browser.post(url, {"received_on": "12/5/2026", **link}).status_code == 403
    assert browse("counter").post("/ke-hoach/gui-tinh", link).status_code == 403
    assert db.session.scalars(select(PlanFiling)).all() == []
    assert db.session.scalars(select(StoredFile)).all() == []
    with pytest.raises(IntegrityError):
        db.session.add(ScriptFiling(body_id=4, received_on=clock.today(), entered_by=1))
        db.session.flush()
    db.session.rollback()


def test_another_commune_sees_nothing_of_it(programme: Office, other_office: Office, browse) -> None:
    browse("secretary").post("/ke-hoach/gui-tinh", OWN | {"evidence_link": "https://a.vn/rieng"})
    assert "https://a.vn/rieng" in browse("leader").get("/ke-hoach/gui-tinh").text
    assert queries.own_filings(other_office.viewer("leader")) == []


def test_the_registers_cost_the_same_for_many(programme: Office, browse, statements) -> None:
    tinh, secretary = browse("province"), browse("secretary")

    def cost(url: str) -> int:
        tinh.get(url)
        with statements() as seen:
            assert tinh.get(url).status_code == 200
        return len(seen)

    urls = ("/tinh/ke-hoach", "/tinh/ke-hoach.xlsx", "/tinh/kich-ban-so-nganh", "/tinh/kich-ban-so-nganh.xlsx")
    few = [cost(url) for url in urls]
    for number in range(20):
        secretary.post("/ke-hoach/gui-tinh", OWN | {"evidence_link": f"https://a.vn/{number}"})
    assert [cost(url) for url in urls] == few
    assert max(few) <= 9
