"""What the pages of a report ask the database for, however much was written."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from models.base import db
from models.reports import actions, queries
from models.reports.rules import SectionKey
from tests.browser import Browser
from tests.factories import Office

Statements = Callable[[], AbstractContextManager[list[str]]]
# target 9 asks the training room whether there is a course
PAGES = {"/bao-cao": 3, "/bao-cao/tuan/2026-W14": 12, "/bao-cao/tuan/2026-W14.docx": 15}


@pytest.mark.parametrize("state", ["nothing written", "written", "sent"])
def test_a_report_asks_each_room_once(
    state: str, planned: Office, hold: Callable[[str], None], browse: Callable[..., Browser], statements: Statements
) -> None:
    hold("2026-04-03 14:00")
    leader = planned.viewer("leader")
    if state != "nothing written":
        for key in SectionKey:
            actions.write_section(leader, 2026, 14, key, "Câu của văn phòng.", "")
    if state == "sent":
        actions.send(leader, 2026, 14, queries.facts(leader, 2026, 14), "")
    db.session.commit()
    browser = browse("secretary")
    for url, most in PAGES.items():
        with statements() as seen:
            assert browser.get(url).status_code == 200
        assert len(seen) <= most, (url, len(seen))
