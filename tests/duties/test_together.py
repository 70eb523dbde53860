"""Two people write about one duty at the same moment."""

import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date

import pytest
from sqlalchemy import func, select

from blueprints.duties import acts
from models.base import db
from models.duties.tables import DutyNote
from tests.browser import Browser
from tests.duties.conftest import make_duty
from tests.factories import Office

Browse = Callable[..., Browser]


def test_two_first_notes_at_the_same_moment_are_both_kept(
    office: Office, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL both have seen a duty that nobody has begun; on SQLite the second waits from the start."""
    duty_id = make_duty(office, due=date(2026, 6, 30)).id
    db.session.commit()
    writers = [browse("secretary"), browse("leader")]
    forms = [writer.hidden_fields(f"/viec/{duty_id}", f"/viec/{duty_id}/tien-do") for writer in writers]
    db.session.remove()
    both_have_looked, looked = threading.Barrier(2), acts.require_reporter

    def look(desk: acts.Desk) -> None:
        looked(desk)
        with suppress(threading.BrokenBarrierError):
            both_have_looked.wait(2)

    monkeypatch.setattr(acts, "require_reporter", look)
    statuses: list[int] = []

    def write(number: int) -> None:
        told = forms[number] | {"text": f"Ghi lần {number}"}
        statuses.append(writers[number].client.post(f"/viec/{duty_id}/tien-do", data=told).status_code)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(statuses) == {303: 2}
    assert db.session.scalar(select(func.count()).select_from(DutyNote)) == 2
