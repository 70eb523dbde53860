"""The bodies of the province from the catalogue, each with the tasks of the plan that it leads."""

from typing import Any

from sqlalchemy import select

from models.base import db
from models.catalogue import read_yaml
from models.filings.tables import ProvincialBody

Bodies = dict[str, list[int]]


def shipped() -> Bodies:
    """The bodies in their order, each with the numbers of its tasks; parsed before anything is written."""
    plan: Any = read_yaml("plan_tay_son")
    names: list[str] = read_yaml("organisations")["province_bodies"]
    return {name: [item["number"] for item in plan["tasks"] if name in (item.get("lead") or [])] for name in names}


def load_all(bodies: Bodies) -> None:
    """Bring the bodies into the database; loading again changes only what the catalogue says otherwise."""
    known = {one.name: one for one in db.session.scalars(select(ProvincialBody))}
    for position, (name, task_nos) in enumerate(bodies.items(), 1):
        found = known.get(name)
        if found is None:
            db.session.add(ProvincialBody(name=name, position=position, task_nos=task_nos))
        elif (found.position, found.task_nos) != (position, task_nos):
            found.position, found.task_nos = position, task_nos
    db.session.flush()
