"""What somebody finds of meetings in his own work: what he was reminded of, asked for, and has to read."""

from flask import url_for

from blueprints.capability import Recurring
from blueprints.filters import clock_time, day, deadline, moment, short_day, weekday
from blueprints.labels import Badge
from models import clock
from models.accounts.rules import Viewer
from models.meetings import asking, nudging, reminding
from models.meetings.reminding import Reminded
from models.meetings.reminding_rules import ReminderAbout, ReminderStep
from models.meetings.states import State


def mine(eyes: Viewer) -> list[Recurring]:
    """What waits for somebody before meetings, and in their place."""
    asked = asking.lines(eyes, waiting_only=True) if eyes.person_id is not None else []
    rounds = [
        Recurring(
            f"Trả lời phiếu lấy ý kiến: {one.title}",
            url_for("meetings.written_round", written_id=one.id),
            Badge("warn", "chưa trả lời"),
            f"hạn: {deadline(one.closes_at)}",
        )
        for one in asked
    ]
    papers = [
        Recurring(
            f"Đọc tài liệu họp: {one.title}",
            url_for("meetings.before", meeting_id=one.meeting_id, _anchor="tai-lieu"),
            Badge("warn", "đã mở, chưa xác nhận" if one.is_opened else "chưa mở"),
            f"cuộc họp ngày {day(one.held_on)}",
        )
        for one in nudging.to_read(eyes)
    ]
    return [*_called_off(eyes), *_reminded(eyes), *rounds, *papers]


def _reminded(eyes: Viewer) -> list[Recurring]:
    """Meetings and notices each by themselves, tasks in one line: they stand in the list below, by their days."""
    found = reminding.reminded(eyes)
    tasks = [one for one in found if one.about is ReminderAbout.TASK]
    own = {ReminderAbout.MEETING: _of_meeting, ReminderAbout.NOTICE: _of_notice}
    return [*(own[one.about](one) for one in found if one.about in own), *([_of_tasks(tasks)] if tasks else [])]


def _of_meeting(one: Reminded) -> Recurring:
    title, when = one.title or "cuộc họp có nội dung bí mật nhà nước", f"lúc {clock_time(one.starts_at)}"
    if one.step is ReminderStep.AFTER:
        url = url_for("meetings.page", meeting_id=one.meeting_id)
        said = "chưa ghi kết luận" if one.state is State.HELD else "chưa ghi đã họp"
        return Recurring(f"Ghi kết quả cuộc họp: {title}", url, Badge("bad", said), f"họp ngày {day(one.due_on)}")
    is_today = one.due_on == clock.today()
    said = "hôm nay" if is_today else f"{weekday(one.due_on)} {short_day(one.due_on)}"
    detail = when + (", đã dời" if one.state is State.MOVED else "")
    url = url_for("meetings.before", meeting_id=one.meeting_id)
    return Recurring(f"Họp: {title}", url, Badge("warn" if is_today else "idle", said), detail)


def _of_notice(one: Reminded) -> Recurring:
    is_late = one.due_on < clock.today()
    badge = Badge("bad" if is_late else "warn", f"{'quá hạn' if is_late else 'hạn'} {short_day(one.due_on)}")
    url = url_for("meetings.write_notice", meeting_id=one.meeting_id)
    return Recurring(f"Ra thông báo kết luận: {one.title}", url, badge)


def _of_tasks(tasks: list[Reminded]) -> Recurring:
    today = clock.today()
    late, now = (sum(one.due_on < today for one in tasks), sum(one.due_on == today for one in tasks))
    parts = ((late, "quá hạn"), (now, "đến hạn hôm nay"), (len(tasks) - late - now, "sắp đến hạn"))
    said = ", ".join(f"{number} {words}" for number, words in parts if number)
    first = tasks[0].duty_id
    url = url_for("duties.page", duty_id=first) if len(tasks) == 1 else url_for("duties.mine")
    return Recurring("Việc từ kết luận họp", url, Badge("bad" if late else "warn", said))


def _called_off(eyes: Viewer) -> list[Recurring]:
    return [
        Recurring(
            f"Họp: {title or 'cuộc họp có nội dung bí mật nhà nước'}",
            url_for("meetings.page", meeting_id=key),
            Badge("bad", "đã hủy"),
            moment(starts_at),
        )
        for key, title, starts_at in reminding.called_off(eyes)
    ]
