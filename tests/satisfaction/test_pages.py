"""The figures, the list and the counters as people meet them."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from models import clock
from models.accounts.rules import Viewer
from models.base import db
from models.journal import JournalEntry
from models.places.tables import Counter
from models.satisfaction import actions, queries
from models.satisfaction.queries import ResponseFilter
from models.satisfaction.rules import Mode, Status
from models.satisfaction.tables import Response, ResponseLink
from tests.browser import Browser
from tests.factories import Office
from tests.satisfaction.conftest import Say, drift
from tests.shipped import load_plan

Browse = Callable[..., Browser]
Hold = Callable[[str], None]
Counting = Callable[[], AbstractContextManager[list[str]]]
RECORD, LIST, FIGURES, LINKS = "/hai-long/ghi", "/hai-long/phieu", "/hai-long", "/hai-long/quay"
COUNTERS = "/quay"


def rows() -> list[Response]:
    """All answers in the order they came."""
    return list(db.session.scalars(select(Response).order_by(Response.id)))


def words(html: str) -> str:
    """The words of a page, single-spaced."""
    return " ".join(BeautifulSoup(html, "lxml").get_text(" ").split())


def test_without_the_token_nothing_is_written(browse: Browse, say: Say, link: ResponseLink) -> None:
    row_id, link_id, token = say(5).id, link.id, link.token
    browsers = {role: browse(role) for role in ("counter", "secretary", None)}
    for role, url in [
        ("counter", RECORD),
        ("counter", f"{RECORD}/{row_id}/bo"),
        ("secretary", f"{LIST}/{row_id}"),
        ("secretary", COUNTERS),
        ("secretary", LINKS),
        ("secretary", f"{LINKS}/lien-ket/moi"),
        ("secretary", f"{LINKS}/lien-ket/{link_id}/tat"),
        (None, f"/y-kien/{token}"),
    ]:
        assert browsers[role].post_raw(url, {"level": "1", "mode": "online", "name": "Q"}).status_code == 400, url
    assert [row.status for row in rows()] == [Status.COUNTED]
    assert db.session.scalar(select(func.count(Counter.id))) == 1


def test_the_figures_say_what_there_is_and_no_rate_below_ten(browse: Browse, hold: Hold, say: Say) -> None:
    hold("2026-03-30 09:00")
    leader = browse("leader")
    assert "chưa có số liệu" in leader.get(FIGURES).text
    say(5, times=9)
    page = words(leader.get(FIGURES).text)
    assert "Hôm nay đã nhận dưới 10 phiếu" in page
    assert "chưa đủ 10 phiếu" in page
    assert not re.search(r"\d ?%", page.split("Cách tính")[0])
    hold("2026-04-02 09:00")
    page = words(browse("leader").get(f"{FIGURES}?ky=2026-03").text)
    assert "dưới 10 phiếu" in page and "9 phiếu" not in page
    hold("2026-03-30 09:10")
    say(3)
    hold("2026-04-02 09:00")
    page = words(browse("leader").get(f"{FIGURES}?ky=2026-03").text)
    assert "90,0% 9/10 phiếu" in page
    assert "từ 59,6% đến 98,2% · ít phiếu" in page


def test_a_rate_never_crosses_its_target(browse: Browse, hold: Hold, office: Office, say: Say) -> None:
    hold("2026-03-30 09:00")
    load_plan(office.commune)
    scale = say(2).scale_id
    for level, n in {5: 4898, 2: 101}.items():
        drift(office.commune.id, clock.today(), Mode.ONLINE, scale, level, n)
    db.session.commit()
    hold("2026-04-02 09:00")
    page = words(browse("leader").get(f"{FIGURES}?ky=2026-03").text)
    assert "4.898/5.000" in page
    assert "97,96%" in page
    assert "98,0%" not in page


@pytest.mark.slow
def test_every_number_opens_a_list_of_that_length(browse: Browse, hold: Hold, say: Say) -> None:
    hold("2026-03-12 09:00")
    say(4, times=13)
    hold("2026-03-30 09:00")
    say(5, times=11)
    say(2, Mode.IN_PERSON, times=16)
    hold("2026-04-02 09:00")
    leader = browse("leader")
    page = BeautifulSoup(leader.get(f"{FIGURES}?ky=2026-03").text, "lxml")
    links = page.select(f"main .fig a[href^='{LIST}']")
    assert [link.text for link in links] == ["24/24 phiếu", "24/40 phiếu"]
    for link in links:
        shown = int(link.text.split("/")[-1].split()[0])
        assert f"{shown} phiếu ·" in words(leader.get(str(link["href"])).text), link
    for group, count in (("hai-long", 24), ("chua-hai-long", 16)):
        assert f"{count} phiếu ·" in words(leader.get(f"{links[1]['href']}&nhom={group}").text)


@pytest.mark.slow
def test_pages_do_not_ask_more_when_there_is_more(browse: Browse, say: Say, statements: Counting) -> None:
    leader, seen_by_page = browse("leader"), {}
    for times in (1, 40):
        say(5, times=times, comment="tốt")
        for url in (LIST, FIGURES):  # each look is the first after a write
            with statements() as seen:
                leader.get(url)
            seen_by_page.setdefault(url, []).append(len(seen))
    for url, (few, many) in seen_by_page.items():
        assert few == many <= 9, url


def test_all_communes_together_are_told_nowhere(browse: Browse, say: Say, office: Office, other_office: Office) -> None:
    """Less those that are told by themselves, their sum would show a commune of which too few have answered."""
    province = browse("province")
    say(5, times=12)
    say(4, times=3, by=other_office.viewer("counter"))
    for url in ("/hai-long", "/hai-long/bang/kenh", "/hai-long/bang/kenh.json", LIST):
        assert province.get(url).headers["Location"].endswith("/tinh"), url
    for place, told in ((office, "12 phiếu ·"), (other_office, "dưới 10 phiếu ·")):
        province.get(f"/tinh/xa/{place.viewer('leader').home_id}")
        assert told in words(province.get(LIST).text)


@pytest.mark.slow
def test_the_list_pages_by_fifty(browse: Browse, say: Say) -> None:
    say(5, times=120)
    leader = browse("leader")
    lengths, url = [], LIST
    while url:
        page = BeautifulSoup(leader.get(url).text, "lxml")
        lengths.append(len(page.select("tbody tr")))
        older = page.find(lambda tag: tag.name == "a" and "Trang sau" in tag.text)
        url = str(older["href"]) if older else ""
    assert lengths == [50, 50, 20]
    assert leader.htmx(LIST).text.lstrip().startswith("<section")


@pytest.mark.parametrize(
    "query",
    [
        "tu=99/99/2026&den=x&muc=77&hinh-thuc=bay&tinh-trang=zz&sau=2026-13-99.x",
        "sau=." + "9" * 30,
        "tu=30/3/2026&den=1/1/2026",
        "muc=" + "9" * 400,
        "sau=2026-03-30.²",
    ],
)
def test_odd_query_arguments_never_fail(browse: Browse, say: Say, query: str) -> None:
    say(5)
    leader = browse("leader")
    for url in (LIST, FIGURES):
        assert leader.get(f"{url}?{query}").status_code == 200


def test_comments_are_for_those_who_may_and_never_in_tiny_groups(browse: Browse, say: Say) -> None:
    readers, others = ("secretary", "leader", "auditor"), ("counter", "admin", "province")
    browsers = {role: browse(role) for role in readers + others}
    say(1, comment="chờ hơi lâu", times=4)
    assert "chờ hơi lâu" not in browsers["secretary"].get(LIST).text
    say(5)
    for role, browser in browsers.items():
        assert ("chờ hơi lâu" in browser.get(LIST).text) is (role in readers), role


@pytest.mark.slow
def test_a_list_tells_weeks_or_levels_and_levels_of_told_days_alone(browse: Browse, hold: Hold, say: Say) -> None:
    hold("2026-03-30 16:47")
    say(5, times=9)
    march = "?tu=2026-03-01&den=2026-03-31"

    def told(role: str, query: str = march) -> str:
        return words(str(BeautifulSoup(browse(role).get(LIST + query).text, "lxml").find(id="rows")))

    hold("2026-04-02 09:00")
    assert "14/2026" in told("leader")
    assert "Rất hài lòng" not in told("leader") and "Rất hài lòng" not in told("leader", march + "&muc=5")
    assert "dưới 10 phiếu ·" in told("leader", march + "&muc=2"), "a small group is not taken apart"
    hold("2026-03-30 16:47")
    say(2)
    assert "Rất hài lòng" not in told("leader", "?tu=2026-03-01&den=2026-03-30"), "the month still runs"
    hold("2026-04-02 09:00")
    assert "Rất hài lòng" in told("leader") and "14/2026" not in told("leader"), "who said what, but not when and how"
    assert "1 phiếu ·" in told("leader", march + "&muc=2")
    assert "Không hài lòng" not in told("leader", march + "&nhom=hai-long").replace("chưa hài lòng", "")
    for other in ("?tu=2026-03-01&den=2026-03-30", "?tu=2026-03-30&den=2026-03-31", "?tu=2026-03-01", "?nhom=hai-long"):
        assert "Rất hài lòng" not in told("leader", other), other
    assert "Rất hài lòng" not in told("counter")
    for page in (told("leader"), told("counter")):
        assert "16 giờ" not in page and "16:47" not in page and "30/3" not in page


def test_another_commune_sees_nothing(browse: Browse, say: Say, link: ResponseLink, other_office: Office) -> None:
    row_id, link_id, counter_id = say(1, comment="bí mật", times=6).id, link.id, link.counter_id
    stranger = browse("secretary", other_office)
    assert "bí mật" not in stranger.get(LIST).text
    assert "0 phiếu" in words(stranger.get(LIST).text)
    assert "chưa có số liệu" in stranger.get(FIGURES).text
    assert "Quầy 1" not in stranger.get(COUNTERS).text
    assert "Quầy 1" not in stranger.get(LINKS).text
    for url in (f"{LIST}/{row_id}", f"{COUNTERS}/{counter_id}"):
        assert stranger.get(url).status_code == 404
    for url in (
        f"{LIST}/{row_id}",
        f"{COUNTERS}/{counter_id}",
        f"{RECORD}/{row_id}/bo",
        f"{LINKS}/lien-ket/{link_id}/tat",
    ):
        assert stranger.post(url, {"decision": "excluded", "reason": "x", "name": "x"}).status_code == 404
    assert {found.status for found in rows()} == {Status.COUNTED}


def test_looking_writes_nothing(browse: Browse, say: Say, link: ResponseLink, statements: Counting) -> None:
    row_id, counter_id, token = say(5).id, link.counter_id, link.token
    clerk, secretary, nobody = browse("counter"), browse("secretary"), browse(None)
    with statements() as seen:
        for browser, url in [
            (clerk, RECORD),
            (secretary, FIGURES),
            (secretary, LIST),
            (secretary, f"{LIST}/{row_id}"),
            (secretary, COUNTERS),
            (secretary, LINKS),
            (secretary, f"{COUNTERS}/{counter_id}"),
            (secretary, f"{LINKS}/lien-ket/moi"),
            (nobody, f"/y-kien/{token}"),
            (nobody, f"/y-kien/{token}/cam-on"),
        ]:
            assert browser.get(url).status_code == 200, url
    assert not [one for one in seen if not one.startswith(("SELECT", "BEGIN", "ROLLBACK"))]


def test_the_journal_knows_what_was_decided_but_neither_words_nor_level(browse: Browse) -> None:
    browse("counter").post_form(RECORD, {"level": "2", "mode": "online", "comment": "tên tôi là bí mật"})
    (row,) = rows()
    assert not db.session.scalars(select(JournalEntry).where(JournalEntry.entity == "response")).all()
    browse("secretary").post_form(f"{LIST}/{row.id}", {"decision": "excluded", "reason": "ghi trùng"})
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.entity == "response")).one()
    assert "bí mật" not in entry.changes
    assert '"excluded"' in entry.changes
    assert "level" not in entry.changes


def test_a_held_answer_is_decided_with_a_reason(browse: Browse, link: ResponseLink, clerk: Viewer) -> None:
    held_id = actions.answer_link(link, actions.Answer(5, Mode.ONLINE), trap="x").id
    db.session.commit()
    secretary = browse("secretary")
    assert "1 phiếu chờ xem lại" in words(secretary.get(FIGURES).text)
    assert "Có dấu hiệu gửi tự động" in secretary.get(f"{LIST}?tinh-trang=held").text
    url = f"{LIST}/{held_id}"
    assert secretary.post_form(url, {"decision": "counted", "reason": ""}).status_code == 422
    assert secretary.post_form(url, {"decision": "tombstone", "reason": "x"}).status_code == 422
    stale = secretary.hidden_fields(url)
    assert secretary.post_form(url, {"decision": "counted", "reason": "đã hỏi tại quầy"}).status_code == 303
    assert secretary.post_raw(url, {**stale, "decision": "excluded", "reason": "muộn"}).status_code == 409
    assert [(row.status, row.decided_reason) for row in rows()] == [(Status.COUNTED, "đã hỏi tại quầy")]
    assert queries.how_many(clerk, ResponseFilter()) == 1


def test_a_counter_gets_its_public_address(browse: Browse) -> None:
    secretary = browse("secretary")
    assert "Chưa có quầy nào" in secretary.get(COUNTERS).text
    page = secretary.post_form(COUNTERS, {"name": " Quầy 2 ", "place": "Tầng 1"}, follow_redirects=True).text
    (made,) = db.session.scalars(select(ResponseLink))
    assert len(made.token) >= 22
    assert f"/y-kien/{made.token}" in page
    again = secretary.post_form(COUNTERS, {"name": "quầy 2"})
    assert again.status_code == 422
    assert "Đã có quầy mang tên này" in again.text


def test_a_counter_is_renamed_once_and_links_are_switched(browse: Browse, link: ResponseLink) -> None:
    secretary, link_id, url = browse("secretary"), link.id, f"{COUNTERS}/{link.counter_id}"
    stale = secretary.hidden_fields(url)
    assert secretary.post_form(url, {"name": "Quầy Đất đai", "is_active": "y"}).status_code == 303
    late = secretary.post_raw(url, {**stale, "name": "Quầy Hộ tịch", "is_active": "y"})
    assert late.status_code == 409
    assert "Quầy Đất đai" in late.text
    assert "Quầy Hộ tịch" in late.text
    for state, works in (("tat", False), ("tat", False), ("bat", True)):
        assert secretary.post(f"{LINKS}/lien-ket/{link_id}/{state}").status_code == 303
        assert db.session.get_one(ResponseLink, link_id).is_active is works


def test_a_further_link_carries_its_mode_and_moment(browse: Browse, counter: Counter) -> None:
    answer = browse("secretary").post_form(
        f"{LINKS}/lien-ket/moi",
        {"counter_id": str(counter.id), "mode": "online", "stage": "refusal", "place": "Văn bản từ chối"},
    )
    assert answer.status_code == 303
    made = list(db.session.scalars(select(ResponseLink).order_by(ResponseLink.id)))[-1]
    assert (made.mode, made.stage, made.place) == (Mode.ONLINE, "refusal", "Văn bản từ chối")


@pytest.mark.slow
def test_who_may_enter(browse: Browse) -> None:
    may_record, may_manage = {"counter", "secretary"}, {"secretary", "admin"}
    roles = ("counter", "secretary", "auditor", "leader", "admin", "province")
    for role, browser in {role: browse(role) for role in roles}.items():
        reads = 303 if role == "province" else 200  # of one commune at a time
        assert browser.get(FIGURES).status_code == browser.get(LIST).status_code == reads
        assert browser.get(RECORD).status_code == (200 if role in may_record else 403)
        assert browser.get(COUNTERS).status_code == (200 if role in may_manage else 403)
    assert browse(None).get(FIGURES).status_code == 303


def test_a_day_that_is_not_understood_is_said_so(browse: Browse, say: Say) -> None:
    say(5)
    clerk = browse("secretary")
    for page in (LIST, "/quan-tri/nhat-ky"):
        reader = browse("admin") if page.startswith("/quan-tri") else clerk
        assert "Chưa hiểu ngày “hôm kia”" in reader.get(page, query_string={"tu": "hôm kia"}).text
        assert "Chưa hiểu ngày" not in reader.get(page, query_string={"tu": "30/3", "den": "30.3.26"}).text
