"""Planning a meeting, recording one after the fact, correcting the record: one form, without scripts."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from flask import g, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import uploads
from blueprints.access import Permission, requires, viewer
from blueprints.filters import int_arg
from blueprints.labels import REFUSALS
from blueprints.meetings import bp, drafting, starting
from blueprints.meetings.drafting import MeetingForm
from blueprints.meetings.forms import MOST_LISTED, CorrectForm, RecordForm
from blueprints.pages import answer, render_page, wants_htmx
from blueprints.room_words import chosen
from blueprints.transactions import conflict, created, once, refuse, saved
from models import clock
from models.accounts.rules import Viewer
from models.accounts.tables import Person
from models.base import db
from models.errors import RuleBroken, RulesBroken
from models.meetings import actions, inviting, planning, queries, reminding, repeating
from models.meetings.invitations import Invitation
from models.meetings.rules import Confidentiality
from models.meetings.tables import Body, Meeting
from models.places import queries as places

TOO_FULL = 20
MOST_PARTS = 2000  # three fields of each of 300 people, eight of each of 60 conclusions, and the head


def _people(eyes: Viewer, also: Sequence[int] = ()) -> dict[int, Person]:
    return {person.id: person for person in queries.people(eyes, also)}


def _offer(form: MeetingForm, eyes: Viewer, people: Mapping[int, Person], meeting: Meeting | None = None) -> list[Body]:
    """Fill the lists of a form; a retired body or room stays on the record that has it."""
    bodies = queries.bodies(eyes, also=meeting.body_id if meeting else None)
    rooms = places.open_rooms(eyes, also=meeting.room_id if meeting else None)
    has_points = not form.is_submitted() or any(not row.form.is_blank for row in form.points.entries)
    form.offer([(body.id, body.name) for body in bodies], people, rooms, queries.units(eyes) if has_points else [])
    return bodies


def _rows_wanted(form: MeetingForm, eyes: Viewer, people: Mapping[int, Person]) -> bool:
    """Whether the form was sent only to change its rows or to fill something in; nothing is saved then."""
    if not form.is_submitted():
        return False
    work = request.args.get("viec", "") or ("moi-nhom" if "nhom" in request.form else "")
    acts: dict[str, Callable[[], object]] = {
        "them-dong": form.add_points,
        "them-buoi": form.add_sitting,
        "tach": lambda: drafting.paste_into(form),
        "them-nguoi": lambda: form.seek_people(people, request.form.get("tim-nguoi", "")),
        "moi-nhom": lambda: drafting.invite_group(form, eyes, people, request.form.get("nhom", "")),
        "theo-loai": lambda: drafting.change_kind(form, eyes, people, is_sure=False),
        "thay": lambda: drafting.change_kind(form, eyes, people, is_sure=True),
        "bo-doi": lambda: drafting.keep_kind(form),
        "giu-lai": lambda: None,
    }
    if work not in acts:
        return False
    acts[work]()
    g.not_taken = True
    return True


def _start(eyes: Viewer, people: Mapping[int, Person]) -> tuple[drafting.Values, Invitation | None]:
    """What the empty form holds: a copied meeting, a body's habits, what an invitation says, or today."""
    if source := int_arg("nhan-ban", 0):
        return starting.copied_values(eyes, queries.meeting(eyes, source), people), None
    if text := request.form.get("giay-moi", ""):
        g.not_taken = True
        rooms = places.open_rooms(eyes)
        return starting.read_values(eyes, text, people, queries.bodies(eyes), rooms)
    body = queries.body(eyes, key) if (key := int_arg("loai", 0)) else None
    return starting.blank_values(eyes, body, people), None


