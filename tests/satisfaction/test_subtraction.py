"""An adversary who writes down every number of every surface, day after day, and adds and subtracts them as he likes.

He knows who came on no day at all (weekends), and the days and ways of handing in that each number is of. He also
knows which answers came late, from a tablet that was cut off or out of review, and which were taken out again, and on
what day. Whatever group of fewer than ten follows from his numbers, be it of one mode and of any days, is a leak.
"""

import io
import json
import random
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from docx import Document

from models.base import db
from models.satisfaction import steps
from models.satisfaction.late import wrong_late
from models.satisfaction.rollups import CountedAnswer, count, count_all
from models.satisfaction.rules import Channel, Mode, Stage, Status
from models.satisfaction.scales import scale_id
from models.satisfaction.steps import Sides
from tests.browser import Browser
from tests.factories import Office
from tests.satisfaction.adversary import MODES, Crowd, Move, Told, leaks, make

pytestmark = pytest.mark.slow

Browse = Callable[..., Browser]
Hold = Callable[[str], None]
FIRST, LAST = date(2026, 1, 1), date(2026, 4, 3)
WORDS = {"Trực tuyến": (Mode.ONLINE,), "Không trực tuyến": MODES[1:], "Tất cả": MODES, "Tất cả phiếu": MODES}
WORDS |= {
    "Trực tiếp": (Mode.IN_PERSON,),
    "Không rõ": (Mode.UNKNOWN,),
    "Cả bảng": MODES,
    "Trực tuyến – Không trực tuyến": MODES,
}
MONTHS = {f"Tháng {no}/2026": (date(2026, no, 1), date(2026, no + 1, 1) - timedelta(days=1)) for no in (1, 2, 3)}
SHARE = re.compile(r"([\d.]+)/([\d.]+)")


def whole(text: str) -> int:
    return int(text.replace(".", ""))


def table(browser: Browser, name: str, ky: str) -> list[list[str]]:
    """The head and the rows of a table's file; CSV and Excel are drawn from the same (test_breakdown_files)."""
    told = json.loads(browser.get(f"/hai-long/bang/{name}.json?ky={ky}").data)
    return [told["columns"], *([str(one) for one in row] for row in told["rows"])]


def soup(browser: Browser, url: str) -> BeautifulSoup:
    return BeautifulSoup(browser.get(url).text, "lxml")


