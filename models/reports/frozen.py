"""Facts as text and back: what a sent report keeps of its week, so that nothing is counted anew afterwards."""

import json
from dataclasses import asdict
from typing import Any

from models.duties.rules import DutyKind, DutyState
from models.evidence import Grade
from models.reports.rules import CitizenFacts, MeetingFacts, TargetFact, WeekFacts, WorkFacts, WorkLine
from models.verdicts import Verdict

WORK = ("tasks", "steps", "conclusions", "findings")


def keep(facts: WeekFacts) -> str:
    """The facts of a week as one text."""
    return json.dumps(asdict(facts), ensure_ascii=False, sort_keys=True)


def kept(text: str) -> WeekFacts:
    """The facts that were kept."""
    told: dict[str, Any] = json.loads(text)
    parts: dict[str, Any] = {name: _work(told[name]) for name in WORK}
    parts["targets"] = tuple(_target(one) for one in told["targets"])
    parts["lines"] = tuple(_line(one) for one in told["lines"])
    parts["meetings"], parts["cases"] = MeetingFacts(**told["meetings"]), CitizenFacts(**told["cases"])
    return WeekFacts(**(told | parts))


def _work(told: dict[str, Any]) -> WorkFacts:
    return WorkFacts(**(told | {"newly": tuple(told["newly"])}))


def _target(told: dict[str, Any]) -> TargetFact:
    grade = told.pop("grade")
    return TargetFact(**(told | {"verdict": Verdict(told["verdict"]), "grade": Grade(grade) if grade else None}))


def _line(told: dict[str, Any]) -> WorkLine:
    return WorkLine(**(told | {"kind": DutyKind(told["kind"]), "state": DutyState(told["state"])}))
