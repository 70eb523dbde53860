"""What the papers say in their own words: of a target, a task, a step, and of the whole programme."""

from itertools import groupby
from typing import Any

from werkzeug.wrappers import Response

from blueprints.access import Permission, requires, viewer
from blueprints.pages import render_page
from blueprints.plan import bp
from blueprints.plan.one_commune import in_one_commune
from models.plan import programme as programmes
from models.plan import queries
from models.plan.rules import ProvisionKind
from models.plan.tables import PlanTask, Provision, Step, Target

SCRIPT_BODIES = ("Văn phòng UBND tỉnh", "UBND xã", "UBND phường", "UBND đặc khu")  # the script binds these two sides

Lines = list[tuple[str, str]]


@bp.get("/ke-hoach/van-ban")
@requires(Permission.READ_PLAN)
@in_one_commune
def programme() -> Response:
    """The papers of the programme with their deadlines, reports, and the duties of each body."""
    rows = programmes.provisions(viewer())
    groups = [(kind, list(found)) for kind, found in groupby(rows, key=lambda row: row.kind)]
    return render_page("plan/programme.html", groups=groups, plan=queries.plan(viewer()))


def of_target(target: Target) -> dict[str, Any]:
    """The wording of a target; the whole plan serves it, so the duties of all bodies stand beside."""
    plan = queries.plan(viewer())
    lines = [("Chỉ tiêu", target.official), ("Thời hạn", plan.due_text if plan else "")]
    return _beside(lines, list(programmes.provisions(viewer(), ProvisionKind.DUTY)))


def of_work(work: PlanTask | Step) -> dict[str, Any]:
    """The wording of a task or a step, and the duties of the bodies that it names."""
    if isinstance(work, Step):
        return _of_step(work)
    lines = [
        ("Nhiệm vụ", work.official_title),
        ("Mục tiêu", work.official_goal),
        ("Sản phẩm/Kết quả", work.official_product),
        ("Thời hạn", work.due_text),
        ("Cơ quan chủ trì", ", ".join(work.lead)),
        ("Cơ quan phối hợp", ", ".join(work.partners)),
    ]
    return _beside(lines, programmes.duties_of(viewer(), [*work.lead, *work.partners]))


def _of_step(step: Step) -> dict[str, Any]:
    head = programmes.stream_head(viewer(), step)
    lines = [
        ("Phần việc", f"{head.code}. {head.official_title}"),
        ("Nội dung công việc", step.official_title),
        ("Kết quả cần có, minh chứng", step.official_result),
        ("Thời hạn", step.due_text),
    ]
    duties = programmes.of_script(viewer(), SCRIPT_BODIES)
    return _said(lines, duties, head.cited, not head.decision, step.contacts)


def _beside(lines: Lines, duties: list[Provision]) -> dict[str, Any]:
    plan = queries.plan(viewer())
    return _said(lines, duties, plan.cited if plan else "", plan is not None and not plan.decision)


def _said(lines: Lines, duties: list[Provision], source: str, is_sample: bool, contacts: Any = ()) -> dict[str, Any]:
    return {"official": lines, "duties": duties, "source": source, "is_sample": is_sample, "contacts": contacts}
