"""The form of a meeting: head, proof, attendance with exceptions, conclusions; one page, no scripts needed."""

from collections.abc import Iterable, Mapping
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
from blueprints.meetings.labels import CONVENOR, DUE_RULE, MODE, PLATFORM, POINT_KIND
from models import clock
from models.accounts.tables import Person
from models.meetings.points import DueRule, PointKind
from models.meetings.rules import MOST_PAGES
from models.meetings.tables import Meeting
from models.text import clean, fold

MOST_PEOPLE, MOST_POINTS, FIRST_POINTS, MORE_POINTS = 300, 60, 2, 3
MOST_GUESTS, MOST_NAME = 100, 200
MOST_LISTED = 100  # people of an office who all stand on the list; of a larger one only the invited do
MOST_FOUND = 20
INVITED = {
    "present": "Có mặt",
    "excused": "Vắng có phép",
    "absent": "Vắng không phép",
    "substituted": "Cử người dự thay",
    "not_invited": "Không mời",
}


class SeatForm(Form):
    """One person of the office on the attendance list."""

    person_id = HiddenField()
    status = SelectWordField("Điểm danh", choices=INVITED, required=False)
    note = LineField("Lý do vắng hoặc tên người dự thay", max=200)
    person: Person | None = None


class PointForm(Form):
    """One conclusion."""

    label = LineField("Số thứ tự của mục", max=12)
    text = TextField("Nội dung kết luận", max=4000)
    kind = SelectWordField("Loại", choices=POINT_KIND, default=PointKind.GENERAL)
    lead_unit_id = PickField("Đơn vị chủ trì")
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
        return is_task or bool(self.kind.errors or self.due_on.errors or self.due_on.data)


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
    room_id = PickField("Phòng họp", blank="— nơi khác —")
    place = LineField("Nơi họp khác", max=160)
    chair_id = PickField("Chủ trì", required=True)
    secretary_id = PickField("Thư ký")
    convenor = ChoiceField("Cấp triệu tập", choices=CONVENOR, required=False)
    mode = ChoiceField("Hình thức", choices=MODE, required=False)
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
    head = [
        ("body_id", "day"),
        ("start", "end"),
        ("title",),
        ("room_id", "place"),
        ("chair_id", "secretary_id"),
        ("mode", "convenor"),
    ]
    proof = [("platform",), ("ecabinet_ref", "printed_pages")]
    optional = ("place", "secretary_id")  # said beside the label

    people: RowsField
    points: RowsField
    list_problems: list[str]
    first_meeting_id: int | None = None
    theirs_people: str = ""
    people_said: str = ""
    office_size = 0
    theirs_points: str = ""

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
        self.list_problems, self.office_size = [], len(people)
        if self.people.rows_sent > MOST_PEOPLE:
            self.list_problems.append(
                f"Danh sách điểm danh có {self.people.rows_sent} người, tối đa {MOST_PEOPLE}; phần sau chưa được lưu."
            )
        self.body_id.offer(bodies)
        self.room_id.offer(rooms)
        names = [(person.id, f"{person.full_name} – {person.title}".removesuffix(" – ")) for person in people.values()]
        self.chair_id.offer(names)
        self.secretary_id.offer(names)
        self.units = list(units)
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
        day, start, end = self["day"].data, self["start"].data, self["end"].data
        meeting.starts_at = clock.at_office(day, start.hour, start.minute)
        meeting.ends_at = clock.at_office(day, end.hour, end.minute)

    def offer_units(self) -> None:
        """Let every conclusion, also a row added just now, choose its leading unit."""
        for row in self.points.entries:
            row.form.lead_unit_id.offer(self.units)

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

    def add_points(self, rows: int = MORE_POINTS) -> None:
        """Some more empty rows for conclusions."""
        for _ in range(min(rows, MOST_POINTS - len(self.points.entries))):
            self.points.append_entry()
        self.offer_units()


class RecordForm(_MeetingFields, _MeetingForm, CreateForm):
    """A meeting that took place, written down for the first time."""


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
    counts_for_kpi = TickField("Tính vào chỉ tiêu họp trên e-Cabinet", default=True)


class NewBodyForm(_BodyFields, CreateForm):
    """A kind of meeting that the office did not have."""


class BodyForm(_BodyFields, EditForm):
    """A kind of meeting to be changed or retired."""

    is_active = TickField("Đang dùng")
