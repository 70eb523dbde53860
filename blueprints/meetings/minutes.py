"""Writing minutes: parts that save themselves, two writers who merge, checks before they are finished, versions."""

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.document_kept import keep
from blueprints.meetings import bp
from blueprints.meetings.labels import CHECKS, REFUSALS, sentence
from blueprints.meetings.minutes_forms import AmendForm, NewPartForm, PartForm, SignedForm
from blueprints.meetings.minutes_writing import checked, differences, drawn, first_parts
from blueprints.pages import go_to, render_page, wants_htmx
from blueprints.transactions import commit, created, once, refuse, rollback, saved
from models import clock
from models.errors import RuleBroken, RulesBroken
from models.meetings import minutes, queries
from models.meetings.paper_tables import MinutesBlock
from models.meetings.tables import Meeting


def _home(meeting_id: int) -> str:
    return url_for("meetings.write_minutes", meeting_id=meeting_id)


def _refused(meeting_id: int, broken: RuleBroken) -> AnyResponse:
    rollback()
    return go_to(_home(meeting_id), sentence(broken), "bad")


@bp.get("/hop/<int:meeting_id>/bien-ban/soan")
@requires(Permission.RECORD_MEETING)
def write_minutes(meeting_id: int) -> AnyResponse:
    """The secretary writes minutes: the open version in its parts, the checks, and all versions."""
    return _desk(queries.meeting(viewer(), meeting_id))


def _desk(meeting: Meeting, status: int = 200, new_part: NewPartForm | None = None, **more: object) -> AnyResponse:
    versions = minutes.versions(viewer(), meeting.id)
    version = versions[0] if versions else None
    parts = [(part, PartForm(formdata=None, obj=part)) for part in version.blocks] if version else []
    signed = SignedForm(formdata=None, data={"signed_on": clock.today(), "version": version.version if version else 1})
    return render_page(
        "meetings/minutes.html",
        status=status,
        meeting=meeting,
        versions=versions,
        version=version,
        parts=parts,
        checks=checked(meeting, version) if version else [],
        check_words=CHECKS,
        new_part=new_part or NewPartForm(formdata=None),
        signed=more.get("signed", signed),
        heads=meeting.heads,
    )


@bp.post("/hop/<int:meeting_id>/bien-ban/bat-dau")
@requires(Permission.RECORD_MEETING)
def begin_minutes(meeting_id: int) -> AnyResponse:
    """The secretary begins the minutes of a meeting."""
    meeting = queries.meeting(viewer(), meeting_id)
    try:
        minutes.begin(viewer(), meeting, first_parts(meeting))
        return saved(_home(meeting_id))
    except RuleBroken as broken:
        rollback()
        return go_to(url_for(".page", meeting_id=meeting_id), sentence(broken), "bad")


@bp.post("/bien-ban/<int:minutes_id>/them-phan")
@requires(Permission.RECORD_MEETING)
@once
def add_part(minutes_id: int) -> AnyResponse:
    """One more part at the end of a draft."""
    version, meeting = minutes.minutes(viewer(), minutes_id)
    form = NewPartForm()
    if not form.validate_on_submit():
        rollback()
        return _desk(queries.meeting(viewer(), meeting.id), 422, form)
    try:
        part = minutes.add_part(version, form.title.data)
        return created(f"{_home(meeting.id)}#phan-{part.id}")
    except RuleBroken as broken:
        return _refused(meeting.id, broken)


@bp.post("/bien-ban/phan/<int:part_id>/bo")
@requires(Permission.RECORD_MEETING)
def drop_part(part_id: int) -> AnyResponse:
    """A part without words is taken out."""
    part, meeting = minutes.block(viewer(), part_id)
    meeting_id = meeting.id
    try:
        minutes.drop_part(part.minutes, part)
        return saved(_home(meeting_id), "Đã bỏ phần trống.")
    except RuleBroken as broken:
        return _refused(meeting_id, broken)


@bp.post("/bien-ban/phan/<int:part_id>")
@requires(Permission.RECORD_MEETING)
def save_part(part_id: int) -> AnyResponse:
    """One part is kept as it was typed; where two wrote the same words, both texts are shown and nothing is lost."""
    part, meeting = minutes.block(viewer(), part_id)
    form = PartForm()
    wish = request.form.get("viec", "")
    if wish in ("theirs", "both"):
        return _merge_page(form, part, meeting, wish)
    try:
        minutes.require_draft(part.minutes)
        if not form.validate_on_submit():
            return _part_refused(form, part, meeting)
        if wish == "drop":
            return _set_aside(form, part, meeting)
        if form.is_stale(part):
            form.merge({"title": part.title, "text": part.text})
            if any(getattr(field, "theirs", "") for field in (form.title, form.text)):
                return _clash(form, part, meeting)
        _keep_aside(form, part)
        minutes.write(viewer(), part, form.title.data, form.text.data or "")
    except RuleBroken as broken:
        return _part_refused(form, part, meeting, sentence(broken), 409)
    commit()
    return _part_saved(part_id, meeting.id)


def _keep_aside(form: PartForm, part: MinutesBlock) -> None:
    """Of two merged texts what the result does not say stays readable: one's own words, and those that were stored."""
    if form.aside.data and form.aside.data.strip() != (form.text.data or "").strip():
        minutes.keep(part, form.aside.data, viewer().account_id, is_set_aside=True)


def _set_aside(form: PartForm, part: MinutesBlock, meeting: Meeting) -> AnyResponse:
    words = form.aside.data or form.text.data or ""
    if words.strip():
        minutes.keep(part, words, viewer().account_id, is_set_aside=True)
    return saved(_home(meeting.id), "Đã để nội dung của ông/bà ở “Các bản”, phần này giữ chữ đã lưu trước.", "idle")