def cells(row: object) -> list[str]:
    return [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")]  # type: ignore[attr-defined]


def asked(href: str) -> tuple[date, date, tuple[Mode, ...]]:
    """Of which days and modes a list is."""
    args = {key: one[0] for key, one in parse_qs(urlsplit(href).query).items()}
    modes = (Mode(args["hinh-thuc"]),) if args.get("hinh-thuc") else MODES
    return date.fromisoformat(args["tu"]), date.fromisoformat(args["den"]), modes


def day_of(text: str, today: date) -> date:
    at, month = map(int, text.split("/")[:2])
    return date(today.year, month, at)


def span(label: str, today: date) -> tuple[date, date]:
    ends = [day_of(one, today) for one in label.split("–")]
    return ends[0], ends[-1]


def of_figures(browser: Browser, today: date, ky: str) -> Iterator[Told]:
    """The page of figures: both rates, the levels, the months side by side, the weeks."""
    page, ends = soup(browser, f"/hai-long?ky={ky}"), {}
    for link in page.select("main .fig a"):
        since, until, modes = asked(str(link["href"]))
        ends[modes] = since, until
        yield Told("headline", since, until, modes, whole(link.text.split("/")[0]))
    (levels,) = page.select("[aria-labelledby=levels]")
    rows = [cells(row) for row in levels.select("tr")]
    if rows:
        good = [row for row in rows[1:] if row[0] in ("Hài lòng", "Rất hài lòng")]
        month = ends[next(iter(ends))] if ends else (today, today)
        for place, name in enumerate(rows[0][1:], 1):
            modes = WORDS[name]
            yield Told("levels", *ends.get(modes, month), modes, sum(whole(row[place]) for row in good))
    (weeks,) = page.select("[aria-labelledby=weeks]")
    yield from of_weeks(weeks, today)
    no = int(ky[-2:])
    before, now = (MONTHS.get(f"Tháng {at}/2026") for at in (no - 1, no))
    for row in table(browser, "thang", ky)[1:]:
        if (modes := WORDS[row[0]]) and row[5].isdigit() and now:
            yield Told("months", *ends.get(modes, (now[0], min(now[1], today))), modes, int(row[5]))
        if row[2].isdigit() and before:
            yield Told("months", *before, modes, int(row[2]))


def of_weeks(weeks: object, today: date) -> Iterator[Told]:
    for row in weeks.select("tbody tr"):  # type: ignore[attr-defined]
        label, text = cells(row)[:2]
        if found := SHARE.search(text):
            yield Told("weeks", *span(label, today), (Mode.ONLINE,), whole(found[1]))


def of_tables(browser: Browser, today: date, ky: str) -> Iterator[Told]:
    """The breakdowns: what they say of days and modes, the others by their totals."""
    since, until = month = MONTHS[f"Tháng {int(ky[-2:])}/2026"]
    if until >= today:
        return
    yield from of_tuan(table(browser, "tuan", ky), month, today)
    for name in ("khau", "kenh", "thu-tuc", "can-bo"):
        *_, last = table(browser, name, ky)
        if last[0] in ("Tất cả", "Không rõ") and last[2:3] and last[2].isdigit():
            yield Told(name, since, until, MODES, int(last[2]))
    heads, *rows = table(browser, "quay", ky)
    for place, head in enumerate(heads[1:] if rows else (), 1):
        label, _, what = head.partition(": ")
        if what == "hài lòng" and rows[-1][place].isdigit():
            days = month if label == "Cả bảng" else span(label, today)
            yield Told("quay", *days, MODES, int(rows[-1][place]))
    *_, last = table(browser, "gio", ky)
    if last[0] == "Tất cả" and last[-2].isdigit() and until.month % 2 == 0:
        yield Told("gio", MONTHS[f"Tháng {until.month - 1}/2026"][0], until, MODES, int(last[-2]))


def of_tuan(rows: list[list[str]], month: tuple[date, date], today: date) -> Iterator[Told]:
    heads = rows[0][1:]
    for row in rows[1:]:
        days = month if row[0] == "Tất cả" else span(row[0], today) if "/" in row[0] else None
        for place, head in enumerate(heads, 1):
            name, _, what = head.partition(": ")
            if days and what == "hài lòng" and row[place].isdigit():
                modes = WORDS[name] if name != "Cả bảng" else tuple({one for head in heads for one in of_head(head)})
                yield Told("tuan", *days, modes, int(row[place]))


def of_head(head: str) -> tuple[Mode, ...]:
    name = head.partition(": ")[0]
    return WORDS[name] if name != "Cả bảng" else ()


def of_sheet(browser: Browser, today: date, ky: str, prints: dict[str, list[date]]) -> Iterator[Told]:
    """The month's sheet and its corrections, on the page and as a file."""
    since, until = MONTHS[f"Tháng {int(ky[-2:])}/2026"]
    if until >= today:
        return  # its days stand in its words; the running month is read from the page of figures
    page = soup(browser, f"/hai-long/niem-yet?ky={ky}")
    tables = [[cells(row) for row in table.select("tr")] for table in page.select("table")]
    paper = Document(io.BytesIO(browser.get(f"/hai-long/niem-yet/{ky}.docx").data))
    tables += [[[cell.text for cell in row.cells] for row in one.rows] for one in paper.tables]
    first: dict[tuple[Mode, ...], int] = {}
    for rows in tables:
        if rows and rows[0][0] == "Mức":
            good = [row for row in rows[1:] if row[0] in ("Hài lòng", "Rất hài lòng")]
            for place, modes in ((1, MODES), (3, (Mode.ONLINE,))):
                if good and all(row[place][:1].isdigit() for row in good):
                    first[modes] = sum(whole(row[place]) for row in good)
                    yield Told("sheet", since, until, modes, first[modes])
    for table in page.select("table"):
        rows = [cells(row) for row in table.select("tr")]
        if rows[0][0] == "Số liệu" and any(row[0].startswith("– ") for row in rows):
            printed = int(str(table.find_previous(string=re.compile("lần in", re.IGNORECASE))).split()[-1])
            more = [whole(row[2]) - whole(row[1]) for row in rows if row[0] in ("– hài lòng", "– rất hài lòng")]
            yield Told("corrected", since, until, MODES, first[MODES] + sum(more), prints[ky][printed - 1])


def frozen(browser: Browser, today: date, ky: str, prints: dict[str, list[date]]) -> None:
    """Send the sheet of a month that is over, and print it again whenever it has moved."""
    done = prints.setdefault(ky, [])
    if MONTHS[f"Tháng {int(ky[-2:])}/2026"][1] < today:
        verb = "dinh-chinh" if done else "chot"
        if browser.post(f"/hai-long/niem-yet/{ky}/{verb}").status_code == 303:
            done.append(today)


def of_today(browser: Browser, today: date) -> Iterator[Told]:
    """The centre's page, the dashboard, and the targets of the plan."""
    rates = soup(browser, "/hai-long/trung-tam").select_one("[aria-labelledby=rates]")
    for line in rates.select("dl > div") if rates else []:
        found = re.search(r"\(([\d.]+)/([\d.]+) phiếu.*đến hết [^\d]*(\d+/\d+)/", " ".join(line.get_text(" ").split()))
        if found:
            modes = WORDS[line.select_one("dt").get_text(strip=True)]  # type: ignore[union-attr]
            yield Told("centre", today.replace(day=1), day_of(found[3], today), modes, whole(found[1]))
    home = soup(browser, "/")
    tile = next(one for one in home.select(".tile") if "Hài lòng (trực tuyến)" in one.text)
    link = tile if tile.name == "a" else tile.select_one("a.tile-label")
    if found := SHARE.search(tile.text):
        yield Told("tile", *asked(str(link["href"])), whole(found[1]))  # type: ignore[index]
    for figure in home.select("figure.spark"):
        yield from of_weeks(figure, today)


def of_lists(browser: Browser, today: date, chance: random.Random) -> Iterator[Told]:
    """Lists of any days, where they let themselves be split by what people said."""
    for _ in range(3):
        since = date(2026, chance.randint(1, today.month), 1)
        until = min(since + timedelta(days=chance.randint(0, 60)), today)
        mode = chance.choice(["", "online", "in_person"])
        url = f"/hai-long/phieu?tu={since}&den={until}&hinh-thuc={mode}&nhom=hai-long"
        words = " ".join(soup(browser, url).select_one("#rows").get_text(" ").split())  # type: ignore[union-attr]
        if "· hài lòng" in words:
            yield Told("list", *asked(url), whole(words.split()[0]))


def pour(office: Office, crowd: Crowd, hold: Hold, since: date, until: date, chance: random.Random) -> None:
    """Let the answers of some days be counted, and those taken out that are."""
    commune_id = office.viewer("leader").home_id
    for day in sorted({at for move in crowd for at in (move.booked, move.gone) if at and since <= at <= until}):
        hold(f"{day} 16:00")
        new: list[tuple[CountedAnswer, tuple[str, ...]]] = []
        for move in crowd:
            scale, where = scale_id(move.day), (chance.choice(tuple(Channel)), chance.choice((*Stage, None)))
            if move.gone:  # one whose facts are known once more when he is taken out
                where = (Channel.KIOSK, None)
            for level in move.levels:
                fact = (level, Status.COUNTED, None, *where, None, None, None)
                one = CountedAnswer(commune_id, move.day, 9, move.mode, scale, *fact)
                if move.booked == day:
                    new.append((one, ()))
                if move.gone == day:
                    count(one, -1)
        count_all(new)
    db.session.commit()


def everything(browser: Browser, today: date, chance: random.Random, prints: dict[str, list[date]]) -> Iterator[Told]:
    yield from of_today(browser, today)
    yield from of_lists(browser, today, chance)
    for month in range(max(today.month - 2, 1), min(today.month, 3) + 1):
        ky = f"2026-{month:02}"
        yield from of_figures(browser, today, ky)
        yield from of_tables(browser, today, ky)
        frozen(browser, today, ky, prints)
        yield from of_sheet(browser, today, ky, prints)


def written_down(office: Office, browse: Browse, hold: Hold, seed: int) -> tuple[list[Told], Crowd]:
    """What the adversary reads on some days of a quarter; every number is a true one."""
    chance = random.Random(seed)
    crowd, poured, found = make(chance), FIRST, []
    prints: dict[str, list[date]] = {}
    for today in (date(2026, 2, 4), date(2026, 3, 31), LAST):
        pour(office, crowd, hold, poured, today, chance)
        hold(f"{today} 17:30")
        poured = today + timedelta(days=1)
        found += list(everything(browse("leader"), today, chance, prints))
    for one in found:
        real = sum(
            move.shares(one.since, one.until, one.printed) * sum(level >= 4 for level in move.levels)
            for move in crowd
            if move.mode in one.modes
        )
        assert one.satisfied == real, one
    assert not list(wrong_late(office.viewer("leader").home_id))
    return found, crowd


@pytest.mark.parametrize("seed", [2, 3])
def test_nobody_computes_a_small_group(office: Office, browse: Browse, hold: Hold, seed: int) -> None:
    told, crowd = written_down(office, browse, hold, seed)
    assert leaks(told, crowd) == []
    assert {one.where for one in told} >= {"headline", "levels", "months", "sheet", "tuan"}, "he read them all"


def test_the_adversary_finds_what_is_told_too_freely(
    office: Office, browse: Browse, hold: Hold, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With both rates told side by side whatever is left, and a running month to its last step, he computes them."""
    monkeypatch.setattr(
        steps, "sides", lambda online, others, n=10: Sides(online >= n, online + sum(others) >= n, False)
    )
    monkeypatch.setattr(steps, "running", tuple)
    told, crowd = written_down(office, browse, hold, 3)
    assert leaks(told, crowd)


def test_what_a_file_says_a_program_reads(office: Office, browse: Browse, hold: Hold) -> None:
    """A hidden figure is not in JSON either, under whatever name."""
    busy, few = date(2026, 3, 10), date(2026, 3, 11)
    crowd = [Move(busy, busy, Mode.ONLINE, (5,) * 40), Move(few, few, Mode.IN_PERSON, (2,) * 3)]
    pour(office, crowd, hold, FIRST, LAST, random.Random(1))
    hold("2026-04-02 09:00")
    for name in ("kenh", "quay", "thang", "gio", "tuan"):
        text = browse("leader").get(f"/hai-long/bang/{name}.json?ky=2026-03").text
        numbers = {str(one) for row in json.loads(text)["rows"] for one in row}
        assert not numbers & {"43", "3"}, name
