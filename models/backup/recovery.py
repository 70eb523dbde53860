"""The recovery code: what is printed once, typed back once, and later opens the data key inside a backup.

Eight groups of three random signs and one check sign, 110 bits in all. The signs are those that no typing of
Vietnamese (Telex, VNI) turns into something else without a vowel beside it, and that nobody takes for one another.
The data key is kept sealed under the code (scrypt, then AES-256-GCM); the code itself is kept nowhere.
"""

import base64
import json
import os
import secrets as chance
from pathlib import Path
from typing import Any, NamedTuple

from models import clock, private, secrets

SIGNS = "BCFGHJKMNPQRSTVXZ2345679"
GROUPS, RANDOM = 8, 3
WEIGHTS = (1, 5, 7)  # none shares a factor with the 24 signs, so that every single wrong sign is told
FILE, WAITING = "recovery.json", "recovery.waiting.json"
MEMBER = FILE  # its name inside an archive
SCRYPT = {"n": 2**14, "r": 8, "p": 1}
MOST_BYTES = 4096


class WrongCode(Exception):
    """A code that opens nothing: ``groups`` are the numbers (from 1) of those that were typed wrong, if they tell."""

    def __init__(self, groups: list[int]) -> None:
        super().__init__(groups)
        self.groups = groups


class SealedKey(NamedTuple):
    """The data key of an office under its recovery code, as it lies beside the database and in each backup."""

    key_name: str
    salt: bytes
    box: bytes
    made_at: str


def new_code() -> str:
    """A fresh code: eight groups of four, with blanks between them."""
    return " ".join(_with_check("".join(chance.choice(SIGNS) for _ in range(RANDOM)), at) for at in range(GROUPS))


def _with_check(random: str, at: int) -> str:
    """A group with its check sign, which also tells two groups that changed places."""
    total = sum(weight * SIGNS.index(sign) for weight, sign in zip(WEIGHTS, random, strict=True)) + 5 * at
    return random + SIGNS[total % len(SIGNS)]


def typed(code: str) -> list[str]:
    """What somebody typed, in groups of four: blanks, dashes and small letters do not matter."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return [plain[at : at + RANDOM + 1] for at in range(0, len(plain), RANDOM + 1)]


def wrong_groups(code: str) -> list[int]:
    """The numbers, from 1, of groups that cannot be right: missing, too many, or other than their check sign says."""
    groups = typed(code)
    here = [number + 1 for number, group in enumerate(groups[:GROUPS]) if not _is_whole(group, number)]
    return here + list(range(min(len(groups), GROUPS) + 1, max(len(groups), GROUPS) + 1))


def _is_whole(group: str, at: int) -> bool:
    is_known = len(group) == RANDOM + 1 and all(sign in SIGNS for sign in group)
    return is_known and _with_check(group[:RANDOM], at) == group


def seal(code: str, data_key: bytes) -> SealedKey:
    """The data key under a code; it takes a moment, so nothing may be locked meanwhile."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = os.urandom(16), os.urandom(12)
    box = nonce + AESGCM(_key_of(code, salt)).encrypt(nonce, data_key, _bound(secrets.key_name()))
    return SealedKey(secrets.key_name(), salt, box, clock.now().isoformat())


def open_key(kept: SealedKey, code: str) -> bytes:
    """The data key again; WrongCode for another code."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if groups := wrong_groups(code):
        raise WrongCode(groups)
    try:
        key = AESGCM(_key_of(code, kept.salt))
        return key.decrypt(kept.box[:12], kept.box[12:], _bound(kept.key_name))
    except (InvalidTag, ValueError) as problem:
        raise WrongCode([]) from problem


def _key_of(code: str, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=salt, length=32, **SCRYPT).derive("".join(typed(code)).encode("utf-8"))


def _bound(key_name: str) -> bytes:
    return f"recovery:{key_name}".encode()


def write(path: Path, kept: SealedKey) -> None:
    """Keep a sealed key in a file of its owner's."""
    told: dict[str, Any] = {"key_name": kept.key_name, "made_at": kept.made_at}
    told |= {name: base64.b64encode(value).decode() for name, value in (("salt", kept.salt), ("box", kept.box))}
    private.write_whole(path, json.dumps(told).encode("ascii"))


def read(content: bytes) -> SealedKey | None:
    """What such a file holds; None when it is not one."""
    try:
        told = json.loads(content)
        salt, box = (base64.b64decode(told[name], validate=True) for name in ("salt", "box"))
        return SealedKey(str(told["key_name"]), salt, box, str(told["made_at"]))
    except (ValueError, KeyError, TypeError):
        return None


def kept_in(folder: Path, name: str = FILE) -> SealedKey | None:
    """The sealed key beside a database; None where there is none."""
    path = folder / name
    return read(path.read_bytes()[:MOST_BYTES]) if path.is_file() else None


def is_ready(folder: Path) -> bool:
    """Whether backups carry the present data key under a code that somebody has typed back."""
    kept = kept_in(folder)
    return kept is not None and kept.key_name == secrets.key_name()
