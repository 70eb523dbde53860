"""Answers that wait for review: grouped, decided blind, never by the counter they are about, and never lost."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from models.base import db
from models.errors import NotFound, RuleBroken
from models.journal import JournalEntry
from models.places.tables import Counter
from models.satisfaction import actions, held
from models.satisfaction.rules import Channel, HoldReason, Mode, Status
from models.satisfaction.service_rollups import recount_months
from models.satisfaction.tables import OpeningHours, Response, ResponseLink, ServiceDay, ServiceProcedure
from tests.browser import Browser
from tests.factories import Office

Browse = Callable[..., Browser]
Hold = Callable[[str], None]
HELD = "/hai-long/cho-xet"


@pytest.fixture
def burst(hold: Hold, link: ResponseLink) -> list[int]:
    """Twelve answers through one link within a second: eight count, four wait."""
    hold("2026-11-25 09:00:00")
    for number in range(12):
        actions.answer_link(link, actions.Answer(1 if number % 2 else 5, Mode.IN_PERSON, "chờ lâu"))
    db.session.commit()
    return list(db.session.scalars(select(Response.id).where(Response.status == Status.HELD)))


def only_group(office: Office, role: str = "secretary") -> held.HeldGroup:
    """The one group that waits."""
    (group,) = held.groups(office.viewer(role))
    return group


def test_what_is_alike_stands_together(office: Office, burst: list[int], counter: Counter) -> None:
    group = only_group(office)
    assert (group.n, group.key.reason, group.key.channel) == (4, HoldReason.BURST, Channel.QR)
    assert (group.counter, group.newest, group.first_hour) == ("Quầy 1", burst[-1], 9)
    assert db.session.scalar(held.waiting(office.viewer("secretary"))) == 4


def test_no_page_tells_the_level_of_what_waits(browse: Browse, burst: list[int]) -> None:
    browser = browse("secretary")
    pages = (HELD, f"/hai-long/phieu/{burst[0]}", "/hai-long/phieu?tinh-trang=held", HELD + "?" + QUERY)
    for page in pages:
        main = browser.get(page).text.split('<table class="rows">')[-1]
        table = main if "tinh-trang" in page else browser.get(page).text
        assert "chờ lâu" not in table, page
        for words in ("Rất hài lòng", "Không hài lòng", "Rất không hài lòng"):
            assert words not in table, page
    filtered = browser.get("/hai-long/phieu?tinh-trang=held&muc=1").text
    assert "<strong>4 phiếu</strong>" in filtered, "nor is it found by its level"


QUERY = "vi-sao=burst&quay=1&kenh=qr&ngay=2026-11-25"


@pytest.mark.parametrize(("decision", "status"), [("counted", Status.COUNTED), ("excluded", Status.EXCLUDED)])
def test_a_group_is_decided_in_two_clicks(
    browse: Browse, office: Office, burst: list[int], decision: str, status: Status
) -> None:
    group = only_group(office)
    sent = fields(group) | {"why": "Đông người thật", "decision": decision}
    assert browse("secretary").post_form(HELD, sent).status_code == 303
    rows = db.session.scalars(select(Response).where(Response.id.in_(burst))).all()
    assert {row.status for row in rows} == {status}
    assert {row.decided_reason for row in rows} == {"Đông người thật"}
    assert actions.check_rollups() == []
    assert held.groups(office.viewer("secretary")) == []


def fields(group: held.HeldGroup) -> dict[str, str]:
    """What the form of a group sends along."""
    key = group.key
    place = str(key.counter_id or "")
    return {
        "vi-sao": key.reason.value,
        "quay": place,
        "kenh": key.channel.value,
        "ngay": key.day.isoformat(),
        "newest": str(group.newest),
    }


def test_one_answer_is_decided_by_itself(browse: Browse, office: Office, burst: list[int]) -> None:
    sent = fields(only_group(office)) | {"only": str(burst[0]), "other": "đã hỏi lại", "decision": "counted"}
    browse("secretary").post_form(HELD, sent)
    assert db.session.get_one(Response, burst[0]).status is Status.COUNTED
    assert only_group(office).n == 3


def test_what_came_after_the_page_was_shown_still_waits(office: Office, burst: list[int], link: ResponseLink) -> None:
    group = only_group(office)
    actions.answer_link(link, actions.Answer(3, Mode.IN_PERSON))
    assert held.decide_group(office.viewer("secretary"), group.key, group.newest, Status.COUNTED, "đông") == 4
    assert only_group(office).n == 1


def test_a_decision_needs_a_reason(browse: Browse, office: Office, burst: list[int]) -> None:
    answer = browse("secretary").post_form(HELD, fields(only_group(office)) | {"decision": "counted"})
    assert answer.status_code == 422
    assert "Xin chọn hoặc ghi lý do." in answer.text
    assert only_group(office).n == 4


def test_nobody_of_the_counter_decides(browse: Browse, office: Office, burst: list[int], counter: Counter) -> None:
    actions.record(office.viewer("secretary"), actions.Answer(5, Mode.ONLINE), counter.id)
    db.session.commit()
    group = only_group(office)
    assert group.is_own
    page = browse("secretary").get(HELD).text
    assert "không xét được nhóm này" in page and "Trần Văn Ân" in page
    answer = browse("secretary").post(HELD, fields(group) | {"other": "x", "decision": "counted"})
    assert answer.status_code == 422
    assert only_group(office).n == 4
    assert not only_group(office, "leader").is_own
    with pytest.raises(RuleBroken, match="own_counter"):
        actions.decide(office.viewer("secretary"), burst[0], Status.COUNTED, "x")


def test_more_answers_than_people_served_wait_once_the_day_is_known(
    office: Office, hold: Hold, link: ResponseLink
) -> None:
    hold("2026-11-25 09:00:00")
    for minute in range(6):
        hold(f"2026-11-25 09:{minute:02}:00")
        actions.answer_link(link, actions.Answer(5, Mode.IN_PERSON))
    own = {"commune_id": office.commune.id}
    procedure = ServiceProcedure(code="a", title="A", fold="a", **own)
    db.session.add(procedure)
    db.session.flush()
    day = ServiceDay(local_date=date(2026, 11, 25), procedure_id=procedure.id, mode=Mode.IN_PERSON, **own)
    day.received, day.on_time = 3, 1
    db.session.add(day)
    db.session.flush()
    recount_months(office.commune.id, [date(2026, 11, 1)])
    db.session.commit()
    assert held.hold_surplus(office.commune.id, date(2026, 11, 25)) == 0, "the day is not over"
    hold("2026-11-26 08:00:00")
    assert held.hold_surplus(office.commune.id, date(2026, 11, 25)) == 2
    assert held.hold_surplus(office.commune.id, date(2026, 11, 25)) == 0
    db.session.commit()
    assert only_group(office).key.reason is HoldReason.EXCESS
    assert actions.check_rollups() == []


def test_the_hours_are_said_once(browse: Browse, office: Office) -> None:
    page, commune_id = "/hai-long/gio-mo-cua", office.commune.id
    assert browse("secretary").post_form(page, {"opens": "17", "closes": "7"}).status_code == 422
    assert browse("secretary").post_form(page, {"opens": "7", "closes": "17"}).status_code == 303
    assert browse("secretary").post_form(page, {"opens": "8", "closes": "17", "on_saturday": "y"}).status_code == 303
    (row,) = db.session.scalars(select(OpeningHours)).all()
    assert (row.opens, row.closes, row.on_saturday, row.commune_id) == (8, 17, True, commune_id)


def test_another_commune_decides_nothing(office: Office, other_office: Office, burst: list[int]) -> None:
    group = only_group(office)
    assert held.groups(other_office.viewer("secretary")) == []
    with pytest.raises(Exception, match="group"):
        held.decide_group(other_office.viewer("secretary"), group.key, group.newest, Status.COUNTED, "x")


AGAIN = f"{HELD}/xet-lai"


def decided(office: Office, burst: list[int], role: str = "leader") -> held.DecidedGroup:
    group = only_group(office)
    held.decide_group(office.viewer(role), group.key, group.newest, Status.EXCLUDED, "Trẻ em nghịch máy")
    db.session.commit()
    (found,) = held.decided(office.viewer("secretary"))
    return found


def undo(group: held.DecidedGroup) -> dict[str, str]:
    key = group.key
    place = {"vi-sao": key.reason.value, "quay": str(key.counter_id or ""), "kenh": key.channel.value}
    return place | {"ngay": key.day.isoformat(), "status_was": group.status.value, "decision": group.reason}


def test_a_decision_is_undone_with_a_reason_and_told_in_the_journal(
    browse: Browse, office: Office, burst: list[int]
) -> None:
    group = decided(office, burst)
    assert (group.n, group.by, group.is_own) == (4, "Trần Văn Ân", False)
    assert "Không tính 4 phiếu" in browse("secretary").get(HELD).text
    assert browse("secretary").post_form(AGAIN, undo(group), page=HELD).status_code == 422
    sent = undo(group) | {"why_again": "Đã xem lại ghi hình"}
    assert browse("secretary").post_form(AGAIN, sent, page=HELD).status_code == 303
    assert only_group(office).n == 4 and held.decided(office.viewer("leader")) == []
    assert actions.check_rollups() == []
    lines = db.session.scalars(select(JournalEntry).where(JournalEntry.entity == "response")).all()
    told = [line.changes for line in lines if "Đã xem lại ghi hình" in line.changes]
    assert len(told) == 4 and all("Trẻ em nghịch máy" in changes for changes in told)
    assert browse("secretary").post_form(AGAIN, sent, page=HELD).status_code == 404, "nothing is left to undo"
    actions.decide(office.viewer("leader"), burst[0], Status.COUNTED, "Đông người thật")
    assert actions.check_rollups() == [] and only_group(office).n == 3


def test_nobody_of_the_counter_undoes_a_decision(
    browse: Browse, office: Office, burst: list[int], counter: Counter
) -> None:
    actions.record(office.viewer("secretary"), actions.Answer(5, Mode.ONLINE), counter.id)
    db.session.commit()
    group = decided(office, burst)
    assert group.is_own and "Xét lại" not in browse("secretary").get(HELD).text
    answer = browse("secretary").post(AGAIN, undo(group) | {"why_again": "x"})
    assert answer.status_code == 422 and held.groups(office.viewer("secretary")) == []
    with pytest.raises(RuleBroken, match="own_counter"):
        actions.reconsider(office.viewer("secretary"), burst[0], "x")


def test_what_was_never_held_or_long_ago_is_not_undone(office: Office, burst: list[int], hold: Hold) -> None:
    group = decided(office, burst)
    counted = db.session.scalars(select(Response.id).where(Response.status == Status.COUNTED)).first()
    with pytest.raises(RuleBroken, match="already_decided"):
        actions.reconsider(office.viewer("leader"), counted or 0, "x")
    hold("2026-12-20 09:00:00")
    assert held.decided(office.viewer("leader")) == []
    with pytest.raises(NotFound):
        held.take_up_again(office.viewer("leader"), group.key, Status.EXCLUDED, group.reason, "x")


@pytest.mark.parametrize("many", [1, 20])
def test_groups_are_read_by_as_few_statements_however_many(
    office: Office, hold: Hold, link: ResponseLink, statements: Callable[..., Any], many: int
) -> None:
    for day in range(1, many + 1):
        hold(f"2026-11-{day:02} 09:00:00")
        actions.answer_link(link, actions.Answer(5, Mode.IN_PERSON), trap="x")
    db.session.commit()
    eyes = office.viewer("secretary")
    with statements() as seen:
        assert len(held.groups(eyes)) == many
    assert len([line for line in seen if line.startswith("SELECT")]) == 2, seen
