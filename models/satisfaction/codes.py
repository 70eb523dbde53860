"""Codes that are printed on papers handed out: each takes one counted answer, and none is guessed."""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, insert, select

from models.accounts.rules import Viewer
from models.accounts.tables import Commune
from models.base import db, read, seen_by
from models.errors import NotFound
from models.places.tables import Counter
from models.satisfaction.paper_tables import ResponseBatch, UsedCode
from models.satisfaction.rules import Mode, Stage

CODE = re.compile(r"([1-9][0-9]{0,11})-([1-9][0-9]{0,2})-([A-Za-z0-9_-]{22})")


class CodePlace(NamedTuple):
    """Where a code of one answer leads, with the names that the citizen reads."""

    batch: ResponseBatch
    no: int
    commune: str
    counter: str | None
    is_used: bool


def make_batch(viewer: Viewer, counter_id: int | None, stage: Stage, mode: Mode, size: int) -> ResponseBatch:
    """New codes, as many as fit the sheets they are printed on."""
    made = ResponseBatch(
        commune_id=viewer.home_id,
        counter_id=counter_id,
        stage=stage,
        mode=mode,
        size=size,
        secret=secrets.token_urlsafe(32),
        made_by_id=viewer.account_id,
    )
    db.session.add(made)
    db.session.flush()
    return made


def code_of(batch: ResponseBatch, no: int) -> str:
    """The code of a number: 128 bits that only the batch's secret makes."""
    digest = hmac.new(batch.secret.encode(), f"{batch.id}.{no}".encode(), hashlib.sha256).digest()
    return f"{batch.id}-{no}-{base64.urlsafe_b64encode(digest[:16]).decode().rstrip('=')}"


def behind(token: str) -> CodePlace:
    """Where a code leads; NotFound for one that nobody printed, or that was called back."""
    parts = CODE.fullmatch(token)
    if parts is None:
        raise NotFound
    batch_id, no = int(parts[1]), int(parts[2])
    query = select(ResponseBatch, Commune.name.label("commune"), Counter.name.label("counter"))
    query = query.join(Commune, Commune.id == ResponseBatch.commune_id)
    query = query.outerjoin(Counter, Counter.id == ResponseBatch.counter_id)
    found = db.session.execute(query.where(ResponseBatch.id == batch_id, ResponseBatch.is_active)).first()
    if found is None or no > found.ResponseBatch.size:
        raise NotFound
    if not hmac.compare_digest(code_of(found.ResponseBatch, no), token):
        raise NotFound
    return CodePlace(found.ResponseBatch, no, found.commune, found.counter, is_used(batch_id, no))


def is_used(batch_id: int, no: int) -> bool:
    """Whether a code has brought its counted answer."""
    query = select(UsedCode.no).where(UsedCode.batch_id == batch_id, UsedCode.no == no)
    return read(query).first() is not None


def spend(batch: ResponseBatch, no: int) -> None:
    """A code has brought its counted answer."""
    db.session.execute(insert(UsedCode), {"commune_id": batch.commune_id, "batch_id": batch.id, "no": no})


def batch(viewer: Viewer, batch_id: int) -> ResponseBatch:
    """One batch; NotFound for other eyes."""
    query = select(ResponseBatch).where(seen_by(viewer, ResponseBatch), ResponseBatch.id == batch_id)
    found = db.session.scalars(query).first()
    if found is None:
        raise NotFound("batch")
    return found


def batches(viewer: Viewer) -> Sequence[Any]:
    """The batches, newest first, each with how many of its codes were used."""
    b, used = ResponseBatch, select(UsedCode.batch_id, func.count().label("n")).group_by(UsedCode.batch_id).subquery()
    columns = (b.id, b.stage, b.mode, b.size, b.is_active, b.created_at, Counter.name.label("counter"))
    query = select(*columns, func.coalesce(used.c.n, 0).label("used"))
    query = query.outerjoin(Counter, Counter.id == b.counter_id).outerjoin(used, used.c.batch_id == b.id)
    return read(query.where(seen_by(viewer, b)).order_by(b.id.desc()).limit(100)).all()
