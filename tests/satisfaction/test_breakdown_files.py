"""Beside the tables of figures: reasons, a month beside the one before, real weights; page and files alike."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook
from sqlalchemy import select

from blueprints.satisfaction.comparing import changes, points
from models.base import db
from models.satisfaction import actions, queries, service
from models.satisfaction.figures import Month
from models.satisfaction.rules import Channel, Mode, difference
from models.satisfaction.service_import import understood
from models.satisfaction.tables import ServiceProcedure
from models.satisfaction.told import told_days
from tests.browser import Browser
from tests.factories import Office

Browse = Callable[..., Browser]
Hold = Callable[[str], None]
MARCH = Month(date(2026, 3, 1), date(2026, 4, 2))


def say(office: Office, level: int, times: int, mode: Mode = Mode.ONLINE, **more: Any) -> None:
    for _ in range(times):
        actions.receive(office.viewer("leader").home_id, actions.Answer(level, mode, **more), Channel.KIOSK)


@pytest.fixture
def two_months(office: Office, hold: Hold) -> Office:
    """February and March: many online answers, twelve at the counter; files of two procedures."""
    hold("2026-03-10 09:00")
    service.keep_days(office.viewer("secretary"), understood("9/3; Khai sinh; ; 300\n9/3; Kết hôn; ; 100"), "Chung")
    hold("2026-02-10 09:00")
    say(office, 5, 40)
    say(office, 2, 20)
    hold("2026-03-10 09:00")
    say(office, 5, 38, reasons=("thai_do",))
    say(office, 2, 12, reasons=("thoi_gian", "thai_do"))
    say(office, 5, 12, Mode.IN_PERSON)
    hold("2026-04-02 09:00")
    db.session.commit()
    return office


def told(browser: Browser, name: str, month: str = "2026-03") -> list[list[str]]:
    """The rows of a table's file, the same in all three kinds."""
    files = {ending: browser.get(f"/hai-long/bang/{name}.{ending}?ky={month}") for ending in ("csv", "xlsx", "json")}
    sheet = load_workbook(io.BytesIO(files["xlsx"].data)).worksheets[0]
    drawn = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    written = list(csv.reader(io.StringIO(files["csv"].data.decode("utf-8-sig"))))
    wide = max(map(len, written))
    padded = [[*row, *[""] * (wide - len(row))] for row in written]
    assert [[cell.lstrip("'") for cell in row] for row in padded] == drawn
    as_json = json.loads(files["json"].data)
    body = [list(map(str, row)) for row in as_json["rows"]]
    assert [[cell.lstrip("'") for cell in row] for row in written[len(written) - len(body) :]] == body
    return [[as_json["title"]], *([note] for note in as_json["notes"]), as_json["columns"], *body]


def test_a_month_stands_beside_the_one_before_only_with_its_interval(two_months: Office, browse: Browse) -> None:
    eyes = two_months.viewer("leader")
    days = queries.daily(eyes, date(2026, 2, 1), date(2026, 3, 31))
    online, counter, everyone = changes(*(told_days(eyes, month, days) for month in (MARCH.before, MARCH)))
    assert online.interval == difference(38, 50, 40, 60) and counter.interval is None
    assert everyone.interval == difference(50, 62, 40, 60)
    *_, row = told(browse("leader"), "thang")
    assert row[:3] == ["Tất cả phiếu", "60", "40"] and row[4:6] == ["62", "50"]
    assert row[7:] == [points(part) for part in everyone.interval or ()]
    page = browse("leader").get("/hai-long?ky=2026-03").text
    assert f"từ {row[8]} đến {row[9]}" in page and "/hai-long/bang/thang.csv" in page


def test_small_months_are_not_compared(two_months: Office, browse: Browse, hold: Hold) -> None:
    hold("2026-03-20 09:00")
    *_, row = told(browse("leader"), "thang", "2026-02")
    assert row[1:4] == ["0", "0", ""] and row[4:6] == ["60", "40"] and row[7:] == [""] * 3
    hold("2026-01-12 09:00")
    say(two_months, 5, 9)
    db.session.commit()
    hold("2026-03-20 09:00")
    *_, row = told(browse("leader"), "thang", "2026-02")
    assert row[1:4] == ["ẩn"] * 3 and row[7:] == [""] * 3
    assert "dưới 10 phiếu" in browse("leader").get("/hai-long?ky=2026-02").text


