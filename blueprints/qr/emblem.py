"""The emblem that stands at the head of the office's posters."""

import io

from flask import Response, abort, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import uploads
from blueprints.access import Permission, requires, viewer
from blueprints.pages import render_page
from blueprints.qr import bp
from blueprints.qr.forms import EmblemForm, RemoveEmblemForm
from blueprints.qr.labels import REFUSALS
from blueprints.transactions import refuse, saved
from models.errors import RuleBroken, Stale
from models.qr import actions, emblems, queries


@bp.route("/ma-qr/bieu-trung", methods=["GET", "POST"])
@uploads.allowed(20, emblems.prepared)
@requires(Permission.MANAGE_QR)
def emblem() -> AnyResponse:
    """See the emblem, hand in another one; posters printed from now on carry it."""
    form = EmblemForm(version=_version())
    if form.validate_on_submit():
        try:
            if not uploads.is_given(form.photo.data):
                raise RuleBroken("emblem_missing", field="photo")
            picture = uploads.checked(form.photo.data)
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS, "photo")
        else:
            _check(form)
            actions.set_emblem(viewer(), picture)
            return saved(url_for(".emblem"), "Đã lưu biểu trưng. Các tờ in từ bây giờ mang biểu trưng này.")
    version = _version()
    return render_page(
        "qr/emblem.html",
        form=form,
        version=version,
        status=form.status,
        remove=RemoveEmblemForm(formdata=None, version=version),
    )


def _version() -> str:
    present = queries.emblem(viewer().home_id)
    return str(present.version) if present else ""


def _check(form: EmblemForm | RemoveEmblemForm) -> None:
    """Stale when somebody changed the emblem since the page was opened."""
    if (form.version.data or "") != _version():
        raise Stale


@bp.post("/ma-qr/bieu-trung/bo")
@requires(Permission.MANAGE_QR)
def remove_emblem() -> AnyResponse:
    """Back to the office's initials."""
    _check(RemoveEmblemForm())
    actions.remove_emblem(viewer())
    return saved(url_for(".emblem"), "Đã bỏ biểu trưng. Tờ in lại dùng chữ viết tắt tên cơ quan.")


@bp.get("/ma-qr/bieu-trung.png")
@requires(Permission.MANAGE_QR)
def emblem_picture() -> Response:
    """The emblem as it is printed."""
    present = queries.emblem(viewer().home_id)
    if present is None:
        abort(404)
    answer = send_file(io.BytesIO(present.picture), mimetype="image/png")
    answer.headers["Cache-Control"] = "no-store"
    return answer
