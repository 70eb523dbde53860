"""The forms of a look at a room, and of what it has."""

from collections.abc import Mapping
from typing import Any

from wtforms import Field

from blueprints import uploads
from blueprints.choices import PickField, SelectWordField, named_people
from blueprints.fields import UploadField
from blueprints.forms import CreateForm, LineField, OfficeForm, TickField
from blueprints.readiness.labels import EQUIPPED, REFUSALS
from models.accounts import queries as accounts
from models.accounts.rules import Viewer
from models.readiness.rules import Equipped, RoomLine
from models.readiness.tables import RoomEquipment


class CheckForm(CreateForm):
    """A look at a room: what does not work on each line, and that the rest was found in order."""

    rest = TickField("Cả 9 mục đạt")
    file = UploadField("Ảnh chỗ lỗi", kinds=uploads.PHOTO)
    fixer_id = PickField("Người sửa", blank="Chưa giao ai")

    def offer(self, eyes: Viewer) -> None:
        """The people who may be asked to mend."""
        self.fixer_id.offer(named_people(accounts.people(eyes)))

    def of(self, line: RoomLine) -> tuple[Field, Field]:
        """The fields of a line: whether it has a fault, and which."""
        return self[f"fault_{line.value}"], self[f"text_{line.value}"]

    @property
    def faults(self) -> dict[RoomLine, str]:
        """What does not work, by line."""
        return {line: self.of(line)[1].data or "" for line in RoomLine if self.of(line)[0].data}

    def is_whole(self) -> bool:
        """Whether something was said of each line; nothing is in order before somebody said so."""
        if self.rest.data or len(self.faults) == len(RoomLine):
            return True
        self.rest.errors = [REFUSALS["nothing_said"]]
        return False


class EquipmentForm(OfficeForm):
    """What a room has of each line; a line whose standing is not chosen says nothing."""

    def of(self, line: RoomLine) -> tuple[Field, Field, Field]:
        """The fields of a line: what there is, how it stands, what is to be added."""
        return self[f"owned_{line.value}"], self[f"standing_{line.value}"], self[f"remedy_{line.value}"]

    def fill(self, counted: Mapping[RoomLine, RoomEquipment]) -> None:
        """Show what was counted last."""
        for line, row in counted.items():
            owned, standing, remedy = self.of(line)
            owned.data, standing.data, remedy.data = row.owned, row.standing, row.remedy

    @property
    def said(self) -> dict[RoomLine, tuple[str, Equipped, str]]:
        """What was said, by line."""
        found: dict[RoomLine, tuple[str, Equipped, str]] = {}
        for line in RoomLine:
            owned, standing, remedy = self.of(line)
            if standing.data is not None:
                found[line] = (owned.data or "", standing.data, remedy.data or "")
        return found


def _for_each_line(form: type[OfficeForm], **fields: Any) -> None:
    for line in RoomLine:
        for name, make in fields.items():
            setattr(form, f"{name}_{line.value}", make())


_for_each_line(CheckForm, fault=lambda: TickField("Có lỗi"), text=lambda: LineField("Lỗi gì", max=300))
_for_each_line(
    EquipmentForm,
    owned=lambda: LineField("Đang có", max=300),
    standing=lambda: SelectWordField("So với chuẩn", EQUIPPED, required=False, blank="— chưa kiểm kê —"),
    remedy=lambda: LineField("Cần bổ sung", max=300),
)
