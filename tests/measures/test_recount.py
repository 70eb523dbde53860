"""Every figure of the demonstration counted again from raw rows, by nothing that the product counts with."""

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from sqlalchemy import select

from models import clock, demo
from models.accounts.tables import Account
from models.audits.proof_tables import ItemEvidence
from models.audits.tables import AuditRound, CriteriaSet, Criterion, ItemResult
from models.base import db
from models.duties.tables import Duty
from models.meetings.tables import Body, Meeting
from models.plan.tables import Figure, PlanTask, Target
from models.qr.tables import Poster, WifiNetwork
from models.satisfaction.tables import Response, ServiceComplaint, ServiceDay
from tests.browser import Browser
from tests.factories import GOOD_PASSWORD

pytestmark = pytest.mark.slow
TODAY = date(2026, 8, 13)  # a Thursday: the week has met, and is not over


@pytest.fixture
def leader(app, hold) -> Browser:
    """The leader of a commune with demo data."""
    hold(f"{TODAY.isoformat()} 10:00")
    demo.make(GOOD_PASSWORD, responses=1500, meetings=24)
    db.session.commit()
    browser = Browser(app)
    browser.enter_as(db.session.scalars(select(Account).where(Account.username == "lanhdao")).one())
    return browser


def rows(kind: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in db.session.execute(select(kind.__table__)).mappings()]


def shown(k: int, n: int, target: int) -> str:
    """The share as papers write it, by Decimal and one loop of its own."""
    if k in (0, n):
        return "100%" if k else "0%"
    exact = Decimal(100 * k) / Decimal(n)
    for places in range(1, 9):
        text = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        if (text >= target) == (100 * k >= target * n) and text not in (0, 100):
            return f"{text}%".replace(".", ",")
    raise AssertionError((k, n, target))


def plain(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.text.replace("\u00a0", " ").split())


def page_of(browser: Browser, path: str) -> BeautifulSoup:
    return BeautifulSoup(browser.get(path).text, "lxml")


def tile(browser: Browser, label: str) -> tuple[str, str]:
    """What a tile says, and where it leads."""
    found = next(one for one in page_of(browser, "/").select(".tile") if plain(one.select_one(".tile-label")) == label)
    link = found if found.name == "a" else found.select_one("a.tile-label")
    assert link is not None
    return plain(found), str(link["href"])


def lines_of_targets(page: BeautifulSoup, place: int) -> dict[str, tuple[str, str]]:
    """What a table of targets reads and concludes, by the address of each target."""
    found = {}
    for row in page.select("table.rows tbody tr"):
        link = row.select_one("a[href*='/ke-hoach/chi-tieu/']")
        if link is not None:
            value = plain(row.select_one("[data-label='Thực hiện']"))
            found[str(link["href"])] = (value, plain(row.select("td")[place]))
    return found


def total(browser: Browser, path: str) -> int:
    """How many answers a list says it has."""
    found = re.search(r"([\d.]+) phiếu", page_of(browser, path).select_one("#rows").text)
    return int(found[1].replace(".", "")) if found else 0


def test_satisfaction(leader: Browser) -> None:
    words, link = tile(leader, "Hài lòng (trực tuyến)")
    until = re.search(r"từ đầu tháng trước đến (\d+)/(\d+)", words)
    assert until is not None
    first, last = date(2026, 7, 1), date(2026, int(until[2]), int(until[1]))
    assert date(2026, 8, 1) <= last < TODAY, "whole groups of this month, all but the last one"
    online = [
        row
        for row in rows(Response)
        if row["mode"] == "online" and row["status"] == "counted" and first <= row["local_date"] <= last
    ]
    k, n = sum(row["level"] in (4, 5) for row in online), len(online)
    assert f"{k}/{n} phiếu từ đầu tháng trước" in words
    assert shown(k, n, 98) in words
    served = [row for row in rows(ServiceDay) if row["mode"] == "online" and first <= row["local_date"] <= last]
    visits = sum(row["received"] for row in served)
    is_firm = 20 * visits <= 100 * n <= 100 * visits
    assert ("chưa đạt" in words.lower()) == (100 * k < 98 * n)
    assert ("chưa đủ căn cứ" in words.lower()) == (100 * k >= 98 * n and not is_firm)
    assert total(leader, link) == n
    assert total(leader, f"{link}&muc=5") + total(leader, f"{link}&muc=4") == k
    for path, place in (("/", 3), ("/ke-hoach/chi-tieu", 4)):
        value, verdict = lines_of_targets(page_of(leader, path), place)["/ke-hoach/chi-tieu/1"]
        assert value.startswith(shown(k, n, 98)) and f"{k}/{n}" in value
        assert verdict in words


