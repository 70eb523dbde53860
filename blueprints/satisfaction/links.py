"""The public addresses that are printed as QR codes: for a counter, a kind of file, a moment of its handling."""

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.pages import render_page
from blueprints.satisfaction import bp
from blueprints.satisfaction.forms import ResponseLinkForm
from blueprints.serving import open_root
from blueprints.transactions import created, once, saved
from models.places import queries as places
from models.satisfaction import queries
from models.satisfaction.links import add_link


@bp.get("/hai-long/quay")
@requires(Permission.MANAGE_COUNTERS)
def links() -> AnyResponse:
    """The public addresses, each with the counter it belongs to."""
    return render_page("satisfaction/links.html", links=queries.links(viewer()), root=open_root().rstrip("/"))


@bp.route("/hai-long/quay/lien-ket/moi", methods=["GET", "POST"])
@requires(Permission.MANAGE_COUNTERS)
@once
def new_link() -> AnyResponse:
    """A further public address, for a counter, a kind of file or a moment of its handling."""
    form = ResponseLinkForm()
    form.counter_id.offer((row.id, row.name) for row in places.open_counters(viewer()))
    if form.validate_on_submit():
        picked = form.counter_id.data
        counter = places.counter(viewer(), picked) if picked else None
        add_link(viewer().home_id, counter, form.mode.data, form.place.data or "", form.stage.data)
        return created(url_for(".links"), "Đã tạo liên kết lấy ý kiến.")
    return render_page("satisfaction/new_link.html", form=form, status=form.status)


@bp.post("/hai-long/quay/lien-ket/<int:link_id>/<any(bat, tat):state>")
@requires(Permission.MANAGE_COUNTERS)
def switch_link(link_id: int, state: str) -> AnyResponse:
    """Switch a public address off, so that its printed code leads nowhere, or on again."""
    link = queries.link(viewer(), link_id)
    link.is_active = state == "bat"
    return saved(url_for(".links"), "Đã bật lại địa chỉ." if link.is_active else "Đã tắt địa chỉ.")
