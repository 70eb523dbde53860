"""The emblem that stands at the head of the office's posters."""

import io

from flask import Response, abort, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import uploads
from blueprints.access import Permission, requires, viewer
from blueprints.htmx import render_page
from blueprints.qr import bp
from blueprints.qr.forms import EmblemForm, RemoveEmblemForm
from blueprints.qr.labels import REFUSALS
from blueprints.saving import refuse, saved
from models import files
from models.base import db
from models.errors import RuleBroken
from models.qr import emblems


@bp.route("/ma-qr/bieu-trung", methods=["GET", "POST"])
@uploads.allowed(10)
@requires(Permission.MANAGE_QR)
def emblem() -> AnyResponse:
    """See the emblem, hand in another one; posters printed from now on carry it."""
    present = emblems.emblem(viewer().home_id)
    form = EmblemForm(version=present.version if present else "")
    if form.validate_on_submit():
        try:
            if not uploads.is_given(form.photo.data):
                raise RuleBroken("emblem_missing", field="photo")
            db.session.rollback()  # nobody else waits to write while the picture is decoded
            picture = emblems.prepared(form.photo.data.stream.read(files.PHOTO_LIMIT + 1))
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS, "photo")
        else:
            emblems.set_emblem(viewer(), picture, form.version.data or "")
            return saved(url_for(".emblem"), "Đã lưu biểu trưng. Các tờ in từ bây giờ mang biểu trưng này.")
    return render_page("qr/emblem.html", form=form, present=present, remove=RemoveEmblemForm(
        formdata=None, version=present.version if present else ""), status=form.status)  # fmt: skip


@bp.post("/ma-qr/bieu-trung/bo")
@requires(Permission.MANAGE_QR)
def remove_emblem() -> AnyResponse:
    """Back to the office's initials."""
    emblems.set_emblem(viewer(), None, RemoveEmblemForm().version.data or "")
    return saved(url_for(".emblem"), "Đã bỏ biểu trưng. Tờ in lại dùng chữ viết tắt tên xã.")


@bp.get("/ma-qr/bieu-trung.png")
@requires(Permission.MANAGE_QR)
def emblem_picture() -> Response:
    """The emblem as it is printed."""
    present = emblems.emblem(viewer().home_id)
    if present is None:
        abort(404)
    return send_file(io.BytesIO(present.picture), mimetype="image/png", max_age=0)
