"""Every criterion of the five sets: how many, how labelled, and never more law than was read."""

import re
import unicodedata
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from models import catalogue
from models.catalogue.criteria import Basis, CriterionData, EvidenceRule, Kind, Scoring, SetData, Verify, parse

NAMES = catalogue.criteria_names()
SETS = {name: catalogue.read(name) for name in NAMES}
ROWS = [row for data in SETS.values() for row in data.items]
ARTICLE = re.compile(r"(?i)\b(điều|khoản|điểm)\s+(\d|[a-zđ](?:\b|,))|\bĐ\d|\d+/\d{4}/(NĐ|TT|QH)")

# how many criteria each section lists, how many of them are duties, what a full score adds up to
COUNTS = {
    "criteria_website": {"WEB-A": 10, "WEB-B": 24, "WEB-C": 19, "WEB-D": 7, "WEB-E": 7, "WEB-F": 19, "WEB-G": 4},
    "criteria_service_centre": {"MC": 24},
    "criteria_service_index": {"766": 21},
    "criteria_infrastructure": {"AT": 30},
    "criteria_meeting_room": {"PH": 10, "WIFI": 4},
}
MANDATORY = {"website": 64, "service_centre": 2, "service_index": 0, "infrastructure": 0, "meeting_room": 4}


def family(code: str) -> str:
    return code[:5] if code.startswith("WEB-") else code.split("-", maxsplit=1)[0]


@pytest.mark.parametrize("name", NAMES)
def test_no_criterion_is_missing(name: str) -> None:
    found: dict[str, int] = {}
    for row in SETS[name].items:
        found[family(row.code)] = found.get(family(row.code), 0) + 1
    assert found == COUNTS[name]


def test_the_five_sets_have_the_codes_that_the_script_counts_by() -> None:
    assert {data.code for data in SETS.values()} == set(MANDATORY)
    assert {data.code: sum(row.mandatory for row in data.items) for data in SETS.values()} == MANDATORY


def test_codes_are_unique_across_all_sets() -> None:
    codes = [row.code for data in SETS.values() for row in data.criteria]
    assert len(codes) == len(set(codes))


def test_split_rows_stand_under_their_heading() -> None:
    website = {row.code: row for row in SETS["criteria_website"].criteria}
    assert [code for code in website if website[code].parent == "WEB-B02"] == [
        "WEB-B02a",
        "WEB-B02b",
        "WEB-B02c",
        "WEB-B02d",
        "WEB-B02đ",
    ]
    assert [code for code in website if website[code].parent == "WEB-B03"] == ["WEB-B03a", "WEB-B03b", "WEB-B03c"]
    assert website["WEB-B02"].kind is website["WEB-B03"].kind is Kind.GROUP


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_a_criterion_says_only_what_it_may(row: CriterionData) -> None:
    assert row.requirement[0].isupper() or row.requirement[0].isdigit()
    assert row.requirement.endswith(".")
    assert row.check_hint.endswith(".")
    assert row.keywords
    assert unicodedata.is_normalized("NFC", row.requirement + row.check_hint + row.legal_ref + row.reference)
    if row.verify in (Verify.MEMORY, Verify.SUGGESTION):
        assert not ARTICLE.search(" ".join((row.requirement, row.check_hint, row.legal_ref, row.reference)))
        assert not row.legal_ref and not row.reference and not row.former_ref
    if row.basis is Basis.LEGAL:
        assert row.verify in (Verify.READ, Verify.SECONDARY)
        assert row.legal_ref
    else:
        assert not row.legal_ref
        assert not ARTICLE.search(row.reference)
    if row.mandatory:
        assert row.verify is Verify.READ and row.basis is Basis.LEGAL and row.valid_to is None
    if row.legal_ref:
        assert "{" not in row.legal_ref and not re.search(r"\bĐ\d|NĐ \d", row.legal_ref), "written out in full"


@pytest.mark.parametrize(
    ("code", "ref"),
    [
        ("WEB-A01", "điểm a khoản 1 Điều 9 Nghị định số 224/2026/NĐ-CP"),
        ("WEB-B02c", "khoản 2 Điều 11 Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15"),
        ("WEB-C17", "khoản 4 Điều 18 Luật Tiếp cận thông tin số 104/2016/QH13"),
        ("WEB-D06", ""),
        ("WEB-E06", ""),
        ("WEB-G01", ""),
        ("MC-20", "khoản 2 Điều 8 Nghị định số 63/2010/NĐ-CP (sửa đổi bởi Nghị định số 92/2017/NĐ-CP)"),
        ("AT-04", "mục 3.6.2.1.9.2 QCVN 12:2026/BCA (tham chiếu)"),
        ("PH-05", "khoản 6 Điều 5 Thông tư số 06/2026/TT-BKHCN"),
        ("WIFI-03", ""),
    ],
)
def test_references_are_printed_in_full(code: str, ref: str) -> None:
    assert next(row for row in ROWS if row.code == code).legal_ref == ref


