"""A demonstration: invented people and records in a commune, so that every page can be tried out.

Nobody here is real; names are put together from common parts. Real focal points appear only in the script's own
contact column, never as people who did something.
"""

import random
from collections.abc import Iterable
from datetime import timedelta
from graphlib import TopologicalSorter

from sqlalchemy import select

from models import clock, journal, offices
from models.accounts import actions, passwords, queries
from models.accounts.rules import Role, Viewer, written_roles
from models.accounts.tables import Account, AccountUse, Commune, Person, Unit
from models.base import db
from models.collect import collected
from models.errors import RuleBroken
from models.qr.rules import LinkKind
from models.qr.tables import QrLink
from models.satisfaction.tables import ResponseLink
from models.text import fold

USERNAMES = {
    Role.COUNTER: "quay",
    Role.SECRETARY: "thuky",
    Role.AUDITOR: "kiemtra",
    Role.LEADER: "lanhdao",
    Role.ADMIN: "quantri",
    Role.PROVINCE: "tinh",
}
# role of the account (if any), title, unit by the beginning of its name, rank
POSTS: list[tuple[Role | None, str, str, int]] = [
    (Role.LEADER, "Chủ tịch UBND xã", "Lãnh đạo", 1),
    (None, "Phó Chủ tịch UBND xã", "Lãnh đạo", 2),
    (None, "Phó Chủ tịch UBND xã", "Lãnh đạo", 3),
    (Role.SECRETARY, "Chánh Văn phòng", "Văn phòng", 10),
    (Role.ADMIN, "Chuyên viên công nghệ thông tin", "Văn phòng", 20),
    (Role.AUDITOR, "Chuyên viên", "Văn phòng", 21),
    (None, "Chuyên viên văn thư", "Văn phòng", 22),
    (None, "Trưởng phòng", "Phòng Kinh tế", 11),
    (None, "Chuyên viên", "Phòng Kinh tế", 23),
    (None, "Trưởng phòng", "Phòng Văn hóa", 12),
    (None, "Chuyên viên", "Phòng Văn hóa", 24),
    (None, "Giám đốc Trung tâm", "Trung tâm Phục vụ", 13),
    (Role.COUNTER, "Công chức, viên chức Trung tâm PVHCC", "Trung tâm Phục vụ", 25),
    (None, "Công chức, viên chức Trung tâm PVHCC", "Trung tâm Phục vụ", 26),
    (None, "Công chức, viên chức Trung tâm PVHCC", "Trung tâm Phục vụ", 27),
    (None, "Giám đốc Trung tâm", "Trung tâm Dịch vụ", 14),
    (None, "Trưởng Công an xã", "Công an", 15),
    (None, "Trạm trưởng", "Trạm Y tế", 16),
]
# who reports the work of the units that have no account above: user name, unit by the beginning of its name
OFFICERS = {
    "kinhte": "Phòng Kinh tế",
    "vanhoa": "Phòng Văn hóa",
    "dichvu": "Trung tâm Dịch vụ",
    "congan": "Công an",
    "yte": "Trạm Y tế",
}
AUDITS_TOO = "dichvu"  # who has two roles
RARELY_HERE = "congan"  # whose account is about to be closed
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Rơ Châm", "Siu")
MIDDLE = ("Văn", "Thị", "Minh", "Thanh", "Quốc", "Ngọc", "Hữu", "Kim", "Đình", "Thu")
GIVEN = (
    "An",
    "Ánh",
    "Ân",
    "Bình",
    "Cường",
    "Dung",
    "Đào",
    "Giang",
    "Hạnh",
    "Hiếu",
    "Khánh",
    "Lan",
    "Mai",
    "Nam",
    "Oanh",
    "Phúc",
    "Quyên",
    "Sơn",
    "Tâm",
    "Uyên",
    "Vân",
    "Xuân",
    "Yến",
    "Đạt",
)


def sizes() -> dict[str, int]:
    """How many rows a demonstration can be asked for, and how many it makes when it is not: responses, meetings..."""
    return dict(module.SIZE for module in collected("demo").values() if hasattr(module, "SIZE"))


