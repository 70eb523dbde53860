"""The form of a meeting: head, proof, attendance with exceptions, conclusions; one page, no scripts needed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from wtforms import Form, FormField, HiddenField
from wtforms.validators import ValidationError

from blueprints import uploads
from blueprints.forms import (
    ChoiceField,
    ClockField,
    CreateForm,
    DayField,
    EditForm,
    LineField,
    NumberField,
    OfficeForm,
    PickField,
    RowsField,
    SelectWordField,
    TextField,
    TickField,
    UploadField,
    labels_of,
)
from blueprints.meetings.labels import CONFIDENTIALITY, CONVENOR, DUE_RULE, MODE, PLATFORM, POINT_KIND, URGENCY
from models import clock
from models.accounts.tables import Person
from models.meetings.inviting import InvitedGroup
from models.meetings.points import DueRule, PointKind
from models.meetings.repeating import MOST_DATES
from models.meetings.rules import MOST_PAGES, Confidentiality, Convenor, Urgency
from models.meetings.tables import Meeting
from models.text import clean, fold

MOST_PEOPLE, MOST_POINTS, FIRST_POINTS, MORE_POINTS = 300, 60, 2, 3
MOST_GUESTS, MOST_NAME = 100, 200
MOST_LISTED = 100  # people on a list that is still corrected together with the rest; longer ones have their own page
MOST_SITTINGS, MOST_ITEMS = 8, 60
MOST_FOUND = 20
INVITED = {
    "present": "Có mặt",
    "excused": "Vắng có phép",
    "absent": "Vắng không phép",
    "substituted": "Cử người dự thay",
    "not_invited": "Không mời",
}


class Every(StrEnum):
    """How often a series meets."""

    WEEK = "1"
    SECOND_WEEK = "2"


EVERY = {Every.WEEK: "Mỗi tuần", Every.SECOND_WEEK: "Hai tuần một lần"}


class SeatForm(Form):
    """One person of the office on the attendance list."""

    person_id = HiddenField()
    status = SelectWordField("Điểm danh", choices=INVITED, required=False)
    note = LineField("Lý do vắng hoặc tên người dự thay", max=200)
    person: Person | None = None


class SittingForm(Form):
    """One more sitting of a meeting."""

    day = DayField("Ngày của buổi")
    start = ClockField("Buổi bắt đầu")
    end = ClockField("Buổi kết thúc")

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """Its hours; None for a row that does not say them."""
        return span_of(self.day.data, self.start.data, self.end.data)


def span_of(day: date | None, start: time | None, end: time | None, is_next: bool = False) -> Any:
    """The instants of some hours of a day, to the next day where it is said; None where something is missing."""
    if day is None or start is None or end is None:
        return None
    last = day + timedelta(days=1) if is_next else day
    return clock.at_office(day, start.hour, start.minute), clock.at_office(last, end.hour, end.minute)


@dataclass(frozen=True, slots=True)
class KindQuestion:
    """What another kind of meeting would replace, asked before it does."""

    name: str
    lost: list[str]
    kept_people: int


class PointForm(Form):
    """One conclusion."""

    label = LineField("Số thứ tự của mục", max=12)
    text = TextField("Nội dung kết luận", max=4000)
    kind = SelectWordField("Loại", choices=POINT_KIND, default=PointKind.GENERAL)
    lead_unit_id = PickField("Đơn vị chủ trì")
    person_id = PickField("Người làm", blank="— chọn một người —")
    product = LineField("Sản phẩm phải có", max=300)
    authority = LineField("Cấp quyết định", max=160)
    due_rule = SelectWordField("Thời hạn", choices=DUE_RULE, default=DueRule.BEFORE)
    due_on = DayField("Ngày hạn")

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written in this row."""
        return not any((self.label.data, self.text.data, self.product.data, self.authority.data, self.due_on.data))

    @property
    def is_detailed(self) -> bool:
        """Whether the part for whoever must do it by when stands open: for a task, a day, or what must be mended."""
        is_task = self.kind.data == PointKind.TASK
        return is_task or bool(self.kind.errors or self.person_id.errors or self.due_on.errors or self.due_on.data)


