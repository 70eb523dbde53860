"""Facts of weeks as tests need them, and an office with its plan."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from models.evidence import Grade
from models.reports.rules import CitizenFacts, MeetingFacts, TargetFact, WeekFacts, WorkFacts
from models.verdicts import Verdict
from tests.conftest import kept
from tests.factories import Office
from tests.shipped import load_plan

NO_WORK = WorkFacts(0, 0, 0, 0, 0)
EMPTY = WeekFacts(
    year=2026,
    week=14,
    until="2026-04-03",
    targets=(),
    tasks=NO_WORK,
    steps=NO_WORK,
    conclusions=NO_WORK,
    findings=NO_WORK,
    meetings=MeetingFacts(0, 0, 0, 0),
    cases=CitizenFacts(0, 0),
    lines=(),
)
TARGET = TargetFact(
    no=2,
    title="Hồ sơ được số hóa",
    comparator=">=",
    goal="98",
    verdict=Verdict.MET,
    definition="a",
    grade=Grade.TYPED,
    value="98",
    shown="98%",
    numerator=98,
    denominator=100,
    as_of="2026-04-01",
)


def week_of(**parts: Any) -> WeekFacts:
    """An empty week with these facts."""
    return replace(EMPTY, **parts)


def target_of(**parts: Any) -> TargetFact:
    """A target that is met, but for these facts."""
    return replace(TARGET, **parts)


@pytest.fixture
def planned(app: Flask, office: Office) -> Office:
    """The test commune with plan and script."""
    kept(app, "plan", lambda: load_plan(office.commune))
    return office