def test_meetings(leader: Browser) -> None:
    bodies = {row["id"]: row for row in rows(Body)}
    evidence = [
        row
        for row in rows(Meeting)
        if row["held_on"].isocalendar()[:2] == TODAY.isocalendar()[:2]
        and row["state"] in ("held", "concluded")
        and row["platform"] != "secret"
        and row["convenor"] == "own"
        and bodies[row["body_id"]]["counts_for_kpi"]
    ]
    proven = [row for row in evidence if row["platform"] == "ecabinet" and (row["ecabinet_ref"] or row["evidence_id"])]
    words, link = tile(leader, "Họp e-Cabinet tuần này")
    assert f"{len(proven)}/{len(evidence)} cuộc họp trên e-Cabinet" in words
    assert len(page_of(leader, link).select("table.rows tbody tr")) == len(proven)
    is_met = len(proven) >= 3 and len(proven) == len(evidence)
    assert words.count("Chưa đạt") == (not is_met)
    assert f"{len(proven)}/{len(evidence)}" in plain(page_of(leader, "/hop").select_one(".tiles"))


def test_website(leader: Browser) -> None:
    code = {row["id"]: row["code"] for row in rows(CriteriaSet)}
    criteria = {row["id"]: row for row in rows(Criterion)}
    results, proofs = rows(ItemResult), rows(ItemEvidence)
    followed = {row["replaces_id"] for row in proofs}
    assessed_on = {row["id"]: row["assessed_on"] for row in rows(AuditRound)}
    judged_on = {row["id"]: assessed_on[row["round_id"]] for row in results}
    worth = [
        row
        for row in proofs
        if row["id"] not in followed and (row["valid_to"] is None or row["valid_to"] >= judged_on[row["result_id"]])
    ]
    assert len(followed) > 3 and len(worth) < len(proofs) - 3, "the demonstration has proofs that were revised"
    urls = {row["result_id"] for row in worth if row["url"]}
    files = {row["result_id"] for row in worth if row["file_id"]}
    rounds = sorted((row for row in rows(AuditRound) if code[row["set_id"]] == "website"), key=lambda row: row["no"])
    of_round = {row["id"]: [one for one in results if one["round_id"] == row["id"]] for row in rounds}
    finished = [row for row in rounds if all(one["state"] != "not_assessed" for one in of_round[row["id"]])]
    assert len(rounds) == 2 and len(finished) == 1, "the demonstration has one round behind it and one going on"
    items = of_round[finished[0]["id"]]

    def has_proof(one: dict[str, Any]) -> bool:
        rule, at = criteria[one["criterion_id"]]["evidence_rule"], one["id"]
        return {"none": True, "link": at in urls, "file": at in files}.get(str(rule), at in urls | files)

    said = [one for one in items if one["state"] == "met"]
    met, bare = [one for one in said if has_proof(one)], [one for one in said if not has_proof(one)]
    applicable = [one for one in items if one["state"] != "not_applicable"]
    assert finished[0]["state"] == "locked" and not bare, "nothing lacks its evidence in a round that is locked"
    words, link = tile(leader, "Tiêu chí Trang thông tin")
    assert f"{len(met)} / {len(applicable)} đạt" in words and "đạt nhưng thiếu minh chứng" not in words
    listed = page_of(leader, link)
    rest = re.search(r"Xem tiếp (\d+) tiêu chí", listed.text)
    assert len(listed.select(".crit")) + (int(rest[1]) if rest else 0) == len(met)
    going_on = [one for one in of_round[rounds[-1]["id"]] if one["state"] != "not_assessed"]
    assert any(one["state"] == "met" and not has_proof(one) for one in going_on), "the one going on lacks some"
    assert f"đợt 2 đang đánh giá {len(going_on)}/{len(of_round[rounds[-1]['id']])}" in words
    script = page_of(leader, "/ke-hoach/kich-ban").text
    assert shown(len(met), len(applicable), 101) in script and f"({len(met)}/{len(applicable)})" in script
    assert f"{len(met)}/{len(applicable)}" in page_of(leader, "/kiem-tra").select_one("#rows").text


