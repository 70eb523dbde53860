"""Many posters into one PDF, with a progress bar that tells the truth."""

from collections.abc import Sequence

from flask import Response, make_response, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.filters import text_arg
from blueprints.htmx import answer, render_page
from blueprints.qr import bp
from blueprints.qr.forms import BulkForm
from blueprints.qr.labels import REFUSALS
from blueprints.qr.wording import notice_of
from blueprints.saving import commit, created, meanwhile, once, refuse
from models.errors import RuleBroken
from models.qr import jobs, paper, queries
from models.qr.notices import Notice
from models.qr.rules import PaperFormat

TITLE = "Các tờ mã QR"
LATE = "in-lai"  # only those whose older print may still hang on the wall


@bp.route("/ma-qr/in-nhieu", methods=["GET", "POST"])
@requires(Permission.PRINT_POSTER)
@once
def choose() -> AnyResponse:
    """Tick posters and a sheet, and begin to make one PDF of them."""
    form = BulkForm()
    ticked = {
        int(part) for part in request.form.getlist("poster") if part.isascii() and part.isdigit() and len(part) < 12
    }
    if form.validate_on_submit():
        try:
            job = jobs.start(viewer(), sorted(ticked), form.paper.data)
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS, "paper")
        else:
            return created(url_for(".progress", job_id=job.id))
    listed, late = queries.posters(viewer()), {line.id for line in queries.to_reprint(viewer())}
    if not form.is_submitted():
        ticked = late if text_arg("chon") == LATE else {line.id for line in listed}
    return render_page("qr/bulk.html", form=form, posters=listed, late=late, ticked=ticked, status=form.status)


@bp.get("/ma-qr/in-nhieu/<int:job_id>")
@requires(Permission.PRINT_POSTER)
def progress(job_id: int) -> AnyResponse:
    """How far the PDF is; the page goes on by itself, or by its button without scripts."""
    return render_page("qr/job.html", job=queries.job(viewer(), job_id))


@bp.post("/ma-qr/in-nhieu/<int:job_id>/tiep")
@requires(Permission.PRINT_POSTER)
def go_on(job_id: int) -> AnyResponse:
    """Make the next pages of the PDF."""
    job = queries.job(viewer(), job_id)
    size, done = job.paper, job.done
    notices = [notice_of(poster) for poster in jobs.following(viewer(), job)]
    with meanwhile():
        made = pages(notices, size) if notices else b""
    jobs.step(job, done, made)
    commit()
    return answer("qr/_job.html", back=url_for(".progress", job_id=job_id), job=job)


def pages(notices: Sequence[Notice], size: PaperFormat) -> bytes:
    """One PDF with a page for every poster."""
    return paper.pdf((paper.lay_out(notice, size) for notice in notices), TITLE)


@bp.get("/ma-qr/in-nhieu/<int:job_id>.pdf")
@requires(Permission.PRINT_POSTER)
def fetch(job_id: int) -> Response:
    """The finished PDF of a print job."""
    job = queries.job(viewer(), job_id)
    sent = make_response(jobs.document(job))
    sent.mimetype = "application/pdf"
    sent.headers["Content-Disposition"] = f'attachment; filename="to-qr-{job.id}.pdf"'
    return sent
