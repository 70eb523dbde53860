"""Loads many invented answers at once: sealed in one chain like any other, counted afterwards by ``rebuild_rollups``.

That is the way of a restore, not of an answer; whoever loads so lets ``flask verify`` look at it.
"""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from models import clock
from models.accounts.rules import Role
from models.accounts.tables import Account
from models.base import db, read, writing
from models.places.tables import Counter
from models.satisfaction.chain import End, linked, lock_chain, move_end
from models.satisfaction.rules import Channel, Mode, Stage, Status, content_hash
from models.satisfaction.scales import scale_id
from models.satisfaction.tables import Response, ServiceProcedure

YEARS, BATCH = 3, 20_000
CHANNELS, STAGES, MODES = (Channel.QR, Channel.KIOSK), (None, *Stage), (Mode.ONLINE, Mode.IN_PERSON)
WORDS = {1: "Chờ lâu.", 2: "Chờ lâu."}
SAID = {
    (level, mode, stage): content_hash(level, mode, stage, WORDS.get(level, ""))
    for level in range(1, 6)
    for mode in MODES
    for stage in STAGES
}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the answers of an office may name."""

    commune_id: int
    counters: list[int]
    procedures: list[int | None]
    clerks: list[int | None]
    scale_id: int


def commune_id() -> int:
    """The office that has answers."""
    return read(select(Response.commune_id).limit(1)).scalar_one()


def catalogue() -> Catalogue:
    """Its counters, procedures and clerks."""
    own = commune_id()
    counters = read(select(Counter.id).where(Counter.commune_id == own)).scalars()
    procedures = read(select(ServiceProcedure.id).where(ServiceProcedure.commune_id == own)).scalars()
    clerks = select(Account.id).where(Account.commune_id == own, Account.role == Role.COUNTER)
    return Catalogue(
        own, list(counters), [*procedures, None], [*read(clerks).scalars(), None], scale_id(clock.today(), None)
    )


def fill(amount: int, seconds: float = float("inf")) -> int:
    """So many answers over the last years, in the order of their days; how many were made when the time was over."""
    if db.engine.dialect.name == "sqlite":  # room for what is in hand, for this connection alone
        db.session.connection().exec_driver_sql("PRAGMA cache_size=-1000000")
        db.session.commit()
    known, end_at, made = catalogue(), time.monotonic() + seconds, 0
    answers = _answers(known, amount)
    while made < amount and time.monotonic() < end_at:
        with writing():
            end, rows = lock_chain(known.commune_id), []
            for row in (next(answers) for _ in range(min(BATCH, amount - made))):
                end = End(*linked(end, row))
                rows.append(row | {"place_in_chain": end.length, "seal": end.digest})
            db.session.execute(insert(Response.__table__), rows)  # one call of the driver, not one for each form of row
            move_end(known.commune_id, end)
            db.session.commit()
        made += len(rows)
    return made


def _answers(known: Catalogue, amount: int) -> Iterator[dict[str, Any]]:
    """Invented answers; where the time runs out it is the newest days that lack."""
    rng, days = random.Random(f"answers {amount}"), YEARS * 365
    first = clock.today() - timedelta(days=days - 1)
    for number in range(amount):
        yield _answer(rng, first + timedelta(days=number * days // amount), known)


_at = lru_cache(clock.at_office)


def _answer(rng: random.Random, day: date, known: Catalogue) -> dict[str, Any]:
    level, hour = rng.choices((5, 4, 3, 2, 1), (65, 33, 1, 1, 1))[0], rng.randrange(7, 17)
    mode, stage = rng.choice(MODES), rng.choice(STAGES)
    at = _at(day, hour)
    return {
        "commune_id": known.commune_id,
        "scale_id": known.scale_id,
        "cid": UUID(int=rng.getrandbits(128), version=4),
        "content_hash": SAID[level, mode, stage],
        "level": level,
        "mode": mode,
        "channel": rng.choice(CHANNELS),
        "stage": stage,
        "counter_id": rng.choice(known.counters),
        "procedure_id": rng.choice(known.procedures),
        "served_by_id": rng.choice(known.clerks),
        "recorded_by_id": None,
        "link_id": None,
        "questionnaire": 1,
        "comment": WORDS.get(level, ""),
        "answered_at": at,
        "created_at": at,
        "local_date": day,
        "local_hour": hour,
        "status": Status.COUNTED,
        "decided_reason": "",
        "version": 1,
    }
