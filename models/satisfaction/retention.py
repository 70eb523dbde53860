"""How long the words of an answer and the way to reach a citizen are kept; the answer itself and its counts stay.

What is deleted does not come back, so a clock that runs ahead must not make a term end early: terms are judged by
``journal.day_to_judge_by``.
"""

from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import delete, select, update

from models import journal
from models.base import db, read
from models.satisfaction import catalogue
from models.satisfaction.tables import HAS_WORDS, CitizenContact, Response

PIECE = 500  # rows that one transaction deletes, so that nobody waits for it


class Purged(NamedTuple):
    """How many ways to reach somebody, and how many words, were deleted."""

    contacts: int
    comments: int

    def __add__(self, other: tuple[int, ...]) -> "Purged":  # type: ignore[override]
        return Purged(self.contacts + other[0], self.comments + other[1])


def purge_piece(day: date) -> Purged:
    """Delete some of what was to be kept until before a day, with a line in the journal for each commune and kind.

    Nothing is left of it when nothing is found. An answer dated by a clock that was ahead keeps its words until that
    day's own term is over.
    """
    return Purged(_purge_contacts(day), _purge_comments(day))


def _purge_contacts(day: date) -> int:
    c = CitizenContact
    found = read(select(c.id, c.commune_id).where(c.purge_on < day).order_by(c.purge_on, c.id).limit(PIECE)).all()
    if found:
        db.session.execute(delete(CitizenContact).where(c.id.in_([row.id for row in found])))
        for commune_id, n in Counter(row.commune_id for row in found).items():
            journal.note("contacts_purged", "citizen_contact", day.isoformat(), commune_id, count=n)
    return len(found)


def _purge_comments(day: date) -> int:
    r = Response
    before = day - timedelta(days=catalogue.policy(day).comment_days)
    is_over = (HAS_WORDS, r.local_date < before)
    found = read(select(r.id, r.commune_id).where(*is_over).order_by(r.local_date, r.id).limit(PIECE)).all()
    if found:
        emptied = update(Response).where(r.id.in_([row.id for row in found])).values(comment="")
        db.session.execute(emptied, execution_options={"synchronize_session": False})
        for commune_id, n in Counter(row.commune_id for row in found).items():
            journal.note("comments_purged", "response", before.isoformat(), commune_id, count=n)
    return len(found)