def figure_of(page: BeautifulSoup, key: str) -> tuple[str, str, str]:
    """Value and terms of a figure on the page of all figures, and where its list is."""
    row = page.select_one(f"[data-measure='{key}']")
    assert row is not None, key
    cell = row.select_one("[data-label='Giá trị']")
    terms = cell.select_one("small")
    return plain(cell.select_one("a")), plain(terms) if terms else "", str(cell.select_one("a")["href"])


def test_groups_of_a_round(leader: Browser) -> None:
    """Each group of the website's locked round by raw rows, and all groups together make the whole."""
    code = {row["id"]: row["code"] for row in rows(CriteriaSet)}
    criteria = {row["id"]: row for row in rows(Criterion)}
    (locked,) = [row for row in rows(AuditRound) if code[row["set_id"]] == "website" and row["state"] == "locked"]
    urls = {row["result_id"] for row in rows(ItemEvidence) if row["url"]}
    files = {row["result_id"] for row in rows(ItemEvidence) if row["file_id"]}
    heads = sorted(
        (one for one in criteria.values() if one["kind"] == "group" and one["parent"] is None),
        key=lambda one: one["position"],
    )

    def group(one: dict[str, Any]) -> str:
        known = [head for head in heads if head["version_id"] == one["version_id"]]
        return str([head["code"] for head in known if head["position"] < one["position"]][-1])

    def is_shown(one: dict[str, Any]) -> bool:
        rule = str(criteria[one["criterion_id"]]["evidence_rule"])
        return {"none": True, "link": one["id"] in urls, "file": one["id"] in files}.get(
            rule, one["id"] in urls | files
        )

    of_group: dict[str, list[dict[str, Any]]] = {}
    for one in rows(ItemResult):
        if one["round_id"] == locked["id"]:
            of_group.setdefault(group(criteria[one["criterion_id"]]), []).append(one)
    page = page_of(leader, "/ke-hoach/so-lieu?nhom=1")
    assert len(of_group) > 3
    sums = dict.fromkeys(("met", "applicable", "mandatory_missing", "open_findings"), 0)
    for name, items in of_group.items():
        applicable = [one for one in items if not (one["state"] == "not_applicable" and one["na_confirmed_by"])]
        met = [one for one in items if one["state"] == "met" and is_shown(one)]
        value, terms, link = figure_of(page, f"audits.website.met:{name}")
        assert (value, terms) == (
            f"{shown(len(met), len(applicable), 101)}, xem danh sách",
            f"{len(met)}/{len(applicable)}",
        )
        assert f"nhom={name}" in link and len(page_of(leader, link).select(".crit")) == len(met)
        top = bottom = Decimal(0)
        for one in applicable:
            weight, most = criteria[one["criterion_id"]]["weight"], criteria[one["criterion_id"]]["max_points"]
            bottom += weight
            if one["state"] in ("met", "partial") and is_shown(one):
                usual = most if one["state"] == "met" else most / 2
                top += weight * (usual if one["points"] is None else one["points"]) / most
        score = figure_of(page, f"audits.website.score:{name}")[0]
        exact = 100 * top / bottom
        told = Decimal(score.split(" ")[0].replace(",", "."))
        assert abs(told - exact) < Decimal("0.06"), (name, score, exact)
        sums["met"] += len(met)
        sums["applicable"] += len(applicable)
        for word in ("mandatory_missing", "open_findings"):
            sums[word] += int(figure_of(page, f"audits.website.{word}:{name}")[0].split(" ")[0])
    page = page_of(leader, "/ke-hoach/so-lieu")
    assert figure_of(page, "audits.website.met")[1] == f"{sums['met']}/{sums['applicable']}"
    for word in ("mandatory_missing", "open_findings"):
        assert int(figure_of(page, f"audits.website.{word}")[0].split(" ")[0]) == sums[word], word


