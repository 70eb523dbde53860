"""Invented sheets: of the second quarter some officers have noted something, and one is confirmed."""

import random

from models import clock
from models.accounts.rules import Role, Viewer
from models.accounts.tables import Account, Commune, Person
from models.base import db
from models.kpi import queries
from models.kpi.rules import KpiGrade, quarter

AFTER = ("plan", "meetings", "audits", "training")
QUARTER = quarter(2026, 2)
NOTES = (
    "Việc quá hạn đều chờ số liệu của đơn vị phối hợp, đã nhắc bằng văn bản.",
    "Trong quý có hai tuần đi tập huấn ở tỉnh.",
)


def seed(
    commune: Commune, people: list[Person], accounts: dict[Role, Account], _rng: random.Random, _amount: int
) -> None:
    """Two notes, and the leader's word on one of them."""
    leader = accounts.get(Role.LEADER)
    if leader is None or QUARTER.last >= clock.today():
        return
    eyes = Viewer(leader.id, Role.LEADER, leader.display_name, commune.id, leader.person_id)
    for person, note in zip([one for one in people if one.id != leader.person_id][3:5], NOTES, strict=False):
        officer = queries.officer(eyes, person.id)
        sheet = queries.sheet_to_write(officer, QUARTER)
        sheet.note(note)
    db.session.flush()
    rows = queries.owed(officer, QUARTER, clock.today())
    told = queries.lines(officer, QUARTER, rows, clock.today())
    sheet.confirm(eyes, KpiGrade.GOOD, "Hoàn thành tốt, phối hợp đúng hẹn.", told, QUARTER)
    db.session.flush()
