"""Passwords: what is a good one, how it is kept (argon2id), and how it is compared.

Length and screening follow ASVS 5.0 (6.2.1, 6.2.9, 6.2.11, 6.2.12); argon2id with 19 MiB, two passes, one lane is
OWASP's minimum. A password is compared exactly as typed save for Unicode NFC, because Vietnamese keyboards differ.
"""

import re
import secrets
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from models.accounts.guessing import is_easily_guessed
from models.accounts.rules import PAST_PASSWORDS
from models.base import outside_writing
from models.errors import RuleBroken

LONGEST_BYTES = 1024
CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_two_at_once = BoundedSemaphore(2)


def check(password: str, facts: Iterable[str] = (), least: int = 14) -> None:
    """Refuse a password that is too short, too long or easily guessed; never inside a transaction that writes.

    Raises RuleBroken with code password_short, password_long or password_common.
    """
    outside_writing("weighing a password")
    password = unicodedata.normalize("NFC", password)
    if len(password) < least:
        raise RuleBroken("password_short", field="password", least=least)
    if len(password.encode()) > LONGEST_BYTES:
        raise RuleBroken("password_long", field="password", most=LONGEST_BYTES)
    if is_easily_guessed(password, facts):
        raise RuleBroken("password_common", field="password")


def checked_hash(password: str, facts: Iterable[str] = (), least: int = 14, past: Iterable[str] = ()) -> str:
    """The string to keep for a new password; RuleBroken as ``check`` says when it is weak.

    RuleBroken password_past where it is one of ``past``, which are hashes.
    """
    check(password, facts, least)
    if any(matches(kept, password) for kept in past):
        raise RuleBroken("password_past", field="password", most=PAST_PASSWORDS)
    return hash_of(password)


def hash_of(password: str) -> str:
    """The string to keep for a password (argon2id); never inside a transaction that writes."""
    outside_writing("hashing a password")
    with _two_at_once:
        return _hasher.hash(unicodedata.normalize("NFC", password))


@lru_cache(maxsize=1)
def _nobody() -> str:
    return _hasher.hash(secrets.token_hex(16))


def matches(kept: str | None, password: str) -> bool:
    """Whether the password fits; a missing hash costs the same time and never fits.

    Never inside a transaction that writes.
    """
    outside_writing("comparing a password")
    if len(password.encode()) > LONGEST_BYTES:
        return False
    with _two_at_once:
        try:
            fits = _hasher.verify(kept or _nobody(), unicodedata.normalize("NFC", password))
        except (VerificationError, InvalidHashError):
            return False
    return fits and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a kept hash was made with older parameters and should be made anew at the next sign-in."""
    return _hasher.check_needs_rehash(kept)


def new_code() -> str:
    """A one-use code of ten characters (50 bits) that reads well on paper."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(10))


def new_code_and_hash() -> tuple[str, str]:
    """A one-use code, and what is kept of it; never inside a transaction that writes."""
    code = new_code()
    return code, hash_of(code)


def written_code(code: str) -> str:
    """A one-use code as it stands on paper, in two groups; ``plain_code`` reads it again."""
    return f"{code[:5]}-{code[5:]}"


def plain_code(typed: str) -> str:
    """A typed code without the blanks and dashes people add, in capitals."""
    return re.sub(r"[\s-]", "", typed).upper()


def new_password() -> str:
    """A random password for a demonstration: five groups of four characters."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(5))
