"""Invented progress on the plan, so that its pages look like those of an office at work."""

import random
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from models import clock
from models.accounts.rules import Role
from models.accounts.tables import Account, Commune, Person, Unit
from models.base import db
from models.duties import actions as duties
from models.duties.actions import Evidence
from models.duties.demo_hands import Hands
from models.duties.rules import DutyKind
from models.duties.tables import Duty
from models.plan.demo_figures import read_beside
from models.plan.demo_sheet import hand_in
from models.plan.rules import Source
from models.plan.tables import Figure, PlanTask, Step, Target
from models.text import fold

OFFICE, ECONOMY, CULTURE = "van phong", "phong kinh te", "phong van hoa"
CENTRE, POLICE, HEALTH, LEADERS = "trung tam phuc vu", "cong an", "tram y te", "lanh dao"
UNIT_OF_TASK = {
    1: ECONOMY,
    2: ECONOMY,
    3: ECONOMY,
    4: OFFICE,
    5: OFFICE,
    6: OFFICE,
    7: OFFICE,
    8: CENTRE,
    9: OFFICE,
    10: OFFICE,
    11: CENTRE,
    12: CULTURE,
    13: CULTURE,
    14: OFFICE,
    15: ECONOMY,
    16: CULTURE,
    17: ECONOMY,
    18: ECONOMY,
    19: ECONOMY,
    20: HEALTH,
    21: HEALTH,
    22: CULTURE,
    23: CULTURE,
    24: CULTURE,
    25: OFFICE,
    26: CULTURE,
    27: CULTURE,
    28: POLICE,
    29: CULTURE,
    30: OFFICE,
    31: POLICE,
    32: CULTURE,
    33: ECONOMY,
    34: CULTURE,
    35: CULTURE,
    36: OFFICE,
    37: OFFICE,
}
UNIT_OF_STREAM = {"I": OFFICE, "II": OFFICE, "III": OFFICE, "IV": OFFICE, "V": OFFICE, "VI": CENTRE}
OPEN_TASKS = {14: 72, 16: 55, 29: 64, 33: 85}  # still going on, and how far
LATE_TASKS = {3: 128, 6: 6, 15: 86, 23: 117, 27: 11, 35: 33}  # days after the due day
OPEN_STEPS = {"IV.6": 45, "VI.6": 80}
IN_PERSON = {
    "14": Role.SECRETARY,
    "29": Role.LEADER,
    "IV.6": Role.AUDITOR,
    "VI.6": Role.COUNTER,
    "I.5": Role.SECRETARY,
}  # whose account finds something under its own work; these stay as they are
WAITING = {"9": 1, "25": 3, "V.4": 2}  # reported so many days ago, and nobody has confirmed it yet
SENT_BACK = {
    "33": "Biên bản nghiệm thu chưa có chữ ký của đơn vị sử dụng, đề nghị bổ sung.",
    "VI.6": "Liên kết mở ra báo cáo của tháng trước, cần báo cáo tháng này.",
}
EXTENDED = {
    "16": "Chờ Sở Văn hóa, Thể thao và Du lịch cấp dữ liệu bản đồ điểm du lịch; đã có văn bản đề nghị."
}  # and granted
ASKED = {"14": "Khối lượng tài liệu trước năm 1990 nhiều hơn dự kiến, đơn vị số hóa đề nghị thêm thời gian."}
BACKDATED = {"36": 6, "22": 4}  # the report was written so many days after the work
LATE_STEPS = {"II.7": 5, "III.6": 41, "IV.3": 3, "V.5": 12, "VI.3": 8}
BEGUN = (
    "Đã họp phân công, thống nhất cách làm và mốc thời gian với các đơn vị liên quan.",
    "Đã rà soát hiện trạng, lập danh sách việc cần làm và người chịu trách nhiệm.",
    "Đã gửi văn bản đề nghị cơ quan chủ trì hướng dẫn; đang chờ trả lời.",
    "Đã làm việc với đơn vị hỗ trợ kỹ thuật, thống nhất phương án triển khai.",
)
GOING = (
    "Hoàn thành phần khảo sát; còn một số thôn chưa gửi đủ số liệu, đang đôn đốc.",
    "Đã cài đặt, chạy thử; cán bộ được hướng dẫn tại chỗ. Còn vướng ở khâu nhập dữ liệu cũ.",
    "Đã cập nhật thêm dữ liệu trong tuần. Kiểm tra chéo thấy còn sai sót nhỏ, đang sửa.",
    "Tổ công nghệ số cộng đồng đã hỗ trợ trực tiếp tại nhà văn hóa thôn, người dân tham gia khá đông.",
    "Đã tập huấn thêm một buổi cho cán bộ các thôn; tài liệu gửi kèm.",
    "Đường truyền ở hai điểm còn yếu, đã báo doanh nghiệp viễn thông khắc phục.",
)
STEADY = {*IN_PERSON, *WAITING, *SENT_BACK, *EXTENDED, *ASKED, *BACKDATED}
ENDED = (
    "Đã nghiệm thu, bàn giao và đưa vào sử dụng. Biên bản và hình ảnh kèm theo.",
    "Đã hoàn thành, báo cáo kết quả gửi Văn phòng UBND tỉnh.",
    "Sản phẩm đã vận hành ổn định một tuần, không phát sinh lỗi.",
)
# target: (first share, last share, total counted); a target left out has no figure yet
READINGS = {
    2: (0.78, 0.942, 1171),
    3: (0.71, 0.905, 1171),
    4: (0.83, 0.962, 864),
    5: (0.985, 1.0, 1040),
    6: (0.66, 0.874, 715),
    7: (0.9, 1.0, 48),
    8: (0.21, 0.461, 9480),
    10: (0.58, 0.887, 9480),
}
WEEKS = 10
UNPROVEN = 3  # the target whose newest reading came without its proof
STOPPED = {10: 3}  # the target that nobody has read for so many weeks


