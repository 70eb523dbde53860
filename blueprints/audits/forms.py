"""The forms of the audits room: opening a round, ticking a criterion."""

from typing import Any

from blueprints import uploads
from blueprints.audits.labels import ITEM_STATE, ROUND_KIND, SEVERITY
from blueprints.forms import (
    ChoiceField,
    CreateForm,
    DayField,
    DecimalField,
    EditForm,
    LineField,
    LinkField,
    PickField,
    SelectWordField,
    TextField,
    TickField,
    UploadField,
)
from models.accounts import queries as accounts
from models.accounts.rules import Viewer
from models.audits.rules import RoundKind, Severity
from models.audits.tables import ItemResult


class RoundForm(CreateForm):
    """Which set, of which day, and until when."""

    set_id = PickField("Bộ tiêu chí", required=True, blank="— chọn bộ tiêu chí —")
    kind = SelectWordField("Loại đợt", ROUND_KIND, required=False, default=RoundKind.SELF)
    assessed_on = DayField("Ngày đánh giá")
    due_on = DayField("Hạn hoàn thành")
    is_sure = TickField("Vẫn mở đợt mới")


class FindingForm(CreateForm):
    """What is wrong, where, how bad, and who mends it by when."""

    text = TextField("Tồn tại", max=2000, required=True)
    place = LineField("Ở đâu", max=500)
    severity = ChoiceField("Mức độ", SEVERITY, required=False, default=Severity.MAJOR)
    unit_id = PickField("Đơn vị khắc phục", required=True, blank="— chọn đơn vị —")
    person_id = PickField("Người khắc phục", blank="Chưa giao người cụ thể")
    due_on = DayField("Hạn khắc phục", required=True)

    def offer(self, eyes: Viewer) -> None:
        """The units and people of the office."""
        self.unit_id.offer((unit.id, unit.name) for unit in accounts.units(eyes))
        self.person_id.offer(
            (one.id, f"{one.full_name} – {one.unit_name}" if one.unit_name else one.full_name)
            for one in accounts.people(eyes)
        )

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, by the names of the finding."""
        kept = {name: self[name].data for name in ("text", "unit_id", "person_id", "due_on")}
        return kept | {"place": self.place.data or "", "severity": self.severity.data or Severity.MAJOR}


class ItemForm(EditForm):
    """What an auditor says about one criterion; what is not sent stays as it was."""

    state = ChoiceField("Đánh giá", ITEM_STATE, required=False)
    note = TextField("Ghi chú, tồn tại", max=2000)
    na_reason = LineField("Lý do không áp dụng", max=300)
    points = DecimalField("Điểm đạt", low=0, high=1000)
    link = LinkField("Liên kết minh chứng")
    file = UploadField("Ảnh hoặc tệp minh chứng", kinds=uploads.PHOTO + uploads.DOCUMENT)

    def keep_unsent(self, stored: ItemResult) -> None:
        """A single tick sends no note: whatever was not sent keeps its stored value."""
        for name in ("state", "note", "na_reason", "points"):
            if not self[name].raw_data:
                self[name].data = getattr(stored, name)
