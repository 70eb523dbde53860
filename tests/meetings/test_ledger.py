"""The list and its figures: each number opens a list of that length; closed meetings say nothing but that they were."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup

from blueprints.meetings.ledger import read_week
from models.base import db
from models.errors import NotFound, RulesBroken
from models.meetings import queries, weeks
from models.meetings.lateness import Lateness
from models.meetings.queries import MeetingFilter
from models.meetings.rules import Convenor, MeetingFigure, Platform
from models.meetings.seats import Seat
from models.meetings.tables import Body
from tests.browser import Browser
from tests.factories import Office
from tests.meetings.conftest import MONDAY, make_body, make_meeting

pytestmark = pytest.mark.slow

Browse = Callable[..., Browser]
WEEK = (2026, 14)


@pytest.fixture(autouse=True)
def _friday(hold: Callable[[str], None]) -> None:
    hold("2026-04-03 16:00")


@pytest.fixture
def busy_week(office: Office, body: Body) -> dict[str, int]:
    """A week with one meeting of each kind, and its secret one without the counter's person."""
    extra = make_body(office, "Hội ý nội bộ", counts_for_kpi=False)
    tuesday = MONDAY + timedelta(days=1)
    secret_seats = [Seat(office.people[role].id) for role in list(office.people)[1:2]]
    made = {
        "proven": make_meeting(office, body),
        "unproven": make_meeting(office, body, tuesday, ecabinet_ref=""),
        "printed": make_meeting(office, body, tuesday, 14, printed_pages=12),
        "mixed": make_meeting(office, body, tuesday, 16, platform=Platform.MIXED, title="Họp dân đường liên thôn"),
        "higher": make_meeting(office, body, date(2026, 4, 2), convenor=Convenor.HIGHER),
        "uncounted": make_meeting(office, extra, date(2026, 4, 2), 10),
        "secret": make_meeting(
            office,
            body,
            date(2026, 4, 3),
            9,
            platform=Platform.SECRET,
            ecabinet_ref="",
            printed_pages=None,
            seats=secret_seats,
        ),
        "older": make_meeting(office, body, date(2026, 3, 29), 9, title="Tuần trước"),
    }
    ids = {name: meeting.id for name, meeting in made.items()}
    made["secret"].recorded_by = office.account("leader").id
    db.session.commit()
    return ids


def test_the_week_in_numbers(office: Office, busy_week: dict[str, int]) -> None:
    week = weeks.week_figures(office.viewer("secretary"), *WEEK)
    assert (week.held, week.counted, week.ecabinet, week.paperless) == (7, 4, 2, 1)
    assert (week.unproven, week.secret, week.higher, week.late) == (1, 1, 1, 4)
    assert (week.number_verdict, week.missing, week.share_verdict) == ("not_met", 1, "not_met")
    assert week == weeks.week_figures(office.viewer("counter"), *WEEK)


def test_a_meeting_before_seven_on_monday_is_this_weeks(office: Office, body: Body) -> None:
    make_meeting(office, body, MONDAY, 6)  # 2026-03-29T23:00Z
    assert weeks.week_figures(office.viewer("leader"), 2026, 14).held == 1
    assert weeks.week_figures(office.viewer("leader"), 2026, 13).held == 0


def test_the_last_days_of_a_long_year_are_week_53(office: Office, body: Body, hold: Callable[[str], None]) -> None:
    hold("2027-01-04 08:00")
    make_meeting(office, body, date(2027, 1, 1))
    eyes = office.viewer("leader")
    assert weeks.week_figures(eyes, 2026, 53).held == 1
    recent = weeks.recent_weeks(eyes, 3)
    assert [(week.code, week.held) for week in recent] == [("2026-W52", 0), ("2026-W53", 1), ("2027-W01", 0)]