def test_where_few_others_remain_only_the_online_ones_are_told(office: Office, browse: Browse, hold: Hold) -> None:
    """Three at the counter would be what all have beyond the online ones: on every page, and in every file."""
    hold("2026-03-10 09:00")
    say(office, 5, 38)
    say(office, 2, 12)
    say(office, 2, 3, Mode.IN_PERSON)
    db.session.commit()
    hold("2026-04-02 09:00")
    leader = browse("leader")
    online, everyone = told(leader, "thang")[-2:]
    assert online[4:6] == ["50", "38"] and everyone[4:7] == ["ẩn"] * 3
    for name in ("kenh", "khau", "quay"):
        assert not [row for row in told(leader, name) if row[0] == "Tất cả"], name
        assert "Không chia ra, vì" in leader.get(f"/hai-long/bang/{name}.csv?ky=2026-03").text
    for url in ("/hai-long?ky=2026-03", "/hai-long/bang/kenh?ky=2026-03", "/hai-long/niem-yet?ky=2026-03"):
        words = " ".join(BeautifulSoup(leader.get(url).text, "lxml").get_text(" ").split())
        assert "dưới 10 phiếu" in words and "53" not in words, url
    assert "38/50" in leader.get("/hai-long?ky=2026-03").text


def test_reasons_have_a_table_and_files_like_the_others(two_months: Office, browse: Browse) -> None:
    leader = browse("leader")
    page = leader.get("/hai-long/bang/ly-do?ky=2026-03").text
    assert "Theo lý do được nêu" in page and "số lượt nêu" in page
    rows = {row[0]: row[1:3] for row in told(leader, "ly-do")}
    assert rows["Tất cả"] == ["62", "38"]
    assert [row[0] for row in rows.values() if row and row[0].isdigit()] == ["12", "50", "62"]


def test_real_weights_stand_beside_the_rates_of_procedures_never_instead(
    two_months: Office, browse: Browse, hold: Hold
) -> None:
    hold("2026-03-11 09:00")
    codes = {title: code for code, title in codes_of(two_months).items()}
    say(two_months, 5, 20, procedure=codes["Khai sinh"])
    say(two_months, 2, 20, procedure=codes["Kết hôn"])
    db.session.commit()
    hold("2026-04-02 09:00")
    leader = browse("leader")
    page = leader.get("/hai-long/bang/thu-tuc?ky=2026-03").text
    assert "75,0%" in page and "Khai sinh: 300" in page and "Kết hôn: 100" in page
    rows = told(leader, "thu-tuc")
    assert any("75,0%" in row[0] and "Không thay cho" in row[0] for row in rows)
    assert any("Khai sinh: 300; Kết hôn: 100" in row[0] or "Kết hôn: 100; Khai sinh: 300" in row[0] for row in rows)
    assert ["Khai sinh", "20", "20", "100%"] in rows and ["Kết hôn", "20", "0", "0%"] in rows


def codes_of(_office: Office) -> dict[str, str]:
    """The titles of an office's procedures by their codes."""
    rows = db.session.execute(select(ServiceProcedure.code, ServiceProcedure.title))
    return {row.code: row.title for row in rows}


def test_procedures_that_the_table_joins_are_one_weight_too(two_months: Office, browse: Browse, hold: Hold) -> None:
    hold("2026-03-11 09:00")
    codes = {title: code for code, title in codes_of(two_months).items()}
    say(two_months, 5, 6, procedure=codes["Khai sinh"])
    say(two_months, 2, 6, procedure=codes["Kết hôn"])
    db.session.commit()
    hold("2026-04-02 09:00")
    page = browse("leader").get("/hai-long/bang/thu-tuc?ky=2026-03").text
    assert "Các thủ tục khác: 400" in page and "Khai sinh: 300" not in page
