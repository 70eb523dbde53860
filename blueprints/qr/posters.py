"""Posters: the room's front page, one poster with its preview and downloads, and the check of a hung print."""

from flask import Response, abort, make_response, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import uploads
from blueprints.access import Permission, requires, viewer
from blueprints.pages import render_page, searched
from blueprints.qr import bp
from blueprints.qr.forms import PhotoForm
from blueprints.qr.labels import PAPER, REFUSALS, VERDICT_ADVICE, VERDICT_KIND, sentence
from blueprints.qr.wording import PER_PAGE, cautions_of, notice_of, number, words_of
from blueprints.transactions import refuse, rollback, saved
from models import files, journal
from models.base import db
from models.errors import RuleBroken
from models.places import queries as places
from models.qr import actions, paper, queries, raster
from models.qr.keys import is_readable
from models.qr.marks import Code
from models.qr.outlines import svg
from models.qr.readback import LONGEST, Unreadable, read_photo
from models.qr.rules import PaperFormat, PosterState, reach
from models.qr.sheets import SHEETS
from models.qr.tables import Poster

PREVIEW_DPI = 100
LARGER = (PaperFormat.LABELS, PaperFormat.A6, PaperFormat.A5, PaperFormat.A4, PaperFormat.WALL)


@bp.get("/ma-qr")
@requires(Permission.READ_QR)
def index() -> AnyResponse:
    """What must be printed anew, then networks, links and rooms with their posters."""
    eyes = viewer()
    posters = queries.posters(eyes)
    shown, page = searched(posters, words_of, PER_PAGE)
    return render_page(
        "qr/index.html",
        late=queries.to_reprint(eyes),
        posters=shown,
        page=page,
        total=len(posters),
        networks=queries.networks(eyes),
        links=queries.links(eyes),
        rooms=places.rooms(eyes),
        counted_days=queries.COUNTED_DAYS,
    )


@bp.get("/ma-qr/<int:poster_id>")
@requires(Permission.READ_QR)
def page(poster_id: int) -> AnyResponse:
    """One poster: how it looks on the chosen sheet, how far it is read, its downloads and its history."""
    return _page(queries.poster(viewer(), poster_id), PhotoForm())


def _page(poster: Poster, form: PhotoForm, status: int = 200) -> AnyResponse:
    chosen = _format(request.args.get("kho", "a4"))
    in_use = poster.state is PosterState.IN_USE
    unreadable = poster.network is not None and not is_readable(poster.network)
    printed = _laid_out(poster, chosen) if in_use and not unreadable else None
    return render_page(
        "qr/poster.html",
        fragment="sheet" if request.method == "GET" else None,
        status=status,
        poster=poster,
        number=number(poster),
        papers=PAPER,
        chosen=chosen,
        face=printed.face if printed else None,
        reach=reach(printed.face.module) if printed else None,
        larger=_larger(printed),
        cautions=[sentence(caution) for caution in cautions_of(poster)],
        form=form,
        checks=queries.checks(viewer(), poster.id),
        kinds=VERDICT_KIND,
        advice=VERDICT_ADVICE,
        in_use=in_use,
        unreadable=in_use and unreadable,
        successor=None if in_use else queries.successor(viewer(), poster),
    )


def _format(word: str) -> PaperFormat:
    try:
        return PaperFormat(word)
    except ValueError:
        return PaperFormat.A4


def _larger(printed: paper.Printed | None) -> PaperFormat | None:
    """The next larger sheet on which the code is wide enough, when it is not on this one."""
    if printed is None or printed.face.is_wide_enough:
        return None
    here = LARGER.index(printed.sheet.paper) if printed.sheet.paper in LARGER else 1
    wide = (size for size in LARGER[here + 1 :] if paper.lay_out(printed.notice, size).face.is_wide_enough)
    return next(wide, PaperFormat.WALL)


def _laid_out(poster: Poster, chosen: PaperFormat) -> paper.Printed:
    """The poster on a sheet; a code that does not read back leaves a journal entry and no file."""
    if poster.state is not PosterState.IN_USE:
        raise RuleBroken("poster_withdrawn")
    try:
        return paper.lay_out(notice_of(poster), chosen)
    except Unreadable:
        journal.note("code_unreadable", "poster", poster.id, poster.commune_id)
        db.session.commit()
        abort(500)


