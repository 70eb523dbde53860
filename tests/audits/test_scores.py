"""The sum behind a score, the parts of the website's score, and one figure on every surface whatever people do."""

import io
import json
import random
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook
from sqlalchemy import select

from models import clock, percent
from models.accounts.rules import Role, Viewer
from models.audits import actions, items, locking, proofs, queries, scoring
from models.audits.proof_tables import ItemEvidence
from models.audits.queries import RoundFigures
from models.audits.rules import ItemState, RoundState
from models.audits.tables import AuditRound, ItemResult
from models.base import db
from models.errors import RuleBroken
from models.measures.overview import overview
from models.measures.queries import Look
from models.verdicts import Verdict
from tests.factories import Office

Browse = Callable[..., Any]


def results(opened: AuditRound) -> list[ItemResult]:
    return list(db.session.scalars(select(ItemResult).where(ItemResult.round_id == opened.id).order_by(ItemResult.id)))


def act(opened: AuditRound, office: Office, chance: random.Random) -> None:
    """Something that people do to a round; what the rules refuse changes nothing."""
    auditor, leader = office.viewer("auditor"), office.viewer("leader")
    result = chance.choice(results(opened))
    what = chance.choice(("tick", "tick", "tick", "link", "revise", "unlink", "confirm", "lock"))
    try:
        if what == "tick":
            state = chance.choice(list(ItemState))
            points = chance.choice((None, result.criterion.max_points / 3))
            result.assess(state, auditor.account_id, clock.now(), "ghi", "vì sao", points)
        elif what == "link":
            proofs.attach(result, auditor.account_id, "", url=f"https://x.vn/{chance.randrange(3)}")
        elif what == "revise":
            day = opened.assessed_on - timedelta(days=2)
            last = chance.choice((None, opened.assessed_on, opened.assessed_on - timedelta(days=1)))
            proofs.replace(any_proof(result, chance), auditor.account_id, "https://x.vn/r", None, day, last)
        elif what == "unlink":
            proofs.withdraw(any_proof(result, chance), auditor.account_id, "nhầm")
        elif what == "confirm":
            result.confirm(leader, clock.now())
        elif chance.random() < 0.3:
            locking.lock(leader, opened)
    except RuleBroken:
        return
    db.session.flush()


def any_proof(result: ItemResult, chance: random.Random) -> ItemEvidence:
    """A revision of a criterion's proofs, perhaps one that does not count any more; RuleBroken where there is none."""
    kept = db.session.scalars(select(ItemEvidence).where(ItemEvidence.result_id == result.id)).all()
    if not kept:
        raise RuleBroken("none")
    return chance.choice(kept)


def is_shown(opened: AuditRound, result: ItemResult) -> bool:
    """Whether a link of a criterion is the last of its revisions and was worth something on the day of the round."""
    kept = list(db.session.scalars(select(ItemEvidence).where(ItemEvidence.result_id == result.id)))
    followed = [one.replaces_id for one in kept]
    last = [one for one in kept if one.id not in followed and one.url]
    return any(one.valid_to is None or one.valid_to >= opened.assessed_on for one in last)


def recount(opened: AuditRound) -> tuple[int, int, Fraction | None]:
    """Assessed, all, and the score, counted again from the rows by nothing of the office's own."""
    top = bottom = Fraction(0)
    assessed, is_begun, rows = 0, False, results(opened)
    for row in rows:
        assessed += row.state.value != "not_assessed"
        out = row.state.value == "not_applicable" and row.na_confirmed_by is not None
        if out or not row.criterion.max_points or not row.criterion.weight:
            continue
        is_begun = is_begun or row.state.value != "not_assessed"
        bottom += Fraction(row.criterion.weight)
        rule = row.criterion.evidence_rule.value
        has_proof = rule == "none" or (rule in ("link", "any") and is_shown(opened, row))
        if row.state.value in ("met", "partial") and has_proof:
            top += Fraction(row.criterion.weight) * Fraction(row.points) / Fraction(row.criterion.max_points)
    return assessed, len(rows), 100 * top / bottom if bottom and is_begun else None


def surfaces(opened: AuditRound, office: Office) -> dict[str, RoundFigures]:
    """The figures of a round as the list, its page, the measures and the province read them."""
    eyes = office.viewer("leader")
    head = queries.audit_round(eyes, opened.id)
    parts = items.groups(head)
    province = Viewer(1, Role.PROVINCE, "Tỉnh", None)
    return {
        "list": queries.figures([head])[opened.id],
        "page": items.shown_figures(head, parts),
        "province": queries.figures([queries.audit_round(province, opened.id)])[opened.id],
        "newest": queries.figures([queries.newest_rounds(eyes)[head.set.code]])[opened.id],
    }


