"""The rows of one commune that the catalogue writes, found again by what identifies them."""

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from sqlalchemy import select

from models import journal
from models.accounts.tables import Commune
from models.base import Base, db
from models.duties.rules import DutyKind
from models.duties.tables import Duty
from models.plan.tables import PlanTask, Provision, Step, Target

Kind = TypeVar("Kind", bound=Base)
Data = Mapping[str, Any]


class Shelf:
    """The rows of one commune's plan: read once a kind, changed where the words changed, added where new."""

    LEAVES = (
        Target,
        PlanTask,
        Step,
        Provision,
    )  # nothing that is loaded points at them: all of a kind are written at once

    def __init__(self, commune: Commune) -> None:
        self.commune_id = commune.id
        self.added: dict[type[Base], list[Base]] = {}
        self.owing: list[tuple[PlanTask | Step, Duty]] = []
        self.rows: dict[tuple[Any, ...], Base] = {}
        self.kinds: set[type[Base]] = set()

    def put(self, kind: type[Kind], identity: dict[str, Any], words: dict[str, Any]) -> Kind:
        """The row of this identity with these words; it has an id only after the next flush, a new leaf none at all.

        What the office has worded itself since stays as it is.
        """
        if kind not in self.kinds:
            self._read(kind, tuple(identity))
        place = (kind, *identity.values())
        found: Any = self.rows.get(place)
        if found is None:
            found = self.rows[place] = kind(commune_id=self.commune_id, **identity, **words)
            if kind in self.LEAVES:
                self.added.setdefault(kind, []).append(found)
            else:
                db.session.add(found)
        own = getattr(found, "own_words", None) or ()
        for name, value in words.items():
            if name not in own and getattr(found, name) != value:
                setattr(found, name, value)
        return cast(Kind, found)

    def owed(self, row: PlanTask | Step, kind: DutyKind) -> Duty:
        """The duty of a row; a new row gets a new one."""
        duty = cast(Duty | None, row.duty)
        if duty is None:
            duty = Duty(commune_id=self.commune_id, kind=kind)
            self.owing.append((row, duty))
        return duty

    def write(self) -> None:
        """Write what was changed and added, the new rows of a kind at once."""
        db.session.flush()
        self._write_duties()
        for rows in self.added.values():
            journal.insert_many(rows)
        self.added.clear()

    def _write_duties(self) -> None:
        """Duties first, and their ids into the rows that owe them; the newest of a name is the one just written."""
        journal.insert_many([duty for _, duty in self.owing])
        written = select(Duty.kind, Duty.ref, Duty.id).where(Duty.commune_id == self.commune_id).order_by(Duty.id)
        ids = {(row.kind, row.ref): row.id for row in db.session.execute(written)} if self.owing else {}
        for row, duty in self.owing:
            row.duty_id = ids[duty.kind, duty.ref]
        self.owing.clear()

    def _read(self, kind: type[Base], names: tuple[str, ...]) -> None:
        self.kinds.add(kind)
        for row in db.session.scalars(select(kind).filter_by(commune_id=self.commune_id)):
            self.rows[(kind, *(getattr(row, name) for name in names))] = row
