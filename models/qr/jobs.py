"""Many posters in one PDF, drawn in the background a few at a time; what is made stays sealed until fetched."""

import io
from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from models import clock, secrets
from models.accounts.queries import viewer_of
from models.accounts.rules import Permission, Viewer
from models.base import db, outside_writing, seen_by
from models.errors import NotFound, RuleBroken
from models.jobs import queue
from models.jobs.queue import Claimed
from models.jobs.worker import JobContext
from models.qr import paper, queries
from models.qr.keys import key_of
from models.qr.notices import Notice
from models.qr.rules import PaperFormat
from models.qr.tables import Poster, PrintJob, PrintPart

KIND = "print_posters"
STEP = 10
MOST = 500
KEPT = timedelta(hours=1)


def start(viewer: Viewer, poster_ids: Sequence[int], size: PaperFormat) -> PrintJob:
    """Ask for a print job; what older jobs of this account left behind is removed."""
    printable = queries.printable(viewer, poster_ids)
    chosen = [poster.id for poster in printable]
    if not chosen:
        raise RuleBroken("no_poster_chosen", field="posters")
    if len(chosen) > MOST:
        raise RuleBroken("too_many_posters", field="posters", max=MOST)
    for network in {poster.network for poster in printable if poster.network is not None}:
        key_of(network)  # a key that cannot be read is told before the first page is made
    clear(viewer)
    seal_name = uuid4().hex
    made = PrintJob(
        commune_id=viewer.home_id,
        seal_name=seal_name,
        account_id=viewer.account_id,
        paper=size,
        poster_ids=",".join(map(str, chosen)),
        job_id=queue.enqueue(KIND, seal_name, commune_id=viewer.home_id, total=len(chosen)),
    )
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
        queue.cancel(job.job_id)
        db.session.flush()
        db.session.delete(job)


def render(claimed: Claimed, step: JobContext, notice_of: Callable[[Poster], Notice], title: str) -> str:
    """Draw a print job's pages from where it stands; NotFound when it, or the right to print, is gone."""
    while step.done < step.total:
        with step.reading():
            made = _of(claimed)
            ids = made.chosen[step.done : step.done + STEP]
            notices = [notice_of(poster) for poster in queries.printable(_eyes(made), ids)]
            part = PrintPart(commune_id=made.commune_id, job_id=made.id, position=step.done)
            size, purpose = made.paper, _purpose(made, step.done)
        if notices:
            pages = paper.pdf((paper.lay_out(notice, size) for notice in notices), title)
            part.sealed_pages = secrets.seal_bytes(pages, purpose)
        with step.writing(step.done + len(ids)):
            if notices:
                db.session.add(part)
    with step.reading():
        return f"print_job/{_of(claimed).id}"


def _of(claimed: Claimed) -> PrintJob:
    made = db.session.scalars(select(PrintJob).where(PrintJob.job_id == claimed.id)).one_or_none()
    if made is None:
        raise NotFound
    return made


def _eyes(made: PrintJob) -> Viewer:
    """Who asked for it, with the rights of this moment: a key that he may not see any more is not drawn for him."""
    eyes = viewer_of(made.account_id)
    if eyes.commune_id != made.commune_id or not eyes.may(Permission.PRINT_POSTER):
        raise NotFound
    return eyes


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