def seed(
    commune: Commune,
    people: list[Person],
    accounts: dict[Role, Account],
    rng: random.Random,
    amount: int,  # noqa: ARG001 (the plan has as many tasks as it has)
) -> None:
    """Give the work of a commune to its people, some of it done, some late, some going on, with notes and figures."""
    office = _Office(commune, people, accounts, rng)
    for task in db.session.scalars(select(PlanTask).where(PlanTask.commune_id == commune.id).order_by(PlanTask.no)):
        office.give(task.duty, UNIT_OF_TASK.get(task.no, OFFICE))
        office.decide_day(task.duty)
        office.work(task.duty, OPEN_TASKS.get(task.no), LATE_TASKS.get(task.no))
    for step in db.session.scalars(select(Step).where(Step.commune_id == commune.id).order_by(Step.id)):
        office.give(step.duty, UNIT_OF_STREAM[step.code.split(".")[0]])
        office.decide_day(step.duty)
        if step.monthly_before is not None:
            office.report_monthly(step)
        else:
            office.work(step.duty, OPEN_STEPS.get(step.code), LATE_STEPS.get(step.code))
    for target in db.session.scalars(select(Target).where(Target.commune_id == commune.id).order_by(Target.no)):
        if target.source is Source.MANUAL and target.no in READINGS:
            office.read(target, *READINGS[target.no])
    db.session.flush()
    read_beside(commune, office.secretary)
    hand_in(office.hands.of_role(Role.SECRETARY))
    db.session.flush()


