"""The rank that the province gave the site: entered with its document and proof, never computed."""

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import uploads
from blueprints.access import Permission, may, requires, viewer
from blueprints.pages import render_page
from blueprints.transactions import created, once, refuse
from blueprints.website import bp
from blueprints.website.forms import RankForm
from blueprints.website.labels import REFUSALS
from models.errors import RuleBroken
from models.website import actions, queries


@bp.get("/trang-web/xep-hang")
@requires(Permission.READ_WEBSITE)
def ranks() -> AnyResponse:
    """The ranks that were entered, each with its document."""
    return _page(RankForm() if may("record_rank") else None)


@bp.post("/trang-web/xep-hang")
@requires(Permission.RECORD_RANK)
@uploads.allowed(20)
@once
def record_rank() -> AnyResponse:
    """Enter a rank with its document and proof."""
    form = RankForm()
    if form.validate_on_submit():
        try:
            _keep(form)
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS, "evidence_file" if broken.code.startswith("file_") else None)
        else:
            return created(url_for(".ranks"), "Đã ghi xếp hạng của tỉnh.")
    return _page(form)


def _keep(form: RankForm) -> None:
    if not uploads.is_given(form.evidence_file.data):
        raise RuleBroken("file_missing", field="evidence_file")
    actions.record_rank(
        viewer(),
        form.period.data,
        form.place.data,
        form.of_total.data,
        form.document_no.data,
        form.issued_on.data,
        uploads.save(form.evidence_file.data, viewer()).id,
    )


def _page(form: RankForm | None) -> AnyResponse:
    rows = queries.ranks(viewer())
    return render_page("website/ranks.html", form=form, ranks=rows, status=form.status if form else 200)
