"""The journal page: who did what, when, in plain sentences; nobody can change it."""

from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.accounts import bp
from blueprints.accounts.sentences import sentences
from blueprints.capability import things
from blueprints.filters import day_arg, int_arg, odd_day, text_arg
from blueprints.pages import asked_keys, download, render_page
from blueprints.spreadsheets import MOST_LINES, XLSX, Cell, bounded, workbook
from models.accounts import history
from models.accounts.history import PAGE_SIZE, JournalFilter
from models.text import fold, place_sort_key


def _entity(said: str) -> str:
    """The table of a kind of thing, told by its own name in an address or by ours in the form; else empty."""
    ours = {fold(thing.name): table for table, thing in reversed(things().items())}
    return said if said in things() else ours.get(fold(said), "")


def _wanted() -> JournalFilter:
    row_id = text_arg("so", 80)
    account_id = int_arg("nguoi", -1)
    return JournalFilter(
        since=day_arg("tu"),
        until=day_arg("den"),
        account_id=account_id if account_id >= 0 else None,
        entity=_entity(text_arg("muc", 60)),
        entity_id=row_id,
    )


@bp.get("/quan-tri/nhat-ky.xlsx")
@requires(Permission.READ_JOURNAL)
def journal_xlsx() -> AnyResponse:
    """Everything that the filter chooses, as a sheet; the newest lines where there are more than a sheet holds."""
    told = sentences(viewer(), history.entries(viewer(), _wanted(), most=MOST_LINES), in_full=True)
    lines: list[list[Cell]] = [["Lúc", "Ai", "Việc gì", "Thay đổi"]]
    lines += [[one.when, one.actor, one.text, "; ".join(one.changes)] for one in told]
    return download(workbook("Nhật ký", bounded(lines)), XLSX, "nhat-ky.xlsx")


@bp.get("/quan-tri/nhat-ky")
@requires(Permission.READ_JOURNAL)
def journal() -> AnyResponse:
    """What was done in this office, newest first; narrowed by day, person and thing."""
    wanted, page = _wanted(), asked_keys(PAGE_SIZE)
    entries = history.entries(viewer(), wanted, int_arg("sau", 0) or None)
    shown = page.slice(entries, lambda entry: entry.id)
    lines = sentences(viewer(), shown, in_full=bool(wanted.entity))
    names = {thing.name for thing in things().values()}
    return render_page(
        "accounts/journal.html",
        fragment="rows",
        lines=lines,
        wanted=wanted,
        page=page,
        actors=history.actors(viewer()),
        names=sorted(names, key=place_sort_key),
        about=things()[wanted.entity].name if wanted.entity else "",
        odd_day=odd_day("tu", "den"),
    )
