"""The first morning: the few steps that matter, each with its state and the page where one does it."""

from dataclasses import dataclass
from pathlib import Path

from flask import current_app, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.filters import number
from blueprints.office import bp
from blueprints.pages import render_page
from models.accounts import queries as people
from models.backup import recovery
from models.office import certificates, starting
from models.office.starting import Begun


@dataclass(frozen=True, slots=True)
class SetupStep:
    """One step: whether it is done, what there is already, and the way to it."""

    title: str
    is_done: bool
    said: str
    address: str
    label: str
    is_risky: bool = False


def _steps(begun: Begun, instance: Path) -> list[SetupStep]:
    return [*_people(begun), *_machine(begun, instance)]


def _people(begun: Begun) -> list[SetupStep]:
    """Who works here and on what."""
    home = people.commune(viewer().home_id)
    return [
        SetupStep(
            "Đơn vị của xã",
            begun.units > 1,
            f"{home.name}, {number(begun.units)} đơn vị",
            url_for("accounts.people"),
            "Xem đơn vị",
        ),
        SetupStep(
            "Cán bộ",
            begun.people > 1,
            f"{number(begun.people)} người trong danh sách",
            url_for("accounts.people"),
            "Thêm người",
        ),
        SetupStep(
            "Tài khoản",
            begun.accounts > 1 and not begun.waiting_accounts,
            _accounts(begun),
            url_for("accounts.accounts"),
            "Cấp tài khoản",
        ),
        SetupStep(
            "Kế hoạch",
            begun.tasks > 0,
            f"{number(begun.tasks)} nhiệm vụ" if begun.tasks else "Chưa có nhiệm vụ nào",
            url_for("plan.tasks"),
            "Xem kế hoạch",
        ),
        SetupStep(
            "Quầy tiếp dân",
            begun.counters > 0,
            f"{number(begun.counters)} quầy" if begun.counters else "Có quầy thì ghi được ý kiến hài lòng",
            url_for("places.counters"),
            "Thêm quầy",
        ),
    ]


def _machine(begun: Begun, instance: Path) -> list[SetupStep]:
    """What keeps the records safe, and what citizens tap on."""
    has_code = recovery.is_ready(instance)
    is_secure = current_app.config["HTTPS"] or certificates.days_left(instance) is not None
    return [
        SetupStep(
            "Nơi sao lưu và mã khôi phục",
            begun.places > 0 and has_code,
            _backup(begun, has_code),
            url_for("office.backups"),
            "Cài sao lưu",
            is_risky=begun.places == 0,
        ),
        SetupStep(
            "Địa chỉ và chứng thư",
            is_secure,
            "Đã có https" if is_secure else "Để máy tính bảng ghi được khi mất mạng",
            url_for("office.certificate"),
            "Xem cách cài",
        ),
        SetupStep(
            "Máy tính bảng ở quầy",
            begun.tablets > 0,
            f"{number(begun.tablets)} máy đã ghép" if begun.tablets else "Không bắt buộc; người dân bấm trên máy",
            url_for("satisfaction.devices"),
            "Ghép máy",
        ),
    ]


def _accounts(begun: Begun) -> str:
    waiting = f", {number(begun.waiting_accounts)} chưa đặt mật khẩu" if begun.waiting_accounts else ""
    return f"{number(begun.accounts)} tài khoản{waiting}"


def _backup(begun: Begun, has_code: bool) -> str:
    if not begun.places:
        return "Chưa có bản sao lưu nào. Máy hỏng thì mất hết; cần một ổ USB và 5 phút."
    return f"{number(begun.places)} nơi" + ("" if has_code else ", chưa in mã khôi phục")


@bp.get("/quan-tri/bat-dau")
@requires(Permission.SET_UP_OFFICE)
def start() -> AnyResponse:
    """The steps in their order; the first that is open is the one to take."""
    begun = starting.begun(viewer())
    steps = _steps(begun, Path(current_app.config["INSTANCE_DIR"]))
    done = sum(step.is_done for step in steps)
    following = next((number for number, step in enumerate(steps) if not step.is_done), None)
    return render_page("office/start.html", steps=steps, done=done, following=following, begun=begun)
