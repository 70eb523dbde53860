"""The forms of conclusions: a pasted notice with what was read of it, and one conclusion as somebody's task."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from wtforms import Form, FormField, HiddenField

from blueprints.choices import ManyPickField
from blueprints.forms import (
    CreateForm,
    DayField,
    EditForm,
    LineField,
    PickField,
    RowsField,
    SelectWordField,
    TextField,
    TickField,
)
from blueprints.meetings.labels import DUE_RULE
from models.meetings.notices import Block
from models.meetings.points import DueRule

MOST_BLOCKS = 120


class BlockForm(Form):
    """One block of a notice as it was read."""

    is_kept = TickField("Lưu", default=True)
    label = LineField("Số thứ tự", max=12)
    text = TextField("Nội dung", max=8000)
    named = LineField("Đơn vị ghi trong văn bản", max=600)
    due_rule = SelectWordField("Thời hạn", choices=DUE_RULE, default=DueRule.BEFORE, required=False)
    due_on = DayField("Ngày hạn")
    is_given = TickField("Giao việc ngay")
    unit_id = PickField("Đơn vị chủ trì", blank="— chọn một đơn vị —")
    person_id = PickField("Người làm", blank="— chọn một người —")
    product = LineField("Sản phẩm", max=300)
    authority = LineField("Thẩm quyền", max=160)
    due_text = HiddenField()
    doubt = HiddenField()
    options = HiddenField()

    @property
    def is_doubtful(self) -> bool:
        """Whether a deadline was read that is not sure, and nobody has said which day is meant."""
        return bool(self.doubt.data) and self.due_on.data is None

    @property
    def is_dated(self) -> bool:
        """Whether it names a deadline, sure or not."""
        return bool(self.due_text.data or self.due_on.data or self.due_on.errors)


class PasteForm(CreateForm):
    """A notice that was pasted, and the blocks that were read of it."""

    pasted = TextField("Văn bản thông báo kết luận", max=60000)
    blocks = RowsField(FormField(BlockForm), max_entries=MOST_BLOCKS)

    def offer(self, units: Sequence[tuple[int, str]], people: Sequence[tuple[int, str]]) -> None:
        """Fill the lists of who may be given a task."""
        for row in self.rows:
            row.unit_id.offer(units)
            row.person_id.offer(people)

    def show(self, blocks: Iterable[Block], propose: Callable[[Block], Mapping[str, Any]] = lambda _: {}) -> None:
        """The blocks as they were read, in place of earlier ones; ``propose`` says who would do each as a task."""
        while self.blocks.entries:
            self.blocks.pop_entry()
        for block in blocks:
            self.blocks.append_entry(
                {
                    "is_kept": True,
                    "label": block.label,
                    "text": block.text,
                    "named": "; ".join(block.units)[:600],
                    "due_rule": block.due_rule or DueRule.BEFORE,
                    "due_on": block.due_on,
                    "due_text": block.due_text[:200],
                    "doubt": block.doubt.value if block.doubt else "",
                    "options": ",".join(day.isoformat() for day in block.options),
                    **propose(block),
                }
            )

    @property
    def rows(self) -> list[BlockForm]:
        """The blocks."""
        return [row.form for row in self.blocks.entries]


class TaskForm(EditForm):
    """The six things that make a task clear, and who joins in."""

    person_id = PickField("1. Rõ người", blank="— chọn một người —")
    title = LineField("2. Rõ việc", max=300, description="Lấy từ kết luận, sửa được.")
    due_rule = SelectWordField("3. Rõ thời gian", choices=DUE_RULE, default=DueRule.BY_END_OF, required=False)
    due_on = DayField("Ngày hạn", description="Ví dụ 10/12/2026")
    unit_id = PickField("4. Rõ trách nhiệm: đơn vị chủ trì", blank="— chọn một đơn vị —")
    product = LineField("5. Rõ sản phẩm", max=300, description="Tệp, liên kết hoặc số văn bản phải có.")
    authority = LineField("6. Rõ thẩm quyền", max=160, description="Ai quyết định, ví dụ Chủ tịch UBND xã.")
    joining = ManyPickField("Đơn vị phối hợp")
