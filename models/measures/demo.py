"""What stands on the records of all rooms: the weeks that are over, and why some states stay as they are."""

import random

from models import clock
from models.accounts.rules import Role, Viewer
from models.accounts.tables import Account, Commune, Person
from models.duties import queries as duties
from models.duties.actions import keep_state
from models.duties.demo_hands import Hands
from models.measures import weeks, work_weeks
from models.measures.contradictions import flag
from models.measures.queries import Look
from models.measures.targets import read_step
from models.plan import queries as plan

AFTER = ("audits", "meetings", "plan", "readiness", "satisfaction", "training", "website")
WEEKS = 10
REASON = "Việc của bước này đã xong đúng hạn; phần còn thiếu đang được khắc phục theo danh sách tồn tại."


def seed(
    commune: Commune,
    people: list[Person],  # noqa: ARG001 (whoever works there, the figures are the commune's)
    accounts: dict[Role, Account],  # noqa: ARG001
    rng: random.Random,
    amount: int,  # noqa: ARG001
) -> None:
    """Keep the last weeks; of what cannot be told afterwards the last one alone."""
    eyes, last = weeks.office_eyes(commune.id), weeks.last_closed(clock.today())
    for ago in range(WEEKS):
        weeks.keep(weeks.rows_of(eyes, weeks.before(last, ago)))
    work_weeks.keep(work_weeks.row_of(eyes, last))
    _say_why(Hands(commune, rng).of_role(Role.LEADER))


def _say_why(leader: Viewer) -> None:
    """The leader has said of all but the first step why it stays done although it is not met any more."""
    look, said = Look(leader), duties.kept_states(leader)
    flagged = [step for step in look.steps if flag(step, read_step(look, step), said, only_done=True)]
    for step in flagged[1:]:
        keep_state(leader, plan.step(leader, step.ref).duty, REASON)