def make(password: str, communes: int = 1, **wanted: int) -> list[str]:
    """Fill communes and return the names of the accounts; ``wanted`` are sizes, as ``sizes`` names them.

    RuleBroken for a weak password or a second run.
    """
    kept, programme = passwords.checked_hash(password), offices.shipped()
    journal.set_actor(journal.Actor(None, "demo"))
    offices.load_everything(programme)
    if queries.account_named(USERNAMES[Role.COUNTER]) is not None:
        raise RuleBroken("demo_there")
    amounts = sizes() | wanted
    names = _fill(queries.joined_communes()[0], "", kept, amounts)
    others = [commune for commune in queries.communes() if commune.joined_on is None]
    for number, commune in enumerate(others[: max(communes - 1, 0)], 2):
        offices.join(commune, programme)
        names += _fill(commune, str(number), kept, {key: max(size // 4, 8) for key, size in amounts.items()})
    _account(None, USERNAMES[Role.PROVINCE], "Văn phòng UBND tỉnh", Role.PROVINCE, None, kept)
    return [*names, USERNAMES[Role.PROVINCE]]


def _fill(commune: Commune, suffix: str, kept: str, amounts: dict[str, int]) -> list[str]:
    rng = random.Random(f"{commune.fold}-2026")
    accounts: dict[Role, Account] = {}
    people: list[Person] = []
    units = {unit.fold: unit for unit in queries.units(_eyes(commune))}
    for (role, title, unit, rank), name in zip(POSTS, _names(rng), strict=False):
        person = actions.add_person(commune, name, title, _unit(units, unit), rank)
        people.append(person)
        if role is not None:
            accounts[role] = _account(commune, USERNAMES[role] + suffix, person.full_name, role, person, kept)
    officers = [
        _account(commune, name + suffix, officer.full_name, Role.COUNTER, officer, kept)
        for name, unit in OFFICERS.items()
        if (officer := _first_of(units, unit, people)) is not None
    ]
    _of(officers, AUDITS_TOO).other_roles = written_roles({Role.AUDITOR})
    _leave_unused(_of(officers, RARELY_HERE))
    _seed(commune, people, accounts, amounts)
    _hang_the_question(commune)
    db.session.flush()
    return [account.username for account in [*accounts.values(), *officers]]


def _of(officers: Iterable[Account], name: str) -> Account:
    return next(account for account in officers if account.username.startswith(name))


def _leave_unused(account: Account) -> None:
    """Nobody has signed in for six weeks, and the night has warned of it."""
    used, warned = clock.now() - timedelta(days=42), clock.today() - timedelta(days=2)
    db.session.add(AccountUse(account_id=account.id, used_at=used, counts_from=used, warned_on=warned))


def _seed(commune: Commune, people: list[Person], accounts: dict[Role, Account], amounts: dict[str, int]) -> None:
    """Let every capability add its rows after those it stands on; each has chance of its own, so that one more
    capability changes nothing of the others."""
    modules = collected("demo")
    for name in TopologicalSorter({name: getattr(modules[name], "AFTER", ()) for name in modules}).static_order():
        option, usual = getattr(modules[name], "SIZE", ("", 0))
        chance = random.Random(f"{commune.fold}-{name}-2026")
        modules[name].seed(commune, people, accounts, chance, amounts.get(option, usual))


def _hang_the_question(commune: Commune) -> None:
    """The poster that asks for opinions leads to the page of a counter."""
    own = ResponseLink.commune_id == commune.id
    pages = select(ResponseLink.token).where(own, ResponseLink.counter_id.is_not(None))
    token = db.session.scalars(pages.order_by(ResponseLink.id)).first()
    posters = select(QrLink).where(QrLink.commune_id == commune.id, QrLink.kind == LinkKind.FEEDBACK)
    for link in db.session.scalars(posters) if token else ():
        link.target = f"/y-kien/{token}"


def _eyes(commune: Commune) -> Viewer:
    return Viewer(0, Role.ADMIN, "demo", commune.id)


def _unit(units: dict[str, Unit], beginning: str) -> Unit | None:
    return next((unit for key, unit in units.items() if key.startswith(fold(beginning))), None)


def _first_of(units: dict[str, Unit], beginning: str, people: list[Person]) -> Person | None:
    unit = _unit(units, beginning)
    return next((person for person in people if unit is not None and person.unit_id == unit.id), None)


def _names(rng: random.Random) -> list[str]:
    given = rng.sample(GIVEN, len(POSTS))
    return [f"{rng.choice(FAMILY)} {rng.choice(MIDDLE)} {name}" for name in given]


def _account(
    commune: Commune | None, username: str, name: str, role: Role, person: Person | None, kept: str
) -> Account:
    account = actions.add_account(commune, username, name, role, person)
    account.password_hash = kept
    db.session.flush()
    return account
