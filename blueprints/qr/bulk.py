"""Many posters into one PDF, with a progress bar that tells the truth."""

from flask import Response, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import workers
from blueprints.access import Permission, quiet, requires, viewer
from blueprints.filters import text_arg
from blueprints.pages import answer, download, render_page
from blueprints.qr import bp
from blueprints.qr.forms import BulkForm
from blueprints.qr.labels import REFUSALS
from blueprints.transactions import created, once, refuse
from models.errors import RuleBroken
from models.qr import jobs, queries

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
@quiet
def go_on(job_id: int) -> AnyResponse:
    """How far the PDF is now; where no worker holds the job, this request makes its next pages."""
    has_drawn = workers.carry_on(queries.job(viewer(), job_id).job_id)
    back = url_for(".progress", job_id=job_id)
    return answer("qr/_job.html", back=back, job=queries.job(viewer(), job_id), has_drawn=has_drawn)


@bp.get("/ma-qr/in-nhieu/<int:job_id>.pdf")
@requires(Permission.PRINT_POSTER)
def fetch(job_id: int) -> Response:
    """The finished PDF of a print job."""
    job = queries.job(viewer(), job_id)
    return download(jobs.document(job), "application/pdf", f"to-qr-{job.id}.pdf")