class _Office:
    """Who is there, and what they write."""

    def __init__(
        self, commune: Commune, people: Sequence[Person], accounts: dict[Role, Account], rng: random.Random
    ) -> None:
        self.commune, self.rng, self.today = commune, rng, clock.today()
        self.units = db.session.scalars(select(Unit).where(Unit.commune_id == commune.id)).all()
        self.people = people
        self.in_person = {ref: accounts[role].person_id for ref, role in IN_PERSON.items() if role in accounts}
        self.secretary = accounts[Role.SECRETARY]
        self.hands = Hands(commune, rng)

    def give(self, duty: Duty, beginning: str) -> None:
        """Put work into the hands of a unit, two times out of three of one person there."""
        chosen = self.in_person.get(duty.ref)
        named = next((person for person in self.people if person.id == chosen), None)
        if named is not None:
            duty.person_id, duty.unit_id = named.id, named.unit_id
            return
        unit = next((unit for unit in self.units if unit.fold.startswith(fold(beginning))), None)
        if unit is None:
            return
        duty.unit_id = unit.id
        staff = [person for person in self.people if person.unit_id == unit.id]
        if staff and self.rng.random() < 0.67:
            duty.person_id = self.rng.choice(staff).id

    def decide_day(self, duty: Duty) -> None:
        """An office to which the plan came as a template has set most days itself."""
        if duty.due_on is None and (duty.ref in STEADY or self.rng.random() < 0.92):
            duty.promise(self.today + timedelta(days=self.rng.randint(-120, 30)))

    def work(self, duty: Duty, open_percent: int | None, late: int | None) -> None:
        """Let work go its way: still going on, waiting, done late, or done in time; what lies ahead has only begun."""
        due = duty.due_on or self.today
        chance = 1.0 if duty.ref in STEADY else self.rng.random()
        if chance < 0.02 and duty.kind is DutyKind.TASK:  # no two communes are alike
            open_percent, late = self.rng.randint(3, 9) * 10, None
        elif chance < 0.08:
            open_percent, late = None, self.rng.randint(2, 30)
        done_on = due + timedelta(days=late) if late else due - timedelta(days=self.rng.randint(0, 24))
        if duty.ref in WAITING:
            done_on, open_percent = self.today - timedelta(days=WAITING[duty.ref]), None
        is_open = open_percent is not None or done_on > self.today
        start = min(done_on, self.today) - timedelta(days=self.rng.randint(14, 40))
        last = self.today - timedelta(days=self.rng.randint(3, 9)) if is_open else done_on
        percents = [10, 40, open_percent or 60] if is_open else [15, 55]
        texts = [self.rng.choice(BEGUN), *self.rng.sample(GOING, 2)]
        for number, percent in enumerate(percents):
            link = self.link(duty) if self.rng.random() < 0.3 else ""
            self.hands.note(duty, start + (last - start) * number // 2, texts[number], percent, link)
        if is_open:
            self.go_on(duty, due)
        else:
            self.end(duty, done_on)

    def go_on(self, duty: Duty, due: date) -> None:
        """What happens to work that is not done: it came back, it got a later day, or somebody asks for one."""
        yesterday = self.today - timedelta(days=1)
        if duty.ref in SENT_BACK:
            day = self.today - timedelta(days=2)
            self.hands.report(duty, day, self.rng.choice(ENDED), self.link(duty))
            self.hands.send_back(duty, yesterday, SENT_BACK[duty.ref])
        elif duty.ref in EXTENDED:
            asked = min(due - timedelta(days=4), yesterday)
            new_due = max(due + timedelta(days=30), self.today + timedelta(days=24))
            self.hands.ask_extension(duty, asked, new_due, EXTENDED[duty.ref])
            self.hands.decide_extension(duty, asked, True)
        elif duty.ref in ASKED:
            new_due = max(due, self.today) + timedelta(days=30)
            self.hands.ask_extension(duty, yesterday, new_due, ASKED[duty.ref])

    def end(self, duty: Duty, done_on: date) -> None:
        """Work is reported, mostly the same day, and all but the newest is confirmed."""
        written_on = min(done_on + timedelta(days=BACKDATED.get(duty.ref, 0)), self.today)
        self.hands.report(duty, done_on, self.rng.choice(ENDED), self.link(duty), written_on)
        if duty.ref not in WAITING:
            self.hands.confirm(duty, min(written_on + timedelta(days=self.rng.randint(0, 2)), self.today))

    def report_monthly(self, step: Step) -> None:
        """The monthly report was handed in every month up to the last one."""
        month = self.today.replace(day=1)
        for back in (3, 2, 1):
            first = (month - timedelta(days=28 * back)).replace(day=1)
            day = first + timedelta(days=self.rng.randint(17, 22))
            text = (
                f"Đã tổng hợp đánh giá của các phòng tháng {day.month}/{day.year}, Chủ tịch đã ký "
                "báo cáo gửi Văn phòng UBND tỉnh."
            )
            eyes, evidence = self.hands.of_duty(step.duty), Evidence(link=self.link(step.duty))
            step.deliver(day, self.today)
            duties.deliver(eyes, step.duty, text, evidence, self.hands.at(day))

    @staticmethod
    def link(duty: Duty) -> str:
        """Where the product of work would be found."""
        return f"https://minh-hoa.example/{'nhiem-vu' if duty.kind is DutyKind.TASK else 'kich-ban'}-{duty.ref}"

    def read(self, target: Target, first: float, last: float, total: int) -> None:
        """One reading a week; the numbers grow, as they do when people work."""
        for number in range(WEEKS - STOPPED.get(target.no, 0)):
            day = self.today - timedelta(days=3 + 7 * (WEEKS - 1 - number))
            share = first + (last - first) * number / (WEEKS - 1)
            counted = max(total // 3, total - (WEEKS - 1 - number) * self.rng.randint(3, 9))
            db.session.add(
                Figure(
                    commune_id=self.commune.id,
                    target_id=target.id,
                    numerator=min(round(counted * share), counted),
                    denominator=counted,
                    complaints=(1 if number == 3 else 0) if target.is_spoiled_by_complaint else None,
                    as_of=day,
                    evidence_link=""
                    if target.no == UNPROVEN and number == WEEKS - 1
                    else f"https://minh-hoa.example/chi-tieu-{target.no}/{day.isoformat()}",
                    note="Theo báo cáo tuần của hệ thống chuyên ngành." if number % 3 == 0 else "",
                    entered_by=self.secretary.id,
                    created_at=clock.at_office(day, 16, self.rng.randint(0, 59)),
                )
            )
