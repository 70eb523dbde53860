"""The keys of wifi networks: sealed for their own row, opened for making a code, told apart when they cannot be."""

from models import secrets
from models.errors import RuleBroken
from models.qr.tables import WifiNetwork


class KeyUnreadable(RuleBroken, secrets.Damaged):
    """The key of a network was sealed under another data key, or its row was tampered with; typing it again helps."""

    def __init__(self, network: WifiNetwork) -> None:
        super().__init__("key_unreadable", field="password", network=network.ssid)


def _purpose(network: WifiNetwork) -> str:
    return f"wifi_network:{network.seal_name}"


def set_key(network: WifiNetwork, key: str) -> None:
    """Seal the key of a network (none for an open one)."""
    network.sealed_key = secrets.seal(key.encode("utf-8"), _purpose(network)) if key else None


def key_of(network: WifiNetwork) -> str:
    """The plain key, for making a code; never for a list, a log or a page. KeyUnreadable when it cannot be opened."""
    if not network.sealed_key:
        return ""
    try:
        return secrets.unseal(network.sealed_key, _purpose(network)).decode("utf-8")
    except secrets.Damaged as problem:
        raise KeyUnreadable(network) from problem


def is_readable(network: WifiNetwork) -> bool:
    """Whether the key of a network can be opened here."""
    try:
        key_of(network)
    except KeyUnreadable:
        return False
    return True
