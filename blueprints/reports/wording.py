"""How a report writes counts, lists and shares: no figure without its terms, no blank where a number is missing."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from blueprints.filters import day, number
from models.duties.rules import DutyKind
from models.percent import round_half_up
from models.reports.rules import FigureChange, TargetFact, WorkLine

KIND = {
    DutyKind.TASK: "nhiệm vụ",
    DutyKind.STEP: "bước",
    DutyKind.CONCLUSION: "kết luận",
    DutyKind.FINDING: "tồn tại",
    DutyKind.CASE: "ý kiến",
}
MOST_NAMES = 12


def count(n: int) -> str:
    """Counts below ten with a zero, as official papers write them: 05, 12, 1.240."""
    return f"{n:02}" if n < 10 else number(n)


def listed(names: Sequence[str], most: int = MOST_NAMES) -> str:
    """3, 4 và 7; of many the first ones and how many more."""
    if len(names) > most:
        return f"{', '.join(names[:most])} và {count(len(names) - most)} mục khác"
    return " và ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def named(noun: str, refs: Sequence[str]) -> str:
    """(nhiệm vụ 5 và 9); nothing for nothing."""
    return f" ({noun} {listed(refs)})" if refs else ""


def joined(parts: Iterable[str]) -> str:
    """The parts that say something, as one sentence."""
    said = [part for part in parts if part]
    return f"{'; '.join(said)}." if said else ""


def on_day(iso: str) -> str:
    """25/6/2026, of a kept day."""
    return day(date.fromisoformat(iso)) if iso else ""


def terms(target: TargetFact) -> str:
    """98,6% (412/418 phiếu): a share never stands without its terms where they are known."""
    if target.numerator is None or not target.denominator:
        return target.shown
    what = " phiếu" if target.is_sample else ""
    return f"{target.shown} ({number(target.numerator)}/{number(target.denominator)}{what})"


def goal(target: TargetFact) -> str:
    """từ 98% trở lên; 100%; không quá 2%."""
    if target.comparator == "<=":
        return f"không quá {_number(target.goal)}%"
    return "100%" if target.goal == "100" else f"từ {_number(target.goal)}% trở lên"


def _number(text: str) -> str:
    return text.replace(".", ",")


def points(change: FigureChange) -> str:
    """tăng 1,2 điểm phần trăm; không đổi."""
    if change.points is None:
        return "cách tính đã thay đổi, không so sánh"
    if not change.points:
        return "không đổi"
    shown = round_half_up(abs(change.points), 1)
    way = "tăng" if change.points > 0 else "giảm"
    size = "chưa đến 0,1" if Fraction(shown) == 0 else f"{shown:f}".replace(".", ",")
    return f"{way} {size} điểm phần trăm"


def name_of(line: WorkLine) -> str:
    """Nhiệm vụ 36 (Hồ sơ đề xuất cấp độ); what has no number of its own says where it comes from."""
    title = line.title.strip().rstrip(".")
    if line.kind in (DutyKind.TASK, DutyKind.STEP):
        return f"{KIND[line.kind].capitalize()} {line.ref} ({title})"
    origin = f" (từ: {line.origin.strip().rstrip('.')})" if line.origin else ""
    return f"{KIND[line.kind].capitalize()} “{title}”{origin}"
