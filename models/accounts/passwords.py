"""Passwords: what is a good one, how it is kept (argon2id), and how it is compared.

Length and screening follow ASVS 5.0 (6.2.1, 6.2.9, 6.2.11, 6.2.12); argon2id with 19 MiB, two passes, one lane is
OWASP's minimum. A password is compared exactly as typed save for Unicode NFC, because Vietnamese keyboards differ.
"""

import re
import secrets
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from models.base import outside_writing
from models.errors import RuleBroken
from models.text import fold

LONGEST_BYTES = 1024
LEAST_OF_ITS_OWN = 4
CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_two_at_once = BoundedSemaphore(2)
_COMMON = Path(__file__).parent.parent / "catalogue" / "common_passwords.txt"


@lru_cache(maxsize=1)
def common_words() -> tuple[str, ...]:
    """The shipped list of common and context words, folded, longest first."""
    lines = _COMMON.read_text(encoding="utf-8").splitlines()
    words = {fold(line).replace(" ", "") for line in lines if line and not line.startswith("#")}
    return tuple(sorted(words, key=len, reverse=True))


def check(password: str, facts: Iterable[str] = (), least: int = 14) -> None:
    """Refuse a password that is too short, too long, or made of common words, years, rows and the owner's own names.

    Raises RuleBroken with code password_short, password_long or password_common.
    """
    password = unicodedata.normalize("NFC", password)
    if len(password) < least:
        raise RuleBroken("password_short", field="password", least=least)
    if len(password.encode()) > LONGEST_BYTES:
        raise RuleBroken("password_long", field="password", most=LONGEST_BYTES)
    if _left_over(password, facts) < LEAST_OF_ITS_OWN:
        raise RuleBroken("password_common", field="password")


def _left_over(password: str, facts: Iterable[str]) -> int:
    """How many different characters remain once everything guessable is taken out."""
    rest = fold(password)
    letters = re.sub(r"[\W_]+", "", rest)
    own = [fold(part) for fact in facts for part in (fact, *fact.split()) if len(part) > 2]
    for word in sorted({re.sub(r"[\W_]+", "", name) for name in own}, key=len, reverse=True):
        letters = letters.replace(word, "") if word else letters
    for word in common_words():
        letters = letters.replace(word, "")
    letters = re.sub(r"(?:19|20)\d\d|0?123456789?0?|987654321|\d", "", letters)
    return len(set(letters))


def checked_hash(password: str, facts: Iterable[str] = (), least: int = 14) -> str:
    """The string to keep for a new password; RuleBroken as ``check`` says when it is weak."""
    check(password, facts, least)
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


def plain_code(typed: str) -> str:
    """A typed code without the blanks and dashes people add, in capitals."""
    return re.sub(r"[\s-]", "", typed).upper()


def new_password() -> str:
    """A random password for a demonstration: five groups of four characters."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(5))
