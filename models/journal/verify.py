"""Whether the chain holds: a changed, removed or inserted row no longer fits the digest that follows it."""

from collections.abc import Iterator

from sqlalchemy import select

from models.base import read
from models.journal.chain import digest
from models.journal.tables import JournalEntry


def broken_links() -> Iterator[int]:
    """The ids of journal rows that do not fit the chain of their commune."""
    last: dict[int | None, str] = {}
    query = select(JournalEntry.__table__).order_by(JournalEntry.id)
    for row in read(query.execution_options(yield_per=2000)).mappings():
        chain = row["commune_id"]
        if row["digest"] != digest(last.get(chain, ""), dict(row)):
            yield row["id"]
        last[chain] = row["digest"]
