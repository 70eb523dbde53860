"""The office's own certificates: an authority of ten years and the certificate of this place, without the internet.

Tablets and phones are told once to trust the authority; the place's own certificate is renewed under it. 397 days is
the longest that browsers accept (CA/Browser Forum, Baseline Requirements 6.3.2).
"""

import ipaddress
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from models import clock
from models.office import rules
from models.private import make_folder, note_on_disk, write_whole

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.x509 import Certificate, CertificateBuilder, GeneralName, Name

FOLDER = "tls"
AUTHORITY, AUTHORITY_KEY, LEAF, LEAF_KEY = "ca.pem", "ca.key", "office.pem", "office.key"
AUTHORITY_LIFE, LEAF_LIFE = timedelta(days=3653), timedelta(days=397)
BEFORE = timedelta(days=1)  # clocks of tablets may be behind
ALWAYS = ("localhost", "127.0.0.1")


class BadName(ValueError):
    """Neither a host name in plain letters nor an address."""


def issue(instance: Path, office: str, names: Iterable[str]) -> "Certificate":
    """Make the place's certificate for these host names and addresses; the authority too, where there is none.

    BadName for what is neither. Files are the owner's alone; the authority's key never leaves ``instance/tls``.
    """
    folder = make_folder(instance / FOLDER)
    wanted = [_general(name) for name in dict.fromkeys((*names, *ALWAYS))]
    if not (folder / AUTHORITY).is_file() or not (folder / AUTHORITY_KEY).is_file():
        _make_authority(folder, office)
    return _make_leaf(folder, office, wanted)


def _general(name: str) -> "GeneralName":
    from cryptography import x509

    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        pass
    try:
        plain = name.encode("idna").decode("ascii")
        if not plain or not all(part and part.replace("-", "").isalnum() for part in plain.split(".")):
            raise BadName(name)
        return x509.DNSName(plain)
    except UnicodeError as problem:
        raise BadName(name) from problem


def _make_authority(folder: Path, office: str) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    key, now = _own_key(folder, AUTHORITY, AUTHORITY_KEY), clock.now()
    subject = _subject(f"Chung thu noi bo {office}")
    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    made = (
        _begun(subject, subject, key, now, AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    write_whole(folder / AUTHORITY, _pem(made))


def _make_leaf(folder: Path, office: str, names: "list[GeneralName]") -> "Certificate":
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    authority = x509.load_pem_x509_certificate((folder / AUTHORITY).read_bytes())
    signer = load_pem_private_key((folder / AUTHORITY_KEY).read_bytes(), None)
    if not isinstance(signer, ec.EllipticCurvePrivateKey):
        raise TypeError("the authority's key is not one of ours")
    key, public = _own_key(folder, LEAF, LEAF_KEY), signer.public_key()
    usage = x509.KeyUsage(True, False, False, False, False, False, False, False, False)
    made = (
        _begun(_subject(office), authority.subject, key, clock.now(), _life_under(authority))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(public), critical=False)
        .sign(signer, hashes.SHA256())
    )
    write_whole(folder / LEAF, _pem(made, authority))
    return made


def _life_under(authority: "Certificate") -> timedelta:
    """As long as browsers accept, and never past the authority, which would not be trusted for it."""
    return min(LEAF_LIFE, authority.not_valid_after_utc - clock.now())


def renew(instance: Path, office: str, own: Collection[str]) -> "Certificate | None":
    """Renew the place's certificate where that is due; None where it is not, or where there is nothing to renew with.

    ``own`` are the addresses of the machine now; names that were chosen before stay.
    """
    from cryptography import x509

    folder = instance / FOLDER
    if not all((folder / name).is_file() for name in (AUTHORITY, AUTHORITY_KEY, LEAF)):
        return None
    leaf = x509.load_pem_x509_certificate((folder / LEAF).read_bytes())
    over = x509.load_pem_x509_certificate((folder / AUTHORITY).read_bytes())
    span = rules.LeafSpan(leaf.not_valid_before_utc, leaf.not_valid_after_utc, over.not_valid_after_utc)
    present = names(instance)
    wanted = rules.leaf_names(present, own)
    if not rules.leaf_is_due(span, clock.now(), is_lacking=bool(set(wanted) - set(present))):
        return None
    return issue(instance, office, wanted)


def _subject(name: str) -> "Name":
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])


def _begun(
    subject: "Name",
    issuer: "Name",
    key: "EllipticCurvePrivateKey",
    now: datetime,
    life: timedelta,
) -> "CertificateBuilder":
    from cryptography import x509

    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    return builder.serial_number(x509.random_serial_number()).not_valid_before(now - BEFORE).not_valid_after(now + life)


def _own_key(folder: Path, name: str, key_name: str) -> "EllipticCurvePrivateKey":
    """The key of a certificate: the one that lies there, so that a renewal is one file and power may fail at any point.

    Where there is none that can be read the certificate goes before a new one is kept: the two would not fit.
    """
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
        load_pem_private_key,
    )

    with suppress(OSError, ValueError):
        kept = load_pem_private_key((folder / key_name).read_bytes(), None)
        if isinstance(kept, ec.EllipticCurvePrivateKey):
            return kept
    (folder / name).unlink(missing_ok=True)
    note_on_disk(folder)
    key = ec.generate_private_key(ec.SECP256R1())
    write_whole(folder / key_name, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return key


def _pem(*chain: "Certificate") -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return b"".join(one.public_bytes(Encoding.PEM) for one in chain)


def authority(instance: Path) -> bytes | None:
    """The authority's certificate as tablets install it (PEM); None where there is none."""
    path = instance / FOLDER / AUTHORITY
    return path.read_bytes() if path.is_file() else None


def fingerprint(pem: bytes) -> str:
    """The SHA-256 of a certificate as devices show it, two digits at a time."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    return x509.load_pem_x509_certificate(pem).fingerprint(hashes.SHA256()).hex(":").upper()


def names(instance: Path) -> list[str]:
    """For which names and addresses the place's certificate stands; empty where there is none."""
    from cryptography import x509

    path = instance / FOLDER / LEAF
    if not path.is_file():
        return []
    made = x509.load_pem_x509_certificate(path.read_bytes())
    stands = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return [str(one.value) for one in stands if str(one.value) not in ALWAYS]


def days_left(instance: Path) -> int | None:
    """For how many whole days the place's certificate still stands, negative when it is over; None without one."""
    from cryptography import x509

    path = instance / FOLDER / LEAF
    if not path.is_file():
        return None
    made = x509.load_pem_x509_certificate(path.read_bytes())
    return (made.not_valid_after_utc - clock.now()).days