def _part_saved(part_id: int, meeting_id: int) -> AnyResponse:
    if not wants_htmx():
        return go_to(f"{_home(meeting_id)}#phan-{part_id}", "Đã lưu phần biên bản.")
    part, _ = minutes.block(viewer(), part_id)
    form = PartForm(formdata=None, obj=part)
    return render_page("meetings/_part_mark.html", part=part, form=form, trouble="")


def _part_refused(
    form: PartForm, part: MinutesBlock, meeting: Meeting, said: str = "", status: int = 422
) -> AnyResponse:
    """What could not be kept, beside the part; without scripts on the page where its words can be copied."""
    rollback()
    trouble = said or " ".join(str(error) for field in form for error in field.errors)
    if wants_htmx():
        return render_page("meetings/_part_mark.html", status=status, part=part, form=form, trouble=trouble)
    return _merge_page(form, part, meeting, trouble=trouble, status=status)


def _clash(form: PartForm, part: MinutesBlock, meeting: Meeting) -> AnyResponse:
    rollback()
    if wants_htmx():
        posted = request.form.get("seen", "")
        form.version.data, form.seen.data = request.form.get("version", ""), posted  # still what this page has seen
        return render_page("meetings/_part_mark.html", status=409, part=part, form=form, trouble="", is_clash=True)
    return _merge_page(form, part, meeting, status=409)


def _merge_page(
    form: PartForm, part: MinutesBlock, meeting: Meeting, wish: str = "", trouble: str = "", status: int = 200
) -> AnyResponse:
    """Both texts side by side, and the one that will be kept below; what is not chosen stays in the versions."""
    mine = form.aside.data or form.text.data or ""
    stored = part.text
    result = {"theirs": stored, "both": "\n".join(filter(str.strip, (stored, mine)))}.get(wish, form.text.data or "")
    ours, theirs = differences(mine, stored)
    again = PartForm(formdata=None, obj=part)
    again.title.process(None, form.title.data or part.title)
    again.text.process(None, result)
    again.aside.process(None, mine)
    again.version.data = str(part.version)
    return render_page(
        "meetings/minutes_merge.html",
        status=status,
        part=part,
        meeting=meeting,
        form=again,
        ours=ours,
        theirs=theirs,
        trouble=trouble,
        is_open=part.minutes.state.value == "draft",
    )


@bp.get("/bien-ban/phan/<int:part_id>/cac-ban")
@requires(Permission.RECORD_MEETING)
def part_versions(part_id: int) -> AnyResponse:
    """What a part said before, and what was typed and not chosen."""
    part, meeting = minutes.block(viewer(), part_id)
    return render_page("meetings/part_versions.html", part=part, meeting=meeting, revisions=minutes.revisions(part))


@bp.post("/bien-ban/<int:minutes_id>/hoan-tat")
@requires(Permission.RECORD_MEETING)
def finish_minutes(minutes_id: int) -> AnyResponse:
    """The minutes are laid before whoever signs, once every check is met."""
    version, found = minutes.minutes(viewer(), minutes_id)
    meeting = queries.meeting(viewer(), found.id, for_papers=True, with_votes=True)
    try:
        minutes.finish(viewer(), version, checked(meeting, version), keep(drawn(meeting, version)))
        return saved(_home(meeting.id), "Biên bản đã hoàn tất, chờ chủ tọa và thư ký ký.")
    except RulesBroken as refused:
        told = " ".join(sentence(broken) for broken in refused.broken)
        rollback()
        return go_to(f"{_home(found.id)}#kiem-tra", f"Chưa hoàn tất được. {told}", "bad")
    except RuleBroken as broken:
        return _refused(found.id, broken)


@bp.post("/bien-ban/<int:minutes_id>/viet-tiep")
@requires(Permission.RECORD_MEETING)
def take_back_minutes(minutes_id: int) -> AnyResponse:
    """Minutes that nobody has signed yet are written on."""
    version, meeting = minutes.minutes(viewer(), minutes_id)
    meeting_id = meeting.id
    try:
        minutes.take_back(version)
        return saved(_home(meeting_id), "Biên bản trở lại bản nháp để viết tiếp.")
    except RuleBroken as broken:
        return _refused(meeting_id, broken)


@bp.post("/bien-ban/<int:minutes_id>/ky")
@requires(Permission.RECORD_MEETING)
def sign_minutes(minutes_id: int) -> AnyResponse:
    """It is noted that chair and secretary have signed; nobody changes these minutes any more."""
    version, meeting = minutes.minutes(viewer(), minutes_id)
    meeting_id, form = meeting.id, SignedForm()
    if form.validate_on_submit():
        try:
            minutes.sign(viewer(), version, form.signed_on.data, meeting.held_on)
            return saved(_home(meeting_id), "Đã ghi việc ký. Biên bản này không sửa được nữa.")
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
    rollback()
    return _desk(queries.meeting(viewer(), meeting_id), form.status, signed=form)


@bp.route("/hop/<int:meeting_id>/bien-ban/sua-doi", methods=["GET", "POST"])
@requires(Permission.RECORD_MEETING)
@once
def amend_minutes(meeting_id: int) -> AnyResponse:
    """A signed paper is amended by a later version, with the reason."""
    meeting, form = queries.meeting(viewer(), meeting_id), AmendForm()
    if form.validate_on_submit():
        try:
            version = minutes.amend(viewer(), meeting, form.reason.data)
            return created(_home(meeting_id), f"Đã mở bản {version.number} để sửa; bản đã ký vẫn giữ nguyên.")
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
    return render_page("meetings/amend.html", form=form, meeting=meeting, paper="bien-ban", status=form.status)
