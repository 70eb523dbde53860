"""The invitation to a meeting as page, print and file; who signs it is chosen on the page, nothing is kept."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.documents import Document, Signer, as_docx, as_page, as_print
from blueprints.filters import text_arg
from blueprints.meetings import bp, notice_paper
from blueprints.meetings.labels import CAPACITY
from blueprints.meetings.minutes_writing import commune_of, room_of
from models.errors import RuleBroken
from models.meetings import queries
from models.meetings.paper_rules import Capacity
from models.meetings.tables import Meeting

POST = "Chánh Văn phòng"


def _document(meeting: Meeting) -> Document:
    if meeting.is_secret:
        raise RuleBroken("secret_has_no_file")
    said = request.args.get("quyen")
    capacity = next((one for one in CAPACITY if one.value == said), Capacity.BY_ORDER)
    post = text_arg("chuc-vu", 160) or POST
    signer = Signer(notice_paper.authority(Capacity(capacity), post), text_arg("nguoi-ky", 160))
    agenda = [f"{item.title}{f' ({item.presenter})' if item.presenter else ''}" for item in meeting.items]
    return notice_paper.invitation(meeting, room_of(meeting), commune_of(meeting), signer, agenda)


def _ways(meeting_id: int) -> tuple[str, str]:
    """The file and the sheet, signed by the same person."""
    signed: dict[str, Any] = {
        name: request.args[name][:160] for name in ("quyen", "chuc-vu", "nguoi-ky") if name in request.args
    }
    docx, sheet = ("invitation_docx", "invitation_sheet")
    return url_for(f".{docx}", meeting_id=meeting_id, **signed), url_for(f".{sheet}", meeting_id=meeting_id, **signed)


@bp.get("/hop/<int:meeting_id>/giay-moi")
@requires(Permission.READ_MEETINGS)
def invitation(meeting_id: int) -> AnyResponse:
    """The invitation as it stands on paper, read inside the site."""
    meeting = queries.meeting(viewer(), meeting_id)
    docx, sheet = _ways(meeting_id)
    return as_page(_document(meeting), (url_for(".page", meeting_id=meeting_id), "Cuộc họp"), docx, sheet, "Dự thảo")


@bp.get("/hop/<int:meeting_id>/giay-moi/in")
@requires(Permission.READ_MEETINGS)
def invitation_sheet(meeting_id: int) -> AnyResponse:
    """The invitation on A4."""
    meeting = queries.meeting(viewer(), meeting_id)
    return as_print(_document(meeting), (url_for(".page", meeting_id=meeting_id), "Cuộc họp"), _ways(meeting_id)[0])


@bp.get("/hop/<int:meeting_id>/giay-moi.docx")
@requires(Permission.READ_MEETINGS)
def invitation_docx(meeting_id: int) -> AnyResponse:
    """The invitation as a file, to be signed in the document system."""
    return as_docx(_document(queries.meeting(viewer(), meeting_id)))
