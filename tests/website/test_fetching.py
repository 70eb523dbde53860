"""The fetcher on loopback: pinned and verified by name, each hop checked, and nothing that outgrows its bounds."""

import ssl
import tracemalloc
from datetime import UTC, datetime

import pytest

from models.base import writing
from models.website.fetching import Bounds, joined
from models.website.rules import Problem
from tests.website.planted import HOST, OPEN, Planted, served

HOME = f"https://{HOST}/"


@pytest.fixture
def planted() -> Planted:
    made = Planted()
    made.page("/", "<title>Xã Tây Sơn</title>")
    return made


@pytest.fixture
def reach(planted: Planted, app, tmp_path):
    with served(planted, tmp_path) as found:
        yield found


def test_a_page_comes_from_the_checked_address_in_the_name_of_the_host(planted, reach) -> None:
    found = reach.fetcher().fetch(HOME)
    assert (found.status, found.problem, found.body.decode()) == (200, None, "<title>Xã Tây Sơn</title>")
    assert (planted.asked, planted.connections) == ([("https", HOST, "/")], [(OPEN, 443)])
    assert 58 <= (found.certificate_until - datetime.now(UTC)).days <= 60


def test_the_certificate_is_verified_by_name(planted, app, tmp_path) -> None:
    with served(planted, tmp_path, host="another.gialai.gov.vn") as reach:
        found = reach.fetcher().fetch(HOME)
        assert (found.problem, found.status, planted.asked) == (Problem.CERTIFICATE, 0, [])


def test_a_certificate_that_nobody_vouches_for_is_no_certificate(planted, reach) -> None:
    assert reach.fetcher(context=ssl.create_default_context()).fetch(HOME).problem is Problem.CERTIFICATE


def test_one_request_a_second(reach) -> None:
    fetcher = reach.fetcher()
    for _ in range(4):
        fetcher.fetch(HOME)
    assert reach.waits == [1.0, 1.0, 1.0]


def test_redirects_are_followed_three_times_and_counted(planted, reach) -> None:
    for number in range(5):
        planted.leads(f"/{number}", f"/{number + 1}", 301)
    planted.page("/5", "hier")
    assert reach.fetcher().fetch(f"http://{HOST}/").hops == [301]
    found = reach.fetcher().fetch(f"{HOME}2")
    assert (found.final_url, found.hops, found.status) == (f"{HOME}5", [301, 301, 301], 200)
    assert reach.fetcher().fetch(f"{HOME}1").problem is Problem.REDIRECTS


def test_a_redirect_to_itself_ends(planted, reach) -> None:
    planted.leads("/quay", "/quay")
    assert reach.fetcher().fetch(f"{HOME}quay").problem is Problem.REDIRECTS
    assert len(planted.asked) == 4


@pytest.mark.parametrize(
    "place",
    [
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "//10.0.0.1/",
        "http://[::1]/",
        "file:///etc/x",
        "http://evil.vn/",
        f"https://{HOST}:8443/",
        f"https://x@{HOST}/",
        "ftp://8.8.8.8/",
        "http://2130706433/",
        f"https://{HOST}.evil.vn/",
        "http://localhost/",
    ],
)
def test_each_hop_is_checked_anew(planted, reach, place) -> None:
    planted.leads("/di", place)
    found = reach.fetcher().fetch(f"{HOME}di")
    assert (found.problem, len(planted.asked)) == (Problem.REFUSED, 1)
    assert planted.connections == [(OPEN, 443)]


def test_a_name_that_turns_between_two_hops_is_refused(planted, reach) -> None:
    planted.leads("/di", "/den")
    answers = iter([[OPEN], ["127.0.0.1"]])
    found = reach.fetcher(resolve=lambda host: next(answers)).fetch(f"{HOME}di")
    assert (found.problem, found.refused, len(planted.asked)) == (Problem.REFUSED, "address_refused", 1)


def test_loopback_is_refused_without_the_hand_of_the_test(planted, reach) -> None:
    found = reach.fetcher(resolve=lambda host: ["127.0.0.1"]).fetch(HOME)
    assert (found.problem, planted.connections) == (Problem.REFUSED, [])


def test_an_unknown_name_is_told_apart(planted, reach) -> None:
    assert reach.fetcher(resolve=lambda host: []).fetch(HOME).problem is Problem.UNKNOWN_HOST


@pytest.mark.slow
def test_a_bomb_is_cut_at_two_megabytes(planted, reach) -> None:
    planted.bomb("/bom")
    tracemalloc.start()
    found = reach.fetcher().fetch(f"{HOME}bom")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (found.is_cut, len(found.body)) == (True, 2 * 1024 * 1024)
    assert most < 16 * 1024 * 1024


def test_a_long_page_is_cut_and_of_a_file_only_the_head_is_read(planted, reach) -> None:
    planted.page("/dai", "x" * 3_000_000)
    planted.page("/tep.pdf", b"%PDF" + b"x" * 100_000, kind="application/pdf")
    assert len(reach.fetcher().fetch(f"{HOME}dai").body) == 2 * 1024 * 1024
    found = reach.fetcher().fetch(f"{HOME}tep.pdf")
    assert (len(found.body), found.is_cut, found.is_page) == (4096, True, False)


def test_a_body_that_drips_is_ended_by_the_clock(planted, reach) -> None:
    planted.drips("/cham")
    found = reach.fetcher(bounds=Bounds(seconds=0.4)).fetch(f"{HOME}cham")
    assert found.problem is Problem.TOO_SLOW


def test_a_head_that_drips_is_ended_by_the_clock(planted, reach) -> None:
    def drip(handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not planted.over.wait(0.05):
            handler.wfile.write(b"X-Y: z\r\n")

    planted.pages["/dau"] = drip
    assert reach.fetcher(bounds=Bounds(seconds=0.4)).fetch(f"{HOME}dau").problem is Problem.TOO_SLOW


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (b"", Problem.UNREACHABLE),
        (b"nonsense\r\n\r\n", Problem.BAD_ANSWER),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nxx", Problem.BAD_ANSWER),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Type: text/html\r\n\r\nxx", Problem.BAD_ANSWER),
        (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n", Problem.BAD_ANSWER),
        (b"HTTP/1.1 302 Found\r\nLocation: http://[::1/\r\n\r\n", Problem.BAD_ANSWER),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", Problem.BAD_ANSWER),
    ],
)
def test_no_answer_of_a_site_is_an_error_of_ours(planted, reach, answer, problem) -> None:
    planted.pages["/la"] = lambda handler: handler.wfile.write(answer)
    assert reach.fetcher().fetch(f"{HOME}la").problem is problem


def test_nothing_is_fetched_while_others_wait_to_write(reach) -> None:
    from models.base import db

    with writing():
        db.session.connection()
        with pytest.raises(RuntimeError, match="fetching"):
            reach.fetcher().fetch(HOME)
        db.session.rollback()


@pytest.mark.parametrize(
    ("link", "whole"),
    [
        ("a b.pdf", "a%20b.pdf"),
        ("tin tức/x", "tin%20t%E1%BB%A9c/x"),
        ("?q=1#x", "?q=1"),
        ("a%20b", "a%20b"),
        (" /x \n", "x"),
    ],
)
def test_links_are_written_as_browsers_send_them(link, whole) -> None:
    assert joined(HOME, link) == HOME + whole