def test_posters_out_of_date(leader: Browser) -> None:
    internal = {row["id"] for row in rows(WifiNetwork) if row["audience"] == "internal"}  # the leader knows of none
    in_use = [row for row in rows(Poster) if row["state"] == "in_use" and row["network_id"] not in internal]
    late = [row for row in in_use if row["follows_id"] is not None and row["hung_at"] is None]
    value, terms, link = figure_of(page_of(leader, "/ke-hoach/so-lieu"), "qr.out_of_date")
    assert late and (value.split(" ")[0], terms) == (str(len(late)), f"{len(late)}/{len(in_use)}")
    assert link.endswith("/ma-qr#late") and f"{len(late)} tờ" in page_of(leader, "/ma-qr").text


def test_conclusions_on_time(leader: Browser) -> None:
    due = [
        row
        for row in rows(Duty)
        if row["kind"] == "conclusion"
        and row["status"] != "void"
        and row["first_due_on"] is not None
        and date(2026, 7, 1) <= row["first_due_on"] <= date(2026, 9, 30)
    ]
    owed = [row for row in due if row["status"] in ("reported", "done") or row["first_due_on"] < TODAY]
    in_time = [row for row in owed if row["status"] == "done" and row["judged_on"] <= row["first_due_on"]]
    value, terms, link = figure_of(page_of(leader, "/ke-hoach/so-lieu"), "meetings.conclusions_on_time")
    assert len(owed) > 3 and terms == f"{len(in_time)}/{len(owed)}"
    assert value.startswith(shown(len(in_time), len(owed), 101))
    assert len(page_of(leader, link).select("table.rows tbody tr")) == min(len(owed), 50)


def test_tasks(leader: Browser) -> None:
    duties = {row["id"]: row for row in rows(Duty)}
    tasks = [duties[row["duty_id"]] for row in rows(PlanTask)]
    in_time = [
        one
        for one in tasks
        if one["due_on"] is None
        or (one["judged_on"] if one["status"] in ("reported", "done") else TODAY) <= one["due_on"]
    ]
    words, link = tile(leader, "Nhiệm vụ đúng hạn")
    assert f"{len(in_time)} / {len(tasks)}" in words
    assert len(page_of(leader, link).select("#rows tbody tr")) == len(in_time)


def test_files_in_time(leader: Browser) -> None:
    since = clock.today() - timedelta(days=29)
    days = [row for row in rows(ServiceDay) if since <= row["local_date"] <= clock.today()]
    k = sum(row["on_time"] for row in days)
    n = k + sum(row["late"] + row["open_overdue"] for row in days)
    spoiled = [
        row
        for row in rows(ServiceComplaint)
        if row["received_on"] >= since and (row["kind"], row["outcome"]) == ("harassment", "substantiated")
    ]
    (target,) = [row for row in rows(Target) if row["is_spoiled_by_complaint"]]
    for path, place in (("/", 3), ("/ke-hoach/chi-tieu", 4)):
        value, verdict = lines_of_targets(page_of(leader, path), place)[f"/ke-hoach/chi-tieu/{target['no']}"]
        assert value.startswith(shown(k, n, 100)) and f"{k:,}/{n:,}".replace(",", ".") in value
        assert verdict.startswith("Đạt" if k == n and not spoiled else "Chưa đạt")


