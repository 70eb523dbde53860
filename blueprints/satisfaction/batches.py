"""Codes for one answer each: made for a paper, printed, called back."""

from flask import Response, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.pages import download, render_page
from blueprints.satisfaction import bp, code_sheet
from blueprints.satisfaction.forms import BatchForm
from blueprints.satisfaction.labels import PAPER_STAGE
from blueprints.serving import open_root
from blueprints.transactions import created, once, saved
from models.accounts import queries as accounts
from models.places import queries as places
from models.satisfaction import codes
from models.satisfaction.rules import Stage


@bp.route("/hai-long/ma-phieu", methods=["GET", "POST"])
@requires(Permission.MANAGE_COUNTERS)
@once
def batches() -> AnyResponse:
    """The codes that were made, and how many of them were used; a form for more."""
    form = BatchForm()
    form.counter_id.offer((row.id, row.name) for row in places.open_counters(viewer()))
    if form.validate_on_submit():
        codes.make_batch(viewer(), form.counter_id.data, form.stage.data, form.mode.data, form.size.data)
        return created(url_for(".batches"), "Đã tạo mã. Xin bấm “In” ở dòng đầu.")
    return render_page("satisfaction/batches.html", form=form, batches=codes.batches(viewer()), status=form.status)


@bp.get("/hai-long/ma-phieu/<int:batch_id>.pdf")
@requires(Permission.MANAGE_COUNTERS)
def batch_sheet(batch_id: int) -> Response:
    """The sheets of a batch for the printer."""
    batch = codes.batch(viewer(), batch_id)
    tokens = [codes.code_of(batch, number) for number in range(1, batch.size + 1)]
    root = open_root().rstrip("/")
    addresses = [root + url_for(".public_page", token=token) for token in tokens]
    name = PAPER_STAGE[Stage(batch.stage)]
    content = code_sheet.draw(addresses, name, accounts.commune(batch.commune_id).name)
    return download(content, "application/pdf", f"ma-phieu-{batch.id}.pdf")


@bp.post("/hai-long/ma-phieu/<int:batch_id>/<any(bat, tat):state>")
@requires(Permission.MANAGE_COUNTERS)
def switch_batch(batch_id: int, state: str) -> AnyResponse:
    """Call codes back, so that they lead nowhere, or let them count again."""
    batch = codes.batch(viewer(), batch_id)
    batch.is_active = state == "bat"
    return saved(
        url_for(".batches"), "Đã bật lại các mã." if batch.is_active else "Đã ngừng nhận ý kiến qua các mã này."
    )
