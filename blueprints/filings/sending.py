"""A commune sends its own plan to the province, and sees what it has sent."""

from flask import url_for
from werkzeug.wrappers import Response

from blueprints import uploads
from blueprints.access import Permission, may, requires, viewer
from blueprints.duties.proof import evidence_of, refuse_at_field
from blueprints.filings import bp
from blueprints.filings.forms import SendForm
from blueprints.filings.labels import REFUSALS
from blueprints.one_commune import in_one_commune
from blueprints.pages import render_page
from blueprints.transactions import created, once
from models.errors import RuleBroken
from models.filings import actions, queries
from models.filings.queries import PLANS


@bp.get("/ke-hoach/gui-tinh")
@requires(Permission.READ_PLAN)
@in_one_commune("kế hoạch")
def sending() -> Response:
    """What was sent, by when it has to be, and the form for those who may send."""
    return _page(SendForm() if may("send_plan") else None)


@bp.post("/ke-hoach/gui-tinh")
@requires(Permission.SEND_PLAN)
@uploads.allowed(20)
@once
def send() -> Response:
    """Send the plan with its file: it counts from today."""
    form = SendForm()
    if form.validate_on_submit():
        try:
            actions.send_plan(viewer(), form.paper, form.note.data or "", evidence_of(form))
            return created(url_for(".sending"), "Đã gửi kế hoạch. Tỉnh thấy tệp này ngay.")
        except RuleBroken as broken:
            refuse_at_field(form, broken, REFUSALS)
    return _page(form)


def _page(form: SendForm | None) -> Response:
    return render_page(
        "filings/sending.html",
        status=form.status if form else 200,
        form=form,
        filings=queries.own_filings(viewer()),
        deadline=queries.deadline(PLANS),
    )