def _filled(meeting: Meeting, form: MeetingForm, eyes: Viewer) -> Meeting:
    """The record with everything that was typed into the form, and a new file that proves it where one was sent."""
    if form.confidentiality.data is Confidentiality.CLOSED and uploads.is_given(form.evidence_file.data):
        form.evidence_file.data.filename = f"minh-chung{PurePath(form.evidence_file.data.filename).suffix}"
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
    """The secretary plans a meeting, or writes down one that took place: the hour decides."""
    eyes = viewer()
    people = _people(eyes)
    is_typed = request.method == "POST" and "giay-moi" not in request.form
    values, found = (None, None) if is_typed else _start(eyes, people)
    form = RecordForm() if is_typed else RecordForm(formdata=None, data=values)
    bodies = _offer(form, eyes, people)
    form.take_slot(chosen())
    again = not is_typed or _rows_wanted(form, eyes, people)
    if not again and form.validate_on_submit() and not drafting.missing_words(form):
        try:
            meeting, said = _made(form, eyes)
            return created(url_for("meetings.page", meeting_id=meeting.id), said)
        except RulesBroken as refused:
            _refused(form, refused)
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS, "evidence_file")
    return _form_page("meetings/new.html", form, again, bodies=bodies, found=found)


def _made(form: RecordForm, eyes: Viewer) -> tuple[Meeting, str]:
    """The meeting that a form makes, and what became of it."""
    meeting = _filled(Meeting(commune_id=eyes.home_id), form, eyes)
    planning.add_topics(meeting, list(planning.topics(form.agenda.data or "")))
    sittings, is_ahead = drafting.sittings_of(form), meeting.starts_at > clock.now()
    seats = drafting.seats_of(form, is_ahead)
    if not is_ahead:
        actions.record(eyes, meeting, seats, drafting.points_of(form), sittings)
        return meeting, "Đã ghi cuộc họp."
    actions.plan(eyes, meeting, seats, sittings)
    series = [meeting]
    if form.every.data and form.times.data:
        days = repeating.dates(meeting.held_on, int(form.every.data), form.times.data)[1:]
        series += planning.plan_series(eyes, meeting, seats, days)
    if request.form.get("luu") != "moi":
        return meeting, f"Đã lưu nháp {len(series)} cuộc họp. Chưa gửi cho ai."
    for one in series:
        one.invite(clock.now())
        reminding.ask_soon(one)
    told = len(meeting.attendance)
    return meeting, f"Đã gửi giấy mời cho {told} người." if len(series) == 1 else f"Đã gửi giấy mời {len(series)} cuộc."


@bp.route("/hop/<int:meeting_id>/sua", methods=["GET", "POST"])
@requires(Permission.RECORD_MEETING)
@uploads.allowed(TOO_FULL, parts=MOST_PARTS)
def edit(meeting_id: int) -> AnyResponse:
    """The secretary corrects a record; two savers see each other's text."""
    eyes = viewer()
    meeting = queries.meeting(eyes, meeting_id)
    meeting.require_open()
    people = _people(eyes, [seat.person_id for seat in meeting.attendance if seat.person_id])
    values = starting.stored_values(meeting, people)
    form = CorrectForm(data=None if request.method == "POST" else {**values, "version": meeting.version})
    form.held_by = {(line.duty.unit_id, line.duty.person_id) for line in meeting.conclusions if line.duty}
    form.lists_people = len(meeting.attendance) <= MOST_LISTED
    _offer(form, eyes, people, meeting)
    form.take_slot(chosen())
    again = _rows_wanted(form, eyes, people)
    if not again and form.validate_on_submit() and not drafting.missing_words(form):
        if form.is_stale(meeting):
            drafting.show_theirs(form, meeting, values)
            return conflict("meetings/edit.html", form=form, row=meeting, meeting=meeting, key=meeting_id)
        try:
            _filled(meeting, form, eyes)
            seats = drafting.seats_of(form, meeting.is_ahead) if form.lists_people else None
            actions.correct(eyes, meeting, seats, drafting.points_of(form), drafting.sittings_of(form))
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
    if not form.units:
        form.units = queries.units(viewer())
        form.offer_units()
    if again and wants_htmx() and request.args.get("viec") in ("them-dong", "tach"):
        return answer("meetings/_points.html", form=form, url=request.path)
    form.groups = inviting.groups(viewer(), form.day.data or clock.today())
    status = 200 if again else 409 if form.first_meeting_id else form.status
    return render_page(template, status=status, form=form, **context)


@bp.get("/hop/dan-giay-moi")
@requires(Permission.RECORD_MEETING)
def paste_invitation() -> AnyResponse:
    """The secretary pastes an invitation; what it says for sure goes into the form."""
    return render_page("meetings/paste_invitation.html")
