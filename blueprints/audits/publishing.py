"""From a draft to a version in use: the map from the version before, the checks, and a second person's press."""

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.audits import bp
from blueprints.audits.labels import RELATION, WORDS
from blueprints.audits.set_forms import MapForm
from blueprints.labels import refusal
from blueprints.pages import render_page
from blueprints.transactions import refuse, rollback, saved
from models.audits import drafting, maps, publishing
from models.audits.mapping import Link, Relation
from models.audits.rules import VersionCheck
from models.audits.tables import CriteriaVersion
from models.errors import RuleBroken


@bp.get("/kiem-tra/bo-tieu-chi/ban/<int:version_id>/doi-chieu")
@requires(Permission.READ_AUDITS)
def mapping(version_id: int) -> AnyResponse:
    """What became of each criterion of the version before."""
    return _mapping(drafting.version(viewer(), version_id), MapForm(None))


def _mapping(found: CriteriaVersion, form: MapForm) -> AnyResponse:
    settled, texts = maps.shown(found, drafting.rows_of(found.id))
    return render_page(
        "audits/mapping.html",
        found=found,
        settled=settled,
        texts=texts,
        told=[link for link in settled.links if link.relation is not Relation.SAME or link.before != link.now],
        counts={one: sum(link.relation is one for link in settled.links) for one in Relation},
        form=form,
        status=form.status,
    )


@bp.post("/kiem-tra/bo-tieu-chi/ban/<int:version_id>/doi-chieu")
@requires(Permission.DRAFT_CRITERIA)
def decide(version_id: int) -> AnyResponse:
    """Keep what somebody has decided: the proposals that were ticked, or one link that was typed."""
    found, form = drafting.version(viewer(), version_id, to_change=True), MapForm()
    back = url_for(".mapping", version_id=version_id)
    if "nhan" in request.form:
        wanted = set(request.form.getlist("nhan"))
        links = [link for link in maps.of_draft(found).proposed if mark_of(link) in wanted]
        for family in _families(links):
            maps.decide(viewer(), found, family)
        return saved(back, f"Đã nhận {len(links)} đề xuất.")
    if form.validate_on_submit():
        try:
            maps.decide(viewer(), found, _typed(form))
        except RuleBroken as broken:
            refuse(form, broken, WORDS, field="now")
            found = drafting.version(viewer(), version_id)
        else:
            return saved(back, "Đã ghi đối chiếu.")
    return _mapping(found, form)


@bp.app_template_filter("mark_of")
def mark_of(link: Link) -> str:
    """A link as a word of a form."""
    return f"{link.relation.value}:{link.before or ''}>{link.now or ''}"


def _families(links: list[Link]) -> list[list[Link]]:
    """Links that belong together: the parts of a split, the sources of a merger."""
    found: dict[tuple[object, ...], list[Link]] = {}
    for at, link in enumerate(links):
        key: tuple[object, ...] = (at,)
        if link.relation is Relation.SPLIT:
            key = (link.relation, link.before)
        elif link.relation is Relation.MERGED:
            key = (link.relation, link.now)
        found.setdefault(key, []).append(link)
    return list(found.values())


def _typed(form: MapForm) -> list[Link]:
    """The links that a typed line means: codes parted by blanks or commas."""
    before: list[str | None] = [*(form.before.data or "").replace(",", " ").split()] or [None]
    now: list[str | None] = [*(form.now.data or "").replace(",", " ").split()] or [None]
    relation: Relation = form.relation.data
    return [Link(was, becomes, relation) for was in before for becomes in now]


@bp.get("/kiem-tra/bo-tieu-chi/ban/<int:version_id>/cong-bo")
@requires(Permission.PUBLISH_CRITERIA)
def publish_page(version_id: int) -> AnyResponse:
    """What is still missing before a draft is published."""
    return _publish(drafting.version(viewer(), version_id))


@bp.post("/kiem-tra/bo-tieu-chi/ban/<int:version_id>/cong-bo")
@requires(Permission.PUBLISH_CRITERIA)
def publish(version_id: int) -> AnyResponse:
    """A second person publishes a draft; from then on it never changes."""
    found = drafting.version(viewer(), version_id, to_change=True)
    try:
        publishing.publish(viewer(), found)
    except RuleBroken as broken:
        rollback()
        return _publish(drafting.version(viewer(), version_id), refusal(broken, WORDS), 409)
    done = f"Đã công bố phiên bản {found.no}. Đợt mở từ nay dùng phiên bản này."
    return saved(url_for(".version", version_id=version_id), done)


def _publish(found: CriteriaVersion, refused: str = "", status: int = 200) -> AnyResponse:
    own = ""
    try:
        publishing.require_second(viewer(), found)
    except RuleBroken as broken:
        own = refusal(broken, WORDS)
    gaps = publishing.gaps(found) if found.is_draft else {}
    places = {
        VersionCheck.DATED: url_for(".edit_version", version_id=found.id),
        VersionCheck.ACTS: url_for(".acts"),
        VersionCheck.MAPPED: url_for(".mapping", version_id=found.id),
    }
    return render_page(
        "audits/publish.html",
        found=found,
        gaps=gaps,
        places=places,
        refused=refused,
        own=own,
        relations=RELATION,
        status=status,
    )
