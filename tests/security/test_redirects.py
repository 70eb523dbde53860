"""No address in ``next`` leads off this host."""

from collections.abc import Callable
from urllib.parse import quote, urljoin, urlsplit

import pytest

from blueprints.access import is_safe_path
from tests.browser import Browser
from tests.factories import GOOD_PASSWORD, Office, give_password

Browse = Callable[..., Browser]
ELSEWHERE = [
    "//attacker.example",
    "///attacker.example",
    "////attacker.example",
    "/\\attacker.example",
    "\\\\attacker.example",
    "\\/attacker.example",
    "http://attacker.example",
    "https://attacker.example/",
    "http:///attacker.example",
    "http:/attacker.example",
    "http:attacker.example",
    "https:attacker.example",
    "HTTP://attacker.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "ftp://attacker.example",
    "/\t/attacker.example",
    "/\n/attacker.example",
    "/\r/attacker.example",
    "\t//attacker.example",
    " //attacker.example",
    "/ /attacker.example",
    "\x00//attacker.example",
    "/\x00/attacker.example",
    "/\x7f/attacker.example",
    "//attacker.example@localhost",
    "//localhost@attacker.example",
    "https://localhost@attacker.example",
    "//attacker.example:80",
    "//[::1]",
    "//0x7f000001",
    "//\u3002attacker.example",
    "/\\/attacker.example",
    "/x\\y",
    "attacker.example",
    "?next=//attacker.example",
    "#//attacker.example",
    "",
    "/" + "a" * 3000,
    "/x\r\nLocation: //attacker.example",
    "/%0d%0aSet-Cookie:x=1\r\n",
    "\ufeff//attacker.example",
]
HERE = ["/", "/hop", "/hop?tu=30/3/2026", "/tai-khoan", "/hop/12?x=//attacker.example", "/h%E1%BB%8Dp", "/họp?đi=1"]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_elsewhere_is_refused(target: str) -> None:
    assert not is_safe_path(target)


@pytest.mark.parametrize("target", HERE)
def test_here_is_taken(target: str) -> None:
    assert is_safe_path(target)
    assert urlsplit(urljoin("https://office.example/dang-nhap", target)).netloc == "office.example"


@pytest.mark.parametrize("target", ELSEWHERE)
@pytest.mark.parametrize("as_htmx", [False, True])
def test_signing_in_stays_on_the_host(target: str, as_htmx: bool, office: Office, browse: Browse) -> None:
    headers = {"HX-Request": "true"} if as_htmx else {}
    answer = browse("counter", checked=False).get(f"/dang-nhap?next={quote(target)}", headers=headers)
    assert (answer.headers.get("Location") or answer.headers["HX-Redirect"]) == "/"


@pytest.mark.parametrize("target", HERE)
def test_signing_in_leads_to_where_one_wanted(target: str, office: Office, browse: Browse) -> None:
    give_password(office.account("counter"))
    browser, url = browse(None), f"/dang-nhap?next={quote(target)}"
    data = {"username": "counter", "password": GOOD_PASSWORD}
    moved = browser.post_form(url, data, headers={"HX-Request": "true"}).headers["HX-Redirect"]
    moved.encode("ascii")  # a header that a server can send
    assert urlsplit(moved).path == urlsplit(browser.get(url).headers["Location"]).path


@pytest.mark.parametrize("page", ["http://[bad", "//", "https://evil.example/hop", "\\\\evil", "x" * 5000])
def test_an_odd_page_before_is_no_page(browse: Callable[..., Browser], page: str) -> None:
    nobody = browse(None)
    answer = nobody.client.get("/hop", headers={"HX-Request": "true", "HX-Current-URL": page})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/dang-nhap")
    token = nobody.token()
    told = nobody.client.post("/hop/moi", data={"csrf_token": token}, headers={"Referer": page})
    assert told.status_code == 401 and 'href="/dang-nhap"' in told.text


def test_signing_in_again_leads_to_no_address_that_only_takes_forms(browse: Callable[..., Browser]) -> None:
    nobody = browse(None)
    token = nobody.token()
    for sent_from, led_to in (("/hop/moi?a=1", "/dang-nhap?next=/hop/moi?a%3D1"), ("/ma-qr/1/da-dan", "/dang-nhap")):
        page = {"Referer": f"http://localhost{sent_from}"}
        told = nobody.client.post("/ma-qr/1/da-dan", data={"csrf_token": token}, headers=page)
        assert told.status_code == 401 and f'href="{led_to}"' in told.text, sent_from
