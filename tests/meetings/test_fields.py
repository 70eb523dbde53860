"""A field of a meeting is named once, in its form; what is typed is kept, shown again, compared and journalled."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from blueprints.capability import things
from blueprints.meetings.forms import KEPT, LABELS, RecordForm
from models.base import db
from models.errors import RulesBroken
from models.meetings.points import Point
from models.meetings.rules import Confidentiality, Convenor, MeetingMode, Platform, Urgency
from models.meetings.tables import Body, Meeting
from tests.browser import Browser
from tests.factories import Office
from tests.meetings.conftest import make_meeting

Browse = Callable[..., Browser]
Filled = Callable[..., dict[str, Any]]
# field: what is typed, what the record keeps of it, how another saver's text is written
PLAIN = {
    "title": ("Họp rà soát", "Họp rà soát", "Họp rà soát"),
    "place": ("Nhà văn hóa thôn 3", "Nhà văn hóa thôn 3", "Nhà văn hóa thôn 3"),
    "convenor": ("higher", Convenor.HIGHER, "Cấp trên"),
    "urgency": ("urgent", Urgency.URGENT, "Đột xuất"),
    "mode": ("hybrid", MeetingMode.HYBRID, "Kết hợp"),
    "confidentiality": ("closed", Confidentiality.CLOSED, "Họp kín, chỉ người được mời biết"),
    "platform": ("mixed", Platform.MIXED, "Kết hợp giấy"),
    "ecabinet_ref": ("EC-99", "EC-99", "EC-99"),
    "printed_pages": ("12", 12, "12"),
}
PICKED = {"body_id", "room_id", "chair_id", "secretary_id"}  # rows of the database, tested where they are picked


@pytest.fixture(autouse=True)
def _monday(hold: Callable[[str], None]) -> None:
    hold("2026-03-30 16:00")


def only() -> Meeting:
    """The one meeting in the ledger."""
    return db.session.scalars(select(Meeting)).one()


def test_the_table_below_knows_every_field_that_is_kept() -> None:
    assert set(KEPT) == set(PLAIN) | PICKED


def test_every_field_has_its_place_in_the_form(browse: Browse, body: Body) -> None:
    placed = {name for rows in (RecordForm.head, RecordForm.more, RecordForm.proof) for row in rows for name in row}
    placed |= {"body_id", "title"}
    assert set(KEPT) <= placed
    page = BeautifulSoup(browse("secretary").get("/hop/moi").text, "lxml")
    labels = {tag.get_text(" ", strip=True).split(" (")[0] for tag in page.select("form label, form legend")}
    assert {LABELS[name] for name in placed} <= labels


def test_the_journal_speaks_of_a_field_in_the_words_of_its_form() -> None:
    own = set(things()["meeting"].fields)
    for name in set(KEPT) - own:
        assert (things()["meeting"].word(name) or "").lower() == LABELS[name].lower()
    assert own & set(KEPT) == {"platform"}, "on paper the question is too long"


@pytest.mark.parametrize("name", PLAIN)
def test_what_is_typed_is_kept_shown_again_and_told(
    browse: Browse, office: Office, body: Body, filled: Filled, name: str
) -> None:
    typed, kept, shown = PLAIN[name]
    address = f"/hop/{make_meeting(office, body).id}/sua"
    first, second = browse("secretary"), browse("leader")
    late = sent_by(BeautifulSoup(second.get(address).text, "lxml"))
    assert first.post_form(address, filled(**{name: typed})).status_code == 303
    assert getattr(only(), name) == kept

    page = BeautifulSoup(first.get(address).text, "lxml")
    again = page.select(f"input[name={name}]")
    assert [one["value"] for one in again if one["type"] != "radio" or one.has_attr("checked")] == [typed]

    untouched = BeautifulSoup(second.post_raw(address, late).text, "lxml")
    assert untouched.find(id=f"{name}-theirs") is None, "he never changed it"
    again = untouched.select(f"input[name={name}]")
    assert [one["value"] for one in again if one["type"] != "radio" or one.has_attr("checked")] == [typed]
    theirs = BeautifulSoup(second.post_raw(address, {**late, "seen": ""}).text, "lxml")
    assert shown in theirs.find(id=f"{name}-theirs").text
    assert getattr(only(), name) == kept

    line = " ".join(browse("admin").get("/quan-tri/nhat-ky?muc=meeting").text.split())
    assert f"{things()['meeting'].word(name)} “" in line and f"→ “{shown}”" in line


def test_a_choice_that_was_not_sent_leaves_the_record_as_it_is(
    browse: Browse, office: Office, body: Body, filled: Filled
) -> None:
    key = make_meeting(office, body, mode=MeetingMode.HYBRID, convenor=Convenor.HIGHER).id
    fields = {name: value for name, value in filled().items() if name not in ("mode", "convenor")}
    assert browse("secretary").post_form(f"/hop/{key}/sua", fields).status_code == 303
    assert (only().mode, only().convenor) == (MeetingMode.HYBRID, Convenor.HIGHER)


def test_a_new_record_begins_with_the_usual_choices(browse: Browse, filled: Filled) -> None:
    fields = {name: value for name, value in filled().items() if name not in ("mode", "convenor")}
    assert browse("secretary").post_form("/hop/moi", fields).status_code == 303
    assert (only().mode, only().convenor) == (MeetingMode.IN_PERSON, Convenor.OWN)


def test_a_refused_change_leaves_the_record_as_it_is(
    browse: Browse, office: Office, body: Body, filled: Filled
) -> None:
    key = make_meeting(office, body).id
    answer = browse("secretary").post_form(f"/hop/{key}/sua", filled(title="Bị từ chối", start="9:00", end="8:00"))
    assert answer.status_code == 422 and "Giờ kết thúc phải sau giờ bắt đầu." in answer.text
    assert (only().title, only().version) == ("Giao ban công việc tuần", 1)


def test_a_secret_meeting_takes_no_conclusions(office: Office, body: Body) -> None:
    with pytest.raises(RulesBroken) as refused:
        make_meeting(office, body, title="", ecabinet_ref="", platform=Platform.SECRET, points=[Point("1", "Lời mật")])
    assert [(rule.code, rule.field) for rule in refused.value.broken] == [("secret_keeps_no_words", "conclusions")]
    db.session.rollback()
    assert db.session.scalars(select(Meeting)).all() == []


def test_a_second_saver_who_touched_no_list_takes_the_lists_that_are_stored(
    browse: Browse, office: Office, body: Body, filled: Filled
) -> None:
    address = f"/hop/{make_meeting(office, body).id}/sua"
    first, second = browse("secretary"), browse("leader")
    page = BeautifulSoup(second.get(address).text, "lxml")
    late = sent_by(page)
    people = {[name for name in late if name.endswith("-status")][-1]: "excused"}
    mine = sent_by(BeautifulSoup(first.get(address).text, "lxml"))
    assert first.post_raw(address, {**mine, **people, "guests": "Bà Hồ Thị Lan"}).status_code == 303
    answer = second.post_raw(address, {**late, "title": "Tên của người thứ hai"})
    assert answer.status_code == 409
    again = BeautifulSoup(answer.text, "lxml")
    assert again.find(class_="theirs") is None
    said = sent_by(again)
    assert said["title"] == "Tên của người thứ hai" and said["guests"].strip() == "Bà Hồ Thị Lan"
    assert {said[name] for name in people} == {"excused"}
    assert second.post_raw(address, said).status_code == 303


def sent_by(page: BeautifulSoup) -> dict[str, str]:
    """What a browser would send of the form of a meeting, untouched."""
    form, said = page.select_one("main form.form"), {}
    assert form is not None
    for box in form.select("input[name], select[name], textarea[name]"):
        if box.name == "select":
            chosen = box.select_one("option[selected]") or box.select_one("option")
            said[box["name"]] = chosen["value"] if chosen else ""
        elif box.name == "textarea":
            said[box["name"]] = box.text.removeprefix("\n").removeprefix("\r\n")
        elif box["type"] not in ("radio", "checkbox", "file") or box.has_attr("checked"):
            said[box["name"]] = box.get("value", "")
    return said
