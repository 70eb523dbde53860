"""The states of a meeting and the steps between them; the clock alone never takes one."""

from enum import StrEnum

from models.errors import RuleBroken


class State(StrEnum):
    """Where a meeting stands."""

    DRAFT = "draft"
    INVITED = "invited"
    MOVED = "moved"
    IN_SESSION = "in_session"
    HELD = "held"
    CONCLUDED = "concluded"
    FILED = "filed"
    CANCELLED = "cancelled"
    NO_QUORUM = "no_quorum"


class MeetingStep(StrEnum):
    """What somebody does with a meeting."""

    INVITE = "invite"
    MOVE = "move"
    OPEN = "open"
    CLOSE = "close"
    RECORD = "record"
    GIVE_UP = "give_up"
    CONCLUDE = "conclude"
    FILE = "file"
    REOPEN = "reopen"
    CANCEL = "cancel"
    RENEW = "renew"


AHEAD = frozenset({State.DRAFT, State.INVITED, State.MOVED})
TOLD = frozenset({State.INVITED, State.MOVED})  # those who are invited know of it
HAPPENED = frozenset({State.HELD, State.CONCLUDED, State.FILED})
SHUT = frozenset({State.CONCLUDED, State.FILED, State.CANCELLED, State.NO_QUORUM})  # read, not written
OFF = frozenset({State.CANCELLED, State.NO_QUORUM})  # never counted, no attendance, no busy room

# each step: the states from which it leads, and where to; whatever stands not here is refused by its name
STEPS: dict[MeetingStep, tuple[frozenset[State], State]] = {
    MeetingStep.INVITE: (frozenset({State.DRAFT}), State.INVITED),
    MeetingStep.MOVE: (TOLD, State.MOVED),
    MeetingStep.OPEN: (TOLD, State.IN_SESSION),
    MeetingStep.CLOSE: (frozenset({State.IN_SESSION}), State.HELD),
    MeetingStep.RECORD: (AHEAD, State.HELD),
    MeetingStep.GIVE_UP: (TOLD | {State.IN_SESSION}, State.NO_QUORUM),
    MeetingStep.CONCLUDE: (frozenset({State.HELD}), State.CONCLUDED),
    MeetingStep.FILE: (frozenset({State.CONCLUDED}), State.FILED),
    MeetingStep.REOPEN: (frozenset({State.CONCLUDED, State.FILED}), State.HELD),
    MeetingStep.CANCEL: (AHEAD | {State.HELD}, State.CANCELLED),
    MeetingStep.RENEW: (OFF, State.DRAFT),
}


def may_take(state: State, step: MeetingStep) -> bool:
    """Whether a meeting in this state can take that step."""
    return state in STEPS[step][0]


def after(state: State, step: MeetingStep) -> State:
    """The state behind a step; RuleBroken names the step that is not possible and the state that forbids it."""
    if not may_take(state, step):
        raise RuleBroken("step_refused", step=step, state=state)
    return STEPS[step][1]
