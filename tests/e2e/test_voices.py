"""A citizen's words from the printed code to the sentence that closes them, in a real browser."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from models.accounts.tables import Account
from models.base import db, writing
from models.duties.tables import Duty
from models.satisfaction import actions
from models.satisfaction.rules import HoldReason, Mode, Status
from models.satisfaction.tables import CitizenCase, CounterProcedure, Response, ResponseLink
from tests.living import PHONE, Live

Window = Callable[..., Any]
SAID = "Chờ gần một giờ, người đến sau được gọi trước."
CONTACT = "nguoi.gui@thu.example"


def token_of(live: Live) -> str:
    """The code that hangs at a counter."""
    with live.app.app_context():
        query = select(ResponseLink.token).where(ResponseLink.is_active, ResponseLink.counter_id.is_not(None))
        return str(db.session.scalars(query.order_by(ResponseLink.id)).first())


def given_to(live: Live, username: str) -> int:
    """The newest case, given to somebody by name."""
    with live.app.app_context(), writing():
        case = db.session.scalars(select(CitizenCase).order_by(CitizenCase.id.desc())).first()
        account = db.session.scalars(select(Account).where(Account.username == username)).one()
        assert case is not None and account.person is not None
        duty = db.session.get_one(Duty, case.duty_id)
        duty.unit_id, duty.person_id = account.person.unit_id, account.person_id
        db.session.commit()
        return case.id


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_words_come_in_and_are_closed_in_three_clicks(window: Window, live: Live, scripts: bool) -> None:
    citizen = window(viewport=PHONE, scripts=scripts)
    citizen.goto(f"/y-kien/{token_of(live)}")
    boxes = [citizen.locator(name).bounding_box() for name in ("#comment", "form.citizen > .btn")]
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"], "nothing sticks over what one writes"
    citizen.locator("label.face.f1").click()
    citizen.locator(".chips label").first.click()
    citizen.fill("#comment", SAID)
    citizen.check("#wants_reply")
    citizen.fill("#contact", CONTACT)
    citizen.get_by_role("button", name="Gửi ý kiến").click()
    citizen.get_by_role("heading", name="Cảm ơn ông/bà!").wait_for()
    case_id = given_to(live, "quay")

    clerk = window("quay", scripts=scripts)
    clerk.goto("/viec-cua-toi")
    clerk.locator(f"a.btn[href='/hai-long/y-kien/{case_id}']").click()  # one
    assert SAID in clerk.inner_text("main") and CONTACT not in clerk.content()
    clerk.locator(".seg-row label", has_text="Đã sửa").click()  # two
    clerk.fill("#sentence", "Từ nay gọi theo số thứ tự trên màn hình.")
    clerk.get_by_role("button", name="Đóng ý kiến").click()  # three
    clerk.get_by_text("Đã đóng ý kiến.").first.wait_for()
    clerk.goto(f"/hai-long/y-kien/{case_id}")
    clerk.get_by_role("button", name="Mở cách liên lạc").click()
    clerk.get_by_text(CONTACT).wait_for()
    assert not clerk.complaints and not citizen.complaints


def test_a_held_group_is_decided_in_two_clicks(window: Window, live: Live) -> None:
    with live.app.app_context(), writing():
        link = db.session.scalars(select(ResponseLink).where(ResponseLink.is_active).order_by(ResponseLink.id)).first()
        assert link is not None
        for number in range(3):
            actions.answer_link(link, actions.Answer(number + 1, Mode.IN_PERSON), trap="x")
        db.session.commit()
    leader = window("lanhdao")
    leader.goto("/")
    leader.get_by_role("link", name="phiếu chờ xét").click()
    group = leader.locator("section.held", has_text="trong giờ").filter(has_text="Có dấu hiệu gửi tự động").last
    group.locator(".chips label", has_text="Máy gửi tự động").click()
    group.get_by_role("button", name="Không tính").first.click()
    leader.get_by_text("Không tính 3 phiếu.").first.wait_for()
    with live.app.app_context():
        mine = (Response.hold_reason == HoldReason.TRAP, Response.decided_reason == "Máy gửi tự động")
        assert set(db.session.scalars(select(Response.status).where(*mine))) == {Status.EXCLUDED}


def test_an_answer_waits_for_the_line_and_goes_by_itself(window: Window, live: Live) -> None:
    with live.app.app_context():
        clerk_id = db.session.scalars(select(Account.id).where(Account.username == "quay")).one()
        before = len(db.session.scalars(select(Response.id).where(Response.recorded_by_id == clerk_id)).all())
    page = window("quay")
    page.goto("/hai-long/ghi?quay=0")
    page.context.set_offline(True)
    for face in ("f5", "f2"):
        page.locator(f"label.face.{face}").click()
        page.get_by_role("button", name="Tại quầy").click()
        page.locator("#kept li").nth(0 if face == "f5" else 1).wait_for()
    page.get_by_text("Đang chờ gửi 2 phiếu").wait_for()
    page.locator("#kept button").last.click()
    page.get_by_text("Đang chờ gửi 1 phiếu").wait_for()
    page.context.set_offline(False)
    page.locator("#kept").wait_for(state="hidden")
    page.locator(".mine-row", has_text="Rất hài lòng").first.wait_for()
    with live.app.app_context():
        rows = db.session.scalars(select(Response.level).where(Response.recorded_by_id == clerk_id)).all()
        assert len(rows) == before + 1
    assert page.locator("#kept").is_hidden()


@pytest.mark.parametrize("is_listed", [False, True], ids=["no list", "a list"])
def test_the_whole_entry_stands_on_a_small_screen(window: Window, live: Live, is_listed: bool) -> None:
    with live.app.app_context():
        listed = select(CounterProcedure.counter_id).where(CounterProcedure.mode.is_not(None))
        counter_id = db.session.scalars(listed.order_by(CounterProcedure.id)).first() if is_listed else 0
    page = window("quay", viewport={"width": 1366, "height": 641})
    page.goto(f"/hai-long/ghi?quay={counter_id}")
    page.locator("label.face.f2").click()
    end = page.locator(".save-row button:visible").last.bounding_box()
    assert end["y"] + end["height"] <= 641, "the press that saves is in sight, with reasons and words open"
    if is_listed:  # the list says how the file is handed in, so that one press is left
        page.locator("#procedure_id").select_option(index=1)
        assert [button.inner_text() for button in page.locator(".save-row button:visible").all()] == ["Ghi"]
