"""Work whose state says one thing and whose measure says another: flagged until somebody says why it stays so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.duties.rows import DutyRow
from models.duties.rules import DutyKind, DutyState, Standing
from models.measures.queries import Look
from models.measures.readings import MeasureReading
from models.measures.targets import read_step
from models.verdicts import Verdict

NOT_MET = frozenset({Verdict.NOT_MET, Verdict.SURELY_NOT_MET})


class Contradiction(StrEnum):
    """Which way state and measure differ."""

    DONE_NOT_MET = "done_not_met"
    MET_NOT_DONE = "met_not_done"


def contradiction(standing: Standing, verdicts: Sequence[Verdict | None]) -> Contradiction | None:
    """Whether a state contradicts its measures, of which those without a target say nothing.

    What was reported, confirmed or not, contradicts one that is not met; what is open contradicts all of them met.
    """
    told = [one for one in verdicts if one is not None]
    if (standing.is_done or standing.state is DutyState.WAITING) and any(one in NOT_MET for one in told):
        return Contradiction.DONE_NOT_MET
    if standing.is_open and told and all(one.is_met for one in told):
        return Contradiction.MET_NOT_DONE
    return None


@dataclass(frozen=True, slots=True)
class Flag:
    """A contradiction with the figures that make it, and whether somebody has said why it stays."""

    kind: Contradiction
    readings: list[MeasureReading]
    is_answered: bool


def flag(
    row: DutyRow, readings: Iterable[MeasureReading], said: Mapping[int, datetime], only_done: bool = False
) -> Flag | None:
    """The contradiction of one piece of work, if any; what is still being counted says nothing yet.

    A reason holds until the work is reported, or taken up, once more.
    """
    final = [one for one in readings if one.is_final]
    kind = contradiction(row.standing, [one.verdict for one in final])
    if kind is None or (only_done and kind is not Contradiction.DONE_NOT_MET):
        return None
    since, reason = row.returned_at if row.standing.is_open else row.reported_at, said.get(row.id)
    is_done = kind is Contradiction.DONE_NOT_MET
    wanted = [one for one in final if one.verdict is not None and (one.verdict in NOT_MET) is is_done]
    return Flag(kind, wanted, reason is not None and (since is None or reason >= since))


def unanswered(look: Look, said: Mapping[int, datetime]) -> dict[int, DutyKind]:
    """The tasks and steps whose state contradicts what is counted while nobody has said why it stays so.

    By the ids of their duties. A task is contradicted by the steps of the script that name it, once it was reported.
    """
    readings = {step.id: read_step(look, step) for step in look.steps}
    of_task: dict[int, list[MeasureReading]] = {}
    for step in look.steps:
        for no in step.task_nos:
            of_task.setdefault(no, []).extend(readings[step.id])
    flags: list[tuple[DutyRow, Flag | None]] = [(step, flag(step, readings[step.id], said)) for step in look.steps]
    flags += [(task, flag(task, of_task.get(int(task.ref), []), said, only_done=True)) for task in look.tasks]
    return {row.id: row.kind for row, found in flags if found is not None and not found.is_answered}
