"""What the office enters beside the answers: the files of each day, and complaints."""

from typing import Any

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import uploads
from blueprints.access import Permission, requires, viewer
from blueprints.filters import day
from blueprints.labels import word
from blueprints.pages import asked_page, download, render_page
from blueprints.satisfaction import bp
from blueprints.satisfaction.imports import told
from blueprints.satisfaction.labels import COLUMN, WORDS
from blueprints.satisfaction.periods import asked_month, month_arg, offered_months
from blueprints.satisfaction.service_forms import ComplaintForm, ConclusionForm, DaysFileForm, DaysForm
from blueprints.spreadsheets import MOST_LINES, XLSX, Cell, bounded, workbook
from blueprints.transactions import conflict, created, once, refuse, saved
from models import clock
from models.errors import RuleBroken
from models.satisfaction import figures as reading
from models.satisfaction import held
from models.satisfaction import service as kept
from models.satisfaction.service_import import as_lines, read_sheet, understood

GENERAL = "Các thủ tục chung"
PER_PAGE = 50


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
            for served in sorted({line.day for line in lines if line.day}):
                held.hold_surplus(viewer().home_id, served)
        except RuleBroken as broken:
            refuse(form, broken, WORDS)
        else:
            return created(url_for(".service"), told(fresh, changed))
    return _service(form, DaysFileForm(None), form.status)


def _service(form: DaysForm, file_form: DaysFileForm, status: int, **more: Any) -> AnyResponse:
    month = asked_month()
    return render_page(
        "satisfaction/service.html",
        form=form,
        file_form=file_form,
        days=kept.days(viewer(), month.first, month.last),
        most=kept.MOST_LINES,
        columns=COLUMN,
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
    page = asked_page(PER_PAGE)
    page.total = kept.complaint_count(viewer())
    rows = kept.complaints(viewer(), PER_PAGE, page.offset)
    return render_page("satisfaction/complaints.html", form=form, rows=rows, page=page, status=form.status)


@bp.get("/hai-long/phan-anh.xlsx")
@requires(Permission.MANAGE_SERVICE)
def complaints_xlsx() -> AnyResponse:
    """The complaints in the order of their page, with what became of each."""
    lines: list[list[Cell]] = [
        ["Ngày nhận", "Nội dung", "Loại", "Nhận qua đâu", "Kết quả xác minh", "Ngày kết luận", "Kết luận"],
    ]
    for row in kept.complaints(viewer(), MOST_LINES + 1):
        decided = day(row.decided_on) if row.decided_on else ""
        told_of: list[Cell] = [day(row.received_on), row.about, word(row.kind), row.source]
        lines.append([*told_of, word(row.outcome), decided, row.conclusion])
    return download(workbook("Phản ánh", bounded(lines)), XLSX, "phan-anh.xlsx")


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
