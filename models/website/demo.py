"""An invented site: sections with their writers, some of them late, and what the checks of two nights found."""

import random
from datetime import timedelta

from sqlalchemy import select

from models import clock
from models.accounts.rules import Role, Viewer
from models.accounts.tables import Account, Commune, Person, Unit
from models.base import db
from models.jobs import queue
from models.text import fold
from models.website import actions, concluding, runs
from models.website.concluding import Judged
from models.website.rules import CheckKey, CheckOutcome, FaultState, RunState
from models.website.seen import Result, Seen, packed
from models.website.tables import CheckPage, CheckRun, Website, WebsiteSection

AFTER = ("audits",)

# unit by the beginning of its name, and the age of the newest item in days (None: never)
WRITTEN: dict[str, tuple[str, int | None]] = {
    "tin_tuc": ("phong van hoa", 1),
    "lich_cong_tac": ("van phong", 11),
    "van_ban": ("van phong", 5),
    "thu_tuc": ("trung tam phuc vu", 7),
    "phan_anh": ("", 9),
    "ngan_sach": ("phong kinh te", 227),
    "tiep_cong_dan": ("van phong", 12),
    "quy_hoach": ("phong kinh te", 30),
    "dau_tu": ("phong kinh te", None),
    "du_an": ("phong kinh te", 41),
    "cong_nghiep": ("phong kinh te", 60),
    "tiep_can": ("van phong", 20),
    "gioi_thieu": ("van phong", 100),
    "co_cau": ("van phong", 96),
    "lanh_dao": ("van phong", 96),
    "chuyen_doi_so": ("phong van hoa", 3),
    "zalo_tin": ("phong van hoa", 2),
    "zalo_thong_bao": ("trung tam phuc vu", 18),
}


def seed(
    commune: Commune, people: list[Person], accounts: dict[Role, Account], rng: random.Random, _amount: int
) -> None:
    """The site of one commune, and who writes what."""
    account = accounts.get(Role.ADMIN) or next(iter(accounts.values()))
    eyes = Viewer(account.id, Role.ADMIN, account.display_name, commune.id)
    name = commune.fold.removeprefix("xa ").removeprefix("phuong ").replace(" ", "")
    host = f"{name}.example"  # a name that leads nowhere: a demonstration fetches nothing from anybody
    site = actions.set_website(eyes, f"https://{host}/", [f"www.{host}"], f"UBND {commune.name}", "", f"ubnd@{host}")
    units = db.session.scalars(select(Unit).where(Unit.commune_id == commune.id)).all()
    today = clock.today()
    for section in db.session.scalars(select(WebsiteSection).where(WebsiteSection.commune_id == commune.id)):
        beginning, age = WRITTEN.get(section.code, ("", None))
        unit = next((one for one in units if beginning and one.fold.startswith(fold(beginning))), None)
        if unit is not None:
            writers = [one for one in people if one.unit_id == unit.id]
            section.unit_id, section.person_id = unit.id, rng.choice(writers).id if writers else None
        if age is not None:
            section.note_item(today - timedelta(days=age), today)
    db.session.flush()
    _checked(site, accounts.get(Role.AUDITOR) or account)


def _checked(site: Website, auditor: Account) -> None:
    """Two nights' runs: what both saw is proposed, some of it was decided since."""
    home = site.url
    for night, results in enumerate((_results(home), _results(home)[1:], _results(home)[1:])):
        run = runs.ask(site)
        queue.cancel(run.job_id)
        concluding.keep(run.id, Judged(RunState.DONE, results, frozenset({f"{home}tin-tuc/le-hoi"})))
        run.finished_at = run.created_at = clock.at_office(clock.today() - timedelta(days=3 - night), 2, 14)
        _looked_at(run, home)
    eyes = Viewer(auditor.id, auditor.role, auditor.display_name, site.commune_id)
    for fault in runs.faults(eyes, *FaultState):
        fault.first_seen_at = clock.at_office(clock.today() - timedelta(days=3), 2, 14)
        fault.last_seen_at = clock.at_office(clock.today() - timedelta(days=1), 2, 14)
        if fault.check_key is CheckKey.HSTS:
            fault.accept(eyes, clock.now())
        if fault.check_key is CheckKey.CONTACT:
            fault.decline(eyes, "Trang dùng thư điện tử chung của tỉnh theo quy định.", clock.now())
    db.session.flush()


def _looked_at(run: CheckRun, home: str) -> None:
    """The log of a run: a page each second, in the order of the menu."""
    paths = ("", "tin-tuc", "van-ban", "thu-tuc", "dau-tu", "ke-hoach-cu-2025", "tep/2026/KH-87.docx", "dang-nhap")
    status = {"ke-hoach-cu-2025": 404, "tep/2026/KH-87.docx": 404, "dang-nhap": 403}
    for second, path in enumerate(paths):
        kind = "home" if not path else "file" if "tep/" in path else "page"
        seen = Seen(kind, f"{home}{path}", status.get(path, 200), f"{home}{path}")
        row = CheckPage(commune_id=run.commune_id, run_id=run.id, kind=kind, url=seen.url, facts=packed(seen))
        row.asked_at = run.created_at - timedelta(seconds=len(paths) - second)
        db.session.add(row)


def _results(home: str) -> list[Result]:
    fail, human, passed = CheckOutcome.FAIL, CheckOutcome.NEEDS_HUMAN, CheckOutcome.PASS
    plan = {"status": 404, "places": [(f"{home}van-ban/kh-87", "Tải Kế hoạch số 87")], "count": 1}
    old = {"status": 404, "places": [(f"{home}tin-tuc/chuyen-doi-so", "Xem kế hoạch")], "count": 1}
    invest = {"name": "Kêu gọi đầu tư", "words": 14, "pages": [f"{home}dau-tu"]}
    mail = {"wanted": home.removeprefix("https://").rstrip("/"), "found": []}
    unnamed = {"pages": [home, f"{home}tin-tuc"], "count": 2, "spots": 7, "first": "img.banner"}
    return [
        Result(CheckKey.LINK, fail, f"{home}tin-tuc/le-hoi", "gone", old),
        Result(CheckKey.REACHABLE, passed),
        Result(CheckKey.CERTIFICATE, passed),
        Result(CheckKey.REDIRECT, passed),
        Result(CheckKey.HSTS, fail, "", "no_hsts"),
        Result(CheckKey.NOT_FOUND, passed),
        Result(CheckKey.ROBOTS, passed),
        Result(CheckKey.SITEMAP, fail, "", "no_sitemap"),
        Result(CheckKey.LINK, fail, f"{home}ke-hoach-cu-2025", "gone", old),
        Result(CheckKey.LINK, CheckOutcome.BLOCKED, f"{home}dang-nhap", "firewall", {"status": 403}),
        Result(CheckKey.FILE, fail, f"{home}tep/2026/KH-87.docx", "gone", plan),
        Result(CheckKey.OUTSIDE, human, "", "outside", {"pages": ["https://dichvucong.example/"], "count": 1}),
        Result(CheckKey.CONTENT, fail, "dau_tu", "hollow", invest, "WEB-D02"),
        Result(CheckKey.CONTACT, fail, "email", "contact_differs", mail),
        Result(CheckKey.SEARCH, passed),
        Result(CheckKey.VIEWPORT, passed),
        Result(CheckKey.ACCESSIBILITY, fail, "image-alt", "axe", unnamed),
        Result(CheckKey.NARROW, CheckOutcome.NOT_TESTABLE, "", "browser_failed"),
    ]
