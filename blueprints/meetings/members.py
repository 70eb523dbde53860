"""Who belongs to a kind of meeting: invited together, and counted for the quorum, by the day."""

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.meetings import bp
from blueprints.meetings.labels import REFUSALS
from blueprints.meetings.step_forms import MemberForm
from blueprints.pages import render_page
from blueprints.transactions import created, once, refuse, saved
from models import clock
from models.accounts import queries as accounts
from models.errors import RuleBroken
from models.meetings import membership, queries


@bp.route("/hop/loai/<int:body_id>/thanh-vien", methods=["GET", "POST"])
@requires(Permission.RECORD_MEETING)
@once
def members(body_id: int) -> AnyResponse:
    """The secretary sees who belongs to a kind of meeting, and adds somebody from a day on."""
    eyes = viewer()
    body = queries.body(eyes, body_id)
    form = MemberForm(from_on=clock.today())
    form.person_id.offer((one.id, one.full_name) for one in accounts.people(eyes))
    if form.validate_on_submit():
        person = accounts.person(eyes, form.person_id.data)
        try:
            membership.add_member(body, person, form.from_on.data, form.to_on.data, form.may_vote.data)
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
            body = queries.body(eyes, body_id)
        else:
            return created(url_for(".members", body_id=body_id), f"Đã thêm {person.full_name}.")
    return render_page(
        "meetings/members.html",
        body=body,
        form=form,
        members=membership.members(eyes, body_id),
        today=clock.today(),
        status=form.status,
    )


@bp.post("/hop/loai/<int:body_id>/thanh-vien/<int:member_id>/thoi")
@requires(Permission.RECORD_MEETING)
def end_membership(body_id: int, member_id: int) -> AnyResponse:
    """Somebody belongs to it no longer; today is the last day, and old meetings keep their list."""
    membership.end(membership.member(viewer(), body_id, member_id), clock.today())
    return saved(url_for(".members", body_id=body_id), "Đã ghi thôi là thành viên từ sau hôm nay.")
