"""What whoever writes reports owes again and again: the month's report on AI, before the 25th."""

from collections.abc import Sequence

from flask import url_for

from blueprints.capability import Recurring
from blueprints.filters import short_day
from blueprints.labels import Badge
from models import clock
from models.accounts.rules import Permission, Viewer
from models.reports import further_queries
from models.reports.further import due_day
from models.reports.rules import ReportState

SOON = 10  # days before its last good day from which on the present month's report is shown


def mine(viewer: Viewer) -> Sequence[Recurring]:
    """This month's report once its day comes near, and how many months were missed; nothing without a script."""
    if not viewer.may(Permission.WRITE_REPORTS) or viewer.commune_id is None:
        return []
    today = clock.today()
    open_ = [
        due_day(year, month)
        for year, month, kept in further_queries.months(viewer)
        if kept is None or kept.state != ReportState.SENT
    ]
    missed = [due for due in open_ if due < today]
    coming = [due for due in open_ if 0 <= (due - today).days <= SOON]
    address = url_for("reports.months")
    said = [
        Recurring("Báo cáo sử dụng AI tháng này", address, Badge("warn", f"hạn {short_day(due)}")) for due in coming
    ]
    if missed:
        said.append(Recurring("Báo cáo sử dụng AI hằng tháng", address, Badge("bad", f"{len(missed)} tháng chưa gửi")))
    return said
