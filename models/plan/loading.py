"""Loading the catalogue: communes and their units, the plan and the script under each commune's own name.

Loading again changes nothing but the catalogue's own words; what people entered (state, charge, notes) stays.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar, cast

from sqlalchemy import select

from models import clock, journal
from models.accounts import actions as accounts
from models.accounts import queries
from models.accounts.tables import Commune, Unit
from models.base import Base, db
from models.catalogue import read_yaml
from models.duties.rules import DutyKind
from models.duties.tables import Duty
from models.plan.rules import Comparator, Source, monthly_due
from models.plan.tables import Pillar, Plan, PlanTask, Step, Target, Workstream
from models.text import fold

Kind = TypeVar("Kind", bound=Base)
Data = Mapping[str, Any]


class Shipped(NamedTuple):
    """What the catalogue says of the programme."""

    organisations: Data
    plan: Data
    script: Data


def shipped() -> Shipped:
    """The programme as it is shipped, to be read before anything is written."""
    return Shipped(*(read_yaml(name) for name in ("organisations", "plan_tay_son", "script_tay_son")))


def load_all(programme: Shipped) -> None:
    """Everything of the programme: communes by name, then units, plan and script of every office that works here."""
    load_organisations(programme.organisations)
    _join(programme.plan["plan"]["commune"])
    for commune in queries.joined_communes():
        open_office(commune, programme)


def open_office(commune: Commune, programme: Shipped) -> None:
    """What a commune needs on its first day: its units, the plan, the script."""
    load_units(commune, programme.organisations)
    load_plan(commune, programme.plan)
    load_script(commune, programme.script)


def load_organisations(data: Data) -> None:
    """Every commune of the programme, known by name."""
    for name in data["communes"]:
        accounts.add_commune(name, data["province"])


def load_units(commune: Commune, data: Data) -> None:
    """The usual units of a commune office, unless it has named its own already."""
    if db.session.scalar(select(Unit.id).where(Unit.commune_id == commune.id).limit(1)) is None:
        for position, name in enumerate(data["commune_units"], 1):
            accounts.add_unit(commune, name, position)


def load_plan(commune: Commune, data: Data) -> Plan:
    """The plan with its pillars, targets and tasks; its decision is named only for the commune it was issued for."""
    head = data["plan"]
    is_own = fold(commune.name) == fold(head.get("commune", ""))
    shelf = _Shelf(commune)
    plan = shelf.put(
        Plan,
        {"code": head["code"]},
        {
            "title": _named(head["title"], commune),
            "issued_by": head["issued_by"] if is_own else "",
            "decision": head["decision"] if is_own else "",
            "decided_on": head["decided_on"],
            "due_on": head.get("due"),
            "reading_days": head.get("reading_days"),
        },
    )
    db.session.flush()
    pillars = {item["code"]: _pillar(shelf, plan, item, at) for at, item in enumerate(data["pillars"], 1)}
    db.session.flush()
    for item in data["targets"]:
        _target(shelf, plan, item)
    for item in data["tasks"]:
        _task(shelf, plan, pillars[item["pillar"]], item, commune)
    shelf.write()
    return plan


def load_script(commune: Commune, data: Data) -> None:
    """The script's workstreams and steps, hung on the plan it names.

    Decision and contacts are those of the commune that the plan was issued for; elsewhere they stay empty.
    """
    head = data["script"]
    plan = db.session.scalars(select(Plan).where(Plan.commune_id == commune.id, Plan.code == head["plan"])).one()
    is_own = bool(plan.decision)
    plan.script_code, plan.script_title = head["code"], _named(head["title"], commune)
    plan.script_decision = head["decision"] if is_own else ""
    plan.script_decided_on = head["decided_on"]
    shelf = _Shelf(commune)
    streams = [_workstream(shelf, plan, item, at, is_own) for at, item in enumerate(data["workstreams"], 1)]
    db.session.flush()
    for stream, item in zip(streams, data["workstreams"], strict=True):
        for step in item["steps"]:
            _step(shelf, plan, stream, step)
    shelf.write()


class _Shelf:
    """The rows of one commune's plan: read once a kind, changed where the words changed, added where new."""

    LEAVES = (Target, PlanTask, Step)  # nothing that is loaded points at them: all of a kind are written at once

    def __init__(self, commune: Commune) -> None:
        self.commune_id = commune.id
        self.added: dict[type[Base], list[Base]] = {}
        self.owing: list[tuple[PlanTask | Step, Duty]] = []
        self.rows: dict[tuple[Any, ...], Base] = {}
        self.kinds: set[type[Base]] = set()

    def put(self, kind: type[Kind], identity: dict[str, Any], words: dict[str, Any]) -> Kind:
        """The row of this identity with these words; it has an id only after the next flush, a new leaf none at all."""
        if kind not in self.kinds:
            self._read(kind, tuple(identity))
        place = (kind, *identity.values())
        found: Any = self.rows.get(place)
        if found is None:
            found = self.rows[place] = kind(commune_id=self.commune_id, **identity, **words)
            if kind in self.LEAVES:
                self.added.setdefault(kind, []).append(found)
            else:
                db.session.add(found)
        for name, value in words.items():
            if getattr(found, name) != value:
                setattr(found, name, value)
        return cast(Kind, found)

    def owed(self, row: PlanTask | Step, kind: DutyKind) -> Duty:
        """The duty of a row; a new row gets a new one."""
        duty = cast(Duty | None, row.duty)
        if duty is None:
            duty = Duty(commune_id=self.commune_id, kind=kind)
            self.owing.append((row, duty))
        return duty

    def write(self) -> None:
        """Write what was changed and added, the new rows of a kind at once."""
        db.session.flush()
        self._write_duties()
        for rows in self.added.values():
            journal.insert_many(rows)
        self.added.clear()

    def _write_duties(self) -> None:
        """Duties first, and their ids into the rows that owe them; the newest of a name is the one just written."""
        journal.insert_many([duty for _, duty in self.owing])
        written = select(Duty.kind, Duty.ref, Duty.id).where(Duty.commune_id == self.commune_id).order_by(Duty.id)
        ids = {(row.kind, row.ref): row.id for row in db.session.execute(written)} if self.owing else {}
        for row, duty in self.owing:
            row.duty_id = ids[duty.kind, duty.ref]
        self.owing.clear()

    def _read(self, kind: type[Base], names: tuple[str, ...]) -> None:
        self.kinds.add(kind)
        for row in db.session.scalars(select(kind).filter_by(commune_id=self.commune_id)):
            self.rows[(kind, *(getattr(row, name) for name in names))] = row


