"""The plan of the community's digital team: entered once or week by week, printed, never changed in the past."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from models.base import db
from models.errors import RuleBroken
from models.satisfaction import team
from models.satisfaction.tables import HalfDay, TeamTurn
from tests.browser import Browser
from tests.factories import Office
from tests.sheet_lines import sheet_lines

Browse = Callable[..., Browser]
Hold = Callable[[str], None]
PLAN = "/hai-long/lich-truc"
SAID = {"on_day": "30/3/2026", "half": "morning", "member": "Siu H’Len", "place": "Bàn hướng dẫn"}


@pytest.fixture(autouse=True)
def a_monday(hold: Hold) -> None:
    hold("2026-03-30 09:00")


def add(browser: Browser, **more: str) -> int:
    return browser.post_form(f"{PLAN}/them", SAID | more, page=PLAN).status_code


def planned() -> list[tuple[date, str, str]]:
    rows = db.session.scalars(select(TeamTurn).order_by(TeamTurn.on_day, TeamTurn.id))
    return [(row.on_day, row.half.value, row.member) for row in rows]


def test_a_turn_is_entered_seen_and_called_off(browse: Browse, office: Office) -> None:
    assert add(browse("secretary")) == 303
    page = browse("leader").get(PLAN).text
    assert "Siu H’Len" in page and "Bàn hướng dẫn" in page and "Hôm nay" in page
    assert "Siu H’Len" in browse("leader").get("/hai-long/trung-tam").text
    (turn,) = team.turns(office.viewer("leader"), date(2026, 3, 1), date(2026, 3, 31))
    address = f"{PLAN}/{turn.id}/bo"
    assert browse("auditor").post(address).status_code == 403
    assert browse("secretary").post(address).status_code == 303
    assert planned() == []


def test_the_plan_of_a_month_is_a_sheet(browse: Browse, other_office: Office) -> None:
    add(browse("secretary"), until="6/4/2026")
    add(browse("secretary"), half="afternoon", member="=Ksor Thu", place="")
    leader = browse("leader")
    assert sheet_lines(leader.get(f"{PLAN}.xlsx?thang=2026-03")) == [
        ["30/3/2026", "thứ Hai", "Sáng", "Siu H’Len", "Bàn hướng dẫn"],
        ["30/3/2026", "thứ Hai", "Chiều", "=Ksor Thu", "Trung tâm"],
    ]
    assert [line[0] for line in sheet_lines(leader.get(f"{PLAN}.xlsx?thang=2026-04"))] == ["6/4/2026"]
    assert f'href="{PLAN}.xlsx?thang=2026-04"' in leader.get(f"{PLAN}?thang=2026-04").text
    assert sheet_lines(browse("leader", other_office).get(f"{PLAN}.xlsx")) == []


def test_it_repeats_week_by_week_and_nobody_stands_twice(browse: Browse) -> None:
    assert add(browse("secretary"), on_day="6/4/2026") == 303
    assert add(browse("secretary"), until="20/4/2026") == 303
    assert [day for day, _half, _who in planned()] == [date(2026, 3, 30), *(date(2026, 4, day) for day in (6, 13, 20))]
    assert (
        "1 buổi đã có từ trước"
        in browse("secretary").post_form(f"{PLAN}/them", SAID, page=PLAN, follow_redirects=True).text
    )
    assert add(browse("secretary"), half="afternoon") == 303
    assert len(planned()) == 5


def test_a_person_of_the_office_is_called_by_name(browse: Browse, office: Office) -> None:
    person_id = office.viewer("auditor").person_id
    assert add(browse("leader"), member="", person_id=str(person_id)) == 303
    assert planned() == [(date(2026, 3, 30), "morning", "Đỗ Minh Ánh")]


@pytest.mark.parametrize(
    "wrong",
    [{"member": ""}, {"on_day": "29/3/2026"}, {"until": "29/3/2026"}, {"until": "30/3/2027"}, {"half": "night"}],
    ids=str,
)
def test_what_no_plan_can_hold_is_refused(browse: Browse, wrong: dict[str, str]) -> None:
    assert add(browse("secretary"), **wrong) == 422
    assert planned() == []


def test_what_is_past_stays(browse: Browse, office: Office, hold: Hold) -> None:
    add(browse("secretary"))
    hold("2026-03-31 09:00")
    (turn,) = db.session.scalars(select(TeamTurn))
    address = f"{PLAN}/{turn.id}/bo"
    with pytest.raises(RuleBroken, match="turn_past"):
        team.call_off(turn)
    assert browse("secretary").post(address).status_code == 409
    assert len(planned()) == 1


def test_the_month_is_printed(browse: Browse) -> None:
    add(browse("secretary"), until="20/4/2026")
    paper = browse("leader").get(f"{PLAN}/in?thang=2026-04").text
    assert paper.count("Siu H’Len") == 3 and "tháng 4/2026" in paper and "LỊCH TRỰC" in paper
    for odd in ("x", "2026-13", ""):
        assert browse("leader").get(f"{PLAN}?thang={odd}").status_code == 200


def test_another_commune_sees_and_changes_nothing(browse: Browse, other_office: Office) -> None:
    add(browse("secretary"))
    turn_id = db.session.scalars(select(TeamTurn.id)).one()
    stranger = browse("secretary", other_office)
    assert "Siu H’Len" not in stranger.get(PLAN).text
    assert stranger.post(f"{PLAN}/{turn_id}/bo").status_code == 404
    assert team.turns(other_office.viewer("leader"), date(2026, 3, 1), date(2026, 3, 31)) == []
    assert list(HalfDay) == [HalfDay.MORNING, HalfDay.AFTERNOON]
