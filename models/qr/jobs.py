"""Many posters in one PDF, a few at a time: each step says how far it is; what is made stays sealed until fetched."""

import io
from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from models import clock, secrets
from models.accounts.rules import Viewer
from models.base import db, seen_by
from models.errors import RuleBroken
from models.qr import queries
from models.qr.keys import key_of
from models.qr.rules import PaperFormat
from models.qr.tables import Poster, PrintJob, PrintPart

STEP = 10
MOST = 500
KEPT = timedelta(hours=1)
PagesMaker = Callable[[Sequence[Poster], PaperFormat], bytes]


def start(viewer: Viewer, poster_ids: Sequence[int], paper: PaperFormat) -> PrintJob:
    """Open a print job; what older jobs of this account left behind is removed."""
    printable = queries.printable(viewer, poster_ids)
    chosen = [poster.id for poster in printable]
    if not chosen:
        raise RuleBroken("no_poster_chosen", field="posters")
    if len(chosen) > MOST:
        raise RuleBroken("too_many_posters", field="posters", max=MOST)
    for network in {poster.network for poster in printable if poster.network is not None}:
        key_of(network)  # a key that cannot be read is told before the first page is made
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


def step(viewer: Viewer, job: PrintJob, make_pages: PagesMaker) -> None:
    """Make the next few pages; nothing happens once all are made."""
    ids = [int(part) for part in job.poster_ids.split(",")][job.done : job.done + STEP]
    if not ids:
        return
    posters = queries.printable(viewer, ids)
    if posters:
        pages = secrets.seal_bytes(make_pages(posters, job.paper), _purpose(job, job.done))
        db.session.add(PrintPart(commune_id=job.commune_id, job_id=job.id, position=job.done, sealed_pages=pages))
    job.done += len(ids)
    db.session.flush()


def document(job: PrintJob) -> bytes:
    """The finished PDF of all pages in order."""
    query = select(PrintPart.position, PrintPart.sealed_pages).where(PrintPart.job_id == job.id)
    parts = db.session.execute(query.order_by(PrintPart.position)).all()
    if job.done < job.total or not parts:
        raise RuleBroken("job_unfinished")
    try:
        plain = [secrets.unseal_bytes(part.sealed_pages, _purpose(job, part.position)) for part in parts]
    except secrets.Damaged as problem:  # made before a restore, under another data key
        raise RuleBroken("job_unreadable") from problem
    return plain[0] if len(plain) == 1 else _joined(plain)


def _joined(parts: Sequence[bytes]) -> bytes:
    import pypdfium2

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
