"""Runs and proposals in the browser: asked for, watched, stopped; accepted, declined with a reason, closed."""

from functools import partial

import lxml.html
import pytest
from sqlalchemy import func, select

from models import catalogue
from models.audits import actions as audits
from models.audits.rules import ItemState
from models.audits.tables import Criterion, ItemResult
from models.base import db
from models.jobs import queue
from models.jobs.worker import Work
from models.website import actions, checking, concluding, runs
from models.website.concluding import Judged
from models.website.fetching import Fetcher
from models.website.rules import CheckKey, CheckOutcome, FaultState, RunState
from models.website.seen import Result
from models.website.tables import CheckPage, CheckResult, CheckRun, WebsiteFault

CRITERIA = catalogue.read("criteria_website")
HOME = "https://tayson.gialai.gov.vn"
DEAD = {"status": 404, "places": [[f"{HOME}/van-ban/kh-87", "Tải Kế hoạch số 87"]], "count": 5}
RESULTS = [
    Result(CheckKey.REACHABLE, CheckOutcome.PASS),
    Result(CheckKey.FILE, CheckOutcome.FAIL, f"{HOME}/tep/kh-87.docx", "gone", DEAD),
    Result(CheckKey.LINK, CheckOutcome.BLOCKED, f"{HOME}/cam", "firewall", {"status": 403}),
    Result(CheckKey.VIEWPORT, CheckOutcome.FAIL, "", "no_viewport", {"pages": [f"{HOME}/a"], "count": 1}),
    Result(CheckKey.NARROW, CheckOutcome.NOT_TESTABLE, "", "no_browser"),
]


def words(html: str) -> str:
    return " ".join(" ".join(lxml.html.document_fromstring(html).xpath("//main//text()")).split())


def keep(site, results=RESULTS, state=RunState.DONE) -> None:
    """A run that is over."""
    run = runs.ask(site)
    queue.cancel(run.job_id)
    concluding.keep(run.id, Judged(state, results, frozenset()))
    db.session.commit()


@pytest.fixture
def proposed(own_site):
    """Two runs that saw the same."""
    keep(own_site)
    keep(own_site)
    return {fault.check_key: fault.id for fault in db.session.scalars(select(WebsiteFault))}


def state(fault_id: int) -> FaultState:
    db.session.remove()
    return db.session.get_one(WebsiteFault, fault_id).state


def test_without_a_site_nothing_is_checked(shared_out, browse) -> None:
    auditor = browse("auditor")
    assert auditor.post("/trang-web/quet").location == "/trang-web"
    assert "Quản trị viên chưa nhập địa chỉ" in auditor.get("/trang-web").text
    assert db.session.scalar(select(CheckRun.id)) is None


def test_a_run_is_asked_for_once_watched_and_stopped(own_site, browse) -> None:
    auditor = browse("auditor")
    first = auditor.post("/trang-web/quet").location
    assert auditor.post("/trang-web/quet").location == first
    assert "Đang chờ đến lượt" in words(auditor.get(first).text)
    assert 'hx-get="/trang-web/lan/1/tien-do"' in auditor.get(first).text
    assert auditor.get(f"{first}/tien-do").status_code == 200
    assert auditor.post(f"{first}/dung").location == first
    page = auditor.get(first).text
    assert "Đã dừng, giữ kết quả" in words(page) and "hx-trigger" not in page.split('id="run"')[1].split(">")[0]
    assert auditor.post(f"{first}/dung").location == first
    assert "đã kết thúc" in words(auditor.get(first).text)
    assert browse("counter").post("/trang-web/quet").status_code == 403


def test_the_outcomes_add_up_and_are_listed(proposed, browse) -> None:
    page = words(browse("auditor").get("/trang-web/de-xuat").text)
    assert "5 phép thử = 2 + 0 + 1 + 1 + 1" in page
    assert "Tệp thiếu : /tep/kh-87.docx" in page or "Tệp thiếu: /tep/kh-87.docx" in page
    blocked = words(browse("auditor").get("/trang-web/de-xuat?ket-qua=bi-chan").text)
    assert "Tường lửa chặn máy kiểm tra (mã 403)" in blocked
    assert "cần người xem bằng trình duyệt" in browse("auditor").get("/trang-web/de-xuat?ket-qua=khong-thu-duoc").text
    assert browse("auditor").get("/trang-web/de-xuat?ket-qua=x&loc=y").status_code == 200