@pytest.mark.parametrize("role", ["secretary", "counter", "leader"])
def test_every_number_opens_a_list_of_that_length(
    browse: Browse, office: Office, busy_week: dict[str, int], role: str
) -> None:
    figures = weeks.week_figures(office.viewer(role), *WEEK)
    browser = browse(role)
    for figure in MeetingFigure:
        page = BeautifulSoup(browser.get(f"/hop?tuan=2026-W14&so={figure.value}").text, "lxml")
        lines = page.select("table.rows tbody tr")
        assert len(lines) == getattr(figures, figure.value), figure
        assert f"{len(lines)} cuộc" in page.select_one("#so-hop").text  # type: ignore[union-attr]


def test_who_was_not_there_learns_only_that_there_was_a_closed_meeting(
    browse: Browse, office: Office, busy_week: dict[str, int]
) -> None:
    counter, leader, province = browse("counter"), browse("leader"), browse("province")
    key = busy_week["secret"]
    for outsider in (counter, province):
        page = outsider.get("/hop?tuan=2026-W14").text
        assert "1 cuộc họp có nội dung bí mật nhà nước" in page and f'/hop/{key}"' not in page
        assert outsider.get(f"/hop/{key}").status_code == 404
        assert outsider.get(f"/hop/{key}/in").status_code == 404
        assert f'/hop/{key}"' not in outsider.get("/hop/tuan/2026-W14").text
    assert f'/hop/{key}"' in leader.get("/hop?tuan=2026-W14").text
    assert leader.get(f"/hop/{key}").status_code == 200


def test_a_closed_meeting_is_not_found_by_searching_or_by_its_body(office: Office, busy_week: dict[str, int]) -> None:
    eyes = office.viewer("counter")
    closed = queries.meeting(office.viewer("leader"), busy_week["secret"])
    assert queries.count(eyes, MeetingFilter(body_id=closed.body_id)) == 6
    assert not any(line.is_hidden for line in queries.lines(eyes, MeetingFilter(body_id=closed.body_id)))
    hidden = [line for line in queries.lines(eyes, MeetingFilter()) if line.is_hidden]
    said = [(line.id, line.title, line.body, line.chair, line.starts_at) for line in hidden]
    assert said == [(None, "", "", "", None)]


@pytest.mark.parametrize("words", ["duong lien thon", "ĐƯỜNG LIÊN", "Đường  liên", "đường"])
def test_search_forgives_marks_and_case(office: Office, busy_week: dict[str, int], words: str) -> None:
    (line,) = queries.lines(office.viewer("counter"), MeetingFilter(text=words))
    assert line.id == busy_week["mixed"]


@pytest.mark.parametrize("words", ["%", "_", "100%", "\\", "'"])
def test_search_takes_signs_as_they_are(office: Office, busy_week: dict[str, int], words: str) -> None:
    assert queries.lines(office.viewer("counter"), MeetingFilter(text=words)) == []


@pytest.mark.parametrize(
    "query",
    [
        "tuan=2026-W99",
        "tuan=abc",
        "loai=99999999999999999999",
        "trang=-1",
        "trang=9999",
        "nen-tang=x",
        "so=x",
        "so=late",
        "q=%00",
        "tuan=0000-W00",
        "tuan=9999-W52",
        "q=" + "a" * 500,
    ],
)
def test_odd_addresses_are_still_a_page(browse: Browse, busy_week: dict[str, int], query: str) -> None:
    assert browse("counter").get(f"/hop?{query}").status_code == 200


def test_the_week_page_has_the_sentence_to_copy(browse: Browse, busy_week: dict[str, int]) -> None:
    page = browse("leader").get("/hop/tuan/2026-W14")
    assert page.status_code == 200
    text = BeautifulSoup(page.text, "lxml").find("textarea")
    assert text is not None
    told = (
        "Tuần 14 (30/3 – 5/4/2026, tính đến",
        "4 cuộc họp thuộc diện tính chỉ tiêu",
        "2 cuộc trên e-Cabinet có minh chứng (50,0%)",
        "chưa đạt mục tiêu ít nhất 3 cuộc mỗi tuần",
        "Không tính vào chỉ tiêu: 1 cuộc",
    )
    for words in told:
        assert words in text.text


