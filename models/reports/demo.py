"""Weeks that were sent, the last one without its number yet, and the present week as a draft."""

import random
from datetime import date, timedelta

from models import clock
from models.accounts.rules import Role, Viewer
from models.accounts.tables import Account, Commune, Person
from models.base import db
from models.periods import week_days, week_of_day
from models.reports import actions, frozen, further_queries, queries
from models.reports.rules import ReportState, SectionKey
from models.reports.tables import WeekReport

AFTER = ("plan", "meetings", "satisfaction", "audits", "website")
SENT = 5
PROPOSALS = (
    "Đề nghị Văn phòng UBND tỉnh sớm trả lời văn bản xin ý kiến về hồ sơ đề xuất cấp độ an toàn hệ thống thông tin.",
    "Đề nghị Sở Khoa học và Công nghệ hỗ trợ tập huấn cho các Tổ công nghệ số cộng đồng ở thôn, làng.",
)


def seed(
    commune: Commune,
    people: list[Person],  # noqa: ARG001
    accounts: dict[Role, Account],
    rng: random.Random,
    amount: int,  # noqa: ARG001
) -> None:
    """A few weeks sent on their Fridays, and what the secretary has written into this week's draft."""
    leader, secretary = accounts.get(Role.LEADER), accounts.get(Role.SECRETARY)
    if leader is None or secretary is None:
        return
    today, number = clock.today(), 20
    eyes = Viewer(leader.id, Role.LEADER, leader.display_name, commune.id)
    for back in range(SENT, 0, -1):
        year, week = week_of_day(today - timedelta(weeks=back))
        friday = week_days(year, week)[0] + timedelta(days=4)
        number += rng.randint(1, 4)
        report = WeekReport(commune_id=commune.id, year=year, week=week, state=ReportState.SENT)
        report.facts = frozen.keep(queries.facts(eyes, year, week))
        report.sent_by, report.sent_at = leader.id, clock.at_office(friday, 16, rng.randint(5, 50))
        if back > 1:
            report.number, report.dated = f"{number}/BC-UBND", friday
        db.session.add(report)
        db.session.flush()
    writer = Viewer(secretary.id, Role.SECRETARY, secretary.display_name, commune.id)
    _further(writer, today)
    actions.write_section(writer, *week_of_day(today), SectionKey.PROPOSALS, "\n".join(PROPOSALS), "")


def _further(writer: Viewer, today: date) -> None:
    """A correction of the week before last, and the month's report on AI, both still being written."""
    told = queries.report(writer, *week_of_day(today - timedelta(weeks=2)))
    if told is not None:
        correction = further_queries.begin_correction(writer, told, "")
        correction.write("Số cuộc họp trong tuần: 03 cuộc → 04 cuộc", "Chưa cộng cuộc họp giao ban chiều thứ Sáu.")
    month = further_queries.begin_month(writer, today.year, today.month)
    month.write("Các phòng dùng AI để dự thảo văn bản, tổng hợp báo cáo; có người đọc lại trước khi trình.", "")