def _document(poster: Poster, chosen: PaperFormat) -> bytes:
    printed = _laid_out(poster, chosen)
    return paper.pdf([printed], printed.notice.document)


def _send(content: bytes, mime: str, name: str, attached: bool = True) -> Response:
    """A file with an ETag of its content; the name tells the poster's number, never a network or a key."""
    answer = make_response(content)
    answer.mimetype = mime
    if attached:
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _wanted(poster_id: int, word: str) -> tuple[Poster, PaperFormat]:
    if word not in set(PaperFormat):
        abort(404)
    return queries.poster(viewer(), poster_id), PaperFormat(word)


@bp.get("/ma-qr/<int:poster_id>/<word>.pdf")
@requires(Permission.PRINT_POSTER)
def as_pdf(poster_id: int, word: str) -> Response:
    """The poster for the printer: vector, fonts inside."""
    poster, chosen = _wanted(poster_id, word)
    return _send(_document(poster, chosen), "application/pdf", f"{number(poster)}-{word}.pdf")


@bp.get("/ma-qr/<int:poster_id>/<word>.png")
@requires(Permission.PRINT_POSTER)
def as_png(poster_id: int, word: str) -> Response:
    """The same page as a picture at the sheet's own resolution."""
    poster, chosen = _wanted(poster_id, word)
    picture = raster.png(_document(poster, chosen), SHEETS[chosen].dpi)
    return _send(picture, "image/png", f"{number(poster)}-{word}.png")


@bp.get("/ma-qr/<int:poster_id>/<word>.svg")
@requires(Permission.PRINT_POSTER)
def as_svg(poster_id: int, word: str) -> Response:
    """The code alone, for people who lay out their own paper."""
    poster, chosen = _wanted(poster_id, word)
    code = next(mark for mark in _laid_out(poster, chosen).face.marks if isinstance(mark, Code))
    return _send(svg(code.symbol).encode(), "image/svg+xml", f"{number(poster)}.svg")


@bp.get("/ma-qr/<int:poster_id>/xem-truoc/<word>.png")
@requires(Permission.PRINT_POSTER)
def preview(poster_id: int, word: str) -> Response:
    """The page as it will be printed, for looking at."""
    poster, chosen = _wanted(poster_id, word)
    dpi = PREVIEW_DPI if chosen is not PaperFormat.WALL else PREVIEW_DPI * 2 // 3
    return _send(raster.png(_document(poster, chosen), dpi), "image/png", "", attached=False)


def _texts_on(photo: bytes) -> list[str]:
    return read_photo(files.shrunk(photo, LONGEST))


@bp.post("/ma-qr/<int:poster_id>/da-dan")
@uploads.allowed(20, _texts_on)
@requires(Permission.PRINT_POSTER)
def hung(poster_id: int) -> AnyResponse:
    """This print hangs: said by hand, or proved by a photo that is decoded and not kept."""
    poster = queries.poster(viewer(), poster_id)
    form = PhotoForm()
    if not form.validate_on_submit():
        rollback()
        return _page(poster, form, status=422)
    back = url_for(".page", poster_id=poster.id)
    try:
        if not uploads.is_given(form.photo.data):
            actions.hang(poster)
            return saved(back, "Đã ghi: tờ này đã dán.")
        found = actions.check_photo(viewer(), poster, uploads.checked(form.photo.data))
    except RuleBroken as broken:
        refuse(form, broken, REFUSALS, "photo")
        return _page(poster, form, status=422)
    return saved(back, VERDICT_ADVICE[found], VERDICT_KIND[found])


@bp.post("/ma-qr/<int:poster_id>/thu-hoi")
@requires(Permission.MANAGE_QR)
def take_down(poster_id: int) -> AnyResponse:
    """This poster is taken down for good."""
    poster = queries.poster(viewer(), poster_id)
    actions.withdraw(poster)
    return saved(url_for(".index"), "Đã thu hồi tờ in.")
