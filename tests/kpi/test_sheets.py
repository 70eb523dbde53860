"""The sheet in the browser: who may open it, who writes what, and that it is kept as it was confirmed."""

import lxml.html
import pytest

from models.accounts.tables import Person
from models.base import db
from models.kpi.tables import KpiSheet


def words(html: str) -> str:
    return " ".join(" ".join(lxml.html.document_fromstring(html).xpath("//main//text()")).split())


@pytest.fixture
def ids(office) -> dict[str, int]:
    return {role.value: person.id for role, person in office.people.items()}


def test_the_sheet_is_opened_by_oneself_the_head_and_the_leader_alone(ids, other_office, browse) -> None:
    stranger = other_office.people["counter"].id
    url = f"/kpi/{ids['counter']}"
    for role, seen in (("counter", 200), ("leader", 200), ("secretary", 404), ("admin", 404), ("province", 403)):
        assert browse(role).get(url).status_code == seen, role
    assert browse("secretary").get(f"/kpi/{ids['auditor']}").status_code == 200, "the head of his own unit"
    assert browse("leader").get(f"/kpi/{stranger}").status_code == 404
    db.session.get(Person, ids["secretary"]).title = "Phó Chánh Văn phòng"
    db.session.commit()
    assert browse("secretary").get(f"/kpi/{ids['auditor']}").status_code == 404, "a deputy is not the head"


def test_no_list_shows_a_figure_of_anybody(ids, browse) -> None:
    html = browse("leader").get("/kpi?ky=2026-Q1").text
    assert "%" not in words(html).split("Phiếu ông/bà nhận xét")[1]
    assert "Phiếu ông/bà nhận xét" not in browse("counter").get("/kpi").text


def test_the_officer_notes_and_the_head_confirms_once_the_quarter_is_over(ids, browse, hold) -> None:
    hold("2026-07-02 09:00")
    mine, head = f"/kpi/{ids['counter']}", browse("leader")
    browse("counter").post(f"{mine}/y-kien?ky=2026-Q2", {"own_note": "Chờ số liệu của phòng khác."})
    assert head.post(f"{mine}/y-kien?ky=2026-Q2", {"own_note": "Viết hộ"}).status_code == 404
    assert browse("counter").post(f"{mine}/xac-nhan?ky=2026-Q2", {"grade": "good"}).status_code == 404
    assert head.post(f"{mine}/xac-nhan?ky=2026-Q2", {"grade": "best"}).status_code == 422
    head.post(f"{mine}/xac-nhan?ky=2026-Q3", {"grade": "good"})
    assert db.session.query(KpiSheet).filter(KpiSheet.confirmed_at.is_not(None)).count() == 0, "it is not over yet"
    head.post(f"{mine}/xac-nhan?ky=2026-Q2", {"grade": "good", "head_note": "Tốt."})
    shown = words(browse("counter").get(f"{mine}?ky=2026-Q2").text)
    assert "Hoàn thành tốt nhiệm vụ" in shown and "Chờ số liệu của phòng khác." in shown and "số liệu chốt lúc" in shown
    browse("counter").post(f"{mine}/y-kien?ky=2026-Q2", {"own_note": "Đổi ý"})
    assert db.session.query(KpiSheet).one().own_note == "Chờ số liệu của phòng khác."
    head.post(f"{mine}/mo-lai?ky=2026-Q2")
    assert not db.session.query(KpiSheet).one().is_confirmed


def test_nobody_confirms_his_own(ids, browse) -> None:
    own = f"/kpi/{ids['leader']}"
    assert browse("leader").get(own).status_code == 200
    assert browse("leader").post(f"{own}/xac-nhan?ky=2026-Q1", {"grade": "excellent"}).status_code == 404


def test_the_journal_tells_that_it_was_written_and_not_what(ids, browse) -> None:
    browse("counter").post(f"/kpi/{ids['counter']}/y-kien", {"own_note": "Lời riêng tư của tôi"})
    page = browse("leader").get("/quan-tri/nhat-ky").text
    assert "Phiếu đánh giá công chức" in page and "Lời riêng tư" not in page
