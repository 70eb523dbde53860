"""The counter's own list: procedures by name, the mode said by the list where it says it, and nothing by default."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from models import clock
from models.accounts.rules import Viewer
from models.base import db
from models.devices import actions as devices
from models.devices.tables import DeviceState
from models.errors import RuleBroken
from models.places.tables import Counter
from models.satisfaction import counter_list
from models.satisfaction.links import open_counter
from models.satisfaction.rules import Mode
from models.satisfaction.tables import CounterProcedure, Response
from tests.browser import Browser
from tests.factories import Office

Browse = Callable[..., Browser]
LISTS, DAY = "/hai-long/thu-tuc-quay", timedelta(days=1)


@pytest.fixture
def eyes(office: Office) -> Viewer:
    return office.viewer("secretary")


@pytest.fixture
def at(eyes: Viewer) -> int:
    """A counter of the office."""
    counter_id = open_counter(eyes, "Quầy 1", "").id
    db.session.commit()
    return counter_id


def listed(
    eyes: Viewer, counter_id: int, title: str, mode: Mode | None, since: int = -9, until: int | None = None
) -> int:
    today = clock.today()
    procedure_id = counter_list.procedure(eyes, title)
    end = None if until is None else today + until * DAY
    counter_list.add(eyes, counter_id, procedure_id, mode, today + since * DAY, end)
    db.session.commit()
    return procedure_id


def kept() -> list[tuple[Mode, int | None]]:
    return [(row.mode, row.procedure_id) for row in db.session.scalars(select(Response).order_by(Response.id))]


def test_a_clerk_chooses_by_name_and_the_list_says_the_mode(browse: Browse, eyes: Viewer, at: int) -> None:
    birth = listed(eyes, at, "Đăng ký khai sinh", Mode.ONLINE)
    both = listed(eyes, at, "Chứng thực bản sao", None)
    clerk, url = browse("counter"), f"/hai-long/ghi?quay={at}"
    page = BeautifulSoup(clerk.get(url).text, "html.parser")
    offered = page.select("#procedure_id option")
    assert [option.text.strip() for option in offered] == [
        "Không rõ thủ tục",
        "Chứng thực bản sao",
        "Đăng ký khai sinh · trực tuyến",
    ]
    assert not page.select("#procedure_id option[selected]") or offered[0].has_attr("selected"), "no default"
    assert clerk.post_form(url, {"level": "5", "procedure_id": str(birth), "mode": ""}).status_code == 303
    assert clerk.post_form(url, {"level": "5", "procedure_id": str(birth), "mode": "in_person"}).status_code == 303
    assert clerk.post_form(url, {"level": "5", "procedure_id": str(both), "mode": "in_person"}).status_code == 303
    assert clerk.post_form(url, {"level": "5", "mode": "unknown"}).status_code == 303
    expected = [(Mode.ONLINE, birth), (Mode.ONLINE, birth), (Mode.IN_PERSON, both), (Mode.UNKNOWN, None)]
    assert kept() == expected
    for said in ({"procedure_id": str(both), "mode": ""}, {"mode": ""}, {"procedure_id": "999", "mode": "online"}):
        assert clerk.post_form(url, {"level": "5", **said}).status_code == 422
    assert len(kept()) == 4


def test_another_counter_has_another_list(browse: Browse, eyes: Viewer, at: int) -> None:
    birth = listed(eyes, at, "Đăng ký khai sinh", Mode.ONLINE)
    other = open_counter(eyes, "Quầy 2", "").id
    db.session.commit()
    clerk, url = browse("counter"), f"/hai-long/ghi?quay={other}"
    assert "procedure_id" not in clerk.get(url).text
    assert clerk.post_form(url, {"level": "5", "procedure_id": str(birth), "mode": "online"}).status_code == 422


@pytest.mark.parametrize(
    ("since", "until", "is_shown", "is_taken"),
    [
        (0, None, True, True),
        (1, None, False, False),
        (-9, 0, True, True),
        (-9, -1, False, True),
        (-9, -2, False, False),
    ],
)
def test_a_line_holds_from_its_day_to_its_day(
    browse: Browse, eyes: Viewer, at: int, since: int, until: int | None, is_shown: bool, is_taken: bool
) -> None:
    birth = listed(eyes, at, "Đăng ký khai sinh", Mode.ONLINE, since, until)
    listed(eyes, at, "Chứng thực bản sao", None)
    clerk, url = browse("counter"), f"/hai-long/ghi?quay={at}"
    assert ("khai sinh" in clerk.get(url).text) is is_shown
    answer = clerk.post_form(url, {"level": "5", "procedure_id": str(birth), "mode": ""})  # kept since yesterday
    assert (answer.status_code == 303) is is_taken


def test_the_list_is_kept_on_a_page_of_its_own(browse: Browse, office: Office, at: int) -> None:
    keeper = browse("secretary")
    said = {"counter_id": str(at), "title": "Đăng ký khai sinh", "mode": "online", "valid_from": "1/3/2026"}
    assert keeper.post_form(LISTS, said).status_code == 303
    assert "Đăng ký khai sinh" in keeper.get(LISTS).text
    twice = keeper.post_form(LISTS, said | {"valid_from": "2/3/2026"})
    assert twice.status_code == 422 and "Quầy này đã có thủ tục đó" in twice.text
    unnamed = keeper.post_form(LISTS, {**said, "title": ""})
    assert unnamed.status_code == 422 and "Xin chọn một thủ tục" in unnamed.text
    (line,) = db.session.scalars(select(CounterProcedure))
    url = f"{LISTS}/{line.id}"
    assert keeper.post_form(url, {"valid_to": "28/2/2026"}).status_code == 422
    assert keeper.post_form(url, {"valid_to": "31/3/2026"}).status_code == 303
    assert keeper.post_form(LISTS, said | {"valid_from": "1/4/2026", "mode": "unknown"}).status_code == 303
    kept = db.session.execute(
        select(CounterProcedure.mode, CounterProcedure.valid_from, CounterProcedure.valid_to).order_by(
            CounterProcedure.id
        )
    ).all()
    assert [tuple(row) for row in kept] == [
        (Mode.ONLINE, date(2026, 3, 1), date(2026, 3, 31)),
        (None, date(2026, 4, 1), None),
    ]
    assert len(counter_list.every(office.viewer("secretary"))) == 1, "the same name is the same procedure"


@pytest.mark.parametrize(
    ("since", "until", "fits"), [(-9, None, False), (-20, -10, True), (-20, -9, False), (1, 5, False), (6, None, True)]
)
def test_no_procedure_stands_twice_on_one_day(eyes: Viewer, at: int, since: int, until: int | None, fits: bool) -> None:
    listed(eyes, at, "Đăng ký khai sinh", None, -9, 5)
    if fits:
        listed(eyes, at, "Đăng ký khai sinh", Mode.ONLINE, since, until)
        return
    with pytest.raises(RuleBroken, match="procedure_listed"):
        listed(eyes, at, "Đăng ký khai sinh", Mode.ONLINE, since, until)


def test_the_tablet_is_told_by_name_too(browse: Browse, eyes: Viewer, at: int) -> None:
    birth = listed(eyes, at, "Đăng ký khai sinh", Mode.ONLINE)
    _device, code = devices.add_device(eyes, "Máy quầy 1", at)
    devices.pair(code, "tests")
    db.session.commit()
    clerk, url = browse("counter"), f"/hai-long/quay/{at}/ho-so"
    assert clerk.post_form(url, {"procedure_id": str(birth)}).status_code == 303
    told = db.session.scalars(select(DeviceState.context)).one() or ""
    assert '"mode": "online"' in told and "khai-sinh" in told
    assert clerk.post_form(url, {}).status_code == 422, "without a procedure somebody says the mode"


def test_the_list_of_another_commune_is_not_there(browse: Browse, eyes: Viewer, at: int, other_office: Office) -> None:
    listed(eyes, at, "Đăng ký khai sinh", Mode.ONLINE)
    line_id = db.session.scalars(select(CounterProcedure.id)).one()
    stranger = browse("secretary", other_office)
    assert stranger.get(f"{LISTS}/{line_id}").status_code == 404
    assert "khai sinh" not in stranger.get(LISTS).text
    assert counter_list.served(other_office.viewer("secretary"), at, clock.today()) == []
    assert db.session.get(Counter, at) is not None
