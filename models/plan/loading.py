"""Loading the catalogue: communes and their units, the plan and the script under each commune's own name.

Loading again changes nothing but the catalogue's own words; what people entered (state, charge, notes) stays.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import select

from models import clock
from models.accounts import actions as accounts
from models.accounts import queries
from models.accounts.tables import Commune, Unit
from models.base import db
from models.catalogue import read_yaml
from models.duties.rules import DutyKind
from models.plan.programme import load_programme
from models.plan.rules import Comparator, Source, last_day_before, monthly_due
from models.plan.shelf import Data, Shelf
from models.plan.tables import Pillar, Plan, PlanTask, Step, Target, Workstream
from models.text import commune_kind, fold


class Shipped(NamedTuple):
    """What the catalogue says of the programme."""

    organisations: Data
    plan: Data
    script: Data
    programme: Data


def shipped() -> Shipped:
    """The programme as it is shipped, to be read before anything is written."""
    return Shipped(*(read_yaml(name) for name in ("organisations", "plan_tay_son", "script_tay_son", "programme")))


def load_all(programme: Shipped) -> None:
    """Everything of the programme: communes by name, then units, plan and script of every office that works here.

    Where none does yet, the commune that the plan was issued for begins.
    """
    load_organisations(programme.organisations)
    if not queries.joined_communes():
        _join(programme.plan["plan"]["commune"])
    for commune in queries.joined_communes():
        open_office(commune, programme)


def open_office(commune: Commune, programme: Shipped) -> None:
    """What a commune needs on its first day: its units, the plan, the script."""
    load_units(commune, programme.organisations)
    has_days = is_own(commune, programme.plan)
    plan = load_plan(commune, programme.plan, has_days)
    load_script(commune, programme.script, has_days)
    load_programme(plan, commune, programme.programme)


def is_own(commune: Commune, plan: Data) -> bool:
    """Whether the plan was issued for this commune; to any other one it is a template."""
    return fold(commune.name) == fold(plan["plan"].get("commune", ""))


def load_organisations(data: Data) -> None:
    """Every commune of the programme, known by name."""
    for name in data["communes"]:
        accounts.add_commune(name, data["province"])


def load_units(commune: Commune, data: Data) -> None:
    """The usual units of a commune office, unless it has named its own already."""
    if db.session.scalar(select(Unit.id).where(Unit.commune_id == commune.id).limit(1)) is None:
        for position, name in enumerate(data["commune_units"], 1):
            accounts.add_unit(commune, named(name, commune), position)


def load_plan(commune: Commune, data: Data, has_days: bool) -> Plan:
    """The plan with its pillars, targets and tasks; its decision is named only for the commune it was issued for.

    Without days it is a template: the commune sets its own, which are left alone when it is loaded again.
    """
    head = data["plan"]
    decided = ("issued_by", "decision") if is_own(commune, data) else ()
    days = {"decided_on": head["decided_on"], "due_on": head.get("due"), "due_text": head["due_text"]}
    shelf = Shelf(commune)
    plan = shelf.put(
        Plan,
        {"code": head["code"]},
        {
            "title": named(head["title"], commune),
            "reading_days": head.get("reading_days"),
            "official_title": head["official_title"],
            "cited": head["cited"],
            **{name: head[name] for name in decided},
            **(days if has_days else {}),
        },
    )
    if plan in db.session.new:
        plan.is_main, plan.year = True, head["decided_on"].year
    db.session.flush()
    pillars = {item["code"]: _pillar(shelf, plan, item, at) for at, item in enumerate(data["pillars"], 1)}
    db.session.flush()
    for item in data["targets"]:
        _target(shelf, plan, item)
    for item in data["tasks"]:
        _task(shelf, plan, pillars[item["pillar"]], item, commune, has_days)
    shelf.write()
    return plan


def load_script(commune: Commune, data: Data, has_days: bool) -> None:
    """The script's workstreams and steps, hung on the plan it names.

    Decision and contacts are those of the commune that the plan was issued for; elsewhere they stay empty, and so do
    its days in a template.
    """
    head, positions = data["script"], {person["name"]: person["title"] for person in data["contacts"]}
    plan = db.session.scalars(select(Plan).where(Plan.commune_id == commune.id, Plan.code == head["plan"])).one()
    issued = bool(plan.decision)
    plan.script_code, plan.script_title = head["code"], named(head["title"], commune)
    plan.script_decision = head["decision"] if issued else ""
    plan.script_decided_on = head["decided_on"] if has_days else plan.script_decided_on
    plan.script_official_title, plan.script_cited = head["official_title"], head["cited"]
    shelf = Shelf(commune)
    streams = [_workstream(shelf, plan, item, at, issued) for at, item in enumerate(data["workstreams"], 1)]
    db.session.flush()
    for stream, item in zip(streams, data["workstreams"], strict=True):
        for step in item["steps"]:
            _step(shelf, plan, stream, step, commune, positions, has_days)
    shelf.write()


def _pillar(shelf: Shelf, plan: Plan, item: Data, position: int) -> Pillar:
    return shelf.put(Pillar, {"plan_id": plan.id, "code": item["code"]}, {"title": item["title"], "position": position})


def _target(shelf: Shelf, plan: Plan, item: Data) -> None:
    shelf.put(
        Target,
        {"plan_id": plan.id, "no": item["number"]},
        {
            "title": item["title"],
            "short_title": item.get("short", ""),
            "comparator": Comparator(item["comparator"]),
            "value": Decimal(str(item["value"])),
            "source": Source(item["source"]),
            "measure_key": item.get("measure"),
            "is_spoiled_by_complaint": item.get("zero_complaints", False),
            "official": item["official"],
            "numerator_words": item.get("numerator", ""),
            "denominator_words": item.get("denominator", ""),
        },
    )


def _task(shelf: Shelf, plan: Plan, pillar: Pillar, item: Data, commune: Commune, has_days: bool) -> None:
    lead, partners = ([named(body, commune) for body in item.get(role) or []] for role in ("lead", "with"))
    goal, product = (named(item.get(name) or "", commune) for name in ("goal", "product"))
    task = shelf.put(
        PlanTask,
        {"plan_id": plan.id, "no": item["number"]},
        {
            "pillar_id": pillar.id,
            "title": named(item["title"], commune),
            "goal": goal,
            "product": product,
            "lead": lead,
            "partners": partners,
            "official_title": item["official_title"],
            "official_goal": item["official_goal"],
            "official_product": item["official_product"] or "",
            **({"due_text": item["due_text"]} if has_days else {}),
        },
    )
    duty = shelf.owed(task, DutyKind.TASK)
    words = " ".join([task.goal, task.product, *task.lead, *task.partners])
    duty.name_it(str(item["number"]), task.title, pillar.title, words=words)
    if has_days and "due_text" not in (task.own_words or ()):
        duty.promise(item.get("due") or plan.due_on)


def _workstream(shelf: Shelf, plan: Plan, item: Data, position: int, issued: bool) -> Workstream:
    contacts = {f"{side}_contacts": item[f"{side}_contacts"] if issued else [] for side in ("province", "commune")}
    return shelf.put(
        Workstream,
        {"plan_id": plan.id, "code": item["code"]},
        {
            "title": item["title"],
            "official_title": item["official_title"],
            "position": position,
            "task_nos": item["plan_tasks"],
            **contacts,
        },
    )


def _step(
    shelf: Shelf, plan: Plan, stream: Workstream, item: Data, commune: Commune, positions: Data, has_days: bool
) -> None:
    code, monthly = f"{stream.code}.{item['number']}", item.get("monthly_before")
    step = shelf.put(
        Step,
        {"plan_id": plan.id, "code": code},
        {
            "workstream_id": stream.id,
            "no": item["number"],
            "title": named(item["title"], commune),
            "result": named(item["result"], commune),
            "recurrence": named(item.get("recurrence", ""), commune),
            "monthly_before": monthly,
            "measure": item.get("measure"),
            "official_title": item["official_title"],
            "official_result": item["official_result"],
            **({"due_text": item["due_text"]} if has_days else {}),
            "contacts": _contacts(item, positions) if plan.script_decision else [],
        },
    )
    duty = shelf.owed(step, DutyKind.STEP)
    duty.name_it(code, step.title, stream.title, words=step.result)
    duty.due_rule = step.recurrence
    if not has_days:
        return
    since = plan.script_decided_on or plan.decided_on or clock.today()
    duty.promise(item.get("due") if monthly is None else _monthly(monthly, step, since))


def _monthly(before_day: int, step: Step, since: date) -> date:
    """The month that is owed stays owed when the script is loaded again."""
    if step.delivered_on is not None and step.duty.first_due_on is not None:
        return last_day_before(before_day, step.duty.first_due_on)
    return monthly_due(before_day, since)


def _contacts(item: Data, positions: Data) -> list[dict[str, str]]:
    """The focal points of a step by name, each with the position that the script gives, side by side."""
    return [
        {"side": side, "name": name, "position": positions.get(name) or ""}
        for side in ("province", "commune")
        for name in item[f"{side}_contacts"]
    ]


def named(sentence: str, commune: Commune) -> str:
    """A sentence of the catalogue under the name and the kind of this commune."""
    here = commune.name[:1].lower() + commune.name[1:]
    return sentence.replace("{commune}", here).replace("{kind}", commune_kind(commune.name))


def _join(name: str) -> None:
    commune = queries.commune_named(fold(name))
    if commune is not None and commune.joined_on is None:
        commune.joined_on = clock.today()
        db.session.flush()
