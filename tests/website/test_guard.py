"""What the site never fetches: a table of addresses, of ways to write them, and of names that change in between."""

import ipaddress
from collections.abc import Callable, Iterable

import pytest

from models.errors import RuleBroken
from models.website import guard

HOSTS = {"tayson.gialai.gov.vn"}
OPEN = "8.8.8.8"
REFUSED = {
    "loopback": ["127.0.0.1", "127.1.2.3", "127.255.255.255", "::1"],
    "unspecified": ["0.0.0.0", "0.1.2.3", "::"],
    "private": [
        "10.0.0.1",
        "10.255.255.255",
        "172.16.0.1",
        "172.31.255.254",
        "192.168.1.1",
        "fc00::1",
        "fd12:3456:789a::1",
        "fec0::1",
        "feff::1",
    ],
    "shared": ["100.64.0.1", "100.127.255.254"],
    "link_local": ["169.254.169.254", "169.254.0.1", "fe80::1", "fe80::1%eth0", "febf::1"],
    "multicast": ["224.0.0.1", "239.255.255.250", "ff02::1", "ff0e::1"],
    "documentation": ["192.0.2.1", "198.51.100.7", "203.0.113.9", "2001:db8::1", "3fff::1"],
    "benchmark": ["198.18.0.1", "198.19.255.254"],
    "reserved": [
        "192.0.0.8",
        "192.31.196.1",
        "240.0.0.1",
        "255.255.255.255",
        "2001:2::1",
        "2001:20::1",
        "100::1",
        "4000::1",
        "5f00::1",
        "1::1",
    ],
    "carries_another": [
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "::ffff:7f00:1",
        "::127.0.0.1",
        "::8.8.8.8",
        "::2",
        "64:ff9b::7f00:1",
        "64:ff9b::8.8.8.8",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2002:c0a8:101::1",
        "2001:0:1::1",
        "192.88.99.1",
    ],
    "unreadable": [
        "",
        "localhost",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "127.0.0.1 ",
        "127.0.0.01",
        "[::1]",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "\uff11\uff12\uff17.0.0.1",
        "8.8.8.8:80",
        "::g",
    ],
}
ALLOWED = [
    "8.8.8.8",
    "1.1.1.1",
    "113.160.0.1",
    "203.162.4.190",
    "100.63.255.255",
    "100.128.0.1",
    "172.15.255.255",
    "172.32.0.1",
    "192.167.1.1",
    "223.255.255.255",
    "2405:4800::1",
    "2001:ee0::1",
    "2606:4700::1",
]


@pytest.mark.parametrize(("why", "address"), [(why, one) for why, some in REFUSED.items() for one in some])
def test_an_address_inside_is_refused_and_says_why(why: str, address: str) -> None:
    assert guard.refusal(address) == why


@pytest.mark.parametrize("address", ALLOWED)
def test_an_address_in_the_open_is_taken(address: str) -> None:
    assert guard.refusal(address) is None


@pytest.mark.parametrize("address", ["64:ff9b::7f00:1", "2002:7f00:1::", "fec0::1", "::127.0.0.1"])
def test_our_list_is_stricter_than_the_standard_library(address: str) -> None:
    """All of them lead inside; the library's own answer differs by its version, ours does not."""
    assert guard.refusal(address) and not ipaddress.ip_address(address).is_loopback


def at(*addresses: str) -> Callable[[str], Iterable[str]]:
    return lambda host: addresses


