"""The small forms of meetings: a reason, a move, a kind of meeting with its rules, a member of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from blueprints.forms import (
    ClockField,
    CreateForm,
    DayField,
    EditForm,
    LineField,
    NumberField,
    PickField,
    SelectWordField,
    TextField,
    TickField,
)
from blueprints.meetings.labels import VOTE_BASIS
from models.meetings.quorum import VoteBasis


class ReasonForm(EditForm):
    """A step that needs a reason."""

    reason = TextField("Lý do", max=500, required=True)


class _BodyFields:
    """What a kind of meeting is."""

    name = LineField("Tên loại cuộc họp", max=120, required=True)
    default_room_id = PickField("Phòng thường dùng")
    default_chair_id = PickField("Người thường chủ trì")
    default_start = ClockField("Giờ thường bắt đầu")
    default_minutes = NumberField("Thời lượng thường dùng (phút)", low=5, high=1440, required=True, default=60)
    quorum_share = NumberField("Số phần thành viên phải có mặt", low=1, high=100, default=2)
    quorum_of = NumberField("trên số phần", low=1, high=100, default=3)
    vote_basis = SelectWordField("Tính biểu quyết trên", choices=VOTE_BASIS, required=False, default=VoteBasis.MEMBERS)
    chair_casts = TickField("Số phiếu ngang nhau thì theo ý kiến của chủ trì")
    paper_workdays = NumberField("Gửi tài liệu trước (ngày làm việc)", low=0, high=60, default=3)
    notice_workdays = NumberField(
        "Hạn ra thông báo kết luận (ngày làm việc)",
        low=1,
        high=60,
        default=5,
        description="Đếm từ ngày họp, bỏ qua ngày nghỉ.",
    )
    counts_for_kpi = TickField("Tính vào chỉ tiêu họp trên e-Cabinet", default=True)


class _BodyForm:
    """What both forms of a kind of meeting do."""

    RULES = ("quorum_share", "quorum_of", "vote_basis", "paper_workdays", "notice_workdays")

    def populate_obj(self, body: Any) -> None:
        """Write what was typed; a rule that was left empty stays as it is."""
        empty = [self[name] for name in self.RULES if self[name].data is None]  # type: ignore[index]
        kept = {field.name: getattr(body, field.name) or field.default for field in empty}
        super().populate_obj(body)  # type: ignore[misc]
        for name, value in kept.items():
            setattr(body, name, value)


class NewBodyForm(_BodyForm, _BodyFields, CreateForm):
    """A kind of meeting that the office did not have."""


class BodyForm(_BodyForm, _BodyFields, EditForm):
    """A kind of meeting to be changed or retired."""

    is_active = TickField("Đang dùng")


class MoveForm(EditForm):
    """When and where a meeting is moved to, and why."""

    room_slots: Sequence[tuple[str, str]] = ()

    day = DayField("Ngày mới", required=True)
    start = ClockField("Bắt đầu", required=True)
    end = ClockField("Kết thúc", required=True)
    next_day = TickField("Kết thúc sang ngày hôm sau")
    room_id = PickField("Phòng họp", blank="— nơi khác —")
    place = LineField("Nơi họp khác", max=160)
    reason = TextField("Lý do dời", max=500, required=True)

    def take_slot(self, slot: Mapping[str, Any] | None, rooms: Sequence[tuple[int, str]]) -> None:
        """Put the hours and the room that were proposed and chosen into their fields."""
        for name, value in (slot or {}).items():
            self[name].typed = None
            self[name].process(None, value)
        self.room_id.offer(rooms)


class RenewForm(CreateForm):
    """When and where a meeting that did not take place is called anew."""

    day = DayField("Ngày họp", required=True)
    start = ClockField("Bắt đầu", required=True)
    end = ClockField("Kết thúc", required=True)
    next_day = TickField("Kết thúc sang ngày hôm sau")
    room_id = PickField("Phòng họp", blank="— nơi khác —")
    place = LineField("Nơi họp khác", max=160)


class WrittenRoundForm(CreateForm):
    """A question that the members of a body answer by writing."""

    body_id = PickField("Hỏi thành viên của", required=True)
    title = LineField("Việc cần lấy ý kiến", max=300, required=True)
    question = TextField("Nội dung xin ý kiến", max=8000, required=True)
    link = LineField("Liên kết tài liệu", max=500, description="Nếu có. Không đưa tài liệu mật lên đây.")
    closes_on = DayField("Trả lời đến hết ngày", required=True)


class MemberForm(CreateForm):
    """Somebody who belongs to a body from a day on."""

    person_id = PickField("Cán bộ", required=True)
    from_on = DayField("Từ ngày", required=True)
    to_on = DayField("Đến ngày", description="Để trống nếu chưa có ngày thôi.")
    may_vote = TickField("Được biểu quyết", default=True)
