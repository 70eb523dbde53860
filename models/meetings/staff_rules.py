"""Who can work with e-Cabinet: an account, a training, use within thirty days, more than eighty in the survey.

The script asks for each person, never for an average; exactly eighty is not more than eighty.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from models.accounts.naming import Candidate, Match, Whose, match
from models.errors import RuleBroken
from models.periods import read_day
from models.text import fold

ENOUGH = 80  # points in the survey that have to be passed
USED_WITHIN = 30  # days
TOP = 100


class SkillTerm(StrEnum):
    """What each person is asked for."""

    ACCOUNT = "account"
    TRAINED = "trained"
    USED = "used"
    SURVEY = "survey"


class PasteDoubt(StrEnum):
    """Why a pasted line was left."""

    NOBODY = "nobody"
    SEVERAL = "several"
    NEARLY = "nearly"
    TWICE = "twice"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class StaffSkill:
    """What is known of one person; ``used_on`` is the newest of what was typed and what the records tell."""

    person_id: int
    name: str
    title: str = ""
    unit: str = ""
    has_account: bool = False
    since: date | None = None
    trained_on: date | None = None
    used_on: date | None = None
    score: int | Decimal | None = None
    scored_on: date | None = None

    def has(self, term: SkillTerm, today: date) -> bool:
        """Whether the person has reached a term; use on the thirtieth day back still counts."""
        return {
            SkillTerm.ACCOUNT: self.has_account,
            SkillTerm.TRAINED: self.trained_on is not None,
            SkillTerm.USED: self.used_on is not None and (today - self.used_on).days <= USED_WITHIN,
            SkillTerm.SURVEY: self.score is not None and self.score > ENOUGH,
        }[term]

    def lacks(self, today: date) -> list[SkillTerm]:
        """What the person has not reached yet."""
        return [term for term in SkillTerm if not self.has(term, today)]


def reached(staff: Iterable[StaffSkill], term: SkillTerm, today: date) -> int:
    """How many have reached a term."""
    return sum(one.has(term, today) for one in staff)


@dataclass(frozen=True, slots=True)
class PastedSkill:
    """One pasted line that is sure: of whom, and what it says; what it leaves empty stays as it is."""

    person_id: int
    has_account: bool | None = None
    trained_on: date | None = None
    used_on: date | None = None
    score: int | None = None


@dataclass(frozen=True, slots=True)
class DoubtfulLine:
    """A pasted line that nobody can be sure of."""

    text: str
    doubt: PasteDoubt


YES, NO = {"co", "x", "roi", "da co", "1"}, {"khong", "chua", "0", "chua co"}
HEADS = ("ho va ten", "ho ten", "ten", "can bo")


def read_paste(text: str, people: Iterable[Candidate], today: date) -> tuple[list[PastedSkill], list[DoubtfulLine]]:
    """Lines of a table (name, account, trained on, last used on, score), split into those that are sure and the rest.

    ``people``: who is at work. A name that is not surely one person's is left; so is a person's second line.
    """
    everybody = list(people)
    sure: list[PastedSkill] = []
    left: list[DoubtfulLine] = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in (line.split("\t") if "\t" in line else line.split(";"))]
        name = " ".join(cells[0].split()) if cells else ""
        if not name or fold(name) in HEADS:
            continue
        found = match(name, everybody)
        doubt = _doubt(name, found)
        if doubt is None and any(one.person_id == found.people[0].id for one in sure):
            doubt = PasteDoubt.TWICE
        if doubt is None:
            try:
                sure.append(_pasted(found.people[0].id, cells[1:], today))
                continue
            except (ValueError, RuleBroken):
                doubt = PasteDoubt.UNREADABLE
        left.append(DoubtfulLine(line.strip(), doubt))
    return sure, left


def _doubt(name: str, found: Match) -> PasteDoubt | None:
    """Why nobody can be sure whose a name is; None where somebody can."""
    if found.whose is Whose.SURE:
        return None
    if found.whose is Whose.STRANGER:
        return PasteDoubt.NOBODY
    shares = [one for one in found.people if one.fold == fold(name)]
    return PasteDoubt.SEVERAL if len(shares) > 1 else PasteDoubt.NEARLY


def _pasted(person_id: int, cells: Sequence[str], today: date) -> PastedSkill:
    said = [*cells, "", "", "", ""][:4]
    account = fold(said[0])
    if account and account not in YES | NO:
        raise ValueError(said[0])
    trained, used = (_past_day(text, today) for text in said[1:3])
    return PastedSkill(person_id, account in YES if account else None, trained, used, _score(said[3]))


def _past_day(text: str, today: date) -> date | None:
    if not text:
        return None
    day = read_day(text, today.year)
    if day > today:
        raise ValueError(text)
    return day


def _score(text: str) -> int | None:
    plain = text.removesuffix("%").strip()
    if not plain:
        return None
    if not (plain.isascii() and plain.isdecimal() and len(plain) <= 3 and int(plain) <= TOP):
        raise ValueError(text)
    return int(plain)
