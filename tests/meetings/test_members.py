"""Members of a body: from a day on, never twice at once, ended and not struck out."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from models import clock
from models.base import db
from models.errors import RuleBroken
from models.meetings import inviting, membership
from models.meetings.bodies import BodyMember
from tests.meetings.conftest import make_body

FIRST = date(2026, 3, 1)


def spans(body_id: int) -> list[tuple[date, date | None]]:
    rows = db.session.scalars(select(BodyMember).where(BodyMember.body_id == body_id).order_by(BodyMember.id))
    return [(one.from_on, one.to_on) for one in rows]


@pytest.mark.parametrize(
    ("from_on", "to_on", "code"),
    [
        (date(2026, 3, 10), None, "member_already"),
        (date(2026, 3, 31), None, "member_already"),
        (date(2026, 2, 1), FIRST, "member_already"),
        (date(2026, 4, 1), date(2026, 3, 31), "ends_before_it_began"),
        (date(2026, 4, 1), None, None),
        (date(2026, 1, 1), date(2026, 2, 28), None),
    ],
)
def test_nobody_belongs_twice_at_once(office, from_on, to_on, code) -> None:
    body, person = make_body(office), next(iter(office.people.values()))
    membership.add_member(body, person, FIRST, date(2026, 3, 31))
    if code is None:
        membership.add_member(body, person, from_on, to_on)
        assert len(spans(body.id)) == 2
    else:
        with pytest.raises(RuleBroken, match=code):
            membership.add_member(body, person, from_on, to_on)


def test_the_secretary_adds_and_ends_and_old_meetings_keep_their_list(office, browse) -> None:
    body, person = make_body(office), next(iter(office.people.values()))
    db.session.commit()
    body_id, person_id, url = body.id, person.id, f"/hop/loai/{body.id}/thanh-vien"
    secretary = browse("secretary")
    sent = {"person_id": str(person_id), "from_on": "1/3/2026", "may_vote": "y"}
    assert secretary.post_form(url, sent, url).location == url
    assert secretary.post_form(url, sent, url).status_code == 422
    (kept,) = db.session.scalars(select(BodyMember.id).where(BodyMember.body_id == body_id))
    assert secretary.post(f"{url}/{kept}/thoi").location == url
    today = clock.today()
    assert spans(body_id) == [(FIRST, today)]
    assert inviting.members_on(body_id, today) == [person_id]
    assert inviting.members_on(body_id, today + timedelta(days=1)) == []
    assert browse("counter").get(url).status_code == 403


def test_another_commune_reaches_no_member(office, other_office, browse) -> None:
    body, person = make_body(office), next(iter(office.people.values()))
    made = membership.add_member(body, person, FIRST)
    db.session.commit()
    url, member_id = f"/hop/loai/{body.id}/thanh-vien", made.id
    stranger = browse("secretary", other_office)
    assert stranger.get(url).status_code == 404
    assert stranger.post(f"{url}/{member_id}/thoi").status_code == 404
