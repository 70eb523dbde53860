"""Behind a reverse proxy: what it says of its callers is believed, what anybody else says is not."""

from collections.abc import Iterator

import pytest

from tests.security.conftest import Serve, Served, nginx_before

pytestmark = [pytest.mark.slow, pytest.mark.alike]
FORGED = {"X-Forwarded-For": "10.9.8.7", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "elsewhere.example"}
PAIRING, CODE = "/kiosk/ghep", {"code": "ABC-DEF-GHJ"}


@pytest.fixture(scope="module", params=["waitress", "gunicorn"])
def site(request: pytest.FixtureRequest, serve: Serve) -> Served:
    """The site, which believes one proxy on this machine."""
    return serve(request.param, OFFICE_HTTPS="1", OFFICE_PROXIES="1")


@pytest.fixture(scope="module")
def front(site: Served) -> Iterator[Served]:
    with nginx_before(site) as proxy:
        yield proxy


def guesses(place: Served, source: str, forge: bool = False) -> list[int]:
    """Six wrong pairing codes: the sixth from one address has to wait."""
    forged = [{"X-Forwarded-For": f"10.0.0.{number}"} if forge else {} for number in range(6)]
    return [place.ask(PAIRING, source, CODE, headers).status for headers in forged]


def test_the_proxy_brings_tls_to_the_site(front: Served) -> None:
    page = front.ask("/dang-nhap")
    assert page.status == 200 and "max-age=" in page.headers["Strict-Transport-Security"]
    cookies = page.headers.get_all("Set-Cookie") or []
    assert cookies, "the page of the sign-in keeps its token"
    for cookie in cookies:
        assert cookie.startswith("__Host-") and "; Secure" in cookie and "; Path=/" in cookie, cookie
        assert "Domain" not in cookie, cookie


def test_each_caller_of_the_proxy_has_an_address_of_his_own(front: Served) -> None:
    assert guesses(front, "127.0.0.2")[-1] == 429
    assert guesses(front, "127.0.0.3")[0] != 429


def test_what_a_caller_says_of_himself_to_the_proxy_is_not_believed(front: Served) -> None:
    assert guesses(front, "127.0.0.4", forge=True)[-1] == 429


def test_who_comes_round_the_proxy_is_not_believed(site: Served) -> None:
    page = site.ask("/dang-nhap", "127.0.0.5", headers=FORGED)
    assert page.headers["Strict-Transport-Security"] is None
    away = site.ask("/", "127.0.0.5", headers=FORGED)
    assert away.status == 303 and "elsewhere" not in away.headers["Location"]
    assert guesses(site, "127.0.0.5", forge=True)[-1] == 429


def test_without_a_configured_proxy_nobody_is_believed(serve: Serve) -> None:
    site = serve("waitress")
    assert site.ask("/dang-nhap", headers=FORGED).headers["Strict-Transport-Security"] is None
    assert guesses(site, "127.0.0.1", forge=True)[-1] == 429
