"""What each page costs the processor, with the demo's records."""

import statistics
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select

from benchmarks.inside import Person, cookie_of, cpu_seconds
from models.accounts.tables import Account
from models.base import db
from tests.access import addresses
from tests.access.table import DRAWN

ROLES = ("thuky", "quantri", "kiemtra", "quay", "tinh")
AIM, WIDEST = 10.0, 20.0  # milliseconds; a few wide pages (a whole round, all communes) may take the second
WIDE = {
    "audits.round",
    "audits.sheet",
    "dashboard.province",
    "plan.script",
    "plan.tasks",
    "meetings.new",
    "meetings.edit",
}


@dataclass(frozen=True)
class Page:
    """One page with the median of its processor time in milliseconds."""

    endpoint: str
    path: str
    role: str
    milliseconds: float

    @property
    def aim(self) -> float | None:
        """What it may cost; a drawn sheet has no aim here."""
        return (
            None if self.endpoint in DRAWN or self.path.endswith(".pdf") else WIDEST if self.endpoint in WIDE else AIM
        )


def measure(app: Flask, times: int) -> list[Page]:
    """Every page that somebody of the demo may open, the dearest first."""
    people = {role: Person(app, role) for role in ROLES}
    cookies = {role: cookie_of(app, role) for role in ROLES}
    found = []
    for endpoint, path in _paths(app):
        role = next((role for role in ROLES if people[role].get(path).status_code == 200), None)
        if role is not None:
            costs = [cpu_seconds(app, path, cookies[role]) for _ in range(2 if endpoint in DRAWN else times)]
            found.append(Page(endpoint, path, role, statistics.median(costs) * 1000))
    return sorted(found, key=lambda page: -page.milliseconds)


def _paths(app: Flask) -> list[tuple[str, str]]:
    """Every address with ids of the demo's commune."""
    with app.app_context():
        home = db.session.scalars(select(Account.commune_id).where(Account.username == "thuky")).one()
        listed = [(rule.endpoint, addresses.url(rule, home)) for rule in addresses.rules(app, "GET")]
    return [(endpoint, path) for endpoint, path in listed if path is not None]


def table(pages: list[Page]) -> list[str]:
    """The lines for the report."""
    lines = ["| page | as | CPU ms | aim | |", "|---|---|---:|---:|---|"]
    for page in pages:
        verdict = "" if page.aim is None else "met" if page.milliseconds <= page.aim else "NOT met"
        aim = "" if page.aim is None else f"{page.aim:.0f}"
        lines.append(f"| {page.path} | {page.role} | {page.milliseconds:.1f} | {aim} | {verdict} |")
    return lines
