"""Whether the records of this place fit together: counts, files, the chains of journal and answers.

Commune by commune, each as it was at one moment, so that nobody who works meanwhile makes a fault appear; rows are read
as they come and never all held at once.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import select

from models import files, journal
from models.accounts.tables import Commune
from models.base import read, snapshot
from models.files import FileStore
from models.files.aside import halves
from models.satisfaction.chain import broken_seals
from models.satisfaction.rollups import wrong_counts


class Fault(StrEnum):
    """What can be wrong with kept records."""

    COUNT = "count"
    MISSING = "missing"
    CHANGED = "changed"
    ORPHAN = "orphan"
    HALF = "half"
    CHAIN = "chain"
    SEAL = "seal"


HARMLESS = frozenset({Fault.ORPHAN, Fault.HALF})  # content that nothing speaks of: room on the disk, no more


class Finding(NamedTuple):
    """One thing that does not fit: what is wrong, and with which count, file or line of the journal."""

    fault: Fault
    what: str

    @property
    def is_harmless(self) -> bool:
        """Whether nothing that anybody entered is wrong or lost."""
        return self.fault in HARMLESS


def checks(store: FileStore) -> list[Finding]:
    """Everything that does not fit; empty when all is well."""
    return list(_findings(store))


def _findings(store: FileStore) -> Iterator[Finding]:
    communes = list(read(select(Commune.id).order_by(Commune.id)).scalars())
    for commune_id in communes:
        with snapshot():
            yield from [Finding(Fault.COUNT, line) for line in wrong_counts(commune_id)]
    for line in files.check(store):
        word, path = line.split(" ", 1)
        yield Finding(Fault(word), path)
    yield from (Finding(Fault.HALF, path) for path in halves(store))
    with snapshot():
        yield from [Finding(Fault.CHAIN, str(row)) for row in journal.broken_links()]
    for commune_id in communes:
        with snapshot():
            yield from [Finding(Fault.SEAL, row) for row in broken_seals(commune_id)]
