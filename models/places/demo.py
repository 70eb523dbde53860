"""The rooms and counters that the invented meetings, posters and answers take place at."""

import random

from models.accounts.rules import Role, Viewer
from models.accounts.tables import Account, Commune, Person
from models.places import actions

ROOMS = (
    ("Phòng họp trực tuyến", "Tầng 2, nhà làm việc chính", 40),
    ("Hội trường UBND xã", "Tầng 1, nhà làm việc chính", 120),
    ("Phòng họp số 1", "Tầng 2, nhà làm việc chính", 18),
    ("Phòng tiếp công dân", "Tầng 1, cạnh cổng chính", 10),
    ("Khu vực chờ – Trung tâm Phục vụ hành chính công", "Tầng 1, nhà một cửa", 24),
)
COUNTERS = (
    ("Quầy 1", "Hộ tịch, chứng thực"),
    ("Quầy 2", "Đất đai, xây dựng"),
    ("Quầy 3", "Lao động, người có công"),
)


def seed(
    commune: Commune, people: list[Person], accounts: dict[Role, Account], rng: random.Random, amount: int
) -> None:
    """The rooms and counters of one commune."""
    del people, rng, amount  # every office has about as many
    account = accounts.get(Role.SECRETARY) or next(iter(accounts.values()))
    eyes = Viewer(account.id, Role.SECRETARY, account.display_name, commune.id)
    for name, place, seats in ROOMS:
        actions.add_room(eyes, name, place, "", seats).shows_wifi = True
    for name, place in COUNTERS:
        actions.add_counter(eyes, name, place)
