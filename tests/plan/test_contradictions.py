"""A step whose state its measure contradicts is flagged until somebody says why it stays so."""

from datetime import date
from decimal import Decimal

from bs4 import BeautifulSoup
from sqlalchemy import select

from models.base import db
from models.duties import actions as duties
from models.duties.rules import DutyAct
from models.duties.tables import DutyNote
from models.plan import figures, queries
from models.plan.rules import SourcePaper
from tests.duties.conftest import finish
from tests.factories import Office

STEP = "/ke-hoach/kich-ban/VI-4"
PAPER = SourcePaper("27/BC", date(2026, 6, 19))
DIFFERS, SAID = "Báo cáo và số liệu không khớp</h2>", "Báo cáo và số liệu không khớp, đã nêu lý do</h2>"


def test_a_finished_step_that_is_not_met_and_the_other_way(planned: Office, browse, hold) -> None:
    hold("2026-06-20 09:00")
    eyes = planned.viewer("secretary")
    step = queries.step(eyes, "VI.4")
    step.measure = {"other": "scripts", "comparator": ">=", "value": 5}
    figures.set_figure(eyes, step, date(2026, 6, 18), Decimal(3), cited=PAPER, unit_words="kịch bản")
    finish(planned, step.duty, date(2026, 6, 18))
    db.session.commit()
    leader, clerk = browse("leader"), browse("counter")
    page = leader.get(STEP).text
    assert DIFFERS in page and "3 kịch bản" in page
    assert "1 bước cần xem lại" in leader.get("/ke-hoach/kich-ban").text
    assert "keep-reason" not in clerk.get(STEP).text
    assert clerk.post_form(f"{STEP}/giu-trang-thai", {"reason": "Thôi"}).status_code == 403
    told = {"version": str(step.duty.version), "reason": " "}
    assert leader.post(f"{STEP}/giu-trang-thai", told).status_code == 422
    for _ in range(2):  # pressed twice it is one note
        answer = leader.post(f"{STEP}/giu-trang-thai", told | {"reason": "Hai kịch bản còn lại không áp dụng."})
        assert answer.location == STEP
    kept = select(DutyNote.text).where(DutyNote.act == DutyAct.KEPT)
    assert db.session.scalars(kept).all() == ["Hai kịch bản còn lại không áp dụng."]
    assert SAID in leader.get(STEP).text
    refused = leader.post(f"{STEP}/giu-trang-thai", told)  # also once a reason was given
    assert refused.status_code == 422 and 'class="error"' in refused.text
    assert "cần xem lại" not in leader.get("/ke-hoach/kich-ban").text
    hold("2026-06-21 09:00")
    duties.reopen(planned.viewer("leader"), queries.step(eyes, "VI.4").duty, "Làm tiếp")
    db.session.commit()
    assert "không khớp" not in browse("leader").get(STEP).text, "open and not met is no contradiction"
    told |= {"version": str(queries.step(eyes, "VI.4").duty.version), "reason": "ă" * 5000}
    refused = browse("leader").post(f"{STEP}/giu-trang-thai", told)
    assert refused.status_code == 422 and 'class="error"' in refused.text, "also where nothing differs any more"
    figures.set_figure(eyes, queries.step(eyes, "VI.4"), date(2026, 6, 21), Decimal(5), cited=PAPER)
    db.session.commit()
    page = browse("leader").get(STEP).text
    assert DIFFERS in page and "chưa được báo cáo hoàn thành" in page


def test_the_front_page_counts_them_for_who_may_answer_and_leads_to_the_same_lines(
    planned: Office, browse, hold
) -> None:
    hold("2026-06-20 09:00")
    eyes = planned.viewer("secretary")
    step = queries.step(eyes, "VI.4")
    step.measure = {"other": "scripts", "comparator": ">=", "value": 5}
    figures.set_figure(eyes, step, date(2026, 6, 18), Decimal(3), cited=PAPER, unit_words="kịch bản")
    task = queries.task(eyes, next(row for row in queries.step_rows(eyes) if row.ref == "VI.4").task_nos[0])
    for duty in (step.duty, task.duty):
        finish(planned, duty, date(2026, 6, 18))
    db.session.commit()
    home_id, no = eyes.commune_id, task.no
    for role in ("leader", "secretary"):
        page = BeautifulSoup(browse(role).get("/").text, "lxml")
        links = {" ".join(one.text.split()): one["href"] for one in page.select("[aria-labelledby=doubtful] a")}
        assert links == {
            "1 nhiệm vụ cần xem lại": "/ke-hoach/nhiem-vu?can-xem-lai=1",
            "1 bước kịch bản cần xem lại": "/ke-hoach/kich-ban?can-xem-lai=1",
        }
        for url in links.values():
            assert len(BeautifulSoup(browse(role).get(url).text, "lxml").select("#rows tbody tr")) == 1
    for role in ("counter", "auditor", "admin"):
        assert "không khớp" not in browse(role).get("/").text, role
    province = browse("province")
    assert "không khớp" not in province.get("/tinh").text
    province.get(f"/tinh/xa/{home_id}")
    assert "không khớp" not in province.get("/").text
    leader = browse("leader")
    for duty in (queries.step(eyes, "VI.4").duty, queries.task(eyes, no).duty):
        duties.keep_state(planned.viewer("leader"), duty, "Hai kịch bản còn lại không áp dụng.")
    db.session.commit()
    assert "không khớp" not in leader.get("/").text, "an answer is seen at the next look"
