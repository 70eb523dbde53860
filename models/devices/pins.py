"""The PIN that opens a tablet's way out: a few figures, kept as a digest that the tablet can check without the network.

PBKDF2 with few rounds, because the tablet computes it in plain JavaScript: it keeps citizens inside the page, no thief
of the tablet out of it.
"""

import hashlib
import re
import secrets

ROUNDS = 1000
PIN = re.compile(r"[0-9]{4,8}")


def is_pin(typed: str) -> bool:
    """Four to eight figures."""
    return PIN.fullmatch(typed) is not None


def draw() -> str:
    """A PIN of four figures, where the office gives none."""
    return f"{secrets.randbelow(10_000):04}"


def digest(pin: str, salt: str) -> str:
    """What is kept of a PIN, in hexadecimal figures; ``salt`` is a text."""
    return hashlib.pbkdf2_hmac("sha256", pin.encode(), salt.encode(), ROUNDS).hex()


def sealed(pin: str) -> tuple[str, str]:
    """A new salt, and the digest of a PIN with it."""
    salt = secrets.token_hex(16)
    return salt, digest(pin, salt)
