"""Codes of an authenticator: six digits for each half minute (RFC 6238), each taken once. Pure, save for the library.

A code of the half minute before or after is taken too, for clocks that differ by a few seconds.
"""

import re
from datetime import datetime, timedelta
from typing import NamedTuple

STEP = 30  # seconds
DRIFT = 1  # steps on either side
PROOF_LIFE = timedelta(minutes=10)


class StepTaken(NamedTuple):
    """The step of a typed code, and the present one."""

    step: int
    present: int


def new_secret() -> str:
    """A secret of 160 bits, as authenticators read it."""
    import pyotp

    return pyotp.random_base32()


def address(secret: str, username: str, office: str) -> str:
    """What the QR code holds."""
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=office)


def is_code(typed: str) -> bool:
    """Whether a text looks like a code of an authenticator: six digits, perhaps with blanks."""
    return re.fullmatch(r"[0-9]{6}", plain(typed)) is not None


def plain(typed: str) -> str:
    """A typed code without blanks and dashes."""
    return re.sub(r"[\s-]", "", typed)


def matched(secret: str, typed: str, now: datetime) -> StepTaken | None:
    """The step whose code was typed, the newest first; None for a wrong one."""
    import pyotp

    code, present = plain(typed), int(now.timestamp()) // STEP
    codes = pyotp.TOTP(secret)
    for step in range(present + DRIFT, present - DRIFT - 1, -1):
        if is_code(code) and pyotp.utils.strings_equal(codes.generate_otp(step), code):
            return StepTaken(step, present)
    return None


def is_fresh(last: int, taken: StepTaken) -> bool:
    """Whether a code may still be taken, where ``last`` is the step of the newest one that was.

    A step further ahead than any code that can be right was left behind by a clock that was ahead: it locks nobody out.
    """
    return last < taken.step or last > taken.present + DRIFT


def is_proved(proved_at: datetime | None, now: datetime) -> bool:
    """Whether a password or code was typed within ten minutes; one of the future proves nothing and is asked again."""
    return proved_at is not None and timedelta(0) <= now - proved_at <= PROOF_LIFE