def guest_names(text: str | None) -> list[str]:
    """The guests of a text, one a line, each once."""
    return list(dict.fromkeys(name.strip() for name in (text or "").split("\n") if name.strip()))


def guests_fit(_form: Form, field: TextField) -> None:
    """Refuse more guests, or longer names, than a list of attendance takes."""
    names = guest_names(field.data)
    if len(names) > MOST_GUESTS:
        raise ValidationError(
            f"Có {len(names)} khách, mỗi cuộc họp ghi tối đa {MOST_GUESTS}. Xin rút gọn, ví dụ một dòng cho cả đoàn."
        )
    long = next((name for name in names if len(name) > MOST_NAME), "")
    if long:
        raise ValidationError(f"Dòng “{long[:40]}…” dài {len(long)} ký tự, mỗi dòng tối đa {MOST_NAME}.")


class _MeetingFields:
    """What recording and correcting a meeting ask for; a field named like a column of the record is kept in it."""

    body_id = PickField("Loại cuộc họp", required=True)
    title = LineField(
        "Nội dung họp",
        max=300,
        description="Một câu ngắn, ví dụ: Giao ban tuần 14, rà soát nhiệm vụ quá hạn. Họp kín thì để trống.",
    )
    day = DayField("Ngày họp", required=True, description="Ví dụ 30/3/2026")
    start = ClockField("Bắt đầu", required=True, description="Ví dụ 8:00 hoặc 8h")
    end = ClockField("Kết thúc", required=True)
    next_day = TickField("Kết thúc sang ngày hôm sau")
    room_id = PickField("Phòng họp", blank="— nơi khác —")
    place = LineField("Nơi họp khác", max=160)
    chair_id = PickField("Chủ trì", required=True)
    secretary_id = PickField("Thư ký")
    convenor = ChoiceField("Cấp triệu tập", choices=CONVENOR, required=False)
    mode = ChoiceField("Hình thức", choices=MODE, required=False)
    confidentiality = ChoiceField("Mức độ phổ biến", choices=CONFIDENTIALITY, required=False)
    urgency = ChoiceField("Tính chất", choices=URGENCY, required=False)
    filled_for = HiddenField()
    sittings = RowsField(FormField(SittingForm), max_entries=MOST_SITTINGS)
    platform = ChoiceField(
        "Tài liệu và điều hành trên",
        choices=PLATFORM,
        description="Cuộc họp chỉ được tính trên e-Cabinet khi có mã cuộc họp hoặc tệp minh chứng.",
    )
    ecabinet_ref = LineField("Mã hoặc liên kết cuộc họp trên e-Cabinet", max=300)
    evidence_file = UploadField("Tệp minh chứng (ảnh chụp màn hình, PDF)", kinds=uploads.PHOTO + uploads.DOCUMENT)
    printed_pages = NumberField(
        "Số trang giấy đã in",
        high=MOST_PAGES,
        description="Ghi 0 nếu không in trang nào; để trống nếu chưa rõ.",
    )
    people = RowsField(FormField(SeatForm), max_entries=MOST_PEOPLE)
    guests = TextField("Khách mời có mặt", max=6000, validators=[guests_fit])
    points = RowsField(FormField(PointForm), max_entries=MOST_POINTS)
    pasted = TextField("Dán văn bản kết luận", max=60000)


LABELS = labels_of(_MeetingFields)
KEPT = [column.name for column in Meeting.__table__.columns if column.name in LABELS]