def test_an_empty_week_shows_a_dash(browse: Browse, body: Body) -> None:
    page = BeautifulSoup(browse("leader").get("/hop/tuan/2026-W10").text, "lxml")
    shares = {tile.select_one(".tile-label").text: tile.select_one("b").text for tile in page.select(".tile")}  # type: ignore[union-attr]
    assert shares["Tỷ lệ trên e-Cabinet"] == shares["Không in trang giấy nào"] == "—"
    assert "Tuần này chưa ghi cuộc họp nào" in page.text


def test_an_empty_ledger_says_what_to_do_first(browse: Browse, body: Body) -> None:
    page = browse("secretary").get("/hop").text
    assert "Chưa ghi cuộc họp nào" in page and 'href="/hop/moi"' in page


def test_the_list_is_htmx_piece_and_page(browse: Browse, busy_week: dict[str, int]) -> None:
    browser = browse("counter")
    piece = browser.htmx("/hop?q=duong").text
    assert "<html" not in piece and "đường liên thôn" in piece and "Tuần trước" not in piece


def test_a_list_of_twenty_costs_as_many_statements_as_a_list_of_one(
    browse: Browse, office: Office, body: Body, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    costs = []
    for wanted in (1, 20):
        for number in range(len(queries.lines(office.viewer("leader"), MeetingFilter())), wanted):
            make_meeting(office, body, MONDAY - timedelta(days=number))
        with statements() as seen:
            late = Lateness(office.viewer("leader"))
            lines = queries.lines(office.viewer("leader"), MeetingFilter(), late=late)
            weeks.week_figures(office.viewer("leader"), *WEEK, late)
            weeks.recent_weeks(office.viewer("leader"), late=late)
        assert len(lines) == wanted
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 5  # the calendar of working days too, once for all three
    browser = browse("leader")
    browser.get("/hop")
    with statements() as seen:
        browser.get("/hop")
    assert len([line for line in seen if line.startswith("SELECT") and "meeting" in line]) <= 6


def test_the_province_sees_communes_side_by_side(
    browse: Browse, office: Office, other_office: Office, busy_week: dict[str, int]
) -> None:
    page = browse("province").get("/hop?tuan=2026-W14").text
    assert "Xã Thử Nghiệm" in page and "Xã Láng Giềng" in page and "2/4" in page


def test_rows_of_another_commune_cannot_be_pointed_at(office: Office, other_office: Office, body: Body) -> None:
    foreign = next(iter(other_office.people.values())).id
    with pytest.raises(NotFound):
        make_meeting(office, body, seats=[Seat(foreign)])


def test_the_database_itself_refuses_a_twin(office: Office, body: Body, monkeypatch: pytest.MonkeyPatch) -> None:
    first = make_meeting(office, body).id
    answers = iter([None, first])
    monkeypatch.setattr(queries, "same_start", lambda *args, **kwargs: next(answers))
    with pytest.raises(RulesBroken) as refused:
        make_meeting(office, body)
    assert [(rule.code, rule.details["meeting_id"]) for rule in refused.value.broken] == [("same_meeting", first)]


@pytest.mark.parametrize(
    ("text", "week"),
    [
        ("2026-W14", (2026, 14)),
        ("14/2026", (2026, 14)),
        ("14", (2026, 14)),
        ("Tuần 14", (2026, 14)),
        ("tuần 14/2025", (2025, 14)),
        ("54", None),
        ("0", None),
        ("", None),
        ("mười", None),
    ],
)
def test_a_week_as_people_write_it(hold, text: str, week: tuple[int, int] | None) -> None:
    hold("2026-03-30 09:00")
    assert read_week(text) == week
