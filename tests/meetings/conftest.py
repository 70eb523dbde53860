"""What the tests of meetings need: a body, a record, and a filled form."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest

from models import clock
from models.base import db
from models.meetings import actions
from models.meetings.seats import Seat
from models.meetings.tables import Body, Meeting
from models.text import fold
from tests.factories import Office

MONDAY = date(2026, 3, 30)


def make_body(office: Office, name: str = "Giao ban tuần", **changes: Any) -> Body:
    """A kind of meeting of an office."""
    values = {"default_start": time(7, 30), "default_minutes": 90, "position": 1, **changes}
    body = Body(commune_id=office.commune.id, name=name, fold=fold(name), **values)
    db.session.add(body)
    db.session.commit()
    return body


def make_meeting(office: Office, body: Body, day: date = MONDAY, hour: int = 8, **changes: Any) -> Meeting:
    """A record as the secretary's form would make it."""
    seats = changes.pop("seats", [Seat(person.id) for person in office.people.values()])
    points = changes.pop("points", [])
    values: dict[str, Any] = {
        "title": "Giao ban công việc tuần",
        "chair_id": office.account("leader").person_id,
        "ecabinet_ref": "EC-14",
        "printed_pages": 0,
        "starts_at": clock.at_office(day, hour),
        "ends_at": clock.at_office(day, hour + 1),
        **changes,
    }
    meeting = actions.record(office.viewer("secretary"), Meeting(body_id=body.id, **values), seats, points)
    db.session.commit()
    return meeting


@pytest.fixture
def body(office: Office) -> Body:
    """The weekly meeting of the office."""
    return make_body(office)


@pytest.fixture
def filled(office: Office, body: Body) -> Callable[..., dict[str, Any]]:
    """The fields of the recording form, filled in for Monday 30/3/2026."""
    body_id, leader = body.id, office.account("leader").person_id
    ordered = [one.id for one in sorted(office.people.values(), key=lambda one: (one.rank, one.sort_key))]

    def fields(**changes: Any) -> dict[str, Any]:
        values: dict[str, Any] = {
            "body_id": str(body_id),
            "title": "Giao ban tuần 14",
            "day": "30/3/2026",
            "start": "7:30",
            "end": "9:00",
            "chair_id": str(leader),
            "mode": "in_person",
            "convenor": "own",
            "platform": "ecabinet",
            "ecabinet_ref": "EC-2026-14",
            "printed_pages": "0",
            **{f"people-{row}-status": "present" for row in range(len(ordered))},
            **{f"people-{row}-person_id": str(key) for row, key in enumerate(ordered)},
        }
        return {**values, **changes}

    return fields


@pytest.fixture
def person_ids(office: Office) -> dict[str, int]:
    """The person behind each role."""
    return {role.value: person.id for role, person in office.people.items()}


@pytest.fixture
def rows_of(office: Office) -> Callable[[str], int]:
    """The row of a role's person in the attendance list of the form (chair first, then rank)."""
    ordered = sorted(office.people.values(), key=lambda person: (person.rank, person.sort_key))
    ids = [person.id for person in ordered]
    return lambda role: ids.index(office.account(role).person_id)
