"""The wording of the papers: whole in the catalogue, whole in the database, whole on the pages."""

import unicodedata
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select, update

from models.base import db
from models.journal.tables import JournalEntry
from models.plan import programme, queries
from models.plan.rules import ProvisionKind
from models.plan.tables import Plan, PlanTask, Provision, Step, Target, Workstream
from tests.factories import Office
from tests.shipped import PROGRAMME, load_plan

TASKS = PROGRAMME.plan["tasks"]
TARGETS = PROGRAMME.plan["targets"]
STEPS = [(stream["code"], step) for stream in PROGRAMME.script["workstreams"] for step in stream["steps"]]


def words_of(html: str, selector: str = "#official") -> str:
    found = BeautifulSoup(html, "lxml").select_one(selector)
    assert found is not None
    return " ".join(found.get_text(" ").split())


def flat(text: str | None) -> str:
    return " ".join((text or "").split())


def test_the_catalogue_gives_every_target_task_and_step_in_full() -> None:
    assert (len(TARGETS), len(TASKS), len(STEPS)) == (10, 37, 37)
    assert all(item["official"] for item in TARGETS)
    for item in TASKS:
        assert item["official_title"] and item["official_goal"] and item["due_text"] == "Hoàn thành trong Quý II/2026"
        assert item["official_product"] or item["number"] == 35  # the plan leaves this cell empty
    for code, item in STEPS:
        assert item["official_title"] and item["official_result"] and item["due_text"], code
        assert item["province_contacts"] and item["commune_contacts"], code


def test_what_is_stored_is_the_wording_of_the_catalogue(planned: Office) -> None:
    eyes = planned.viewer("leader")
    for item in TARGETS:
        assert queries.target(eyes, item["number"]).official == item["official"]
    for item in TASKS:
        task = queries.task(eyes, item["number"])
        assert (task.official_title, task.official_goal) == (item["official_title"], item["official_goal"])
        assert (task.official_product, task.due_text) == (item["official_product"] or "", item["due_text"])
    for code, item in STEPS:
        step = queries.step(eyes, f"{code}.{item['number']}")
        assert (step.official_title, step.official_result) == (item["official_title"], item["official_result"])
        assert step.due_text == item["due_text"]


def test_the_whole_programme_is_stored(planned: Office) -> None:
    data, eyes = PROGRAMME.programme, planned.viewer("leader")
    counted = {kind: len(programme.provisions(eyes, kind)) for kind in ProvisionKind}
    assert counted == {
        ProvisionKind.DOCUMENT: len(data["documents"]),
        ProvisionKind.DEADLINE: len(data["deadlines"]),
        ProvisionKind.REPORT: len(data["reporting"]),
        ProvisionKind.REQUEST: len(data["requests"]),
        ProvisionKind.MEASURE: 5,
        ProvisionKind.DUTY: 6,
        **dict.fromkeys([ProvisionKind.SCRIPT, ProvisionKind.MONEY, ProvisionKind.CLOSING], 1),
    }
    stored = {flat(text) for row in programme.provisions(eyes) for text in row.items}
    assert {flat(text) for text in texts_of(data)} <= stored


