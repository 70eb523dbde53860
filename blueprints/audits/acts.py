"""Legal acts with their days, which an administrator keeps as data."""

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.audits import bp
from blueprints.audits.labels import WORDS
from blueprints.audits.set_forms import ActForm
from blueprints.pages import render_page
from blueprints.transactions import conflict, refuse, saved
from models import clock
from models.audits import acts as law
from models.audits.tables import LegalAct
from models.catalogue.criteria import Verify
from models.errors import RuleBroken


@bp.get("/kiem-tra/van-ban")
@requires(Permission.READ_AUDITS)
def acts() -> AnyResponse:
    """All acts with the days between which each holds."""
    return render_page("audits/acts.html", acts=law.listed(viewer()), today_=clock.today())


@bp.route("/kiem-tra/van-ban/moi", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACTS)
def new_act() -> AnyResponse:
    """An act that criteria of the office cite."""
    form = ActForm(data={"verify": Verify.SECONDARY})
    if form.validate_on_submit():
        mine = LegalAct(commune_id=viewer().home_id, code=form.code.data, source="")
        if (refused := _keep(form, mine)) is None:
            return saved(url_for(".acts"), "Đã thêm văn bản.")
        return refused
    return render_page("audits/act.html", form=form, act=None, status=form.status)


@bp.route("/kiem-tra/van-ban/<int:act_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACTS)
def act(act_id: int) -> AnyResponse:
    """The days of an act; of a common one the office keeps a row of its own."""
    kept = law.act(viewer(), act_id)
    form = ActForm(obj=kept)
    if form.validate_on_submit():
        if form.is_stale(kept):
            return conflict("audits/act.html", form=form, row=kept, act=kept)
        form.code.data = kept.code
        if (refused := _keep(form, law.own_row(viewer(), kept))) is None:
            return saved(url_for(".acts"), "Đã lưu văn bản.")
        return refused
    return render_page("audits/act.html", form=form, act=kept, status=form.status)


def _keep(form: ActForm, mine: LegalAct) -> AnyResponse | None:
    """Write the form into the office's row; the form again where a rule refuses."""
    for name in ("name", "valid_from", "valid_to", "verify"):
        setattr(mine, name, form[name].data)
    mine.superseded_by = form.superseded_by.data or ""
    is_new = mine.id is None
    try:
        law.keep(mine)
    except RuleBroken as broken:
        refuse(form, broken, WORDS)
        return render_page("audits/act.html", form=form, act=None if is_new else mine, status=422)
    return None
