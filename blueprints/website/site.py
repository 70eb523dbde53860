"""The commune's site as the administrator enters it: where it begins, and which hosts may be fetched."""

from typing import Any

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.pages import render_page
from blueprints.transactions import conflict, refuse, saved
from blueprints.website import bp
from blueprints.website.forms import SiteForm
from blueprints.website.labels import REFUSALS
from models.errors import RuleBroken
from models.website import actions, queries
from models.website.tables import Website


@bp.route("/trang-web/dia-chi", methods=["GET", "POST"])
@requires(Permission.SET_WEBSITE)
def site() -> AnyResponse:
    """Enter or change the site that the checks look at."""
    found = queries.website(viewer())
    form = SiteForm(data=_values(found))
    if form.validate_on_submit():
        if found is not None and form.is_stale(found):
            return conflict("website/site.html", form=form, row=found)
        try:
            actions.set_website(
                viewer(),
                form.url.data,
                (form.hosts.data or "").replace(",", " ").split(),
                form.address.data or "",
                form.phone.data or "",
                form.email.data or "",
            )
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
        else:
            return saved(url_for(".index"), "Đã lưu địa chỉ trang.")
    return render_page("website/site.html", form=form, status=form.status)


def _values(found: Website | None) -> dict[str, Any]:
    if found is None:
        return {}
    names = ("url", "address", "phone", "email", "version")
    return {name: getattr(found, name) for name in names} | {"hosts": " ".join(found.hosts[1:])}
