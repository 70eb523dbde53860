"""Many posters in one PDF, a few at a time: each step says how far it is; what is made stays sealed until fetched."""

import io
from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from models import clock, secrets
from models.accounts.rules import Viewer
from models.base import db, outside_writing, seen_by
from models.errors import RuleBroken
from models.qr import queries
from models.qr.rules import PaperFormat
from models.qr.tables import Poster, PrintJob, PrintPart

STEP = 10
MOST = 500
KEPT = timedelta(hours=1)


def start(viewer: Viewer, poster_ids: Sequence[int], paper: PaperFormat) -> PrintJob:
    """Open a print job; what older jobs of this account left behind is removed."""
    chosen = [poster.id for poster in queries.printable(viewer, poster_ids)]
    if not chosen:
        raise RuleBroken("no_poster_chosen", field="posters")
    if len(chosen) > MOST:
        raise RuleBroken("too_many_posters", field="posters", max=MOST)
    clear(viewer)
    made = PrintJob(
        commune_id=viewer.home_id, seal_name=uuid4().hex, account_id=viewer.account_id, paper=paper,
        poster_ids=",".join(map(str, chosen)), total=len(chosen), done=0,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def clear(viewer: Viewer) -> None:
    """Remove this account's jobs that are older than an hour, with their pages."""
    old = select(PrintJob).where(
        PrintJob.account_id == viewer.account_id, PrintJob.created_at < clock.now() - KEPT, seen_by(viewer, PrintJob)
    )
    for job in db.session.scalars(old):
        for part in db.session.scalars(select(PrintPart).where(PrintPart.job_id == job.id)):
            db.session.delete(part)
        db.session.flush()
        db.session.delete(job)


def _next_ids(job: PrintJob) -> list[int]:
    return [int(part) for part in job.poster_ids.split(",")][job.done : job.done + STEP]


def following(viewer: Viewer, job: PrintJob) -> Sequence[Poster]:
    """The posters of the next few pages, as far as they may still be printed; none once all are made."""
    ids = _next_ids(job)
    return queries.printable(viewer, ids) if ids else []


def step(job: PrintJob, done: int, pages: bytes) -> None:
    """Keep the pages that were drawn when so many were ``done``; nothing happens when somebody was faster."""
    ids = _next_ids(job)
    if not ids or job.done != done:
        return
    if pages:
        sealed = secrets.seal_bytes(pages, _purpose(job, job.done))
        db.session.add(PrintPart(commune_id=job.commune_id, job_id=job.id, position=job.done, sealed_pages=sealed))
    job.done += len(ids)
    db.session.flush()


def document(job: PrintJob) -> bytes:
    """The finished PDF of all pages in order."""
    query = select(PrintPart.position, PrintPart.sealed_pages).where(PrintPart.job_id == job.id)
    parts = db.session.execute(query.order_by(PrintPart.position)).all()
    if job.done < job.total or not parts:
        raise RuleBroken("job_unfinished")
    plain = [secrets.unseal_bytes(part.sealed_pages, _purpose(job, part.position)) for part in parts]
    return plain[0] if len(plain) == 1 else _joined(plain)


def _joined(parts: Sequence[bytes]) -> bytes:
    import pypdfium2

    outside_writing("joining pages")
    whole = pypdfium2.PdfDocument.new()
    for part in parts:
        source = pypdfium2.PdfDocument(part)
        whole.import_pages(source)
        source.close()
    out = io.BytesIO()
    whole.save(out)
    whole.close()
    return out.getvalue()


def _purpose(job: PrintJob, position: int) -> str:
    return f"print_job:{job.seal_name}:{position}"
