"""What the programme's papers ask beside targets, tasks and steps: deadlines, reports, duties of each body."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select

from models.accounts.rules import Viewer
from models.accounts.tables import Commune
from models.base import db, seen_by
from models.plan.queries import current_plan_id
from models.plan.rules import ProvisionKind
from models.plan.shelf import Data, Shelf
from models.plan.tables import Plan, Provision, Step, Workstream
from models.text import commune_kind

KEPT = (
    "wording_known",
    "issued_by",
    "with",
    "to",
    "through",
    "address",
    "guided_by",
    "every",
    "before_day",
    "approval",
)

OF_SCRIPT = ("script_contents", "script_summary")


def provisions(viewer: Viewer, *kinds: ProvisionKind) -> Sequence[Provision]:
    """The provisions of the current plan, all or those of some kinds, in the order of the papers (one statement)."""
    query = select(Provision).where(Provision.plan_id == current_plan_id(viewer))
    if kinds:
        query = query.where(Provision.kind.in_(kinds))
    return db.session.scalars(query.order_by(Provision.position, Provision.id)).all()


def duties_of(viewer: Viewer, bodies: Sequence[str]) -> list[Provision]:
    """The duties that the plan lays on these bodies, as tasks name them."""
    return [row for row in provisions(viewer, ProvisionKind.DUTY) if any(map(row.concerns, bodies))]


def of_script(viewer: Viewer, bodies: Sequence[str]) -> list[Provision]:
    """The duties of these bodies, what a script must say, and what the decision on this script lays down."""
    rows = provisions(viewer, ProvisionKind.DUTY, ProvisionKind.SCRIPT, ProvisionKind.REPORT)
    return [row for row in rows if row.key in OF_SCRIPT or any(map(row.concerns, bodies))]


class StreamHead(NamedTuple):
    """The head of a workstream in the script's own words, and the paper it stands in."""

    code: str
    official_title: str
    cited: str
    decision: str


def stream_head(viewer: Viewer, step: Step) -> StreamHead:
    """The head above a step."""
    query = (
        select(Workstream.code, Workstream.official_title, Plan.script_cited, Plan.script_decision)
        .join(Plan, Plan.id == Workstream.plan_id)
        .where(seen_by(viewer, Workstream), Workstream.id == step.workstream_id)
    )
    return StreamHead(*db.session.execute(query).one())


def load_programme(plan: Plan, commune: Commune, data: Data) -> None:
    """Everything that the papers of the programme ask, hung on a commune's plan."""
    shelf = Shelf(commune)
    kind_here = commune_kind(commune.name)
    cited = {item["id"]: item["cited"] for item in data["documents"]}
    rows = [(kind, *row) for kind, read in READERS.items() for row in read(data)]
    for position, (kind, key, section, item) in enumerate(rows, 1):
        document = item.get("document") or section.get("document") or (key if kind is ProvisionKind.DOCUMENT else "")
        shelf.put(
            Provision,
            {"plan_id": plan.id, "kind": kind, "key": key},
            {
                "position": position,
                "document": cited.get(document, ""),
                "place": item.get("place") or section.get("place") or "",
                "title": item.get("title") or item.get("official_title") or "",
                "bodies": [body.replace("{kind}", kind_here) for body in item.get("covers") or item.get("who") or []],
                "items": _paragraphs(item),
                "due_text": item.get("due_text") or "",
                "due_on": _last_good_day(item),
                "facts": {name: item[name] for name in KEPT if item.get(name) is not None},
            },
        )
    shelf.write()


Row = tuple[str, Data, Data]  # the key, the section that the item stands in, the item


def _of_section(name: str) -> Callable[[Data], Iterator[Row]]:
    return lambda data: ((item["id"], {}, item) for item in data[name])


def _of_parts(name: str, parts: str, key: str) -> Callable[[Data], Iterator[Row]]:
    return lambda data: ((item[key], data[name], item) for item in data[name][parts])


def _whole(name: str) -> Callable[[Data], Iterator[Row]]:
    return lambda data: iter([(name, {}, data[name])])


READERS: dict[ProvisionKind, Callable[[Data], Iterator[Row]]] = {
    ProvisionKind.DOCUMENT: _of_section("documents"),
    ProvisionKind.DEADLINE: _of_section("deadlines"),
    ProvisionKind.REPORT: _of_section("reporting"),
    ProvisionKind.REQUEST: _of_section("requests"),
    ProvisionKind.SCRIPT: _whole("script_contents"),
    ProvisionKind.MEASURE: _of_parts("measures", "pillars", "pillar"),
    ProvisionKind.MONEY: _whole("money"),
    ProvisionKind.DUTY: _of_parts("duties", "bodies", "place"),
    ProvisionKind.CLOSING: lambda data: iter([("closing", data["duties"], {"official": data["duties"]["closing"]})]),
}


def _paragraphs(item: Data) -> list[str]:
    official: str | None = item.get("official")
    return [*([official] if official else []), *item.get("items", [])]


def _last_good_day(item: Data) -> date | None:
    before: date | None = item.get("before")
    by: date | None = item.get("by")
    return before - timedelta(days=1) if before is not None else by
