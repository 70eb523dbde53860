"""The addresses of this machine in the office's network, asked of the machine alone: nothing is sent anywhere."""

import ipaddress
import socket
import struct
import sys
from collections.abc import Iterable

_OF_THE_MACHINE_ALONE = ("lo", "docker", "br-", "veth", "virbr", "vmnet", "vboxnet")
_GET_ADDRESS = 0x8915  # SIOCGIFADDR of Linux, netdevice(7)


def own_addresses() -> list[str]:
    """The IPv4 addresses of this machine in numerical order, without loopback and those that nobody was given."""
    return usable([*_of_interfaces(), *_of_the_name()])


def usable(found: Iterable[str]) -> list[str]:
    """Those addresses that another machine can type, each once, in numerical order."""
    known = {ipaddress.IPv4Address(one) for one in found}
    return [str(one) for one in sorted(known) if not (one.is_loopback or one.is_link_local or one.is_unspecified)]


def _of_the_name() -> list[str]:
    """What the machine's own name stands for; on Windows these are all its addresses."""
    try:
        return [str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    except OSError:
        return []


def _of_interfaces() -> list[str]:
    """What each network card of a Linux machine was given; empty elsewhere."""
    if sys.platform != "linux":
        return []
    import fcntl

    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for _number, name in socket.if_nameindex():
            if name.startswith(_OF_THE_MACHINE_ALONE):
                continue
            try:
                answer = fcntl.ioctl(asking.fileno(), _GET_ADDRESS, struct.pack("256s", name.encode()[:15]))
            except OSError:
                continue  # a card without an address
            found.append(socket.inet_ntoa(answer[20:24]))
    return found
