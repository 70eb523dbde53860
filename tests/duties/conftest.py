"""Duties of an office, as the tests of all that stands on them need them: given, reported, confirmed."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from models import clock
from models.base import db
from models.duties import actions
from models.duties.actions import Evidence
from models.duties.rules import DutyKind
from models.duties.tables import Duty
from tests.factories import Office

LINK = Evidence(link="https://minh-hoa.example/bien-ban")


def make_duty(office: Office, ref: str = "1", due: date | None = None, **changes: Any) -> Duty:
    """A duty of an office; ``unit`` is the place of its unit in the list of units."""
    unit, is_last = changes.pop("unit", None), changes.pop("is_last", True)
    title = changes.pop("title", f"Việc số {ref}")
    duty = Duty(commune_id=office.viewer("leader").commune_id, kind=changes.pop("kind", DutyKind.CONCLUSION))
    duty.name_it(ref, title, "Giao ban tuần", date(2026, 3, 30))
    duty.promise(due)
    duty.unit_id = None if unit is None else office.units[unit].id
    for name, value in changes.items():
        setattr(duty, name, value)
    db.session.add(duty)
    if is_last:  # of many, the last one writes all of them
        db.session.flush()
    return duty


def report(office: Office, duty: Duty, day: date, role: str = "secretary", written_on: date | None = None) -> None:
    """Somebody reports that work was finished on a day, the same day or later."""
    at = clock.at_office(written_on or day, 9)
    actions.report_done(office.viewer(role), duty, day, "Đã xong, gửi kèm sản phẩm.", LINK, at)


def finish(office: Office, duty: Duty, day: date, role: str = "secretary") -> None:
    """Work that is reported the same day, and confirmed by a second person."""
    report(office, duty, day, role)
    second = "leader" if role != "leader" else "secretary"
    actions.confirm(office.viewer(second), duty, at=clock.at_office(day, 15))


@pytest.fixture
def given(office: Office) -> Callable[..., Duty]:
    """Make a duty of the test office and keep it."""

    def make(*args: Any, **changes: Any) -> Duty:
        duty = make_duty(office, *args, **changes)
        db.session.commit()
        return duty

    return make
