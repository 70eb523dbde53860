"""What a list of tasks or steps is narrowed to, as addresses carry it, and the rows that are left."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Generic

from flask import url_for

from blueprints.access import viewer
from blueprints.duties.labels import PICK
from blueprints.filters import day, day_arg, int_arg, text_arg
from models.accounts import queries as accounts
from models.duties.queries import kept_states
from models.duties.rows import DutyPick, count
from models.duties.rules import DutyKind
from models.measures.contradictions import unanswered
from models.measures.queries import Look
from models.plan import queries
from models.plan.rows import StepRow, TaskRow, Work, WorkFilter, narrowed
from models.plan.tables import Plan
from models.text import fold

VIEWS = {"": "Danh sách", "_board": "Bảng", "_month": "Lịch", "_timeline": "Tiến độ"}
LIST = {DutyKind.TASK: "plan.tasks", DutyKind.STEP: "plan.script"}
NAMED = {DutyKind.TASK: "nhiệm vụ", DutyKind.STEP: "bước"}


def asked_wish() -> WorkFilter:
    """What the address asks for; what it says of nothing is left out."""
    pick = text_arg("trang-thai")
    return WorkFilter(
        pick=DutyPick(pick) if pick in set(DutyPick) else None,
        group=text_arg("nhom", 8) or text_arg("tru-cot", 8),
        unit_id=int_arg("don-vi", 0),
        person_id=int_arg("nguoi", 0),
        due_on=day_arg("ngay"),
        mine=text_arg("cua-toi") == "1",
        folded=fold(text_arg("q")),
    )


@dataclass
class Listed(Generic[Work]):
    """All tasks or steps of a plan, and those that the address leaves; one for list, board, month and timeline."""

    kind: DutyKind
    rows: Sequence[Work]
    plan: Plan | None
    asked: int = 0  # another plan than the main one
    plans: Sequence[Plan] = ()
    wish: WorkFilter = field(default_factory=asked_wish)
    words: str = field(default_factory=lambda: text_arg("q"))
    is_doubtful: bool = field(default_factory=lambda: text_arg("can-xem-lai") == "1")

    @cached_property
    def shown(self) -> list[Work]:
        """The rows that are left."""
        wish = replace(self.wish, only=self._doubtful()) if self.is_doubtful else self.wish
        return narrowed(self.rows, wish, viewer())

    def _doubtful(self) -> frozenset[int]:
        """What waits for a word since its state and what is counted say two things."""
        return frozenset(unanswered(Look(viewer()), kept_states(viewer())))

    @property
    def total(self) -> int:
        """How many there are without a filter."""
        return len(self.rows)

    @property
    def is_narrowed(self) -> bool:
        """Whether the address leaves anything out."""
        return self.wish != WorkFilter() or self.is_doubtful

    @property
    def noun(self) -> str:
        """What the rows are called."""
        return NAMED[self.kind]

    @property
    def args(self) -> dict[str, Any]:
        """The filter as further addresses carry it."""
        wish = self.wish
        said: dict[str, Any] = {
            "ke-hoach": self.asked,
            "q": self.words,
            "trang-thai": wish.pick.value if wish.pick else "",
            "nhom": wish.group,
            "don-vi": wish.unit_id,
            "nguoi": wish.person_id,
            "ngay": wish.due_on.isoformat() if wish.due_on else "",
            "cua-toi": "1" if wish.mine else "",
            "can-xem-lai": "1" if self.is_doubtful else "",
        }
        return {name: value for name, value in said.items() if value}

    def url(self, view: str = "", **more: Any) -> str:
        """The same rows in another view; of what is said anew, nothing takes it out."""
        told = {name: value for name, value in {**self.args, **more}.items() if value}
        return url_for(f"{LIST[self.kind]}{view}", **told)

    def on_day(self, day: date) -> str:
        """The list of what is due on one day."""
        return self.url(ngay=day.isoformat())

    views = VIEWS

    def endpoint(self, view: str) -> str:
        """The endpoint of a view of these rows."""
        return f"{LIST[self.kind]}{view}"

    @property
    def told(self) -> list[str]:
        """What they are narrowed to, in words."""
        wish = self.wish
        unit = next((one.name for one in self.units if one.id == wish.unit_id), "") if wish.unit_id else ""
        said = [
            PICK[wish.pick].lower() if wish.pick else "",
            f"{'trụ cột' if self.kind is DutyKind.TASK else 'phần việc'} {wish.group}" if wish.group else "",
            unit,
            dict(self.people).get(wish.person_id, ""),
            f"đến hạn ngày {day(wish.due_on)}" if wish.due_on else "",
            "của tôi" if wish.mine else "",
            "cần xem lại" if self.is_doubtful else "",
            f"có “{self.words}”" if self.words else "",
        ]
        return [one for one in said if one]

    @property
    def all_url(self) -> str:
        """The list without a filter."""
        return url_for(LIST[self.kind], **dict[str, Any]({"ke-hoach": self.asked} if self.asked else {}))

    @property
    def picks(self) -> list[tuple[DutyPick, str, int]]:
        """The states to choose from, with how many there are."""
        return [(pick, PICK[pick], count(self.rows, pick)) for pick in DutyPick]

    @cached_property
    def groups(self) -> list[tuple[str, str]]:
        """The pillars or workstreams to choose from."""
        if self.kind is DutyKind.TASK:
            return [(code, title) for code, title in queries.pillars(viewer(), self.asked or None)]
        return list(dict.fromkeys((row.group, row.group_title) for row in self.rows))

    @cached_property
    def units(self) -> Sequence[Any]:
        """The units of the office."""
        return accounts.units(viewer())

    @property
    def people(self) -> list[tuple[int, str]]:
        """Those who have something in hand, by name as the rows tell it."""
        known = {(row.person_id, row.person) for row in self.rows if row.person_id is not None}
        return sorted(((key, name or "") for key, name in known), key=lambda one: fold(one[1]))


def tasks() -> Listed[TaskRow]:
    """The tasks of the plan that the address asks for."""
    asked, plans = int_arg("ke-hoach", 0), queries.plans(viewer())
    plan = queries.chosen(plans, asked)
    return Listed(DutyKind.TASK, queries.task_rows(viewer(), asked or None), plan, asked, plans)


def steps(rows: Sequence[StepRow] | None = None) -> Listed[StepRow]:
    """The steps of the script."""
    found = queries.step_rows(viewer()) if rows is None else rows
    return Listed(DutyKind.STEP, found, queries.plan(viewer()))
