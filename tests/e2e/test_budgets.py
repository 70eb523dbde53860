"""How many presses and keys the everyday acts of meetings take: the budgets that the office was promised."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models import clock
from models.accounts.queries import viewer_of
from models.accounts.rules import Viewer
from models.accounts.tables import Account, Person
from models.base import db, writing
from models.meetings import actions, assigning, nudging, papers_read, planning
from models.meetings.points import DueRule
from models.meetings.seats import Presence, Seat
from models.meetings.tables import AgendaItem, Attendance, Body, Meeting, MeetingNotice
from models.places.tables import Room
from models.text import fold, name_sort_key
from tests.devices.tablets import until_true
from tests.e2e.counting import SIDEWAYS, Hand, hands
from tests.living import PHONE, Live

Open = Callable[..., Hand]
INVITATION = """GIẤY MỜI
Họp Giao ban tuần: chuẩn bị tổng kết năm
Thời gian: 6 giờ 45, ngày {day}
Địa điểm: Hội trường thôn 3
Chủ trì: {chair}
Chương trình:
1. Rà soát việc quá hạn
2. Phân công tuần
"""


@pytest.fixture
def hand(chromium: object, live: Live) -> Iterator[Open]:
    """Windows that count."""
    yield from hands(chromium, live)


def eyes_of(username: str) -> Viewer:
    """What somebody of the demonstration sees with."""
    return viewer_of(db.session.scalars(select(Account.id).where(Account.username == username)).one())


def people(many: int) -> list[int]:
    """The ids of as many people of the commune, the secretary's and the leader's first; newcomers where they lack."""
    own = db.session.scalars(select(Account).where(Account.username.in_(("lanhdao", "thuky", "kinhte")))).all()
    first = [one.person_id for one in own if one.person_id]
    commune_id = own[0].commune_id
    there = db.session.scalars(select(Person.id).where(Person.commune_id == commune_id, Person.is_active)).all()
    for number in range(many - len(there)):
        name = f"Đinh Văn Khách {number}"
        folded, key = fold(name), name_sort_key(name)
        db.session.add(Person(commune_id=commune_id, full_name=name, fold=folded, sort_key=key, title="", rank=900))
    db.session.flush()
    every = db.session.scalars(select(Person.id).where(Person.commune_id == commune_id, Person.is_active)).all()
    return [*first, *(key for key in every if key not in first)][:many]


def planned(live: Live, title: str, topics: int, day: int, many: int = 18) -> int:
    """A meeting that people are invited to."""
    with live.app.app_context(), writing():
        eyes = eyes_of("thuky")
        body = db.session.scalars(select(Body).where(Body.commune_id == eyes.commune_id).order_by(Body.id)).first()
        chair = db.session.scalar(select(Account.person_id).where(Account.username == "lanhdao"))
        assert body is not None and chair is not None
        starts = clock.at_office(clock.today() + timedelta(days=day), 9, 11)
        meeting = Meeting(body_id=body.id, title=title, chair_id=chair, place="Hội trường", starts_at=starts)
        meeting.ends_at = starts + timedelta(hours=1)
        actions.plan(eyes, meeting, [Seat(key, status=Presence.EXPECTED) for key in people(many)])
        planning.add_topics(meeting, [planning.Topic(f"Nội dung thứ {number}") for number in range(1, topics + 1)])
        meeting.invite(clock.now())
        db.session.commit()
        return meeting.id


def test_last_weeks_meeting_once_more_in_two_presses(hand: Open) -> None:
    mine = hand("thuky")
    mine.begin("/hop/lich")
    mine.page.locator(".repeat a").first.click()
    mine.page.get_by_role("button", name="Lưu cuộc họp").click()
    mine.page.wait_for_url(re.compile(r"/hop/\d+$"))
    assert mine.done == (2, 0)


def test_a_pasted_invitation_in_two_presses(hand: Open, live: Live) -> None:
    with live.app.app_context():
        chair = db.session.scalars(select(Person).join(Account).where(Account.username == "lanhdao")).one().full_name
    day: date = clock.today() + timedelta(days=41)
    text = INVITATION.format(day=f"{day.day}/{day.month}/{day.year}", chair=chair)
    mine = hand("thuky")
    mine.begin("/hop/lich")
    mine.page.get_by_role("link", name="Dán giấy mời").click()
    mine.page.locator("#giay-moi").fill(text)
    mine.page.locator("#giay-moi").dispatch_event("paste")
    mine.page.get_by_role("button", name="Lưu cuộc họp").click()
    mine.page.wait_for_url(re.compile(r"/hop/\d+$"))
    assert "chuẩn bị tổng kết năm" in mine.page.inner_text("h1")
    assert mine.done == (2, 0)


def test_twenty_people_with_their_exceptions_in_nine_presses(hand: Open, live: Live) -> None:
    key = planned(live, "Họp để điểm danh", 4, 43, 20)
    with live.app.app_context(), writing():
        meeting = db.session.get_one(Meeting, key)
        meeting.begin(clock.now())
        for item in meeting.items[:2]:
            item.began_at = item.ended_at = clock.now()
            item.outcome = "noted"  # type: ignore[assignment]
        meeting.items[2].began_at = clock.now()
        members = [line.name for line in meeting.attendance if line.duty == "member"]
        listed = {line.person_id for line in meeting.attendance}
        name = "Ksor Đinh Xuân"
        newcomer = Person(commune_id=meeting.commune_id, full_name=name, fold=fold(name), sort_key=name_sort_key(name))
        newcomer.title, newcomer.rank = "", 950
        db.session.add(newcomer)
        db.session.commit()
        assert len(listed) == 20
    mine = hand("thuky")
    mine.begin(f"/hop/{key}/dieu-hanh")
    page = mine.page
    page.get_by_role("button", name=re.compile("Tất cả có mặt")).click()
    page.get_by_text(re.compile("Có mặt 20/20")).first.wait_for()

    def press(name: str) -> Any:
        page.locator(".seats-grid button", has_text=name).first.click()
        card = page.locator("form.exc", has_text=name)
        card.wait_for()
        return card

    for name, reason in ((members[-1], "Ốm"), (members[-2], "Đi công tác")):
        press(name).get_by_role("button", name=reason).click()
        page.locator("form.exc", has_text=f"vắng: {reason}").wait_for()
    press(members[-3]).get_by_role("link", name="Cử người thay").click()
    page.locator("#ten").press_sequentially("kso")
    page.keyboard.press("Enter")
    page.locator("form.exc", has_text="dự thay").wait_for()
    press(members[-4]).get_by_role("button", name="Ra về").click()
    page.locator("form.exc", has_text="từ nội dung 3").wait_for()
    page.get_by_text(re.compile("Có mặt 16/20")).first.wait_for()
    assert mine.count("presses") <= 9 and mine.count("keys") <= 4


def test_a_unanimous_vote_in_two_presses_and_twenty_items_in_three(hand: Open, live: Live) -> None:
    key = planned(live, "Họp thông qua khối", 21, 44)
    mine = hand("lanhdao")
    mine.begin(f"/hop/{key}/dieu-hanh")
    page = mine.page
    page.get_by_role("button", name="Khai mạc").click()
    page.get_by_role("button", name=re.compile("Tất cả có mặt")).click()
    page.get_by_text(re.compile(r"Có mặt (\d+)/\1")).first.wait_for()
    page.get_by_role("button", name="Bàn nội dung 21").click()
    page.get_by_role("button", name=re.compile("^Ghi: .* tán thành")).click()
    page.locator("article", has_text="Nội dung thứ 21").get_by_text("Thông qua", exact=True).wait_for()
    assert mine.count("presses") == 4, "opened, everybody there, the item, the vote"
    page.get_by_role("button", name="Thông qua khối (20)").click()
    page.get_by_text("Đã thông qua khối 20 nội dung.").wait_for()
    assert mine.done == (5, 0)
    with live.app.app_context():
        items = db.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == key)).all()
        assert len(items) == 21 and all(item.outcome == "passed" and item.ballots for item in items)


def test_an_officer_is_ready_for_tomorrow_in_six_presses(hand: Open, live: Live) -> None:
    key = planned(live, "Họp có ba tài liệu", 5, 45)
    with live.app.app_context(), writing():
        eyes, meeting = eyes_of("thuky"), db.session.get_one(Meeting, key)
        for number in range(1, 4):
            papers_read.publish(eyes, meeting, f"Tờ trình {number}", None, None, f"{live.url}/healthz?{number}")
        db.session.flush()
        nudging.nudge(eyes, meeting, papers_read.papers_of(meeting), clock.now())
        db.session.commit()
    own = hand("kinhte", PHONE, has_touch=True, is_mobile=True)
    own.begin(f"/hop/{key}/truoc-hop")
    page = own.page
    assert page.evaluate(SIDEWAYS) <= 0
    for number in range(1, 4):
        with page.context.expect_page() as opened:
            page.get_by_role("button", name=f"Tờ trình {number}").tap()
        opened.value.close()
    page.get_by_role("button", name="Xác nhận đã đọc").tap()
    page.get_by_text("Đã xác nhận đọc 3 tài liệu.").wait_for()
    page.get_by_role("button", name=re.compile("Không ý kiến với 5")).tap()
    page.get_by_text("Đã ghi không ý kiến với 5 nội dung.").wait_for()
    assert own.done == (5, 0)
    with live.app.app_context():
        seat = select(Attendance.person_id).join(Account, Account.person_id == Attendance.person_id)
        assert db.session.scalar(seat.where(Account.username == "kinhte", Attendance.meeting_id == key))


def test_the_sentence_of_the_week_in_two_presses(hand: Open) -> None:
    mine = hand("thuky")
    mine.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    mine.begin("/hop/lich")
    mine.page.get_by_role("link", name="Số liệu tuần").first.click()
    mine.page.get_by_role("button", name=re.compile("Chép câu")).first.click()
    until_true(mine.page, "navigator.clipboard.readText().then((text) => text.includes('e-Cabinet'))")
    assert mine.done == (2, 0)


NOTICE = """Chủ tịch UBND xã kết luận:
1. Phòng Kinh tế lập danh sách hộ vay vốn trước ngày {day}.
2. Văn phòng HĐND và UBND xã tham mưu kế hoạch tổng kết trước ngày {day}.
3. Phòng Văn hóa - Xã hội gửi báo cáo tuyên truyền trước ngày {day}.
4. Trung tâm Phục vụ hành chính công xã gửi số liệu hồ sơ trước ngày {day}.
5. Phòng Kinh tế hoàn thiện dự toán chợ trước ngày {day}.
6. Các đơn vị tiếp tục tuyên truyền.
Nơi nhận:
"""


def held(live: Live, title: str, back: int) -> int:
    """A meeting that took place, without conclusions."""
    with live.app.app_context(), writing():
        eyes = eyes_of("thuky")
        body = db.session.scalars(select(Body).where(Body.commune_id == eyes.commune_id).order_by(Body.id)).first()
        chair = db.session.scalar(select(Account.person_id).where(Account.username == "lanhdao"))
        assert body is not None and chair is not None
        starts = clock.at_office(clock.today() - timedelta(days=back), 4, 44)
        meeting = Meeting(body_id=body.id, title=title, chair_id=chair, place="Hội trường", starts_at=starts)
        meeting.ends_at, meeting.secretary_id = starts + timedelta(minutes=30), eyes.person_id
        actions.record(eyes, meeting, [Seat(key) for key in people(5)])
        db.session.commit()
        return meeting.id


def test_a_pasted_notice_becomes_five_tasks_in_seven_presses(hand: Open, live: Live) -> None:
    key = held(live, "Họp giao năm việc", 2)
    day = clock.today() + timedelta(days=20)
    mine = hand("thuky")
    mine.begin(f"/hop/{key}/ket-luan/dan")
    page = mine.page
    page.locator("[name=pasted]").fill(NOTICE.format(day=f"{day.day}/{day.month}/{day.year}"))
    page.get_by_role("button", name="Đọc văn bản").click()
    for number in range(1, 6):
        page.get_by_label(f"Giao việc ngay mục {number}", exact=True).click()
    page.get_by_role("button", name="Lưu kết luận").click()
    page.get_by_text("Đã lưu 6 kết luận, giao 5 việc.").wait_for()
    assert mine.done == (7, 0)
    with live.app.app_context():
        lines = db.session.get_one(Meeting, key).conclusions
        assert [line.duty is not None for line in lines] == [True] * 5 + [False]
        assert all(line.duty.person_id and line.product and line.authority for line in lines if line.duty)


def test_a_room_is_ready_in_two_taps_and_a_fault_takes_two_more(hand: Open, live: Live) -> None:
    with live.app.app_context():
        room = db.session.scalars(select(Room.id).where(Room.commune_id == eyes_of("thuky").commune_id)).first()
    own = hand("thuky", PHONE, has_touch=True, is_mobile=True)
    for faults, most in ((0, 2), (1, 4)):
        own.begin(f"/phong/{room}/kiem-tra")
        if faults:
            own.page.locator("label.look-fault", has_text="Có lỗi").nth(1).tap()
            own.page.locator("[name=text_sound]").fill("Micro không lên tiếng")
        own.page.locator("label.look-rest").tap()
        own.page.get_by_role("button", name="Lưu kết quả").tap()
        own.page.wait_for_url(re.compile(rf"/phong/{room}$"))
        assert own.page.get_by_text("8/9" if faults else "9/9").count(), own.page.inner_text("main")
        assert own.count("presses") <= most and own.count("keys") == 0


def test_an_officer_reports_a_finished_task_in_three_presses(hand: Open, live: Live) -> None:
    key = held(live, "Họp giao một việc", 3)
    with live.app.app_context(), writing():
        eyes, meeting = eyes_of("thuky"), db.session.get_one(Meeting, key)
        person = db.session.scalars(select(Person).join(Account).where(Account.username == "kinhte")).one()
        (line,) = assigning.take_over(eyes, meeting, [assigning.Taken("1", "Lập bảng kê đất công trong thôn.")])
        six = (person.id, line.text, clock.today(), DueRule.BY_END_OF, person.unit_id, "Bảng kê", "Chủ tịch")
        assigning.assign(eyes, line, assigning.SixClear(*six))
        db.session.commit()
    own = hand("kinhte")
    own.begin("/")
    page = own.page
    page.get_by_role("link", name="Việc của tôi", exact=True).first.click()
    task = page.locator("ul.duties li", has_text="Lập bảng kê đất công")
    task.get_by_role("link", name="Báo cáo kết quả").click()
    page.locator("[name=text]").fill("Bảng kê số 12/BK-KT")
    page.locator("[name=evidence_link]").fill("https://vanban.example/12-BK-KT")
    page.get_by_role("button", name="Gửi để xác nhận").click()
    page.get_by_text("Chờ xác nhận").first.wait_for()
    assert own.done == (3, 0)


def test_a_chair_sees_what_is_late_in_one_press_and_passes_a_notice_on_in_two(hand: Open, live: Live) -> None:
    key = held(live, "Họp có thông báo chờ duyệt", 4)
    with live.app.app_context(), writing():
        eyes = eyes_of("thuky")
        assigning.take_over(eyes, db.session.get_one(Meeting, key), [assigning.Taken("1", "Tiếp tục tuyên truyền.")])
        words = {"opening": "Ngày họp.", "heard": "Sau khi nghe, kết luận:", "closing": "Xin thực hiện."}
        db.session.add(
            MeetingNotice(commune_id=eyes.commune_id, meeting_id=key, **words, signer_post="Chánh Văn phòng")
        )
        db.session.commit()
    own = hand("lanhdao")
    own.begin("/")
    page = own.page
    page.get_by_role("link", name=re.compile(r"\d+ việc quá hạn")).first.click()
    page.get_by_text("Quá hạn").first.wait_for()
    assert own.done == (1, 0)
    own.begin(f"/hop/{key}")
    page.locator(f"main a[href$='/hop/{key}/thong-bao/soan']").first.click()
    page.get_by_role("button", name="Trình ký").click()
    page.get_by_text("Chờ ký").first.wait_for()
    assert own.done == (2, 0)


def test_who_never_saw_it_records_the_smallest_meeting_on_a_phone(hand: Open, live: Live) -> None:
    own = hand("thuky", PHONE, has_touch=True, is_mobile=True)
    own.begin("/")
    page = own.page
    page.locator("nav.thumb").get_by_text("Họp").tap()
    page.get_by_role("link", name="Ghi cuộc họp").first.tap()
    page.locator("[name=title]").wait_for()
    assert page.evaluate(SIDEWAYS) <= 0
    kind = page.locator("[name=body_id]")
    kind.tap()
    with page.expect_response(re.compile("viec=theo-loai")):
        kind.select_option(index=1)
    until_true(page, "document.querySelector('[name=start]').value !== ''")
    yesterday = clock.today() - timedelta(days=1)
    typed = {
        "title": "Hội ý nhanh",
        "day": f"{yesterday.day}/{yesterday.month}/{yesterday.year}",
        "ecabinet_ref": "EC-77",
    }
    for name, words in typed.items():
        field = page.locator(f"[name={name}]")
        field.scroll_into_view_if_needed()
        field.tap()
        field.fill("")
        field.press_sequentially(words)
    for name, hour in (("start", "5:05"), ("end", "5:25")):
        field = page.locator(f"[name={name}]")
        field.tap()
        field.fill("")
        field.press_sequentially(hour)
    assert page.evaluate(SIDEWAYS) <= 0
    page.get_by_role("button", name="Lưu cuộc họp").tap()
    page.wait_for_url(re.compile(r"/hop/\d+$"))
    assert page.evaluate(SIDEWAYS) <= 0
    assert "Hội ý nhanh" in page.inner_text("h1")
    presses, keys = own.done
    assert presses <= 9, "menu, new, kind, title, day, both hours, proof, save"
    assert keys <= 40, "one sentence, a day, two hours, a reference"
    key = int(page.url.rsplit("/", 1)[1])
    with live.app.app_context():
        meeting = db.session.get_one(Meeting, key)
        assert meeting.state == "held" and meeting.counts_as_ecabinet and meeting.attendance
