"""An invented site: sections with their writers, some of them late, and its contact block."""

import random
from datetime import timedelta

from sqlalchemy import select

from models import clock
from models.accounts.rules import Role, Viewer
from models.accounts.tables import Account, Commune, Person, Unit
from models.base import db
from models.text import fold
from models.website import actions
from models.website.tables import WebsiteSection

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
    host = f"{name}.gialai.gov.vn"
    actions.set_website(eyes, f"https://{host}/", [f"www.{host}"], f"UBND {commune.name}", "", f"ubnd@{host}")
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
