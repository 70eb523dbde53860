"""Sealing of what must not be read from a copy of the database: AES-256-GCM under a key that lives outside it."""

import base64
import hashlib
import hmac
import os
from collections.abc import Callable

from models.errors import OfficeError

KEY_BYTES, NONCE_BYTES = 32, 12
VERSION = "v1"
_kept: dict[str, bytes] = {}  # the data key of this process


class KeyMissing(OfficeError):
    """No data key was given, so nothing can be sealed or opened."""


class Damaged(OfficeError):
    """A sealed text was changed, moved to another row, or sealed under another key."""


def new_key() -> bytes:
    """A fresh data key for ``instance/data.key``."""
    return os.urandom(KEY_BYTES)


def use_key(key: bytes) -> None:
    """Take the data key of this office; ValueError unless it is 32 bytes."""
    if len(key) != KEY_BYTES:
        raise ValueError(f"the data key must be {KEY_BYTES} bytes")
    _kept["data"] = key


def seal(plain: bytes, purpose: str) -> str:
    """Ciphertext for a text column; it opens only under the same ``purpose`` (table and row)."""
    return f"{VERSION}:" + base64.urlsafe_b64encode(_box(plain, purpose)).decode("ascii")


def unseal(sealed: str, purpose: str) -> bytes:
    """The plain bytes again; Damaged when one bit differs, when it was moved, or when the key is another."""
    version, _, body = sealed.partition(":")
    if version != VERSION:
        raise Damaged("unknown version")
    try:
        return _opened(base64.b64decode(body.encode("ascii"), altchars=b"-_", validate=True), purpose)
    except ValueError as fault:
        raise Damaged(purpose) from fault


def seal_bytes(plain: bytes, purpose: str) -> bytes:
    """The same for a column of bytes."""
    return VERSION.encode() + _box(plain, purpose)


def unseal_bytes(sealed: bytes, purpose: str) -> bytes:
    """The plain bytes again, as ``unseal``."""
    if not sealed.startswith(VERSION.encode()):
        raise Damaged("unknown version")
    return _opened(sealed[len(VERSION) :], purpose)


def _box(plain: bytes, purpose: str) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(_derived("seal")).encrypt(nonce, plain, _bound(purpose))


def _opened(raw: bytes, purpose: str) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(_derived("seal")).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _bound(purpose))
    except (InvalidTag, ValueError) as fault:
        raise Damaged(purpose) from fault


def fingerprint(plain: bytes, purpose: str) -> str:
    """A keyed digest that recognises a text without telling it."""
    return fingerprints(purpose)(plain)


def fingerprints(purpose: str) -> Callable[[bytes], str]:
    """What makes the digests of one purpose: its key is derived once, for whoever compares a thousand."""
    begun = hmac.new(_derived("fingerprint"), _bound(purpose) + b"\0", hashlib.sha256)

    def digest(plain: bytes) -> str:
        whole = begun.copy()
        whole.update(plain)
        return whole.hexdigest()

    return digest


def sign(content: bytes, purpose: str) -> str:
    """A signature that only this data key makes."""
    return hmac.new(_derived("sign"), _bound(purpose) + b"\0" + content, hashlib.sha256).hexdigest()


def is_same(given: str, made: str) -> bool:
    """Whether two signatures are the same, in a time that tells nothing."""
    return hmac.compare_digest(str(given).encode("utf-8", "replace"), made.encode())


def data_key() -> bytes:
    """The data key itself, for the one place that seals it under the recovery code; KeyMissing without one."""
    if "data" not in _kept:
        raise KeyMissing("the data key was not given")
    return _kept["data"]


def key_name() -> str:
    """By what the present data key is recognised without being told."""
    return _derived("name").hex()[:16]


def _derived(use: str) -> bytes:
    return hmac.new(data_key(), f"{VERSION}:{use}".encode(), hashlib.sha256).digest()


def _bound(purpose: str) -> bytes:
    return f"{VERSION}:{purpose}".encode()
