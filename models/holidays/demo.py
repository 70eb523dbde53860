"""The public holidays that a demonstration counts with: the fixed ones of this year and the next."""

import random
from datetime import date

from models import clock
from models.accounts.rules import Role
from models.accounts.tables import Account, Commune, Person
from models.base import db
from models.holidays.tables import DayKind, Holiday

SIZE = ("holidays", 0)
NAMES = (
    ((1, 1), "Tết Dương lịch"),
    ((4, 30), "Ngày Chiến thắng"),
    ((5, 1), "Ngày Quốc tế lao động"),
    ((9, 2), "Quốc khánh"),
)


def seed(
    commune: Commune, people: list[Person], accounts: dict[Role, Account], rng: random.Random, amount: int
) -> None:
    """The same for every commune."""
    del people, accounts, rng, amount
    for year in (clock.today().year, clock.today().year + 1):
        for (month, day), name in NAMES:
            db.session.add(Holiday(commune_id=commune.id, day=date(year, month, day), kind=DayKind.OFF, name=name))
