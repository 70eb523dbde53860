"""What every line of a duty knows, for tests of lists without a database."""

from datetime import date

from models.duties.rules import DutyKind, DutyStatus, standing
from models.text import fold


def facts_of(ref: str, due: date | None, done: date | None, status: DutyStatus, today: date) -> dict[str, object]:
    """The fields of a plan's task that was finished on ``done``, as it stands on ``today``."""
    return {
        "id": int(ref),
        "kind": DutyKind.TASK,
        "ref": ref,
        "title": "Du lịch số",
        "origin": "Kinh tế số",
        "origin_on": None,
        "fold": fold("Du lịch số Sở VHTT&DL"),
        "due_on": due,
        "first_due_on": due,
        "status": status,
        "done_on": done,
        "judged_on": done,
        "unit_id": None,
        "person_id": None,
        "unit": None,
        "person": None,
        "reported_by": None,
        "reported_at": None,
        "return_reason": "",
        "returned_at": None,
        "percent": 0,
        "standing": standing(status, due, done, today),
    }