@pytest.mark.parametrize("seed", range(6))
def test_one_figure_everywhere_whatever_people_do(criteria: None, office: Office, seed: int) -> None:
    chance = random.Random(seed)
    opened = actions.open_round(office.viewer("auditor"), chance.choice(["meeting_room", "service_index"]), None)
    for step in range(60):
        act(opened, office, chance)
        if step % 6:
            continue
        found = surfaces(opened, office)
        (figures,) = {repr(one): one for one in found.values()}.values()
        assessed, total, score = recount(opened)
        assert (figures.assessed, figures.total) == (assessed, total)
        assert (figures.score is None) == (score is None)
        assert score is None or abs(Fraction(figures.score or 0) - score) < Fraction(1, 10**6)
        look = Look(office.viewer("leader"))
        progress = look.measure(f"audits.{opened.set.code}.progress")
        assert (progress.numerator, progress.denominator) == (assessed, total)
        if assessed < total:
            assert figures.verdict is not Verdict.MET and percent.show(assessed, total) != "100%"
        if not assessed or not figures.applicable:
            assert figures.verdict is Verdict.NO_DATA
        if opened.state is RoundState.LOCKED:
            break


def test_dashboard_list_round_sheet_paper_and_data_say_the_same(criteria: None, office: Office, browse: Browse) -> None:
    chance = random.Random(7)
    opened = actions.open_round(office.viewer("auditor"), "website", None)
    for _ in range(80):
        act(opened, office, chance)
    db.session.commit()
    figures = surfaces(opened, office)["list"]
    round_id, eyes, name = opened.id, office.viewer("leader"), "Xã Thử Nghiệm"
    leader, done, score = browse("leader"), f"{figures.assessed}/{figures.total}", percent.score(figures.score)

    def told(address: str) -> str:
        return " ".join(BeautifulSoup(leader.get(address).text, "html.parser").get_text(" ").split())

    for address in ("/kiem-tra", f"/kiem-tra/dot/{round_id}", f"/kiem-tra/dot/{round_id}/in"):
        assert done in told(address) and f"{score}" in told(address), address
    assert f"= {score} /100" in told(f"/kiem-tra/dot/{round_id}/cach-tinh")
    assert f"đã đánh giá {done}" in told("/")
    sheet = load_workbook(io.BytesIO(leader.get(f"/kiem-tra/dot/{round_id}.xlsx").data)).worksheets[0]
    assert f"Đã đánh giá {done}" in sheet["A3"].value and f"điểm {score}/100" in sheet["A3"].value
    with leader.get(f"/kiem-tra/dot/{round_id}.zip") as answer:
        data = json.loads(zipfile.ZipFile(io.BytesIO(answer.data)).read("ket-qua.json"))["figures"]
    assert (data["assessed"], data["total"]) == (figures.assessed, figures.total)
    assert abs(Decimal(data["score"]) - (figures.score or 0)) < Decimal("1e-9")
    line = next(one for one in overview(Viewer(1, Role.PROVINCE, "Tỉnh", None)) if one.name == name)
    assert eyes and line.website == figures


def test_the_page_shows_the_sum_down_to_its_terms(
    website: AuditRound, round_id: int, office: Office, browse: Browse
) -> None:
    rows = results(website)
    rows[0].assess(ItemState.MET, 1, clock.now(), "", "", None)
    rows[1].assess(ItemState.PARTIAL, 1, clock.now(), "", "", None)
    rows[2].assess(ItemState.NOT_APPLICABLE, 1, clock.now(), "", "không có", None)
    proofs.attach(rows[1], 1, "", url="https://tayson.gialai.gov.vn/x")
    db.session.commit()
    page = BeautifulSoup(browse("leader").get(f"/kiem-tra/dot/{round_id}/cach-tinh").text, "html.parser")
    whole = " ".join(page.select_one("[data-sum]").get_text(" ").split())
    assert re.fullmatch(r"100 × 0,5 ÷ (88|89|90) = 0,6 /100", whole), whole
    told = {tag["data-term"]: tag.get_text(" ", strip=True) for tag in page.select("[data-term]")}
    assert len(told) == 90
    assert "thiếu minh chứng, tính 0" in told["WEB-A01"] and "chờ người thứ hai" in told["WEB-A03"]
    assert len(page.select("[data-part]")) == 3


def test_the_parts_of_the_website_add_up_and_name_the_act_of_their_day(
    criteria: None, office: Office, hold: Callable[[str], None]
) -> None:
    hold("2026-11-30 09:00")
    eyes = office.viewer("auditor")
    opened = actions.open_round(eyes, "website", None)
    say = results(opened)
    for row in say:
        row.assess(ItemState.NOT_MET, eyes.account_id, clock.now(), "thiếu", "", None)
    db.session.flush()
    head = queries.audit_round(eyes, opened.id)
    parts = items.groups(head)
    found = scoring.part_scores(head, parts)
    assert [one.score for one in found] == [0, 0, 0]
    groups = [one.group.code for one in scoring.explained(head, parts)]
    named = [code for one in found for code in one.groups]
    assert len(named) == len(set(named)) and set(named) < set(groups), "no group in two parts"
    assert scoring.parts_basis(head).endswith("Nghị định số 224/2026/NĐ-CP")
    past = actions.open_round(eyes, "website", None, assessed_on=clock.today().replace(month=3))
    assert scoring.parts_basis(queries.audit_round(eyes, past.id)) == "", "the act did not hold in March"
    room = queries.audit_round(eyes, actions.open_round(eyes, "meeting_room", None).id)
    assert scoring.part_scores(room, items.groups(room)) == []