def _pillar(shelf: _Shelf, plan: Plan, item: Data, position: int) -> Pillar:
    return shelf.put(Pillar, {"plan_id": plan.id, "code": item["code"]}, {"title": item["title"], "position": position})


def _target(shelf: _Shelf, plan: Plan, item: Data) -> None:
    shelf.put(
        Target,
        {"plan_id": plan.id, "no": item["number"]},
        {
            "title": item["title"],
            "comparator": Comparator(item["comparator"]),
            "value": Decimal(str(item["value"])),
            "source": Source(item["source"]),
            "measure_key": item.get("measure"),
            "is_spoiled_by_complaint": item.get("zero_complaints", False),
        },
    )


def _task(shelf: _Shelf, plan: Plan, pillar: Pillar, item: Data, commune: Commune) -> None:
    lead, partners = ([_named(body, commune) for body in item.get(role) or []] for role in ("lead", "with"))
    goal, product = item.get("goal") or "", item.get("product") or ""
    task = shelf.put(
        PlanTask,
        {"plan_id": plan.id, "no": item["number"]},
        {
            "pillar_id": pillar.id,
            "title": item["title"],
            "goal": goal,
            "product": product,
            "lead": lead,
            "partners": partners,
        },
    )
    duty = shelf.owed(task, DutyKind.TASK)
    words = " ".join([goal, product, *lead, *partners])
    duty.name_it(str(item["number"]), item["title"], pillar.title, words=words)
    duty.promise(item.get("due") or plan.due_on)


def _workstream(shelf: _Shelf, plan: Plan, item: Data, position: int, is_own: bool) -> Workstream:
    contacts = {f"{side}_contacts": item[f"{side}_contacts"] if is_own else [] for side in ("province", "commune")}
    return shelf.put(
        Workstream,
        {"plan_id": plan.id, "code": item["code"]},
        {"title": item["title"], "position": position, "task_nos": item["plan_tasks"], **contacts},
    )


def _step(shelf: _Shelf, plan: Plan, stream: Workstream, item: Data) -> None:
    code, monthly = f"{stream.code}.{item['number']}", item.get("monthly_before")
    step = shelf.put(
        Step,
        {"plan_id": plan.id, "code": code},
        {
            "workstream_id": stream.id,
            "no": item["number"],
            "title": item["title"],
            "result": item["result"],
            "recurrence": item.get("recurrence", ""),
            "monthly_before": monthly,
            "measure": item.get("measure"),
        },
    )
    duty = shelf.owed(step, DutyKind.STEP)
    duty.name_it(code, item["title"], stream.title, words=item["result"])
    duty.due_rule = step.recurrence
    since = plan.script_decided_on or plan.decided_on
    duty.promise(item.get("due") if monthly is None else monthly_due(monthly, step.delivered_on, since))


def _named(sentence: str, commune: Commune) -> str:
    return sentence.replace("{commune}", commune.name[:1].lower() + commune.name[1:])


def _join(name: str) -> None:
    commune = queries.commune_named(fold(name))
    if commune is not None and commune.joined_on is None:
        commune.joined_on = clock.today()
        db.session.flush()
