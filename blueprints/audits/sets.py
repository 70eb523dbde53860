"""Criteria sets: which there are in which versions, drafting one, its head, throwing a draft away."""

from types import SimpleNamespace
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, may, requires, viewer
from blueprints.audits import bp
from blueprints.audits.labels import WORDS
from blueprints.audits.set_forms import CITES_HINT, HeadForm, NewSetForm, head_values
from blueprints.labels import refusal
from blueprints.pages import render_page
from blueprints.transactions import conflict, created, not_taken, once, saved
from models import clock
from models.audits import acts as law
from models.audits import drafting, maps, set_queries
from models.audits.legal import cited, lines
from models.audits.set_import import cites_of
from models.audits.tables import CriteriaVersion
from models.errors import RuleBroken


@bp.get("/kiem-tra/bo-tieu-chi")
@requires(Permission.READ_AUDITS)
def sets() -> AnyResponse:
    """All sets with their versions: which one is used, which is being drafted."""
    return render_page("audits/sets.html", sets=set_queries.listed(viewer()), key=NewSetForm(None).form_key.data)


@bp.route("/kiem-tra/bo-tieu-chi/moi", methods=["GET", "POST"])
@requires(Permission.DRAFT_CRITERIA)
@once
def new_set() -> AnyResponse:
    """A list of the office's own, empty at first."""
    form = NewSetForm()
    if form.validate_on_submit():
        said = (form.name.data, form.short_name.data, form.subject.data, form.legal_basis.data or "")
        draft = drafting.new_set(viewer(), *said)
        return created(url_for(".version", version_id=draft.id), "Đã tạo bộ tiêu chí. Xin thêm nhóm hoặc nhập từ bảng.")
    return render_page("audits/set_new.html", form=form, status=form.status)


@bp.post("/kiem-tra/bo-tieu-chi/<int:set_id>/soan")
@requires(Permission.DRAFT_CRITERIA)
@once
def draft(set_id: int) -> AnyResponse:
    """Begin a new version from the one in use."""
    kept = drafting.the_set(viewer(), set_id)
    try:
        made = drafting.draft_of(viewer(), kept)
    except RuleBroken as broken:
        return not_taken(url_for(".sets"), refusal(broken, WORDS))
    return created(url_for(".version", version_id=made.id), f"Đã mở bản nháp phiên bản {made.no}.")


@bp.get("/kiem-tra/bo-tieu-chi/ban/<int:version_id>")
@requires(Permission.READ_AUDITS)
def version(version_id: int) -> AnyResponse:
    """One version: what changed since the one before, its criteria, the acts it rests on."""
    eyes = viewer()
    found = drafting.version(eyes, version_id)
    return render_page("audits/version.html", **shown(found))


def shown(found: CriteriaVersion) -> dict[str, Any]:
    """What the page of a version tells."""
    eyes, today = viewer(), clock.today()
    known = law.acts(found.commune_id or eyes.commune_id)
    rows = drafting.rows_of(found.id)
    used = set_queries.acts_used(found, rows, known)
    settled, texts = maps.shown(found, rows)
    return {
        "found": found,
        "versions": set_queries.versions(eyes, found.set_id),
        "rows": rows,
        "texts": texts,
        "settled": settled,
        "used": used,
        "span": set_queries.span([act for act, _count in used], today),
        "today_": today,
        "head": lines(cited(found.cites), known, today),
        "may_edit": found.is_draft and found.commune_id is not None and may("draft_criteria"),
    }


@bp.route("/kiem-tra/bo-tieu-chi/ban/<int:version_id>/sua", methods=["GET", "POST"])
@requires(Permission.DRAFT_CRITERIA)
def edit_version(version_id: int) -> AnyResponse:
    """What a draft rests on, and from when it is used."""
    found = drafting.version(viewer(), version_id, to_change=request.method == "POST")
    found.require_draft()
    form = HeadForm(data=head_values(found))
    if form.validate_on_submit():
        if form.is_stale(found):
            known = law.acts(found.commune_id)
            row = SimpleNamespace(**head_values(found))
            return conflict("audits/version_head.html", form=form, row=row, found=found, known=known, hint=CITES_HINT)
        found.legal_basis, found.effective_from = form.legal_basis.data or "", form.effective_from.data
        found.cites = cites_of(form.cites_text.data or "", law.acts(found.commune_id))
        return saved(url_for(".version", version_id=version_id), "Đã lưu.")
    known = law.acts(found.commune_id)
    return render_page(
        "audits/version_head.html", form=form, found=found, known=known, hint=CITES_HINT, status=form.status
    )


@bp.route("/kiem-tra/bo-tieu-chi/ban/<int:version_id>/bo", methods=["GET", "POST"])
@requires(Permission.DRAFT_CRITERIA)
def discard(version_id: int) -> AnyResponse:
    """Throw a draft away, after one more look."""
    found = drafting.version(viewer(), version_id, to_change=request.method == "POST")
    found.require_draft()
    if request.method == "POST":
        drafting.discard(found)
        return saved(url_for(".sets"), "Đã bỏ bản nháp.")
    return render_page("audits/version_discard.html", found=found)
