"""Recording a meeting after the fact and correcting the record: one form, with defaults, without scripts."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import g, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import uploads
from blueprints.access import Permission, requires, viewer
from blueprints.filters import int_arg
from blueprints.labels import REFUSALS
from blueprints.meetings import bp, drafting
from blueprints.meetings.drafting import MeetingForm
from blueprints.meetings.forms import CorrectForm, RecordForm
from blueprints.pages import answer, render_page, wants_htmx
from blueprints.transactions import conflict, created, once, refuse, saved
from models.accounts.rules import Viewer
from models.accounts.tables import Person
from models.base import db
from models.errors import RuleBroken, RulesBroken
from models.meetings import actions, queries
from models.meetings.tables import Body, Meeting
from models.places import queries as places

TOO_FULL = 20
ROWS = ("them-dong", "tach", "them-nguoi")
MOST_PARTS = 2000  # three fields of each of 300 people, eight of each of 60 conclusions, and the head


def _people(eyes: Viewer, also: Sequence[int] = ()) -> dict[int, Person]:
    return {person.id: person for person in queries.people(eyes, also)}


def _offer(form: MeetingForm, eyes: Viewer, people: Mapping[int, Person], meeting: Meeting | None = None) -> list[Body]:
    """Fill the lists of a form; a retired body or room stays on the record that has it."""
    bodies = queries.bodies(eyes, also=meeting.body_id if meeting else None)
    rooms = places.open_rooms(eyes, also=meeting.room_id if meeting else None)
    form.offer([(body.id, body.name) for body in bodies], people, rooms, queries.units(eyes))
    return bodies


def _rows_wanted(form: MeetingForm, people: Mapping[int, Person]) -> bool:
    """Whether the form was sent only to get more rows or to split a pasted text; nothing is saved then."""
    work = request.args.get("viec") if form.is_submitted() else None
    if work == "them-dong":
        form.add_points()
    elif work == "tach":
        drafting.paste_into(form)
    elif work == "them-nguoi":
        form.seek_people(people, request.form.get("tim-nguoi", ""))
    if work in ROWS:
        g.not_taken = True
    return work in ROWS


def _start_values(eyes: Viewer, people: Mapping[int, Person]) -> drafting.Values:
    """What the empty form holds: a copied meeting, a body's habits, or today."""
    if source := int_arg("nhan-ban", 0):
        return drafting.copied_values(queries.meeting(eyes, source), people)
    body = queries.body(eyes, key) if (key := int_arg("loai", 0)) else None
    return drafting.blank_values(eyes, body, people)


def _filled(meeting: Meeting, form: MeetingForm, eyes: Viewer) -> Meeting:
    """The record with everything that was typed into the form, and a new file that proves it where one was sent."""
    file = uploads.save(form.evidence_file.data, eyes) if uploads.is_given(form.evidence_file.data) else None
    form.populate_obj(meeting)
    if file is not None or ("drop_evidence" in form and form["drop_evidence"].data):
        meeting.evidence_id = file.id if file else None
    return meeting


@bp.route("/hop/moi", methods=["GET", "POST"])
@requires(Permission.RECORD_MEETING)
@uploads.allowed(TOO_FULL, parts=MOST_PARTS)
@once
def new() -> AnyResponse:
    """The secretary writes down a meeting that took place."""
    eyes = viewer()
    people = _people(eyes)
    form = RecordForm(data=None if request.method == "POST" else _start_values(eyes, people))
    bodies = _offer(form, eyes, people)
    again = _rows_wanted(form, people)
    if not again and form.validate_on_submit() and not drafting.missing_words(form):
        try:
            meeting = _filled(Meeting(), form, eyes)
            actions.record(eyes, meeting, drafting.seats_of(form), drafting.points_of(form))
            return created(url_for("meetings.page", meeting_id=meeting.id), "Đã ghi cuộc họp.")
        except RulesBroken as refused:
            _refused(form, refused)
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS, "evidence_file")
    return _form_page("meetings/new.html", form, again, bodies=bodies)


@bp.route("/hop/<int:meeting_id>/sua", methods=["GET", "POST"])
@requires(Permission.RECORD_MEETING)
@uploads.allowed(TOO_FULL, parts=MOST_PARTS)
def edit(meeting_id: int) -> AnyResponse:
    """The secretary corrects a record; two savers see each other's text."""
    eyes = viewer()
    meeting = queries.meeting(eyes, meeting_id)
    meeting.require_open()
    people = _people(eyes, [seat.person_id for seat in meeting.attendance if seat.person_id])
    values = drafting.stored_values(meeting, people)
    form = CorrectForm(data=None if request.method == "POST" else {**values, "version": meeting.version})
    _offer(form, eyes, people, meeting)
    again = _rows_wanted(form, people)
    if not again and form.validate_on_submit() and not drafting.missing_words(form):
        if form.is_stale(meeting):
            drafting.show_theirs(form, meeting, values)
            return conflict("meetings/edit.html", form=form, row=meeting, meeting=meeting, key=meeting_id)
        try:
            _filled(meeting, form, eyes)
            actions.correct(eyes, meeting, drafting.seats_of(form), drafting.points_of(form))
            return saved(url_for("meetings.page", meeting_id=meeting_id), "Đã lưu.")
        except RulesBroken as refused:
            _refused(form, refused)
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS, "evidence_file")
    return _form_page("meetings/edit.html", form, again, meeting=meeting, key=meeting_id)


def _refused(form: MeetingForm, refused: RulesBroken) -> None:
    db.session.rollback()
    drafting.tell(form, refused.broken)


def _form_page(template: str, form: MeetingForm, again: bool, **context: Any) -> AnyResponse:
    """The form once more: only its conclusions when htmx asked for more rows."""
    if again and wants_htmx() and request.args.get("viec") != "them-nguoi":
        return answer("meetings/_points.html", form=form, url=request.path)
    status = 200 if again else 409 if form.first_meeting_id else form.status
    return render_page(template, status=status, form=form, **context)
