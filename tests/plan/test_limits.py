"""How long readings by hand hold where the plan does not say: seen and set by leader and administrator."""

import json
from datetime import date
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from models.base import db
from models.errors import RuleBroken
from models.journal import JournalEntry
from models.measures.queries import Look
from models.measures.targets import read_targets
from models.plan import figures, limits, queries
from models.plan.rules import SourcePaper
from models.plan.tables import LocalIndicator, Target
from models.verdicts import Verdict
from tests.factories import Office

URL = "/ke-hoach/han-so-lieu"


@pytest.mark.parametrize(
    ("text", "is_needed", "days"),
    [("14", False, 14), (" 1000 ", True, 1000), ("", False, None), ("1", True, 1)],
)
def test_days_as_they_are_typed(text: str, is_needed: bool, days: int | None) -> None:
    assert limits.read_days(text, is_needed) == days


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0", "days_odd"),
        ("1001", "days_odd"),
        ("-3", "days_odd"),
        ("1e3", "days_odd"),
        ("٣٠", "days_odd"),
        ("14 ngày", "days_odd"),
        ("", "days_missing"),
    ],
)
def test_odd_days_are_refused(text: str, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        limits.read_days(text, True)


@pytest.fixture
def silent(planned: Office, hold) -> Office:
    """A plan that says nothing of how long readings hold, with one reading and one indicator."""
    hold("2026-06-20 09:00")
    eyes = planned.viewer("secretary")
    plan = queries.plan(eyes)
    assert plan is not None
    plan.reading_days = None
    figures.set_figure(
        eyes, _by_hand(planned), date(2026, 6, 1), Decimal(99), cited=SourcePaper("27/BC", date(2026, 6, 1))
    )
    db.session.add(
        LocalIndicator(commune_id=eyes.home_id, title="Thu ngân sách", says="Theo báo cáo", unit_words="tỷ đồng")
    )
    db.session.commit()
    return planned


def _by_hand(office: Office) -> Target:
    query = select(Target).where(Target.commune_id == office.viewer("leader").commune_id, Target.measure_key.is_(None))
    return db.session.scalars(query.where(~Target.is_spoiled_by_complaint).order_by(Target.no)).first()


def verdict_of(office: Office, no: int) -> Verdict:
    return next(one.verdict for one in read_targets(Look(office.viewer("leader"))) if one.target.no == no)


def send(browser, **typed: str):
    page = BeautifulSoup(browser.get(URL).text, "lxml")
    shown = {one["name"]: one.get("value", "") for one in page.select("main form input")}
    return browser.post_raw(URL, {**shown, **typed})


def test_the_leader_sets_it_and_the_verdict_follows(silent: Office, browse) -> None:
    target = _by_hand(silent)
    no, key = target.no, f"t{target.id}"
    assert verdict_of(silent, no) not in (Verdict.STALE, Verdict.NO_DATA)
    answer = send(browse("leader"), **{key: "10"})
    assert (answer.status_code, answer.location) == (303, URL)
    db.session.expire_all()
    assert verdict_of(silent, no) is Verdict.STALE
    lines = db.session.scalars(
        select(JournalEntry).where(JournalEntry.entity == "target").order_by(JournalEntry.id)
    ).all()
    assert json.loads(lines[-1].changes) == {"reading_days": [None, 10]}
    assert send(browse("admin"), **{key: "30"}).status_code == 303
    db.session.expire_all()
    assert verdict_of(silent, no) is not Verdict.STALE
    assert send(browse("leader"), **{key: ""}).status_code == 303, "no limit is a limit that may be chosen"


def test_what_the_plan_says_holds_and_is_not_asked_for(planned: Office, browse) -> None:
    plan = queries.plan(planned.viewer("leader"))
    assert plan is not None
    plan.reading_days = 14
    target = _by_hand(planned)
    key = f"t{target.id}"
    db.session.commit()
    page = BeautifulSoup(browse("leader").get(URL).text, "lxml")
    assert "kế hoạch quy định 14 ngày" in page.text and page.select_one(f"input[name={key}]") is None
    send(browse("leader"), **{key: "500"})
    db.session.expire_all()
    assert _by_hand(planned).reading_days is None


def test_indicators_always_have_one(silent: Office, browse) -> None:
    row = db.session.scalars(select(LocalIndicator)).one()
    key = f"i{row.id}"
    answer = send(browse("leader"), **{key: ""})
    assert answer.status_code == 422 and "Xin ghi số ngày." in answer.text
    assert send(browse("leader"), **{key: "45"}).status_code == 303
    db.session.expire_all()
    assert db.session.scalars(select(LocalIndicator.reading_days)).one() == 45


def test_odd_words_stay_in_the_form_and_save_nothing(silent: Office, browse) -> None:
    target = _by_hand(silent)
    key, target_id = f"t{target.id}", target.id
    answer = send(browse("leader"), **{key: "mười"})
    page = BeautifulSoup(answer.text, "lxml")
    assert answer.status_code == 422 and page.select_one(f"input[name={key}]")["value"] == "mười"
    assert page.select_one(f"#{key}-error") is not None
    assert db.session.get(Target, target_id).reading_days is None


def test_two_savers_meet(silent: Office, browse) -> None:
    target = _by_hand(silent)
    key, target_id = f"t{target.id}", target.id
    answer = send(browse("leader"), **{key: "10"})
    late = send(browse("admin"), **{key: "20", f"cu-{key}": ""})
    assert (answer.status_code, late.status_code) == (303, 409)
    assert "vừa sửa" in late.text and "đang lưu: 10" in late.text
    db.session.expire_all()
    assert db.session.get(Target, target_id).reading_days == 10


def test_only_leader_and_administrator_of_their_own_commune(silent: Office, planned_elsewhere: Office, browse) -> None:
    for role in ("secretary", "counter", "auditor", "province"):
        assert browse(role).get(URL).status_code == 403, role
        assert browse(role).post(URL, {}).status_code == 403, role
    foreign = _by_hand(planned_elsewhere)
    plan = queries.plan(planned_elsewhere.viewer("leader"))
    assert plan is not None
    plan.reading_days, foreign_id = None, foreign.id
    db.session.commit()
    send(browse("leader"), **{f"t{foreign_id}": "10", f"cu-t{foreign_id}": ""})
    db.session.expire_all()
    assert db.session.get(Target, foreign_id).reading_days is None
