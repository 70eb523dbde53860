"""A month of satisfaction from a tap to the paper on the wall, by people who never saw it, in one real browser."""

from collections.abc import Callable
from typing import Any

from pypdfium2 import PdfDocument
from sqlalchemy import select

from models import clock
from models.accounts.rules import Viewer
from models.accounts.tables import Account
from models.base import db, writing
from models.devices import actions as devices
from models.places.tables import Counter
from models.satisfaction.tables import CitizenCase, Response
from tests.devices.tablets import STILL, TABLET, until
from tests.e2e.test_voices import given_to
from tests.living import Live

Window = Callable[..., Any]
SAID = "Ghế ít quá, phải đứng chờ gần một giờ."
DONE = "Đã kê thêm mười ghế chờ trước quầy."


def offered_code(live: Live) -> str:
    """The code of a tablet that the secretary has just set up at a counter."""
    with live.app.app_context(), writing():
        keeper = db.session.scalars(select(Account).where(Account.username == "thuky")).one()
        of_office = select(Counter.id).where(Counter.commune_id == keeper.commune_id).order_by(Counter.fold)
        counter_id = db.session.scalars(of_office).first()
        eyes = Viewer(keeper.id, keeper.role, keeper.display_name, keeper.commune_id)
        _, code = devices.add_device(eyes, "Máy của tháng này", counter_id, "2580")
        db.session.commit()
        return code


def case_id_of(live: Live) -> int | None:
    """The case that the citizen's words have opened."""
    with live.app.app_context():
        query = select(CitizenCase.id).join(Response, Response.id == CitizenCase.id).where(Response.comment == SAID)
        return db.session.scalars(query).first()


def test_a_citizen_answers_a_clerk_closes_and_the_head_prints(window: Window, live: Live) -> None:
    tablet = window(viewport=TABLET)
    tablet.add_init_script(STILL)
    tablet.goto("/kiosk")
    tablet.fill("#code", offered_code(live))
    tablet.click("#pair button")
    tablet.get_by_text("Chạm vào một khuôn mặt là xong.").wait_for()  # all that the citizen is told, and needs
    tablet.get_by_role("button", name="Không hài lòng", exact=True).click()
    tablet.get_by_role("button", name="Chờ lâu").click()
    tablet.get_by_role("button", name="Viết thêm vài lời").click()
    tablet.get_by_label("Lời của ông/bà").fill(SAID)
    tablet.locator("#write").get_by_role("button", name="Xong").click()
    tablet.get_by_text("Cảm ơn ông/bà!").wait_for()
    case_id = until(lambda: case_id_of(live), "the words become a case by themselves")
    assert given_to(live, "quay") == case_id

    clerk = window("quay")
    clerk.goto("/viec-cua-toi")
    clerk.locator(f"a.btn[href='/hai-long/y-kien/{case_id}']").click()
    assert SAID in clerk.inner_text("main")
    clerk.locator(".seg-row label", has_text="Đã sửa").click()
    clerk.fill("#sentence", DONE)
    clerk.get_by_role("button", name="Đóng ý kiến").click()
    clerk.get_by_text("Đã đóng ý kiến.").first.wait_for()

    head = window("lanhdao")
    head.goto("/hai-long")
    head.get_by_role("link", name="Bản niêm yết").first.click()
    head.get_by_role("link", name="Bản in").click()
    head.get_by_text(DONE).wait_for()
    paper = PdfDocument(head.pdf(format="A4"))
    text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in paper)
    assert len(paper) <= 2 and DONE in text and SAID not in text
    today = clock.local(clock.now())
    assert f"tháng {today.month}/{today.year}" in text.lower()
    assert not tablet.complaints and not clerk.complaints and not head.complaints
