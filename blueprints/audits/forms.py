"""The forms of the audits room: opening a round, ticking a criterion."""

from collections.abc import Iterable
from typing import Any

from blueprints import uploads
from blueprints.audits.labels import FINDING_WORD, ITEM_STATE, ROUND_KIND, SEVERITY
from blueprints.choices import named_people, offered
from blueprints.forms import (
    ChoiceField,
    CreateForm,
    DayField,
    DecimalField,
    EditForm,
    LineField,
    LinkField,
    NumberField,
    PickField,
    SelectWordField,
    TextField,
    TickField,
    UploadField,
)
from models.accounts import queries as accounts
from models.accounts.rules import Viewer
from models.audits.finding_rules import FindingWord
from models.audits.findings import Purchase
from models.audits.rules import RoundKind, Severity
from models.audits.tables import ItemResult


class RoundForm(CreateForm):
    """Which set, of which day, and until when."""

    set_id = PickField("Bộ tiêu chí", required=True, blank="— chọn bộ tiêu chí —")
    kind = SelectWordField("Loại đợt", ROUND_KIND, required=False, default=RoundKind.SELF)
    assessed_on = DayField("Ngày đánh giá")
    due_on = DayField("Hạn hoàn thành")
    auditor_id = PickField("Người kiểm tra", blank="Phân công sau")
    is_sure = TickField("Vẫn mở đợt mới")


class FindingForm(CreateForm):
    """What is wrong, where, how bad, and who mends it by when."""

    text = TextField("Tồn tại", max=2000, required=True)
    place = TextField("Ở đâu", max=4000)
    component = LineField("Thành phần", max=120)
    severity = ChoiceField("Mức độ", SEVERITY, required=False, default=Severity.MAJOR)
    unit_id = PickField("Đơn vị khắc phục", required=True, blank="— chọn đơn vị —")
    person_id = PickField("Người khắc phục", blank="Chưa giao người cụ thể")
    due_on = DayField("Hạn khắc phục", required=True)
    is_purchase = TickField("Phải mua sắm (không đánh dấu: tự thực hiện)")
    quantity = NumberField("Số lượng", low=1, high=100_000)
    estimate = NumberField("Dự toán (đồng)", low=0, high=10**12)
    funding = LineField("Nguồn kinh phí", max=200)

    def offer(self, eyes: Viewer) -> None:
        """The units and people of the office."""
        self.unit_id.offer((unit.id, unit.name) for unit in accounts.units(eyes))
        self.person_id.offer(named_people(accounts.people(eyes)))

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, by the names of the finding."""
        kept = {name: self[name].data for name in ("text", "unit_id", "person_id", "due_on")}
        if self.is_purchase.data:
            kept["purchase"] = Purchase(self.quantity.data, self.estimate.data, self.funding.data or "")
        kept |= {"place": self.place.data or "", "component": self.component.data or ""}
        return kept | {"severity": self.severity.data or Severity.MAJOR}


class SightingForm(CreateForm):
    """What a round sees of a finding that is still open."""

    note = TextField("Lần này thấy gì", max=2000)


class DecisionForm(CreateForm):
    """What was decided of a finding, by whom and with which paper."""

    word = SelectWordField("Quyết định", FINDING_WORD, required=True)
    document = LineField("Số, ký hiệu văn bản", max=120)
    decided_on = DayField("Ngày quyết định", required=True)
    decider = LineField("Người quyết định", max=120)
    reason = TextField("Lý do", max=500)

    def offer(self, words: Iterable[FindingWord]) -> None:
        """The decisions that may be taken now."""
        self.word.choices = offered((one, FINDING_WORD[one]) for one in words)


class CallOffForm(CreateForm):
    """Why a finding was a mistake."""

    word = None
    reason = TextField("Lý do", max=500, required=True)


SAID = ("state", "note", "na_reason", "points")


class SendBackForm(CreateForm):
    """Why a round that was handed in is not good yet."""

    reason = TextField("Lý do trả lại", max=500, required=True)


class SheetForm(CreateForm):
    """A round that was edited as a sheet."""

    file = UploadField("Tệp Excel đã sửa", kinds=(".xlsx",))


class ItemForm(EditForm):
    """What an auditor says about one criterion; what is not sent stays as it was."""

    state = ChoiceField("Đánh giá", ITEM_STATE, required=False)
    note = TextField("Ghi chú, tồn tại", max=2000)
    na_reason = LineField("Lý do không áp dụng, không xác định được", max=300)
    points = DecimalField("Điểm đạt", low=0, high=1000)
    link = LinkField("Liên kết minh chứng")
    dated_on = DayField("Ngày của minh chứng")
    valid_to = DayField("Có giá trị đến")
    file = UploadField("Ảnh hoặc tệp minh chứng", kinds=uploads.PHOTO + uploads.DOCUMENT)

    def keep_unsent(self, stored: ItemResult) -> None:
        """A single tick sends no note: whatever was not sent keeps its stored value."""
        for name in SAID:
            if not self[name].raw_data:
                self[name].data = getattr(stored, name)

    def joins(self, stored: ItemResult, is_cleared: bool) -> bool:
        """Whether a save that comes late touches nothing that somebody else changed, or says what is stored already.

        What was not touched here then takes what is stored, so that nobody's words are written over.
        """
        if not self.is_stale(stored):
            return True
        said = {name: getattr(stored, name) for name in SAID}
        sent = [name for name in SAID if self[name].raw_data]
        if not self.version.raw_data or any(self.was_changed(name, said[name]) for name in sent):
            return False
        self.merge(said)
        return not is_cleared or self.is_untouched("state")


class RevisionForm(CreateForm):
    """What takes the place of a proof: a link or a file, with its days, and why."""

    link = LinkField("Liên kết mới")
    file = UploadField("Ảnh hoặc tệp mới", kinds=uploads.PHOTO + uploads.DOCUMENT)
    dated_on = DayField("Ngày của minh chứng")
    valid_to = DayField("Có giá trị đến")
    reason = LineField("Vì sao thay", max=500)


class WithdrawForm(CreateForm):
    """Why a proof does not count any more."""

    reason = TextField("Lý do rút", max=500, required=True)


class ProofForm(CreateForm):
    """One photo or file that shows what was said about a criterion; each under a key of its own."""

    file = UploadField("Ảnh hoặc tệp minh chứng", kinds=uploads.PHOTO + uploads.DOCUMENT)
