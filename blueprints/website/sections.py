"""The sections of the site: which is late and whose it is, who writes what, and the table of it on paper."""

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.documents import Document, as_docx, as_print
from blueprints.filters import day, text_arg
from blueprints.labels import word
from blueprints.pages import asked_page, download, render_page
from blueprints.spreadsheets import XLSX, Cell, workbook
from blueprints.transactions import conflict, created, once, refuse, saved
from blueprints.website import bp, papers
from blueprints.website.forms import PublishedForm, SectionEditForm, SectionForm, offer, wish_of
from blueprints.website.labels import MEDIA, MEDIUM_WORD, PICK_WORD, PICKS, REFUSALS, rhythm, standing_badge
from models import clock
from models.accounts import queries as accounts
from models.errors import RuleBroken
from models.website import actions, queries, runs
from models.website.rules import Medium, SectionPick
from models.website.tables import WebsiteSection

bp.add_app_template_global(rhythm, "section_rhythm")
bp.add_app_template_global(standing_badge, "section_badge")
SIZE = 100  # more than any office has; a province reads them in pages
SHOWN = (SectionPick.LATE, SectionPick.DUE, SectionPick.UNASSIGNED)


@bp.get("/trang-web")
@requires(Permission.READ_WEBSITE)
def index() -> AnyResponse:
    """All sections, what is late first; the province's rank and what the machine found beside them."""
    eyes, today = viewer(), clock.today()
    rows = queries.sections(eyes, today)
    page = asked_page(SIZE)
    pick, medium = _asked()
    wanted = queries.narrowed(rows, pick, medium)
    page.total = len(wanted)
    return render_page(
        "website/index.html",
        fragment="sections",
        rows=page.slice(wanted),
        page=page,
        names_communes=eyes.commune_id is None,
        every=rows,
        pick=pick,
        medium=medium,
        counts={one: len(queries.narrowed(rows, one)) for one in SectionPick},
        by_medium={one: len(queries.narrowed(rows, medium=one)) for one in MEDIA.values()},
        shown=SHOWN if pick is None or pick in SHOWN else (*SHOWN, pick),
        pick_word=PICK_WORD,
        medium_word=MEDIUM_WORD,
        unused=queries.unused_sections(eyes),
        rank=queries.newest_rank(eyes) if eyes.commune_id is not None else None,
        site=queries.website(eyes),
        last=runs.newest(eyes),
        waiting=runs.waiting(eyes),
    )


def _asked() -> tuple[SectionPick | None, Medium | None]:
    return PICKS.get(text_arg("loc")), MEDIA.get(text_arg("kenh"))


@bp.get("/trang-web.xlsx")
@requires(Permission.READ_WEBSITE)
def sections_xlsx() -> AnyResponse:
    """The sections that the filter of the page leaves, on all its pages, in their order."""
    eyes, today = viewer(), clock.today()
    names_communes = eyes.commune_id is None
    head: list[Cell] = ["Chuyên mục", "Kênh", "Đơn vị", "Người viết", "Nhịp", "Bài mới nhất", "Số ngày", "Tình trạng"]
    lines = [["Xã, phường", *head] if names_communes else head]
    for row in queries.narrowed(queries.sections(eyes, today), *_asked()):
        newest = day(row.last_item_on) if row.last_item_on else ""
        told: list[Cell] = [row.name, word(row.medium), row.unit or "", row.person or "", rhythm(row.interval_days)]
        told += [newest, row.standing.age, standing_badge(row.standing).text]
        lines.append([row.commune, *told] if names_communes else told)
    return download(workbook("Chuyên mục", lines), XLSX, "chuyen-muc.xlsx")


@bp.route("/trang-web/chuyen-muc/moi", methods=["GET", "POST"])
@requires(Permission.MANAGE_SECTIONS)
@once
def new_section() -> AnyResponse:
    """A section beside the required ones."""
    form = SectionForm()
    offer(form, accounts.units(viewer()), accounts.people(viewer()))
    if form.validate_on_submit():
        try:
            made = actions.add_section(viewer(), form.medium.data, wish_of(form))
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
        else:
            return created(url_for(".section", section_id=made.id), "Đã thêm chuyên mục.")
    return render_page("website/section_form.html", form=form, section=None, status=form.status)


@bp.get("/trang-web/chuyen-muc/<int:section_id>")
@requires(Permission.READ_WEBSITE)
def section(section_id: int) -> AnyResponse:
    """One section: who writes it, how often, its newest item."""
    return _page(queries.section(viewer(), section_id), PublishedForm(data={"published_on": clock.today()}))


def _page(section: WebsiteSection, form: PublishedForm) -> AnyResponse:
    standing = section.standing_on(clock.today())
    return render_page("website/section.html", section=section, standing=standing, form=form, status=form.status)


@bp.post("/trang-web/chuyen-muc/<int:section_id>/bai-moi")
@requires(Permission.NOTE_SECTION)
@once
def note_item(section_id: int) -> AnyResponse:
    """Note that something was published."""
    section, form = queries.section(viewer(), section_id), PublishedForm()
    if form.validate_on_submit():
        try:
            section.note_item(form.published_on.data, clock.today())
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
            section = queries.section(viewer(), section_id)
        else:
            return created(url_for(".section", section_id=section_id), "Đã ghi ngày đăng bài.")
    return _page(section, form)


@bp.route("/trang-web/chuyen-muc/<int:section_id>/sua", methods=["GET", "POST"])
@requires(Permission.MANAGE_SECTIONS)
def edit_section(section_id: int) -> AnyResponse:
    """Share out a section: its unit, its writer, its rhythm."""
    section = queries.section(viewer(), section_id)
    form = SectionEditForm(obj=section)
    offer(form, accounts.units(viewer()), accounts.people(viewer()))
    if form.validate_on_submit():
        if form.is_stale(section):
            return conflict("website/section_form.html", form=form, row=section, section=section)
        try:
            actions.change_section(viewer(), section, wish_of(form), form.is_active.data)
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
            section = queries.section(viewer(), section_id)
        else:
            return saved(url_for(".section", section_id=section_id), "Đã lưu phân công.")
    return render_page("website/section_form.html", form=form, section=section, status=form.status)


def _assignments() -> Document:
    eyes = viewer()
    return papers.assignments(accounts.commune(eyes.home_id).name, queries.sections(eyes, clock.today()))


@bp.get("/trang-web/phan-cong")
@requires(Permission.MANAGE_SECTIONS)
def assignments() -> AnyResponse:
    """Who writes what, as a table to sign and send."""
    return as_print(_assignments(), (url_for(".index"), "Trang thông tin"), url_for(".assignments_docx"))


@bp.get("/trang-web/phan-cong.docx")
@requires(Permission.MANAGE_SECTIONS)
def assignments_docx() -> AnyResponse:
    """The same table as a file to go on working in."""
    return as_docx(_assignments())
