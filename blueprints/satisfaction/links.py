"""The counters of the office and the public addresses that are printed for them."""

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.htmx import render_page
from blueprints.satisfaction import bp
from blueprints.satisfaction.forms import CounterEditForm, CounterForm, LinkForm
from blueprints.satisfaction.labels import WORDS
from blueprints.saving import conflict, created, once, refuse, saved
from models.errors import RuleBroken
from models.places import actions as naming
from models.places import queries as places
from models.satisfaction import actions, queries


@bp.route("/hai-long/quay", methods=["GET", "POST"])
@requires(Permission.MANAGE_COUNTERS)
@once
def counters() -> AnyResponse:
    """All counters with their public addresses; a new counter gets its address at once."""
    form = CounterForm()
    if form.validate_on_submit():
        try:
            counter = actions.open_counter(viewer(), form.name.data, form.place.data or "")
        except RuleBroken as broken:
            refuse(form, broken, WORDS)
        else:
            return created(url_for(".counters"), f"Đã thêm {counter.name} và địa chỉ lấy ý kiến của quầy.")
    return render_page("satisfaction/counters.html", form=form, counters=places.counters(viewer()),
                       links=queries.links(viewer()), status=form.status)  # fmt: skip


@bp.route("/hai-long/quay/<int:counter_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_COUNTERS)
def edit_counter(counter_id: int) -> AnyResponse:
    """Rename a counter or switch it off; its answers keep their place."""
    counter = places.counter(viewer(), counter_id)
    form = CounterEditForm(obj=counter)
    if form.validate_on_submit():
        if form.is_stale(counter):
            return conflict("satisfaction/counter.html", form=form, row=counter, counter=counter)
        try:
            naming.change_counter(viewer(), counter, form.name.data, form.place.data or "", form.is_active.data)
        except RuleBroken as broken:
            refuse(form, broken, WORDS)
            counter = places.counter(viewer(), counter_id)
        else:
            return saved(url_for(".counters"), "Đã lưu.")
    return render_page("satisfaction/counter.html", form=form, counter=counter, status=form.status)


@bp.route("/hai-long/quay/lien-ket/moi", methods=["GET", "POST"])
@requires(Permission.MANAGE_COUNTERS)
@once
def new_link() -> AnyResponse:
    """A further public address, for a counter, a kind of file or a moment of its handling."""
    form = LinkForm()
    form.counter_id.offer((row.id, row.name) for row in places.open_counters(viewer()))
    if form.validate_on_submit():
        picked = form.counter_id.data
        counter = places.counter(viewer(), picked) if picked else None
        actions.add_link(viewer().home_id, counter, form.mode.data, form.place.data or "", form.stage.data)
        return created(url_for(".counters"), "Đã tạo địa chỉ lấy ý kiến.")
    return render_page("satisfaction/new_link.html", form=form, status=form.status)


@bp.post("/hai-long/quay/lien-ket/<int:link_id>/<any(bat, tat):state>")
@requires(Permission.MANAGE_COUNTERS)
def switch_link(link_id: int, state: str) -> AnyResponse:
    """Switch a public address off, so that its printed code leads nowhere, or on again."""
    link = queries.link(viewer(), link_id)
    link.is_active = state == "bat"
    return saved(url_for(".counters"), "Đã bật lại địa chỉ." if link.is_active else "Đã tắt địa chỉ.")
