"""The journal: every write adds one append-only, chained row in the same transaction.

A row keeps who, when, what and the changed fields before and after. Columns marked ``secret`` never show; columns
marked ``private``, and the words of a row that ``is_secret``, show that they changed, not to what. Each row carries
the digest of the row before it in the same commune, so that a changed, removed or inserted row is found by
``broken_links``.
"""

from models.journal.chain import HIDDEN, SYSTEM, Actor, acting_as, set_actor, state
from models.journal.listener import SILENT_COLUMNS, created, insert_many, note
from models.journal.newest import ahead, days_of_work
from models.journal.tables import TRIGGERS, JournalEntry
from models.journal.trusted import day_to_judge_by
from models.journal.verify import broken_links

__all__ = [
    "HIDDEN",
    "SILENT_COLUMNS",
    "SYSTEM",
    "TRIGGERS",
    "Actor",
    "JournalEntry",
    "acting_as",
    "ahead",
    "broken_links",
    "created",
    "day_to_judge_by",
    "days_of_work",
    "insert_many",
    "note",
    "set_actor",
    "state",
]