def test_readings_by_hand(leader: Browser) -> None:
    figures, judged = rows(Figure), set()
    tables = [lines_of_targets(page_of(leader, path), place) for path, place in (("/", 3), ("/ke-hoach/chi-tieu", 4))]
    for target in rows(Target):
        own = [row for row in figures if row["target_id"] == target["id"]]
        if target["measure_key"] or target["is_spoiled_by_complaint"] or not own:
            continue  # of files in time the office counts its own, below
        wrong = {row["corrects_id"] for row in own}
        newest = max((row for row in own if row["id"] not in wrong), key=lambda row: (row["as_of"], row["id"]))
        k, n, goal = newest["numerator"], newest["denominator"], int(target["value"])
        is_old = clock.today() - newest["as_of"] > timedelta(days=14)
        word = (
            "Số liệu đã cũ"
            if is_old
            else "Chưa có minh chứng"
            if not (newest["evidence_link"] or newest["evidence_file_id"])
            else "Đạt"
            if 100 * k >= goal * n and not newest["complaints"]
            else "Chưa đạt"
        )
        judged.add(word)
        for table in tables:
            value, verdict = table[f"/ke-hoach/chi-tieu/{target['no']}"]
            counts = f"{k:,}/{n:,}".replace(",", ".")
            assert value.startswith(shown(k, n, goal)) and counts in value, target["no"]
            assert verdict.startswith(word), target["no"]
    assert judged == {"Đạt", "Chưa đạt", "Chưa có minh chứng", "Số liệu đã cũ"}


GRADES = ("Đếm từ hồ sơ", "Nhập từ bảng", "Nhập tay có văn bản", "Chưa có minh chứng")


def shows_evidence(page: BeautifulSoup) -> bool:
    """Whether a page of work leads to a file, an address, or the list behind a figure."""
    main = page.select_one("main")
    assert main is not None
    links = [str(link["href"]) for link in main.select("a[href]")]
    return any(link.startswith(("https://", "/tep/", "/kiem-tra/dot", "/tap-huan", "/hop")) for link in links)


def test_every_target_task_and_step_can_be_traced(leader: Browser) -> None:
    """Each of 10 targets, 37 tasks and 37 steps says where it stands, and leads to what shows it."""
    targets = page_of(leader, "/ke-hoach/chi-tieu").select("table.rows tbody tr")
    assert len(targets) == 10
    for row in targets:
        assert row.select_one(".badge") is not None, plain(row)
        assert any(grade in plain(row) for grade in GRADES), plain(row)
        target = page_of(leader, str(row.select_one("a[href*='/chi-tieu/']")["href"]))
        assert target.select_one("main dd a[href]") or target.select_one(
            "#readings ~ table, [aria-labelledby=readings] tr"
        )
    tasks = page_of(leader, "/ke-hoach/nhiem-vu").select("#rows tbody tr")
    steps = page_of(leader, "/ke-hoach/kich-ban").select("table.rows tbody tr")
    assert (len(tasks), len(steps)) == (37, 37)
    bare = []
    for row in (*tasks, *steps):
        badge, link = row.select_one(".badge"), row.select_one("a[href*='/nhiem-vu/'], a[href*='/kich-ban/']")
        assert badge is not None and link is not None, plain(row)
        page = page_of(leader, str(link["href"]))
        is_open = not re.search("Hoàn thành|Chờ xác nhận", plain(badge))
        notes = page.select("[aria-labelledby=history-title] li")
        if not shows_evidence(page) and not (is_open and notes):
            bare.append(plain(link))
    assert not bare
    flags = [row for row in steps if "Cần xem lại" in plain(row)]
    assert len(flags) == 1 and any("Đã nêu lý do" in plain(row) for row in steps)