def test_a_proposal_is_accepted_and_changes_no_round(proposed, shared_out, browse) -> None:
    audits.load_criteria(CRITERIA)
    no = audits.open_round(shared_out.viewer("auditor"), "website", None, shared_out.commune.joined_on).no
    db.session.commit()
    auditor, fault_id = browse("auditor"), proposed[CheckKey.FILE]
    page = words(auditor.get(f"/trang-web/de-xuat/{fault_id}").text)
    assert f"đợt {no} đang ghi: chưa đánh giá" in page and "WEB-F18" in page
    assert auditor.post(f"/trang-web/de-xuat/{fault_id}/nhan").location == "/trang-web/de-xuat"
    assert state(fault_id) is FaultState.ACCEPTED
    assert runs.recorded(shared_out.viewer("auditor"), {"WEB-F18"})["WEB-F18"].state.value == "not_assessed"
    assert auditor.post(f"/trang-web/de-xuat/{fault_id}/nhan").location == f"/trang-web/de-xuat/{fault_id}"
    assert "Người khác vừa quyết định" in auditor.get(f"/trang-web/de-xuat/{fault_id}").text
    assert browse("counter").post(f"/trang-web/de-xuat/{fault_id}/nhan").status_code == 403


def test_an_accepted_proposal_fills_in_the_finding_of_an_open_round(proposed, shared_out, browse) -> None:
    audits.load_criteria(CRITERIA)
    round_ = audits.open_round(shared_out.viewer("auditor"), "website", None, shared_out.commune.joined_on)
    own = select(ItemResult).join(Criterion, Criterion.id == ItemResult.criterion_id)
    item = db.session.scalars(own.where(ItemResult.round_id == round_.id, Criterion.code == "WEB-F18")).one()
    item.state = ItemState.NOT_MET
    db.session.commit()
    auditor, fault_id, result_id = browse("auditor"), proposed[CheckKey.FILE], item.id
    assert "Nhận, ghi tồn tại" in auditor.get("/trang-web/de-xuat").text
    place = auditor.post(f"/trang-web/de-xuat/{fault_id}/nhan").location
    assert place.startswith(f"/kiem-tra/muc/{result_id}/ton-tai?") and state(fault_id) is FaultState.ACCEPTED
    form = lxml.html.document_fromstring(auditor.get(place).text)
    said = form.xpath("string(//textarea[@name='text'])")
    assert "/tep/kh-87.docx" in said and "mã 404" in said
    assert "/van-ban/kh-87" in form.xpath("string(//textarea[@name='place'])")
    assert "Ghi tồn tại" in auditor.get(f"/trang-web/de-xuat/{fault_id}").text, "also when it was left for later"


def test_declining_needs_a_reason(proposed, browse) -> None:
    auditor, fault_id = browse("auditor"), proposed[CheckKey.VIEWPORT]
    url = f"/trang-web/de-xuat/{fault_id}"
    assert auditor.post_form(f"{url}/khong-nhan", {"reason": " "}, url).status_code == 422
    assert state(fault_id) is FaultState.PROPOSED
    sent = {"reason": "Trang có bản riêng cho điện thoại"}
    assert auditor.post_form(f"{url}/khong-nhan", sent, url).location == "/trang-web/de-xuat"
    assert state(fault_id) is FaultState.DECLINED
    assert "Trang có bản riêng" in browse("leader").get("/trang-web/de-xuat?loc=khong-nhan").text


