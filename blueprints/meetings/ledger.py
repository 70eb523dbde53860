"""The ledger of meetings: the list with this week's figures, one meeting's page, its minutes on paper."""

import re
from collections.abc import Sequence

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.documents import Document, as_docx, as_page, as_print
from blueprints.filters import int_arg, text_arg
from blueprints.meetings import bp, minutes_writing, steps
from blueprints.meetings.forms import LABELS
from blueprints.meetings.labels import CAPACITY, FIGURE, LISTED, MINUTES_STATE, PLATFORM
from blueprints.pages import asked_keys, render_page
from models import clock
from models.accounts.rules import Viewer
from models.errors import RuleBroken
from models.meetings import queries, repeating, series, weeks
from models.meetings.lateness import Lateness
from models.meetings.queries import MeetingFilter, MeetingLine
from models.meetings.rules import MeetingFigure, Platform
from models.meetings.tables import Meeting
from models.periods import FIRST_YEAR, LAST_YEAR, week_days, week_of_day

PER_PAGE = 30
WEEK = re.compile(
    r"(?P<year>\d{4})-?W(?P<week>\d{1,2})|(?P<spoken>\d{1,2}) ?[/-] ?(?P<of>\d{4})", re.ASCII | re.IGNORECASE
)


def read_week(text: str) -> tuple[int, int] | None:
    """The ISO week that 2026-W14, 14/2026 or 14 (of this year) means; None for what is no week."""
    plain = text.strip().lower().removeprefix("tuần").strip()
    found = WEEK.fullmatch(f"{plain}/{clock.today().year}" if plain.isdecimal() and len(plain) < 3 else plain.upper())
    if not found:
        return None
    year, week = int(found["year"] or found["of"]), int(found["week"] or found["spoken"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        week_days(year, week)
    except ValueError:
        return None
    return year, week


def wanted_meetings() -> MeetingFilter:
    """What the address narrows the list to."""
    figure = next((figure for figure in MeetingFigure if figure.value == request.args.get("so")), None)
    week = read_week(request.args.get("tuan", "")[:16])
    return MeetingFilter(
        body_id=int_arg("loai", 0) or None,
        week=week or (week_of_day(clock.today()) if figure else None),
        platform=next((word for word in Platform if word.value == request.args.get("nen-tang")), None),
        text=text_arg("q"),
        figure=figure,
    )


def behind_figure(eyes: Viewer, wanted: MeetingFilter) -> list[int] | None:
    """The meetings behind the figure that is asked for; None where none is."""
    if wanted.figure is None:
        return None
    return weeks.ids_behind(eyes, *(wanted.week or week_of_day(clock.today())), wanted.figure)


def by_week(lines: Sequence[MeetingLine]) -> list[tuple[tuple[int, int], list[MeetingLine]]]:
    """The lines under the heads of their weeks, in the order they came; other marks than typed have heads apart."""
    groups: dict[tuple[bool, tuple[int, int]], list[MeetingLine]] = {}
    for line in lines:
        groups.setdefault((line.is_as_written, line.week), []).append(line)
    return [(week, found) for (_, week), found in groups.items()]


@bp.get("/hop")
@requires(Permission.READ_MEETINGS)
def index() -> AnyResponse:
    """The office sees its meetings by week, newest first, with the week's figures above."""
    eyes, wanted = viewer(), wanted_meetings()
    late = Lateness(eyes)
    shown = wanted.week or week_of_day(clock.today())
    ids = behind_figure(eyes, wanted)
    page = asked_keys(PER_PAGE)
    after = int(page.after) if page.after.isascii() and page.after.isdigit() and len(page.after) < 19 else None
    found = queries.lines(eyes, wanted, ids, page.size + 1, after, late)
    lines = page.slice(found, lambda line: line.key)
    return render_page(
        "meetings/index.html",
        fragment="rows",
        groups=by_week(lines),
        page=page,
        total=queries.count(eyes, wanted, ids) if wanted.is_narrowed else None,
        wanted=wanted,
        week=shown,
        days=week_days(*shown),
        figures=weeks.week_figures(eyes, *shown, late),
        figure_words=FIGURE,
        platforms=PLATFORM,
        communes=weeks.week_by_commune(eyes, *shown) if eyes.commune_id is None else {},
        commune_names=queries.commune_names(eyes) if eyes.commune_id is None else {},
        bodies=queries.bodies(eyes) if eyes.commune_id is not None else [],
        repeats=repeating.repeats(eyes) if eyes.may(Permission.RECORD_MEETING) else [],
    )


@bp.get("/hop/<int:meeting_id>")
@requires(Permission.READ_MEETINGS)
def page(meeting_id: int) -> AnyResponse:
    """Everything about one meeting: head, proof, attendance in four groups, conclusions."""
    eyes = viewer()
    meeting = queries.meeting(eyes, meeting_id, *queries.with_course())
    return render_page(
        "meetings/page.html",
        meeting=meeting,
        renewal=series.renewal(eyes, meeting) if meeting.is_off else None,
        renewed=series.renewed(eyes, meeting),
        room=minutes_writing.room_of(meeting),
        presences=LISTED,
        recorder=queries.recorder(meeting),
        week=week_of_day(meeting.held_on),
        is_late=meeting.has_happened and meeting.id in Lateness(viewer()).of([meeting]),
        reason=steps.blank_reason(meeting),
        said=LABELS,
        capacities=CAPACITY,
        **minutes_writing.papers_of(meeting),
    )


def _minutes(meeting: Meeting) -> tuple[Document, str]:
    """The minutes that these eyes read, and what they are."""
    document, version = minutes_writing.shown(meeting, int_arg("ban", 0, high=9999))
    if version is None:
        return document, ""
    number = f", bản {version.number}" if version.number > 1 else ""
    return document, MINUTES_STATE[version.state] + number


@bp.get("/hop/<int:meeting_id>/bien-ban")
@requires(Permission.READ_MEETINGS)
def minutes(meeting_id: int) -> AnyResponse:
    """The minutes as they will stand on paper, read inside the site; from here they are printed or taken along."""
    meeting = queries.meeting(viewer(), meeting_id, for_papers=True, with_votes=True)
    docx = "" if meeting.is_secret else url_for(".minutes_docx", meeting_id=meeting_id)
    paper = url_for(".sheet", meeting_id=meeting_id)
    document, said = _minutes(meeting)
    return as_page(document, (url_for(".page", meeting_id=meeting_id), "Cuộc họp"), docx, paper, said)


@bp.get("/hop/<int:meeting_id>/in")
@requires(Permission.READ_MEETINGS)
def sheet(meeting_id: int) -> AnyResponse:
    """The minutes on A4: head, attendance, conclusions, who signs."""
    meeting = queries.meeting(viewer(), meeting_id, for_papers=True, with_votes=True)
    docx = "" if meeting.is_secret else url_for(".minutes_docx", meeting_id=meeting_id)
    return as_print(_minutes(meeting)[0], (url_for(".page", meeting_id=meeting_id), "Cuộc họp"), docx)


@bp.get("/hop/<int:meeting_id>/bien-ban.docx")
@requires(Permission.READ_MEETINGS)
def minutes_docx(meeting_id: int) -> AnyResponse:
    """The minutes as a file to go on working in; a secret meeting leaves none."""
    meeting = queries.meeting(viewer(), meeting_id, for_papers=True, with_votes=True)
    if meeting.is_secret:
        raise RuleBroken("secret_has_no_file")
    return as_docx(_minutes(meeting)[0])