def texts_of(node: object) -> Iterator[str]:
    """Every official sentence of a part of the catalogue."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name in ("official", "closing"):
                yield value
            elif name == "items" and all(isinstance(item, str) for item in value):
                yield from value
            else:
                yield from texts_of(value)
    elif isinstance(node, list):
        for item in node:
            yield from texts_of(item)


@pytest.mark.parametrize("no", [3, 6, 10])
def test_a_target_shows_its_whole_wording(planned: Office, browse, no: int) -> None:
    said = words_of(browse("leader").get(f"/ke-hoach/chi-tieu/{no}").text)
    assert flat(TARGETS[no - 1]["official"]) in said
    assert "Quyết định số 1899/QĐ-UBND" in said
    assert "Ban Thường vụ Tỉnh đoàn" in said


@pytest.mark.parametrize("no", [2, 17, 18, 33, 35])
def test_a_task_shows_its_whole_wording_and_the_duties_of_its_bodies(planned: Office, browse, no: int) -> None:
    said, item = words_of(browse("leader").get(f"/ke-hoach/nhiem-vu/{no}").text), TASKS[no - 1]
    for name in ("official_title", "official_goal", "official_product", "due_text"):
        assert flat(item[name]) in said
    assert ("Tham mưu Ủy ban nhân dân tỉnh ban hành Khung tiêu chí" in said) == (
        "Sở KH&CN" in item["lead"] + item["with"]
    )


@pytest.mark.slow
def test_a_step_shows_its_wording_its_day_and_its_own_contacts(app, browse, office: Office) -> None:
    office.commune.name = "Xã Tây Sơn"  # the contacts are those of the commune that the plan was issued for
    load_plan(office.commune)
    db.session.commit()
    for code, item in STEPS:
        page = browse("leader").get(f"/ke-hoach/kich-ban/{code}-{item['number']}").text
        said, whole = words_of(page), words_of(page, "main")
        for text in (item["official_title"], item["due_text"], *item["official_result"].splitlines()):
            assert flat(text) in said
        for name in item["province_contacts"] + item["commune_contacts"]:
            assert name in whole


def test_the_page_of_the_programme_names_papers_days_and_duties(planned: Office, browse) -> None:
    page = browse("leader").get("/ke-hoach/van-ban")
    assert page.status_code == 200
    said = words_of(page.text, "main")
    for document in PROGRAMME.programme["documents"]:
        assert flat(document["cited"]) in said
    for duty in PROGRAMME.programme["duties"]["bodies"]:
        assert all(flat(item) in said for item in duty["items"])
    assert "trước ngày 10/5/2026 (hết ngày 9/5/2026)" in said


OLD = {
    Target: {"official": "", "title": "Chữ cũ"},
    PlanTask: {"official_title": "", "official_goal": "", "official_product": "", "title": "Chữ cũ"},
    Step: {"official_title": "", "official_result": "", "contacts": [], "title": "Chữ cũ"},
    Workstream: {"official_title": ""},
    Plan: {"official_title": "", "cited": "", "script_cited": ""},
}


def test_loading_over_an_older_office_brings_the_wording_and_then_changes_nothing(planned: Office) -> None:
    eyes = planned.viewer("leader")
    task = queries.task(eyes, 18)
    task.duty.unit_id = planned.units[1].id
    db.session.flush()
    for kind, old in OLD.items():
        db.session.execute(update(kind).values(**old))
    db.session.execute(Provision.__table__.delete())
    db.session.commit()
    load_plan(planned.commune)
    db.session.commit()
    task = queries.task(eyes, 18)
    assert task.official_title == TASKS[17]["official_title"]
    assert (task.title, task.duty.title) == (TASKS[17]["title"], TASKS[17]["title"])
    assert task.duty.unit_id == planned.units[1].id
    assert len(programme.provisions(eyes)) > 30
    written = db.session.scalar(select(func.count()).select_from(JournalEntry))
    load_plan(planned.commune)
    db.session.commit()
    assert db.session.scalar(select(func.count()).select_from(JournalEntry)) == written


def test_a_ward_is_never_called_a_commune(office: Office) -> None:
    for name, kind in (("Phường Quy Nhơn", "phường"), ("Đặc khu Phú Quý", "đặc khu")):
        office.commune.name = name
        load_plan(office.commune)
        db.session.commit()
        eyes = office.viewer("leader")
        assert queries.task(eyes, 5).partners == [f"UBND {kind}"]
        assert queries.task(eyes, 5).goal == f"Các cuộc họp UBND {kind} diễn ra trên nền tảng số"
        assert queries.step(eyes, "IV.5").result == f"Bảng phân công của {kind}"
        assert programme.duties_of(eyes, [f"UBND {kind}"])[0].key == "V.5"


# words that a short title must not lose, since without them it says something else
KEPT = {
    7: "theo dõi",
    11: "đánh giá sự hài lòng",
    17: "hỗ trợ doanh nghiệp, hộ kinh doanh",
    18: "chủ lực, đặc trưng hoặc OCOP (nếu có)",
    19: "sự tham gia của người dân",
    23: "thí điểm",
    25: "truyền thông chính sách",
    26: "hướng dẫn",
    36: "định kỳ",
}


@pytest.mark.parametrize("no", KEPT)
def test_a_short_title_keeps_what_the_task_is_about(no: int) -> None:
    item = TASKS[no - 1]
    assert KEPT[no].casefold() in f"{item['title']} {item['goal']} {item['product']}".casefold()


def test_all_wording_is_composed() -> None:
    for text in texts_of(PROGRAMME.programme):
        assert unicodedata.is_normalized("NFC", text)
