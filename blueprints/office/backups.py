"""Backups: where they go, the recovery code that opens them elsewhere, and what lies there."""

from collections.abc import Sequence
from pathlib import Path

from flask import current_app, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, proved, requires
from blueprints.booting import restore_line, restores_by_dropping
from blueprints.forms import OfficeForm
from blueprints.labels import refusal
from blueprints.office import bp
from blueprints.office.forms import PlaceForm, RecoveryCodeForm
from blueprints.office.labels import FAULT, OTHER_FAULT, REFUSALS, WRONG_CODE, WRONG_GROUPS
from blueprints.office.lights import ask
from blueprints.pages import go_to, render_page
from blueprints.transactions import between_transactions, commit, created, once, refuse, saved
from models import clock, journal
from models.accounts.queries import sole_office
from models.backup import recovery
from models.base import db
from models.errors import RuleBroken
from models.office import actions, copies, queries
from models.office.rules import MOST_PLACES, RunKind
from models.office.tables import BackupPlace, NightRun


def _require_one_office() -> None:
    """RuleBroken many_offices where the machine keeps records of several communes: no one of them copies all."""
    if sole_office() is None:
        raise RuleBroken("many_offices")


def _instance() -> Path:
    return Path(current_app.config["INSTANCE_DIR"])


@bp.route("/quan-tri/sao-luu", methods=["GET", "POST"])
@requires(Permission.MANAGE_BACKUPS)
@once
def backups() -> AnyResponse:
    """The places and what lies in them; a form for one more place."""
    form, is_alone = PlaceForm(), sole_office() is not None
    if form.validate_on_submit():
        _require_one_office()
        try:
            actions.check_place(form.path.data, [_instance(), Path(current_app.config["UPLOADS_DIR"])])
            with between_transactions():
                actions.try_place(form.path.data)
            actions.add_place(form.path.data)
            return created(url_for(".backups"), "Đã thêm nơi sao lưu.")
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
    run = queries.newest_run(RunKind.BACKUP)
    places = [(place, *_lying(place.path)) for place in queries.places()] if is_alone else []
    return render_page(
        "office/backups.html",
        form=form,
        many=not is_alone,
        places=places,
        run=run,
        faults={path: FAULT.get(code, OTHER_FAULT) for path, code in _faults(run).items() if code},
        trial=FAULT.get(run.facts["trial_fault"], OTHER_FAULT) if run and run.facts.get("trial_fault") else "",
        has_code=recovery.is_ready(_instance()),
        restore_line=restore_line(_newest(places)),
        by_dropping=restores_by_dropping(),
        takes_more=len(places) < MOST_PLACES or bool(form.errors),
        status=form.status,
    )


def _faults(run: NightRun | None) -> dict[str, str]:
    return run.facts.get("places", {}) if run else {}


def _lying(path: str) -> tuple[list[copies.Copy], bool]:
    """The newest copies in a place, and whether the place can be looked at."""
    try:
        return copies.copies(Path(path))[:10], True
    except OSError:
        return [], False


def _newest(places: Sequence[tuple[BackupPlace, list[copies.Copy], bool]]) -> str:
    """The newest archive that lies anywhere; where there is none, a word in its place."""
    lying = [copy for _place, found, _there in places for copy in found]
    return str(max(lying, key=lambda copy: copy.made_at).path) if lying else "TEP-SAO-LUU.zip"


@bp.post("/quan-tri/sao-luu/noi/<int:place_id>/bo")
@requires(Permission.MANAGE_BACKUPS)
@proved
def remove_place(place_id: int) -> AnyResponse:
    """A place that takes no more copies; those that lie there stay."""
    _require_one_office()
    db.session.delete(queries.place(place_id))
    return saved(url_for(".backups"), "Đã bỏ nơi sao lưu. Các bản đã có ở đó vẫn còn.")


@bp.post("/quan-tri/sao-luu/ngay")
@requires(Permission.MANAGE_BACKUPS)
def back_up_now() -> AnyResponse:
    """A copy at once, tried at once."""
    _require_one_office()
    if not queries.places():
        return go_to(url_for(".backups"), "Xin chọn nơi sao lưu trước.", "warn")
    ask(RunKind.BACKUP)
    return saved(url_for(".backups"), "Đang sao lưu và mở thử. Xin xem lại trang này sau ít phút.")


@bp.post("/quan-tri/sao-luu/ma-khoi-phuc")
@requires(Permission.MANAGE_BACKUPS)
@proved
def new_code() -> AnyResponse:
    """A new recovery code: on this page only, this once."""
    _require_one_office()
    with between_transactions():
        code = actions.begin_code(_instance())
    return render_page("office/code.html", groups=recovery.typed(code), seen_at=clock.now(), office=sole_office() or "")


@bp.route("/quan-tri/sao-luu/go-lai", methods=["GET", "POST"])
@requires(Permission.MANAGE_BACKUPS)
def type_code() -> AnyResponse:
    """The code typed back from paper, which proves that the paper is there and can be read."""
    if sole_office() is None:
        return go_to(url_for(".backups"), REFUSALS["many_offices"], "warn")
    form = RecoveryCodeForm()
    if form.validate_on_submit() and _takes(form):
        journal.note("code_taken", "recovery_code", "1", None)
        commit()
        return go_to(url_for(".backups"), "Mã khôi phục có hiệu lực. Từ đêm nay, mỗi bản sao lưu có kèm khóa.")
    return render_page("office/type_code.html", form=form, status=form.status)


def _takes(form: RecoveryCodeForm) -> bool:
    try:
        with between_transactions():
            actions.confirm_code(_instance(), form.code.data)
    except recovery.WrongCode as wrong:
        groups = ", ".join(map(str, wrong.groups))
        _say(form, WRONG_GROUPS.format(groups=groups) if groups else WRONG_CODE)
        return False
    except RuleBroken as broken:
        _say(form, refusal(broken, REFUSALS))
        return False
    return True


def _say(form: OfficeForm, sentence: str) -> None:
    form["code"].errors = [sentence]
    form.was_refused = True
