"""The plan of a commune: pillars, targets with their readings, tasks and script steps with their duties.

Columns named ``official`` hold the wording of the papers themselves, ``due_text`` the day as they write it.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import CommuneOwned, Dated, Model, Versioned, word_type
from models.duties.tables import Owed
from models.errors import RuleBroken
from models.plan.rules import Comparator, ProvisionKind, Source, due_after


class Plan(CommuneOwned, Versioned, Dated, Model):
    """One plan of one commune; ``reading_days`` is how long a reading by hand holds.

    A commune may have several for a year; the one that ``is_main`` is told of where only one is, as on the dashboard.
    A plan that the commune has not decided yet has no day. ``first_no`` is what its numbers count from in addresses.
    """

    __tablename__ = "plan"
    __table_args__ = (UniqueConstraint("commune_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(300))
    issued_by: Mapped[str] = mapped_column(String(160), default="")
    decision: Mapped[str] = mapped_column(String(80), default="")
    decided_on: Mapped[date | None]
    year: Mapped[int | None]
    is_main: Mapped[bool] = mapped_column(default=False)
    first_no: Mapped[int] = mapped_column(default=0)
    due_on: Mapped[date | None]
    reading_days: Mapped[int | None]
    script_code: Mapped[str] = mapped_column(String(40), default="")
    script_title: Mapped[str] = mapped_column(String(300), default="")
    script_decision: Mapped[str] = mapped_column(String(80), default="")
    script_decided_on: Mapped[date | None]
    official_title: Mapped[str] = mapped_column(Text, default="")
    due_text: Mapped[str] = mapped_column(String(200), default="")
    cited: Mapped[str] = mapped_column(String(160), default="")
    script_official_title: Mapped[str] = mapped_column(Text, default="")
    script_cited: Mapped[str] = mapped_column(String(160), default="")


class Pillar(CommuneOwned, Model):
    """A pillar of the plan, by its Roman number."""

    __tablename__ = "pillar"
    __table_args__ = (UniqueConstraint("plan_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    code: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(160))
    position: Mapped[int]


class Target(CommuneOwned, Versioned, Dated, Model):
    """A target; counted by ``measure_key`` where it has one, else read by hand as figures.

    ``threshold`` is what it asks for as worded, ``unit_words`` what it counts in, ``followed_by`` who watches.
    """

    __tablename__ = "target"
    __table_args__ = (UniqueConstraint("plan_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    no: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    short_title: Mapped[str] = mapped_column(String(60), default="")
    comparator: Mapped[Comparator] = mapped_column(word_type(Comparator))
    value: Mapped[Decimal]
    source: Mapped[Source] = mapped_column(word_type(Source))
    measure_key: Mapped[str | None] = mapped_column(String(80))
    is_spoiled_by_complaint: Mapped[bool] = mapped_column(default=False)
    official: Mapped[str] = mapped_column(Text, default="")
    numerator_words: Mapped[str] = mapped_column(String(200), default="")
    denominator_words: Mapped[str] = mapped_column(String(200), default="")
    threshold: Mapped[str] = mapped_column(String(200), default="")
    unit_words: Mapped[str] = mapped_column(String(80), default="%")
    followed_by: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(String(1000), default="")
    own_words: Mapped[list[str]] = mapped_column(JSON, default=list)  # the columns that the office worded itself
    reading_days: Mapped[int | None]  # how long a reading holds, where the plan does not say


class LocalIndicator(CommuneOwned, Versioned, Dated, Model):
    """A figure that the commune follows beside the plan's targets, read by hand; ``value`` is its goal, if any.

    ``reading_days`` is how long a reading holds; ``ended_on`` the day from which nobody reads it any longer.
    """

    __tablename__ = "local_indicator"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    says: Mapped[str] = mapped_column(String(500))
    unit_words: Mapped[str] = mapped_column(String(80))
    comparator: Mapped[Comparator | None] = mapped_column(word_type(Comparator))
    value: Mapped[Decimal | None]
    followed_by: Mapped[str] = mapped_column(String(200), default="")
    reading_days: Mapped[int] = mapped_column(default=100)
    ended_on: Mapped[date | None]

    def require_whole_goal(self) -> None:
        """Refuse a number without the side on which it is good, and the other way round."""
        if (self.comparator is None) != (self.value is None):
            raise RuleBroken("goal_half", field="comparator" if self.comparator is None else "value")

    def end(self, is_ended: bool, today: date) -> None:
        """From today nobody reads it any longer, or it is read again."""
        if not is_ended:
            self.ended_on = None
        elif self.ended_on is None:
            self.ended_on = today


ONE_SUBJECT = " + ".join(f"(CASE WHEN {kind}_id IS NULL THEN 0 ELSE 1 END)" for kind in ("target", "step", "indicator"))


class Figure(CommuneOwned, Dated, Model):
    """One reading by hand of a target, a step or an indicator; the database refuses any change.

    A better reading is a new row that names the one it ``corrects``. ``value`` counts in ``unit_words``. What came in
    a workbook names it (``import_id``), and goes only when that is taken back.
    """

    __tablename__ = "figure"
    __table_args__ = (
        Index("ix_figure_reading", "target_id", "as_of"),
        CheckConstraint(f"{ONE_SUBJECT} = 1", name="one_subject"),
        CheckConstraint("corrects_id IS NULL OR note <> ''", name="correction_has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[int | None] = mapped_column(ForeignKey("target.id"))
    step_id: Mapped[int | None] = mapped_column(ForeignKey("step.id"), index=True)
    indicator_id: Mapped[int | None] = mapped_column(ForeignKey("local_indicator.id"), index=True)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("figure.id"), unique=True)
    unit_words: Mapped[str] = mapped_column(String(80), default="%")
    value: Mapped[Decimal | None]
    numerator: Mapped[int | None]
    denominator: Mapped[int | None]
    complaints: Mapped[int | None]
    as_of: Mapped[date]
    document_no: Mapped[str] = mapped_column(String(80), default="")
    document_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")
    evidence_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    evidence_link: Mapped[str] = mapped_column(String(500), default="")
    entered_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("rows_import.id"), index=True)


class Provision(CommuneOwned, Model):
    """One thing a paper of the programme asks, in its own words; ``bodies`` are meant, ``items`` its paragraphs."""

    __tablename__ = "provision"
    __table_args__ = (UniqueConstraint("plan_id", "kind", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    kind: Mapped[ProvisionKind] = mapped_column(word_type(ProvisionKind))
    key: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    document: Mapped[str] = mapped_column(String(160), default="")
    place: Mapped[str] = mapped_column(String(80), default="")
    title: Mapped[str] = mapped_column(String(500), default="")
    bodies: Mapped[list[str]] = mapped_column(JSON)
    items: Mapped[list[str]] = mapped_column(JSON)
    due_text: Mapped[str] = mapped_column(String(300), default="")
    due_on: Mapped[date | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)

    def concerns(self, body: str) -> bool:
        """Whether a body is meant; a commune's office is meant under any commune's name."""
        return any(body == name or body.startswith(f"{name} ") for name in self.bodies)


class PlanTask(CommuneOwned, Owed, Versioned, Dated, Model):
    """A task of the plan; ``lead`` and ``partners`` are the bodies the plan names, the duty knows the office's own."""

    __tablename__ = "plan_task"
    __table_args__ = (UniqueConstraint("plan_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    pillar_id: Mapped[int | None] = mapped_column(ForeignKey("pillar.id"))
    no: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    goal: Mapped[str] = mapped_column(String(500), default="")
    product: Mapped[str] = mapped_column(String(500), default="")
    lead: Mapped[list[str]] = mapped_column(JSON)
    partners: Mapped[list[str]] = mapped_column(JSON)
    official_title: Mapped[str] = mapped_column(Text, default="")
    official_goal: Mapped[str] = mapped_column(Text, default="")
    official_product: Mapped[str] = mapped_column(Text, default="")
    due_text: Mapped[str] = mapped_column(String(200), default="")
    authority: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(String(1000), default="")
    own_words: Mapped[list[str]] = mapped_column(JSON, default=list)  # the columns that the office worded itself


class PlanImport(CommuneOwned, Dated, Model):
    """A plan handed in as a workbook; nothing of it is written before somebody has looked at the preview.

    ``sheets`` is what was read, ``wish`` what people chose (sheet, columns, mended cells), ``written`` what became of
    it, by which it can be taken back for a day.
    """

    __tablename__ = "plan_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    handed_in_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(200))
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"), index=True)
    sheets: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    wish: Mapped[dict[str, Any]] = mapped_column(JSON)
    written: Mapped[dict[str, Any]] = mapped_column(JSON)
    taken_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]

    __journal__ = False  # until it is taken it is a wish; what is taken stands in the journal itself


class Workstream(CommuneOwned, Model):
    """A workstream of the script with its contact column: names only, as the script prints them."""

    __tablename__ = "workstream"
    __table_args__ = (UniqueConstraint("plan_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    code: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(200))
    official_title: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int]
    task_nos: Mapped[list[int]] = mapped_column(JSON)
    province_contacts: Mapped[list[str]] = mapped_column(JSON)
    commune_contacts: Mapped[list[str]] = mapped_column(JSON)


class Step(CommuneOwned, Owed, Versioned, Dated, Model):
    """A step of the script, like III.4; with ``monthly_before`` it comes back every month."""

    __tablename__ = "step"
    __table_args__ = (UniqueConstraint("plan_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    workstream_id: Mapped[int] = mapped_column(ForeignKey("workstream.id"))
    no: Mapped[int]
    code: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(300))
    result: Mapped[str] = mapped_column(String(500), default="")
    recurrence: Mapped[str] = mapped_column(String(200), default="")
    monthly_before: Mapped[int | None]
    delivered_on: Mapped[date | None]
    measure: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    official_title: Mapped[str] = mapped_column(Text, default="")
    official_result: Mapped[str] = mapped_column(Text, default="")
    due_text: Mapped[str] = mapped_column(String(200), default="")
    contacts: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)

    def deliver(self, day: date, today: date) -> None:
        """Note this month's delivery of a step that comes back every month; the step itself goes on."""
        if self.monthly_before is None:
            raise RuleBroken("not_monthly")
        if day > today:
            raise RuleBroken("day_in_future", field="done_on")
        self.delivered_on = day
        self.duty.due_on = self.duty.first_due_on  # a later day was granted for this month alone
        self.duty.promise(due_after(self.monthly_before, self.duty.first_due_on or day, day))
