"""A moment that is recognised for a while and never read back: a keyed digest of its second stands for it.

What is kept beside the answers has to know whether the last one came a few seconds ago. A copy of the database does not
tell when that was, and so not when somebody answered; the key lives outside it.
"""

from datetime import datetime, timedelta

from models import secrets

SECOND = timedelta(seconds=1)


def mark(at: datetime, of: str) -> str:
    """What stands for the second of a moment; ``of`` says of what, so that marks of two things cannot be compared."""
    return secrets.fingerprint(_second(at), _purpose(of))


def recognised(kept: str | None, of: str, first: datetime, last: datetime) -> datetime | None:
    """The second between two (both included) that a mark stands for, the newest tried first; None for any other."""
    digest, at = secrets.fingerprints(_purpose(of)), last.replace(microsecond=0)
    while kept and at >= first.replace(microsecond=0):
        if secrets.is_same(kept, digest(_second(at))):
            return at
        at -= SECOND
    return None


def _second(at: datetime) -> bytes:
    return str(int(at.timestamp())).encode()


def _purpose(of: str) -> str:
    return f"moment:{of}"
