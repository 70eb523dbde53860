"""Invented days on which plans and scripts were sent; some late, some not yet."""

import random
from datetime import timedelta

from sqlalchemy import select

from models.accounts.rules import Role
from models.accounts.tables import Account, Commune, Person
from models.base import db
from models.filings import queries
from models.filings.tables import PlanFiling, ProvincialBody, ScriptFiling

AFTER = ("plan",)


def seed(
    commune: Commune,
    people: list[Person],  # noqa: ARG001
    accounts: dict[Role, Account],
    rng: random.Random,
    amount: int,  # noqa: ARG001
) -> None:
    """Most communes have sent their plan, about the last day; the first one also the scripts of the bodies."""
    due, by = queries.deadline(queries.PLANS).last_day, accounts[Role.SECRETARY].id
    if due is not None and rng.random() < 0.8:
        day = due + timedelta(days=rng.randint(-6, 4))
        db.session.add(
            PlanFiling(
                commune_id=commune.id,
                received_on=day,
                document_no=f"{rng.randint(12, 90)}/KH-UBND",
                document_on=day - timedelta(days=rng.randint(0, 3)),
                evidence_link=f"https://minh-hoa.example/ke-hoach-{commune.id}",
                entered_by=by,
            )
        )
    _scripts(by, rng)
    db.session.flush()


def _scripts(by: int, rng: random.Random) -> None:
    due = queries.deadline(queries.SCRIPTS).last_day
    if due is None or db.session.scalar(select(ScriptFiling.id).limit(1)) is not None:
        return
    for body in db.session.scalars(select(ProvincialBody).order_by(ProvincialBody.position)):
        if body.task_nos and rng.random() < 0.75:
            day = due + timedelta(days=rng.randint(-5, 3))
            link = f"https://minh-hoa.example/kich-ban-{body.id}"
            db.session.add(ScriptFiling(body_id=body.id, received_on=day, evidence_link=link, entered_by=by))
