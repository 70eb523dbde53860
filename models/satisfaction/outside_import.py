"""Reading scores that others gave, and complaints, from tables like those of the files of days, pasted or Excel."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from models.satisfaction.service_import import day_of, rows_of, under_heads, whole
from models.satisfaction.service_tables import ComplaintKind, ComplaintOutcome
from models.text import fold

SCORE_HEADS = {  # columns by the words that begin their heads, folded; the longer ones first
    "most": ("diem toi da", "toi da", "diem chuan", "thang diem"),
    "points": ("diem dat", "diem", "ket qua"),
    "code": ("ma", "stt", "tt"),
    "title": ("thanh phan", "tieu chi", "chi so", "nhom", "noi dung", "ten"),
}
SCORE_ORDER = ("code", "title", "points", "most")
SUMS = re.compile(r"cong|tong( cong| so)?( diem)?")  # a line of the sum would count everything twice
COMPLAINT_HEADS = {
    "decided_on": ("ngay ket luan", "ngay xac minh", "ngay tra loi"),
    "received_on": ("ngay",),
    "kind": ("loai",),
    "about": ("noi dung",),
    "source": ("nhan qua", "nguon", "hinh thuc", "kenh"),
    "outcome": ("ket qua",),
    "conclusion": ("ket luan",),
}
COMPLAINT_ORDER = ("received_on", "kind", "about", "source", "outcome", "conclusion", "decided_on")
HARASSING = ("phien ha", "sach nhieu", "gay phien", "nhung nhieu")
OUTCOMES = {  # by how the words begin, folded; what says nothing is still being looked at
    ("co co so", "dung mot phan"): ComplaintOutcome.SUBSTANTIATED,
    ("khong co co so", "khong dung"): ComplaintOutcome.UNFOUNDED,
    ("dang", "chua"): ComplaintOutcome.PENDING,
}


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One part of a score as it was understood; ``said`` is the line itself, ``problem`` the first wrong column."""

    no: int
    said: str
    code: str
    title: str
    points: Decimal
    most: Decimal
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ComplaintLine:
    """One complaint as it was understood."""

    no: int
    said: str
    received_on: date | None
    kind: ComplaintKind
    about: str
    source: str
    outcome: ComplaintOutcome
    conclusion: str
    decided_on: date | None
    problem: str = ""


def scores_understood(text: str) -> list[ScoreLine]:
    """The parts of a score, without the line of their sum; a part without a code has its number as one."""
    found = []
    for no, said in under_heads(rows_of(text), SCORE_HEADS, SCORE_ORDER, ("points", "title")):
        if not SUMS.fullmatch(fold(said["title"])):
            found.append(_score(no, said))
    return found


def _score(no: int, said: Mapping[str, str]) -> ScoreLine:
    points, most = decimal_of(said["points"]), decimal_of(said["most"])
    wrong = "title" if not said["title"] else "points" if points is None else "most" if most is None else ""
    if points is not None and most is not None and points > most:
        wrong = "points"
    code = (said["code"] or str(no))[:20]
    return ScoreLine(no, whole(said), code, said["title"][:200], points or Decimal(0), most or Decimal(0), wrong)


def decimal_of(text: str) -> Decimal | None:
    """17,3 or 17.3, not below nothing, to four places; what a spreadsheet counted in binary is rounded to them."""
    plain = text.replace("\u00a0", "").replace(" ", "").replace(",", ".")
    whole, _, part = plain.partition(".")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 4):
        return None
    if part and not (part.isascii() and part.isdigit() and len(part) <= 20):
        return None
    return Decimal(plain.rstrip(".")).quantize(Decimal("0.0001")).normalize() + Decimal(0)


def complaints_understood(text: str) -> list[ComplaintLine]:
    """The complaints of a table."""
    return list(_complaints(text))


def _complaints(text: str) -> Iterator[ComplaintLine]:
    for no, said in under_heads(rows_of(text), COMPLAINT_HEADS, COMPLAINT_ORDER, ("received_on", "about")):
        received_on, decided_on = day_of(said["received_on"]), day_of(said["decided_on"])
        outcome = _outcome(said["outcome"])
        is_open = outcome is ComplaintOutcome.PENDING
        wrong = [
            name
            for name, is_wrong in (
                ("received_on", received_on is None),
                ("about", not said["about"]),
                ("outcome", outcome is None),
                ("conclusion", not is_open and not said["conclusion"]),
                ("decided_on", not is_open and (not decided_on or (received_on or decided_on) > decided_on)),
            )
            if is_wrong
        ]
        yield ComplaintLine(
            no,
            whole(said),
            received_on,
            ComplaintKind.HARASSMENT if _harasses(said["kind"]) else ComplaintKind.OTHER,
            said["about"][:500],
            said["source"][:200],
            outcome or ComplaintOutcome.PENDING,
            said["conclusion"][:500],
            None if is_open else decided_on,
            wrong[0] if wrong else "",
        )


def _harasses(word: str) -> bool:
    return any(part in fold(word) for part in HARASSING)


def _outcome(word: str) -> ComplaintOutcome | None:
    """What a word says of a complaint; None for one that is not known."""
    folded = fold(word)
    if not folded:
        return ComplaintOutcome.PENDING
    return next((outcome for begins, outcome in OUTCOMES.items() if folded.startswith(begins)), None)


def as_score_lines(lines: Sequence[ScoreLine]) -> str:
    """The parts as the form takes them again."""
    return "\n".join(f"{line.code}; {line.title.replace(';', ',')}; {line.points}; {line.most}" for line in lines)
