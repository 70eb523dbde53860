"""What is kept about whom, for how long, and what the last night has let go of."""

import re

from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires
from blueprints.office import bp
from blueprints.office.labels import LET_GO, LETS_GO, PUT_OFF
from blueprints.pages import render_page
from models.journal.trusted import CLOSED, ENOUGH
from models.office import retaining
from models.office.retaining import LastPurge


def _words(last: LastPurge) -> str:
    """What a night says of itself, in words: how many of each kind."""
    if last.said.startswith("put off"):
        return PUT_OFF
    found = [(int(number), kind) for number, kind in re.findall(r"(\d+) ([a-z]+)", last.said) if kind in LET_GO]
    told = [f"{number} {LET_GO[kind]}" for number, kind in found if number]
    return "Đã xóa " + ", ".join(told) if told else "Không có gì quá hạn"


@bp.get("/quan-tri/luu-giu")
@requires(Permission.WATCH_SYSTEM)
def retention() -> AnyResponse:
    """Each kind with its term, and the last night of the work that lets go of it."""
    nights = {by: (last.ended_at, _words(last)) for by, last in retaining.last().items()}
    enough = {"days": ENOUGH, "within": CLOSED.days}
    return render_page("office/retention.html", kinds=retaining.shown(), nights=nights, lets_go=LETS_GO, enough=enough)