def test_what_was_mended_is_looked_at_by_a_person(proposed, own_site, browse) -> None:
    keep(own_site, [Result(CheckKey.FILE, CheckOutcome.PASS), Result(CheckKey.VIEWPORT, CheckOutcome.PASS)])
    auditor = browse("auditor")
    page = words(auditor.get("/trang-web/de-xuat").text)
    assert page.count("Chờ xác nhận đã sửa") == 2
    file_id, view_id = proposed[CheckKey.FILE], proposed[CheckKey.VIEWPORT]
    assert auditor.post(f"/trang-web/de-xuat/{file_id}/da-sua").location == "/trang-web/de-xuat"
    url = f"/trang-web/de-xuat/{view_id}"
    assert auditor.post_form(f"{url}/chua-sua", {"reason": "Vẫn tràn ở bảng"}, url).location == "/trang-web/de-xuat"
    assert (state(file_id), state(view_id)) == (FaultState.CLOSED, FaultState.ACCEPTED)


def test_the_sheet_of_links_tells_where_and_what(proposed, browse) -> None:
    page = browse("leader").get("/trang-web/lien-ket").text
    for told in (
        "/van-ban/kh-87",
        "Tải Kế hoạch số 87",
        "/tep/kh-87.docx",
        "Không có (404)",
        "/cam",
        "và 2 trang khác",
    ):
        assert told in page, told
    assert browse("leader").get("/trang-web/lien-ket.docx").status_code == 200


def test_what_long_past_runs_have_read_is_let_go(own_site) -> None:
    for _ in range(4):
        run = runs.ask(own_site)
        queue.cancel(run.job_id)
        db.session.add(CheckPage(commune_id=run.commune_id, run_id=run.id, kind="page", url=HOME, facts={}))
        concluding.keep(run.id, Judged(RunState.DONE, RESULTS, frozenset()))
    db.session.commit()
    pages = select(CheckRun.no).join(CheckPage, CheckPage.run_id == CheckRun.id).order_by(CheckRun.no)
    assert db.session.scalars(pages).all() == [2, 3, 4]
    assert db.session.scalar(select(func.count(CheckResult.id))) == 4 * len(RESULTS)


def test_a_province_reads_whose_section_it_is(shared_out, other_office, browse) -> None:
    actions.add_required(other_office.commune)
    db.session.commit()
    names = (shared_out.commune.name, other_office.commune.name)
    table = browse("province").get("/trang-web").text.split("<tbody>")[1]
    assert all(name in table for name in names)
    assert names[0] not in browse("leader").get("/trang-web").text.split("<tbody>")[1]


def test_another_commune_sees_nothing(proposed, other_office, browse) -> None:
    stranger = browse("auditor", other_office)
    fault_id, run_id = proposed[CheckKey.FILE], db.session.scalars(select(CheckRun.id)).first()
    assert "kh-87" not in stranger.get("/trang-web/de-xuat").text
    for url in (f"/trang-web/de-xuat/{fault_id}", f"/trang-web/lan/{run_id}", f"/trang-web/lan/{run_id}/tien-do"):
        assert stranger.get(url).status_code == 404
    assert stranger.post(f"/trang-web/de-xuat/{fault_id}/nhan").status_code == 404
    assert stranger.post(f"/trang-web/lan/{run_id}/dung").status_code == 404
    assert browse("province").get("/trang-web").status_code == 200


def test_the_nightly_command_checks_every_site(own_site, app, monkeypatch) -> None:
    own_site.url, own_site.hosts = "https://khong-co.invalid.vn/", ["khong-co.invalid.vn"]
    db.session.commit()
    site_id = own_site.id
    lost = partial(Fetcher, resolve=lambda host: [], wait=lambda seconds: None)
    works = {**app.extensions["works"], checking.KIND: Work(partial(checking.run, fetcher_of=lost))}
    monkeypatch.setitem(app.extensions, "works", works)
    db.session.remove()
    answer = app.test_cli_runner().invoke(args=["website", "check"])
    assert (answer.exit_code, answer.output) == (0, "khong-co.invalid.vn: đã kiểm tra.\n")
    run = db.session.scalars(select(CheckRun).where(CheckRun.website_id == site_id)).one()
    assert (run.state, run.asked_by) == (RunState.UNREACHABLE, None)
