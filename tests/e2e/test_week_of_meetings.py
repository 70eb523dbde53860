"""A whole week: three e-Cabinet meetings, one moved, one cancelled, one closed, to the notice and the finished task."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from models import clock
from models.accounts.queries import viewer_of
from models.accounts.tables import Account, Person
from models.base import db
from models.meetings import weeks
from models.meetings.tables import Attendance, Meeting
from models.periods import week_of_day
from tests.devices.tablets import until_true
from tests.living import Live

Window = Callable[..., Any]
CONCLUSIONS = """Chủ tịch kết luận như sau:
1. Các đơn vị quán triệt nội dung cuộc họp.
2. Giao {unit} lập danh sách hộ sản xuất trước ngày 30/12/2099.
Nơi nhận:
"""


def figures(live: Live) -> tuple[int, int]:
    """The meetings of this week on e-Cabinet and those that count, as the leader sees them."""
    with live.app.app_context():
        eyes = viewer_of(db.session.scalars(select(Account.id).where(Account.username == "lanhdao")).one())
        week = weeks.week_figures(eyes, *week_of_day(clock.today()))
        return week.ecabinet, week.counted


def call(page: Any, title: str, minute: int, agenda: str = "", closed: bool = False) -> str:
    """Plan a meeting of the weekly kind in some days and invite; the address of its page."""
    day = clock.today() + timedelta(days=50)
    page.goto("/hop/moi")
    with page.expect_response(re.compile("viec=theo-loai")):
        page.locator("[name=body_id]").select_option(label="Giao ban tuần")
    until_true(page, "document.querySelector('[name=start]').value !== ''")
    page.locator("[name=title]").fill(title)
    page.locator("[name=day]").fill(f"{day.day}/{day.month}/{day.year}")
    page.locator("[name=start]").fill(f"6:{minute}")
    page.locator("[name=end]").fill(f"6:{minute + 9}")  # the room is free again for the next one
    page.locator("[name=ecabinet_ref]").fill(f"EC-{minute}")
    page.locator("[name=printed_pages]").fill("0")
    page.locator("summary", has_text="Thêm: hình thức").click()
    if agenda:
        page.locator("[name=agenda]").fill(agenda)
    if closed:
        page.get_by_label(re.compile("Họp kín")).check()
    page.get_by_role("button", name="Lưu và gửi giấy mời").click()
    page.wait_for_url(re.compile(r"/hop/\d+$"))
    page.get_by_text("Đã gửi giấy mời").first.wait_for()
    return str(page.url)


def sit(page: Any, url: str, items: int) -> None:
    """Open a meeting, everybody there, each item voted on, closed."""
    page.goto(f"{url}/dieu-hanh")
    page.get_by_role("button", name="Khai mạc").click()
    page.get_by_role("button", name=re.compile("Tất cả có mặt")).click()
    page.get_by_text(re.compile(r"Có mặt (\d+)/\1")).first.wait_for()
    for number in range(1, items + 1):
        page.goto(f"{url}/dieu-hanh")
        page.get_by_role("button", name=f"Bàn nội dung {number}").click()
        page.get_by_role("button", name=re.compile("^Ghi: .* tán thành")).click()
        page.get_by_text("Đã ghi biểu quyết.").wait_for()
    page.get_by_role("button", name="Bế mạc").click()
    page.get_by_text("Đã bế mạc cuộc họp.").wait_for()


def conclude(page: Any, url: str, unit: str, person: str) -> None:
    """Paste the conclusions and give the second one to somebody."""
    page.goto(f"{url}/ket-luan/dan")
    page.locator("[name=pasted]").fill(CONCLUSIONS.format(unit=unit))
    page.get_by_role("button", name="Đọc văn bản").click()
    page.get_by_role("button", name="Lưu kết luận").last.click()
    page.get_by_text("Đã lưu 2 kết luận.").wait_for()
    page.get_by_role("link", name="Giao việc").last.click()
    whose = page.locator("[name=person_id] option", has_text=person).first.get_attribute("value")
    page.locator("[name=person_id]").select_option(whose)
    page.locator("[name=unit_id]").select_option(label=unit)
    page.locator("[name=product]").fill("Danh sách hộ")
    page.locator("[name=authority]").fill("Chủ tịch UBND xã")
    page.get_by_role("button", name="Giao việc").click()
    page.get_by_text("Đã giao việc.").first.wait_for()


def tell(page: Any, url: str) -> None:
    """The notice from its draft to the number that the document system gave it."""
    today = clock.today()
    page.goto(f"{url}/thong-bao/soan")
    page.get_by_role("button", name="Lưu dự thảo").click()
    page.get_by_role("button", name="Trình ký").click()
    page.get_by_role("link", name="Ghi ban hành").click()
    page.locator("[name=symbol]").fill("77/TB-UBND")
    page.locator("[name=issued_on]").fill(f"{today.day}/{today.month}/{today.year}")
    page.locator("[name=signer_name]").fill("Lê Văn Ký")
    page.get_by_role("button", name="Ghi ban hành").click()
    page.get_by_text("Đã ghi ban hành.").first.wait_for()


def finish(officer: Any, leader: Any) -> None:
    """Who has the task reports it with its product; a second person confirms."""
    officer.goto("/viec-cua-toi?q=danh+sach+ho+san+xuat")
    officer.get_by_role("link", name=re.compile("lập danh sách hộ sản xuất")).first.click()
    officer.get_by_role("link", name="Báo cáo kết quả").click()
    officer.locator("[name=text]").fill("Đã lập danh sách 120 hộ")
    officer.locator("[name=evidence_link]").fill("https://vanban.example/danh-sach")
    officer.get_by_role("button", name="Gửi để xác nhận").click()
    officer.get_by_text("Chờ xác nhận").first.wait_for()
    leader.goto("/viec-cua-toi?muc=xac-nhan&q=danh+sach+ho+san+xuat")
    leader.get_by_role("link", name=re.compile("lập danh sách hộ sản xuất")).first.click()
    leader.get_by_role("button", name="Xác nhận hoàn thành").click()
    leader.locator("#main .badge", has_text=re.compile("[Hh]oàn thành")).first.wait_for()


def not_invited(live: Live, meeting_id: int) -> str:
    """Somebody of the same office who does not sit in a meeting."""
    with live.app.app_context():
        commune_id = db.session.get_one(Meeting, meeting_id).commune_id
        seats = select(Attendance.person_id).where(
            Attendance.meeting_id == meeting_id, Attendance.person_id.is_not(None)
        )
        query = select(Account.username).where(Account.commune_id == commune_id, Account.person_id.not_in(seats))
        return db.session.scalars(query.order_by(Account.id)).first() or ""


def test_a_week_from_the_invitation_to_the_finished_task(window: Window, live: Live) -> None:
    page, officer, leader = window("thuky"), window("kinhte"), window("lanhdao")
    for one in (page, officer, leader):
        one.set_default_timeout(60_000)
    with live.app.app_context():
        person = db.session.scalars(select(Person).join(Account).where(Account.username == "kinhte")).one()
        name, unit = person.full_name, person.unit.name
    before = figures(live)
    moved = call(page, "Giao ban có kết luận", 11, "Dự toán\nKế hoạch")
    off = call(page, "Giao ban sẽ hủy", 21)
    closed = call(page, "Giao ban kín về nhân sự", 31, closed=True)
    day = clock.today() + timedelta(days=51)
    page.goto(f"{moved}/doi")
    page.locator("[name=day]").fill(f"{day.day}/{day.month}/{day.year}")
    page.locator("[name=reason]").fill("Trùng lịch họp tỉnh")
    page.get_by_role("button", name="Dời cuộc họp").click()
    page.get_by_text("Dời từ").first.wait_for()
    page.goto(f"{off}/huy")
    page.locator("[name=reason]").fill("Bão số 9")
    page.get_by_role("button", name="Hủy cuộc họp").click()
    page.get_by_text("Đã hủy: Bão số 9").wait_for()
    sit(page, moved, 2)
    sit(page, closed, 0)
    conclude(page, moved, unit, name)
    tell(page, moved)
    finish(officer, leader)
    assert figures(live) == (before[0] + 2, before[1] + 2), "the cancelled one counts nowhere"
    leader.goto("/ke-hoach/kich-ban")
    said = leader.inner_text("main")
    step = said[said.index("Ít nhất 3 cuộc/tuần") :][:400]
    assert re.search(rf"\b{before[0] + 2}\b", step), step
    outsider = window(not_invited(live, int(closed.rsplit("/", 1)[1])))
    outsider.goto("/hop")
    assert "Giao ban kín" not in outsider.inner_text("main")
