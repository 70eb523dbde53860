"""Twenty of everything: the rows of a commune copied under other names, whatever tables there are."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Column, Index, Table, UniqueConstraint, func, insert, literal, select
from sqlalchemy.exc import DBAPIError

from models.base import db

LEAST = 20
# a commune has one of these, they are no rows that a page lists, or the demonstration has none
FEW = {
    "plan",
    "emblem",
    "response_day",
    "qr_link_day",
    "print_job",
    "print_part",
    "journal",
    "stored_file",
    "duty_unit",  # a duty has each unit once
    "duty_extension",  # one asked for at a time, for each duty
    "website",
    "week_section",  # a report has each part once
    "check_run",  # each has a job of its own
    "opening_hours",  # a commune has them once
    "check_page",  # no page lists them
    "response_batch",  # these four: the demonstration has none
    "citizen_case",
    "citizen_contact",
    "paper_slip",
    "province_rank",  # no document of the province is invented
    "meeting_body_counting",  # only once a body counts otherwise than before
    "job",  # of the whole place; no page lists them
    "room_equipment",  # a room has each line once
    "room_fault",  # and so has a look at it
    "room_booking",  # the same hours of a room a second time are what the database refuses
    "round_auditor",  # a person has each part of a round once; the first one's round is locked
    "finding_place",  # a finding has each place once
    "finding_seen",  # and is seen again once in a round
    "meeting_ballot_vote",  # these two: each pair of rows once; tests/meetings/test_many.py has sixty
    "meeting_paper_nudge",
    "meeting_reminder",  # a person is reminded of a thing once
    "meeting_written_opinion",  # a person is asked once in a round
    "meeting_conclusion_unit",  # these three: each pair of rows once; test_paper_statements has twenty of two
    "meeting_receipt",
    "meeting_review",
    "meeting_calendar_key",  # an account has one
    "factor_rule",  # an office has one
    "sign_in_rule",  # and so has it one of these
    "account_request",  # an account has one open at a time
    "ecabinet_skill",  # a person has one
    "kpi_sheet",  # a person has one a quarter
    "measure_week",  # a week has each figure once
    "work_week",  # and its work once
    "course_exemption",  # a person is exempt from a course once
}
# what a copy begins as, where its model has come to its end
AS_NEW: dict[str, dict[str, Any]] = {
    "audit_round": {"state": "open", "locked_by": None, "locked_at": None, "figures": None},
    # of a meeting's papers one is being written, the others were replaced by later ones
    "meeting_minutes": {"state": "replaced", "reason": "Sửa", "paper": "{}", "signed_on": date(2026, 4, 1)},
    "meeting_notice": {"state": "replaced", "reason": "Sửa"},
}
# what never stands without its parts: table, its parts, their column that points at it
WHOLE = [("audit_round", "item_result", "round_id")]


def multiply(commune_id: int) -> set[str]:
    """Copy the first row of each table of a commune until there are twenty; the tables where that was impossible."""
    stuck = set()
    for table in db.metadata.sorted_tables:
        if "commune_id" in table.c and "id" in table.c and table.name not in FEW:
            for number in range(max(0, LEAST - _count(table, commune_id)), 0, -1):
                if not _copied(table, commune_id, number):
                    stuck.add(table.name)
                    break
    db.session.commit()
    return stuck


def _count(table: Table, commune_id: int) -> int:
    return db.session.scalar(select(func.count()).select_from(table).where(table.c.commune_id == commune_id)) or 0


def _copied(table: Table, commune_id: int, number: int) -> bool:
    query = select(table).where(table.c.commune_id == commune_id).order_by(table.c.id).limit(1)
    first = db.session.execute(query).mappings().one_or_none()
    if first is None:
        return False
    values = {column.key: first[column.key] for column in table.c if column.key != "id"}
    values |= AS_NEW.get(table.name, {})
    for column in _unique(table):
        values[column.key] = _other(column, values[column.key], number)
    try:
        with db.session.begin_nested():
            made = db.session.execute(insert(table).returning(table.c.id), values).scalar_one()
            for whole, part, pointer in WHOLE:
                if whole == table.name:
                    _copy_parts(db.metadata.tables[part], pointer, first["id"], made)
    except DBAPIError:
        return False
    return True


def _copy_parts(table: Table, pointer: str, old: int, new: int) -> None:
    own = [column for column in table.c if column.key not in ("id", pointer)]
    parts = select(literal(new), *own).where(table.c[pointer] == old)
    db.session.execute(insert(table).from_select([pointer, *(column.key for column in own)], parts))


def _unique(table: Table) -> list[Column[Any]]:
    """Of each unique set of columns the last one that points at no other table."""
    sets = [list(rule.columns) for rule in table.constraints if isinstance(rule, UniqueConstraint)]
    sets += [list(rule.columns) for rule in table.indexes if isinstance(rule, Index) and rule.unique]
    own = [[column for column in columns if not column.foreign_keys] for columns in sets]
    return [columns[-1] for columns in own if columns]


def _other(column: Column[Any], value: Any, number: int) -> Any:
    """Another value of the same kind."""
    if isinstance(value, UUID):
        return uuid4()
    if isinstance(value, str):
        ending = f"{number:03d}"
        return value[: (getattr(column.type, "length", None) or 200) - len(ending)] + ending
    if isinstance(value, datetime | date):
        return value - timedelta(days=number)
    return 1000 + number if isinstance(value, int) else value
