"""What the office enters beside the answers: files of each day, complaints, and scores that others gave."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import uploads
from blueprints.access import Permission, requires, viewer
from blueprints.pages import render_page
from blueprints.satisfaction import bp
from blueprints.satisfaction.labels import WORDS
from blueprints.satisfaction.periods import asked_month, month_arg, offered_months
from blueprints.satisfaction.service_forms import ComplaintForm, ConclusionForm, DaysFileForm, DaysForm, ScoresForm
from blueprints.transactions import conflict, created, once, refuse, saved
from models import clock
from models.errors import RuleBroken
from models.satisfaction import figures as reading
from models.satisfaction import held
from models.satisfaction import service as kept
from models.satisfaction.service_import import as_lines, read_sheet, understood
from models.satisfaction.tables import ScoreSource

GENERAL = "Các thủ tục chung"
MONTH = re.compile(r"(0?[1-9]|1[0-2])[/-](20\d\d)")


@bp.get("/hai-long/ho-so")
@requires(Permission.READ_SERVICE)
def service() -> AnyResponse:
    """The files of the days of a month, and where to enter more."""
    return _service(DaysForm(), DaysFileForm(), 200)


@bp.post("/hai-long/ho-so/ghi")
@requires(Permission.MANAGE_SERVICE)
@once
def service_keep() -> AnyResponse:
    """Keep the lines that were typed, pasted or read from a sheet: all of them or none."""
    form = DaysForm()
    if form.validate_on_submit():
        try:
            lines = understood(form.lines.data)
            fresh, changed = kept.keep_days(viewer(), lines, GENERAL)
            for day in sorted({line.day for line in lines if line.day}):
                held.hold_surplus(viewer().home_id, day)
        except RuleBroken as broken:
            refuse(form, broken, WORDS)
        else:
            return created(url_for(".service"), f"Đã ghi {fresh} dòng mới, sửa {changed} dòng đã có.")
    return _service(form, DaysFileForm(None), form.status)


def _service(form: DaysForm, file_form: DaysFileForm, status: int, **more: Any) -> AnyResponse:
    month = asked_month()
    return render_page(
        "satisfaction/service.html",
        form=form,
        file_form=file_form,
        days=kept.days(viewer(), month.first, month.last),
        most=kept.MOST_LINES,
        judged=reading.served(viewer(), month.first, month.last).punctuality,
        month_arg=month_arg(month),
        months=offered_months(),
        status=status,
        **more,
    )


@bp.post("/hai-long/ho-so/xem-truoc")
@requires(Permission.MANAGE_SERVICE)
@uploads.allowed(2, check=read_sheet)
def service_preview() -> AnyResponse:
    """What was understood of a sheet or of pasted lines, before anything is kept."""
    file_form, form = DaysFileForm(), DaysForm(None)
    lines = DaysForm().lines.data or ""
    try:
        if uploads.is_given(file_form.file.data):
            lines = as_lines(uploads.checked(file_form.file.data))
        found = understood(lines)
    except RuleBroken as broken:
        refuse(file_form, broken, WORDS, field="file")
        return _service(form, file_form, 422)
    form.lines.data = lines
    return _service(form, file_form, 200, found=found, wrong=sum(bool(line.problem) for line in found))


@bp.route("/hai-long/phan-anh", methods=["GET", "POST"])
@requires(Permission.MANAGE_SERVICE)
@once
def complaints() -> AnyResponse:
    """Complaints about the service; a substantiated one of harassment breaks target 5."""
    form = ComplaintForm()
    if form.validate_on_submit():
        said = (form.received_on.data, form.kind.data, form.about.data, form.source.data or "")
        try:
            kept.add_complaint(viewer(), *said)
        except RuleBroken as broken:
            refuse(form, broken, WORDS)
        else:
            return created(url_for(".complaints"), "Đã ghi phản ánh.")
    rows = kept.complaints(viewer())
    return render_page("satisfaction/complaints.html", form=form, rows=rows, status=form.status)


@bp.route("/hai-long/phan-anh/<int:complaint_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_SERVICE)
def complaint(complaint_id: int) -> AnyResponse:
    """One complaint, and whether it was true."""
    row = kept.complaint(viewer(), complaint_id)
    form = ConclusionForm(obj=row)
    if form.validate_on_submit():
        if form.is_stale(row):
            return conflict("satisfaction/complaint.html", form=form, row=row)
        said = (form.outcome.data, form.conclusion.data or "", form.decided_on.data or clock.today())
        try:
            kept.conclude(viewer(), row, *said)
        except RuleBroken as broken:
            refuse(form, broken, WORDS)
        else:
            return saved(url_for(".complaints"), "Đã ghi kết quả xác minh.")
    return render_page("satisfaction/complaint.html", form=form, row=row, status=form.status)


@bp.route("/hai-long/diem-ngoai", methods=["GET", "POST"])
@requires(Permission.MANAGE_SERVICE)
@once
def scores() -> AnyResponse:
    """The service index and SIPAS as others publish them, apart from the office's own answers."""
    form = ScoresForm()
    if form.validate_on_submit():
        try:
            found = list(_parts(form.lines.data))
            kept.keep_scores(viewer(), form.source.data, _month(form.month.data), found, form.document.data)
        except RuleBroken as broken:
            refuse(form, broken, WORDS)
        else:
            return created(url_for(".scores"), f"Đã ghi {len(found)} dòng.")
    tables = [(source, kept.scores(viewer(), source)) for source in ScoreSource]
    return render_page("satisfaction/scores.html", form=form, tables=tables, status=form.status)


def _month(text: str) -> date:
    found = MONTH.fullmatch(text.strip())
    if found is None or date(int(found[2]), int(found[1]), 1) > clock.today() + timedelta(days=31):
        raise RuleBroken("month_odd", field="month")
    return date(int(found[2]), int(found[1]), 1)


def _parts(text: str) -> Iterator[tuple[str, str, Decimal, Decimal]]:
    """Mã; tên; điểm; điểm tối đa, a line each."""
    for no, line in enumerate((line for line in text.splitlines() if line.strip()), 1):
        cells = [cell.strip() for cell in line.split(";" if ";" in line else "\t")]
        try:
            code, title, points, most = cells[:4]
            found = code[:20], title[:200], _decimal(points), _decimal(most)
        except (ValueError, InvalidOperation) as problem:
            raise RuleBroken("line_not_understood", field="lines", no=no) from problem
        yield found


def _decimal(text: str) -> Decimal:
    if not re.fullmatch(r"\d{1,4}([.,]\d{1,4})?", text):
        raise ValueError(text)
    return Decimal(text.replace(",", "."))
