"""The hands that do the invented work: who of an office reports a duty, who confirms it, and when."""

import random
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select

from models import clock
from models.accounts.rules import Role, Viewer
from models.accounts.tables import Account, Commune, Person
from models.base import db
from models.duties import actions
from models.duties.actions import Evidence
from models.duties.tables import Duty

AGREED = ("", "", "Đồng ý. Kết quả đúng yêu cầu.", "Đã kiểm tra thực tế, đạt yêu cầu.")


class Hands:
    """The accounts of an office: work is reported by people of the unit in charge, and confirmed by a second person."""

    def __init__(self, commune: Commune, rng: random.Random) -> None:
        self.rng = rng
        query = select(Account, Person.unit_id).outerjoin(Person, Person.id == Account.person_id)
        rows = db.session.execute(query.where(Account.commune_id == commune.id).order_by(Account.id))
        self.viewers = [
            Viewer(account.id, account.role, account.display_name, commune.id, account.person_id, unit_id)
            for account, unit_id in rows
        ]

    def of_role(self, role: Role) -> Viewer:
        """The first account of a role."""
        return next(eyes for eyes in self.viewers if eyes.role is role)

    def of_duty(self, duty: Duty) -> Viewer:
        """Who reports a duty: the person in charge, else somebody of the unit; the secretary where nobody has a key."""
        persons = [eyes for eyes in self.viewers if duty.person_id is not None and eyes.person_id == duty.person_id]
        unit = [eyes for eyes in self.viewers if duty.unit_id is not None and eyes.unit_id == duty.unit_id]
        if persons or unit:
            return persons[0] if persons else self.rng.choice(unit)
        return replace(self.of_role(Role.SECRETARY), unit_id=duty.unit_id)

    def second(self, duty: Duty) -> Viewer:
        """Who confirms it: the leader, or the secretary for what the leader has reported."""
        leader = self.of_role(Role.LEADER)
        return leader if leader.account_id != duty.reported_by else self.of_role(Role.SECRETARY)

    def at(self, day: date, first: int = 8, last: int = 16) -> datetime:
        """An hour of a working day, never one that is still to come."""
        return min(clock.at_office(day, self.rng.randint(first, last), self.rng.randint(0, 59)), clock.now())

    def note(self, duty: Duty, day: date, text: str, percent: int | None = None, link: str = "") -> None:
        """Somebody writes how far it is."""
        actions.write_note(self.of_duty(duty), duty, text, percent, Evidence(link=link), self.at(day))

    def report(self, duty: Duty, day: date, text: str, link: str, written_on: date | None = None) -> None:
        """Somebody reports that it was finished on a day, the same day or later."""
        at = self.at(written_on or day, 8, 11)
        actions.report_done(self.of_duty(duty), duty, day, text, Evidence(link=link), at)

    def confirm(self, duty: Duty, day: date, link: str = "") -> None:
        """The second person agrees, and shows what he saw where that is asked for."""
        actions.confirm(self.second(duty), duty, self.rng.choice(AGREED), self.at(day, 13), Evidence(link=link))

    def send_back(self, duty: Duty, day: date, reason: str) -> None:
        """The second person does not agree."""
        actions.send_back(self.second(duty), duty, reason, self.at(day, 13))

    def ask_extension(self, duty: Duty, day: date, new_due: date, reason: str) -> None:
        """Somebody asks for a later day."""
        actions.ask_extension(self.of_duty(duty), duty, new_due, reason, self.at(day, 8, 11))

    def decide_extension(self, duty: Duty, day: date, is_granted: bool) -> None:
        """The leader grants or refuses it."""
        actions.decide_extension(self.of_role(Role.LEADER), duty, is_granted, self.at(day, 13))