ODD = {
    "url_scheme": [
        "ftp://{h}/",
        "file:///etc/passwd",
        "gopher://{h}/",
        "//{h}/",
        "{h}",
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "ws://{h}/",
        "jar:http://{h}/",
    ],
    "url_user": ["http://{h}@127.0.0.1/", "http://a:b@{h}/", "https://@{h}/", "http://127.0.0.1@{h}/"],
    "url_port": [
        "http://{h}:22/",
        "http://{h}:443/",
        "https://{h}:80/",
        "http://{h}:8080/",
        "https://{h}:8443/",
        "http://{h}:0/",
    ],
    "url_host": [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://017700000001/",
        "http://127.1/",
        "http://[::1]/",
        "http://localhost/",
        "http://[::ffff:7f00:1]/",
        "http:///x",
        "http://{h}./",
        "http://.{h}/",
        "http://a..{h}/",
        "http://{h}:/",
        "http://%6c/",
        "http://*.{h}/",
        "http://[fe80::1%25eth0]/",
        "http://0/",
    ],
    "url_odd": [
        "http://{h}/a b",
        "http://{h}/\r\nHost: x",
        "http://{h}\\@127.0.0.1/",
        "http://{h}/\t",
        " http://{h}/",
        "http://\u24d4xample.vn/",
        "http://{h}\uff0eevil.vn/",
        "http://[::1/",
        "http://{h}:99999/",
        "http://{h}:a/",
        "http://{h}/" + "a" * 2000,
        "http://{h}/<x>",
        "http://\uff11\uff12\uff17.0.0.1/",
    ],
    "host_not_allowed": [
        "http://evil.vn/",
        "http://{h}.evil.vn/",
        "http://evil-{h}/",
        "http://www.{h}/",
        "http://127.0.0.1.nip.vn/",
        "http://metadata.google.internal/",
        "http://tayson.gov.vn/",
    ],
}


@pytest.mark.parametrize(("code", "url"), [(code, one) for code, some in ODD.items() for one in some])
def test_an_address_that_is_not_plainly_allowed_is_never_resolved(code: str, url: str) -> None:
    def resolve(host: str) -> list[str]:
        raise AssertionError(f"{host} was resolved")

    with pytest.raises(RuleBroken) as refused:
        guard.check(url.replace("{h}", "tayson.gialai.gov.vn"), HOSTS, resolve)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "url",
    [
        "http://tayson.gialai.gov.vn",
        "https://tayson.gialai.gov.vn/",
        "https://tayson.gialai.gov.vn:443/a?b=c",
        "http://TaySon.GiaLai.Gov.VN:80/x",
        "https://tayson.gialai.gov.vn/a%20b#c",
        "HTTPS://tayson.gialai.gov.vn",
    ],
)
def test_an_allowed_address_is_pinned(url: str) -> None:
    assert guard.check(url, HOSTS, at(OPEN)) == OPEN


def test_the_old_kind_of_address_is_preferred() -> None:
    assert guard.check("https://tayson.gialai.gov.vn/", HOSTS, at("2405:4800::1", OPEN)) == OPEN
    assert guard.check("https://tayson.gialai.gov.vn/", HOSTS, at("2405:4800::1")) == "2405:4800::1"


@pytest.mark.parametrize("addresses", [("127.0.0.1",), (OPEN, "10.0.0.1"), ("::1", OPEN), (OPEN, "nonsense")])
def test_one_bad_address_refuses_the_name(addresses: tuple[str, ...]) -> None:
    with pytest.raises(RuleBroken) as refused:
        guard.check("http://tayson.gialai.gov.vn/", HOSTS, at(*addresses))
    assert refused.value.code == "address_refused"


def test_a_name_without_an_address_is_unknown() -> None:
    def lost(host: str) -> list[str]:
        raise OSError(host)

    for resolve in (at(), lost):
        with pytest.raises(RuleBroken) as refused:
            guard.check("http://tayson.gialai.gov.vn/", HOSTS, resolve)
        assert refused.value.code == "host_unknown"


def test_a_name_is_resolved_once_for_one_connection() -> None:
    """A name that answers well first and badly afterwards is asked only once."""
    answers = iter([[OPEN], ["127.0.0.1"]])
    asked: list[str] = []

    def resolve(host: str) -> list[str]:
        asked.append(host)
        return next(answers)

    assert guard.check("http://tayson.gialai.gov.vn/", HOSTS, resolve) == OPEN
    assert asked == ["tayson.gialai.gov.vn"]