def test_old_bases_carry_the_day_they_ended() -> None:
    by_code = {row.code: row for row in ROWS}
    assert by_code["MC-01"].valid_to == date(2025, 6, 30)
    assert by_code["WEB-F07"].valid_to == date(2024, 4, 4)
    assert by_code["WEB-A03"].former_valid_to == date(2026, 6, 30)
    assert by_code["WEB-A03"].valid_from == date(2026, 7, 1)


def test_the_service_index_adds_up_to_a_hundred() -> None:
    data = SETS["criteria_service_index"]
    sums = {row.parent: 0 for row in data.items}
    for row in data.items:
        assert row.scale is Scoring.POINTS and row.weight == row.max_points
        sums[row.parent] += int(row.max_points)
    assert sums == {"766-1": 18, "766-2": 20, "766-3": 22, "766-4": 22, "766-5": 18}


def test_a_photo_is_asked_for_where_it_is_meant() -> None:
    by_code = {row.code: row for row in ROWS}
    assert by_code["MC-02"].evidence_rule is EvidenceRule.FILE
    assert by_code["WEB-B01"].evidence_rule is EvidenceRule.ANY
    assert by_code["WEB-B01"].deadline_n == 5


def test_the_same_content_has_the_same_hash() -> None:
    assert catalogue.read("criteria_website").content_hash == SETS["criteria_website"].content_hash
    assert len({data.content_hash for data in SETS.values()}) == len(SETS)


@pytest.fixture
def raw() -> dict[str, Any]:
    item = {
        "code": "X-01",
        "requirement": "Có nội dung.",
        "basis": "legal",
        "verify": "V",
        "check": "M",
        "evidence": "none",
        "legal": [{"ACT": "Điều 1"}],
        "check_hint": "Xem.",
        "keywords": ["x"],
    }
    head = {
        "code": "x",
        "name": "X",
        "short_name": "X",
        "subject": "X",
        "position": 1,
        "legal_basis": "X",
        "score_rule": {"method": "weighted", "na_policy": "exclude"},
    }
    acts = {"ACT": {"name": "Luật X"}, "OLD": {"name": "Luật cũ", "valid_to": date(2020, 1, 1)}}
    return {"set": head, "acts": acts, "groups": [{"code": "X", "title": "Nhóm", "criteria": [item]}]}


def test_a_sound_set_is_read(raw: dict[str, Any]) -> None:
    data = parse(raw)
    assert isinstance(data, SetData)
    assert data.items[0].legal_ref == "Điều 1 Luật X"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"verify": "SP"}, "legal basis"),
        ({"verify": "M"}, "legal basis"),
        ({"legal": []}, "legal basis"),
        ({"basis": "product"}, "only a legal basis"),
        ({"basis": "product", "verify": "SP", "legal": [], "reference": "Điều 5"}, "no reference"),
        ({"basis": "programme", "verify": "CT", "legal": []}, "name its paper"),
        ({"verify": "V2", "mandatory": True}, "mandatory"),
        ({"legal": [{"OLD": "Điều 2"}], "mandatory": True}, "mandatory"),
        ({"requirement": "Có nội dung"}, "sentence"),
        ({"max_points": -1}, "negative"),
    ],
)
def test_a_set_that_claims_too_much_is_refused(raw: dict[str, Any], change: dict[str, Any], said: str) -> None:
    raw["groups"][0]["criteria"][0].update(change)
    with pytest.raises(ValueError, match=f"X-01: .*{said}"):
        parse(raw)


def test_two_rows_with_one_code_are_refused(raw: dict[str, Any]) -> None:
    raw["groups"][0]["criteria"].append(deepcopy(raw["groups"][0]["criteria"][0]))
    with pytest.raises(ValueError, match="same code twice: X-01"):
        parse(raw)


def test_an_unknown_policy_is_refused(raw: dict[str, Any]) -> None:
    raw["set"]["score_rule"]["na_policy"] = "lenient"
    with pytest.raises(ValueError, match="na_policy"):
        parse(raw)
