"""The forms of the audits room: opening a round, ticking a criterion."""

from blueprints import uploads
from blueprints.audits.labels import ITEM_STATE, ROUND_KIND
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
from models.audits.rules import RoundKind
from models.audits.tables import ItemResult


class RoundForm(CreateForm):
    """Which set, of which day, and until when."""

    set_id = PickField("Bộ tiêu chí", required=True, blank="— chọn bộ tiêu chí —")
    kind = SelectWordField("Loại đợt", ROUND_KIND, required=False, default=RoundKind.SELF)
    assessed_on = DayField("Ngày đánh giá")
    due_on = DayField("Hạn hoàn thành")
    is_sure = TickField("Vẫn mở đợt mới")


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