class _MeetingForm(OfficeForm):
    """What both meeting forms do with their rows."""

    # the cards of the form: a pair stands side by side where there is room
    head = [("room_id", "place"), ("chair_id", "secretary_id")]
    more = [("mode", "convenor"), ("confidentiality", "urgency")]
    proof = [("platform",), ("ecabinet_ref", "printed_pages")]
    optional = ("place", "secretary_id")  # said beside the label

    people: RowsField
    points: RowsField
    offered: dict[str, list[tuple[int, str]]]
    list_problems: list[str]
    first_meeting_id: int | None = None
    room_slots: list[tuple[str, str]]
    theirs_people: str = ""
    people_said: str = ""
    kind_question: KindQuestion | None = None
    groups: Sequence[InvitedGroup] = ()
    lists_people = True
    theirs_points: str = ""
    unit_of: Mapping[int, int | None] = {}
    held_by: Collection[tuple[int | None, int | None]] = ()

    @property
    def has_problems(self) -> bool:
        """Whether something keeps it from being saved."""
        return bool(self.errors or self.list_problems or self.was_refused)

    def offer(
        self,
        bodies: Iterable[tuple[int, str]],
        people: Mapping[int, Person],
        rooms: Iterable[tuple[int, str]],
        units: Iterable[tuple[int, str]],
    ) -> None:
        """Fill the lists; a row of the attendance list that names nobody known is dropped."""
        self.list_problems, self.room_slots = [], []
        if self.people.rows_sent > MOST_PEOPLE:
            self.list_problems.append(
                f"Danh sách điểm danh có {self.people.rows_sent} người, tối đa {MOST_PEOPLE}; phần sau chưa được lưu."
            )
        names = [(person.id, f"{person.full_name} – {person.title}".removesuffix(" – ")) for person in people.values()]
        self.offered = {"body_id": list(bodies), "room_id": list(rooms), "chair_id": names, "secretary_id": names}
        for name, rows in self.offered.items():
            self[name].offer(rows)
        self.units = list(units)
        self.unit_of = {person.id: person.unit_id for person in people.values()}
        for row in self.people.entries:
            key = str(row.form.person_id.data or "")
            row.form.person = people.get(int(key)) if key.isascii() and key.isdigit() and len(key) < 19 else None
        self.people.entries = [row for row in self.people.entries if row.form.person is not None]
        self.offer_units()

    def populate_obj(self, meeting: Meeting) -> None:
        """Write what was typed into the record; what was not sent at all leaves the record as it is."""
        for name in KEPT:
            if self[name].data is not None or Meeting.__table__.c[name].nullable:
                self[name].populate_obj(meeting, name)
        meeting.starts_at, meeting.ends_at = self.span

    @property
    def has_points(self) -> bool:
        """Whether a conclusion was typed, or rows for some were asked for."""
        return len(self.points.entries) > FIRST_POINTS or any(not row.form.is_blank for row in self.points.entries)

    @property
    def is_rich(self) -> bool:
        """Whether something stands in the part that is folded away for the smallest meeting."""
        names = ("agenda", "every", "times")
        typed = any(name in self and self[name].data for name in names) or bool(self["sittings"].entries)
        is_closed = self["confidentiality"].data is Confidentiality.CLOSED
        is_urgent = self["urgency"].data is Urgency.URGENT
        return typed or is_closed or is_urgent or self["convenor"].data is Convenor.HIGHER

    @property
    def span(self) -> Any:
        """The hours of its head."""
        return span_of(self["day"].data, self["start"].data, self["end"].data, self["next_day"].data)

    def take_slot(self, slot: Mapping[str, Any] | None) -> None:
        """Put the hours and the room that were proposed and chosen into their fields."""
        for name, value in (slot or {}).items():
            self.put(name, value)

    def put(self, name: str, value: Any) -> None:
        """Let a field hold a value as if it had been filled in from the start."""
        field = self[name]
        field.typed = None
        field.process(None, value)
        if name in self.offered:
            field.offer(self.offered[name])

    def keep_people(self, keys: set[int]) -> None:
        """Leave only some of the people on the list."""
        self.people.entries = [row for row in self.people.entries if row.form.person.id in keys]

    def add_people(self, people: Mapping[int, Person], keys: Sequence[int], is_first: bool = False) -> None:
        """Put people onto the list who are not there yet, as invited; at most as many as it holds."""
        listed = {row.form.person.id for row in self.people.entries}
        new = [people[key] for key in keys if key in people and key not in listed]
        room = MOST_PEOPLE - len(self.people.entries)
        if len(new) > room:
            self.people_said = (
                f"Danh sách ở đây ghi tối đa {MOST_PEOPLE} người. Xin lưu rồi mời thêm ở trang “Người dự”."
            )
        before = len(self.people.entries)
        for one in new[:room]:
            row = self.people.append_entry({"person_id": one.id, "status": "present", "note": ""})
            row.form.person = one
        if new and len(new) <= room:
            self.people_said = f"Đã thêm {len(new)} người."
        elif not new:
            self.people_said = "Những người này đã có trong danh sách."
        if is_first:
            self.people.entries = self.people.entries[before:] + self.people.entries[:before]

    def offer_units(self) -> None:
        """Let every conclusion, also a row added just now, choose its leading unit and who does it."""
        for row in self.points.entries:
            row.form.lead_unit_id.offer(self.units)
            row.form.person_id.offer(self.offered["chair_id"])

    def head_of(self, unit_id: int | None) -> int | None:
        """Who stands first in a unit; the people of the office come in the order of their ranks."""
        return next((key for key, unit in self.unit_of.items() if unit_id is not None and unit == unit_id), None)

    def seek_people(self, people: Mapping[int, Person], typed: str) -> None:
        """Put those onto the list whose names hold the typed words; where several are meant, nobody is invited yet."""
        words, listed = fold(clean(typed)).split(), {row.form.person.id for row in self.people.entries}
        found = [one for one in people.values() if words and all(word in one.fold for word in words)]
        found = [one for one in found if one.fold.split() == words] or found
        new = [one for one in found if one.id not in listed]
        room = min(MOST_FOUND, MOST_PEOPLE - len(self.people.entries))
        if not found:
            self.people_said = f"Không thấy ai có tên “{clean(typed)}”." if words else "Xin gõ tên người cần thêm."
        elif not new:
            self.people_said = "Người này đã có trong danh sách."
        elif len(new) > room:
            self.people_said = f"Thấy {len(new)} người có tên như vậy. Xin gõ đủ họ tên."
        else:
            status = "present" if len(new) == 1 else "not_invited"
            for one in new:
                row = self.people.append_entry({"person_id": one.id, "status": status, "note": ""})
                row.form.person = one
            names = ", ".join(one.full_name for one in new)
            told = "" if len(new) == 1 else " Xin chọn “Có mặt” cho người dự."
            self.people_said = f"Đã thêm vào cuối danh sách: {names}.{told}"

    def add_sitting(self) -> None:
        """One more row for a sitting, on the day of the last one."""
        if len(self["sittings"].entries) < MOST_SITTINGS:
            self["sittings"].append_entry({"day": self["day"].data})

    def add_points(self, rows: int = MORE_POINTS) -> None:
        """Some more empty rows for conclusions."""
        for _ in range(min(rows, MOST_POINTS - len(self.points.entries))):
            self.points.append_entry()
        self.offer_units()


class RecordForm(_MeetingFields, _MeetingForm, CreateForm):
    """A meeting that is ahead or that took place, written down for the first time."""

    agenda = TextField(
        "Chương trình", max=20000, description="Mỗi nội dung một dòng; số phút ghi cuối dòng: (10 phút)."
    )
    every = SelectWordField("Lặp lại", choices=EVERY, required=False, blank="Không lặp lại")
    times = NumberField("Số cuộc của cả chuỗi", low=2, high=MOST_DATES)
    invitation = TextField("Giấy mời", max=60000)


class CorrectForm(_MeetingFields, _MeetingForm, EditForm):
    """A record to be corrected."""

    drop_evidence = TickField("Bỏ tệp minh chứng đang có")

    def take_people(self, rows: list[dict[str, Any]]) -> None:
        """The attendance list as it is stored."""
        known = {row.form.person.id: row.form.person for row in self.people.entries if row.form.person}
        self.people.process(None, [row for row in rows if row["person_id"] in known])
        for row in self.people.entries:
            row.form.person = known[row.form.person_id.data]

    def take_points(self, rows: list[dict[str, Any]]) -> None:
        """The conclusions as they are stored."""
        self.points.process(None, rows)
        self.offer_units()
