"""Acts with days of their own: each reference is judged by the act it names, on the day of the round."""

from datetime import date

import pytest
from bs4 import BeautifulSoup

from models.audits import actions, acts, items
from models.audits.legal import Act, ActStanding, Cited, LegalLine, cited, holds_any, lines
from models.audits.rules import RoundKind
from models.base import db
from tests.factories import Office

MARCH, JULY = date(2026, 3, 30), date(2026, 7, 1)
OLD = Act("OLD", "Nghị định cũ", date(2022, 1, 1), date(2026, 6, 30), "NEW")
NEW = Act("NEW", "Nghị định mới", JULY)
LAW = Act("LAW", "Luật")
GONE = Act("GONE", "Thông tư", superseded_by="NEW")
SECOND = Act("SECOND", "Thông tư khác", date(2020, 1, 1), is_checked=False)
ACTS = {act.code: act for act in (OLD, NEW, LAW, GONE, SECOND)}


@pytest.mark.parametrize(
    ("act", "day", "expected"),
    [
        (OLD, date(2021, 12, 31), ActStanding.AHEAD),
        (OLD, date(2022, 1, 1), ActStanding.IN_FORCE),
        (OLD, date(2026, 6, 30), ActStanding.IN_FORCE),
        (OLD, JULY, ActStanding.PAST),
        (NEW, date(2026, 6, 30), ActStanding.AHEAD),
        (NEW, JULY, ActStanding.IN_FORCE),
        (LAW, MARCH, ActStanding.IN_FORCE),
        (GONE, MARCH, ActStanding.PAST),
    ],
)
def test_an_act_holds_between_its_own_days(act: Act, day: date, expected: ActStanding) -> None:
    assert act.standing(day) is expected


@pytest.mark.parametrize(
    ("cites", "day", "expected"),
    [
        ([Cited("NEW", "Điều 9"), Cited("OLD", "Điều 4", False)], JULY, [LegalLine("Điều 9 Nghị định mới")]),
        (
            [Cited("NEW", "Điều 9"), Cited("OLD", "Điều 4", False)],
            MARCH,
            [LegalLine("Điều 4 Nghị định cũ", must_check=True)],
        ),
        ([Cited("NEW")], MARCH, [LegalLine("Nghị định mới", starts_on=JULY)]),
        ([Cited("OLD", "Điều 4")], JULY, [LegalLine("Điều 4 Nghị định cũ", is_past=True)]),
        ([Cited("LAW")], MARCH, [LegalLine("Luật", is_undated=True)]),
        ([Cited("SECOND")], MARCH, [LegalLine("Thông tư khác", must_check=True)]),
        (
            [Cited("LAW"), Cited("OLD"), Cited("GONE")],
            MARCH,
            [LegalLine("Luật", is_undated=True), LegalLine("Nghị định cũ")],
        ),
        ([Cited("NEW", is_told=False), Cited("UNKNOWN", "Điều 1")], JULY, []),
    ],
)
def test_each_reference_is_judged_by_itself(cites: list[Cited], day: date, expected: list[LegalLine]) -> None:
    assert list(lines(cites, ACTS, day)) == expected


def test_memory_and_suggestions_are_never_told() -> None:
    kept = [{"act": "NEW", "place": "Điều 9", "verify": said} for said in ("V", "V2", "M", "SP")]
    assert [(one.is_checked, one.is_told) for one in cited(kept)] == [
        (True, True),
        (False, True),
        (False, False),
        (False, False),
    ]


def test_a_duty_needs_one_act_that_holds() -> None:
    assert holds_any(["OLD", "NEW"], ACTS, MARCH) and holds_any(["OLD", "NEW"], ACTS, JULY)
    assert not holds_any(["OLD"], ACTS, JULY)
    assert not holds_any(["UNKNOWN"], ACTS, JULY)


def test_head_and_groups_of_a_march_round_name_no_decree_of_july(criteria: None, office: Office, browse) -> None:
    opened = actions.open_round(office.viewer("auditor"), "website", None, date(2026, 4, 1), MARCH, RoundKind.SELF)
    later = actions.open_round(office.viewer("auditor"), "website", None, assessed_on=JULY)
    db.session.commit()
    ids = opened.id, later.id
    march, july = (BeautifulSoup(browse("auditor").get(f"/kiem-tra/dot/{one}").text, "html.parser") for one in ids)
    for row in [*march.select("article"), *july.select("article")]:
        row.decompose()
    assert "224/2026" not in march.select_one("main").get_text()
    assert "Nghị định số 42/2022/NĐ-CP (cần đối chiếu bản gốc)" in march.select_one("main").get_text()
    assert "Thông tin bắt buộc" in july.h2.text and "224/2026" in july.select_one("main").get_text()
    assert "42/2022" not in july.select_one("main").get_text()
    for address in ("in", ""):
        assert browse("auditor").get(f"/kiem-tra/dot/{ids[0]}/{address}".rstrip("/")).status_code == 200


def test_an_office_mends_the_days_of_an_act_for_itself_alone(
    criteria: None, office: Office, other_office: Office
) -> None:
    eyes = office.viewer("admin")
    common = next(row for row in acts.listed(eyes) if row.code == "TCTT")
    mine = acts.own_row(eyes, common)
    mine.valid_from = JULY
    acts.keep(mine)
    opened, foreign = (
        actions.open_round(one.viewer("auditor"), "website", None, assessed_on=MARCH) for one in (office, other_office)
    )
    db.session.commit()
    here, there = (
        next(row for part in items.groups(one) for row in part.rows if row.code == "WEB-C02")
        for one in (opened, foreign)
    )
    assert (here.is_mandatory, there.is_mandatory) == (False, True)
    assert here.legal[0].starts_on == JULY and there.legal[0].starts_on is None
    assert [row.code for row in acts.listed(eyes)].count("TCTT") == 1
