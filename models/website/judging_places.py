"""What the checks come to place by place: dead links, missing files, and the sections with what is in them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from urllib.parse import unquote, urlsplit

from models.text import fold
from models.website import seen
from models.website.rules import CheckKey, CheckOutcome, Problem, dates_before, standing
from models.website.seen import Result, Seen, Wanted, Whole

FAIL, PASS, BLOCKED = CheckOutcome.FAIL, CheckOutcome.PASS, CheckOutcome.BLOCKED
NEEDS_HUMAN, NOT_TESTABLE = CheckOutcome.NEEDS_HUMAN, CheckOutcome.NOT_TESTABLE
ENOUGH_WORDS = 150
MOST_PLACES = 20
DEAD = {Problem.REDIRECTS: "redirects", Problem.UNREACHABLE: "unreachable", Problem.BAD_ANSWER: "bad_answer"}


def judge_links(whole: Whole) -> Iterator[Result]:
    """Each dead target once, with the pages and words that lead there; links to other hosts are a person's to open."""
    places = _places(whole)
    bad = {CheckKey.LINK: 0, CheckKey.FILE: 0}
    for one in whole.seen:
        if one.kind not in (seen.PAGE, seen.FILE) or one.is_skipped:
            continue
        key = CheckKey.FILE if one.kind == seen.FILE else CheckKey.LINK
        outcome, reason = _link(one)
        if outcome is not PASS:
            bad[key] += 1
            where = places.get(one.url, [])
            told = {"status": one.status, "places": where[:MOST_PLACES], "count": len(where)}
            yield Result(key, outcome, one.url, reason, told)
    for key, number in bad.items():
        if number == 0 and whole.is_whole:
            yield Result(key, PASS)
    outside = sorted({url for page in whole.pages for url, _words, _kind in page.links if whole.is_outside(url)})
    if outside:
        yield Result(CheckKey.OUTSIDE, NEEDS_HUMAN, "", "outside", {"pages": outside[:50], "count": len(outside)})


def _places(whole: Whole) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for page in whole.pages:
        for url, words, _kind in page.links:
            found.setdefault(url, []).append((page.url, words))
    return found


def _link(one: Seen) -> tuple[CheckOutcome, str]:
    if one.is_blocked:
        return BLOCKED, "firewall"
    if one.problem is not None:
        reason = DEAD.get(one.problem)
        return (FAIL, reason) if reason else (NEEDS_HUMAN, one.problem.value)
    if one.status in (404, 410):
        return FAIL, "gone"
    if one.status >= 500:
        return FAIL, "server_error"
    if one.status != 200:
        return NEEDS_HUMAN, "status"
    if one.is_lost:
        return FAIL, "soft_404"
    if one.kind == seen.FILE and one.size == 0:
        return FAIL, "empty_file"
    if one.kind == seen.FILE and one.facts is not None:  # a page stands where a file is promised
        return FAIL, "not_a_file"
    return PASS, ""


def judge_sections(whole: Whole) -> Iterator[Result]:
    """Each section: is it there, is something in it, is that new enough."""
    own = _own_links(whole)
    for wanted in whole.sections:
        url = wanted.url or find(wanted, own)
        if not url:
            outcome = FAIL if whole.is_whole else NOT_TESTABLE
            yield Result(CheckKey.SECTION, outcome, wanted.code, "no_section", {"name": wanted.name}, wanted.criterion)
            continue
        page = next((one for one in whole.seen if one.url == url and one.kind in (seen.PAGE, seen.HOME)), None)
        told = {"name": wanted.name, "pages": [url]}
        yield Result(CheckKey.SECTION, PASS, wanted.code, "", told, wanted.criterion)
        if page is None or not page.is_fine or page.facts is None:
            is_blocked = page is not None and page.is_blocked
            outcome = BLOCKED if is_blocked else NOT_TESTABLE
            yield Result(CheckKey.CONTENT, outcome, wanted.code, "not_seen", told, wanted.criterion)
            continue
        yield from _content(wanted, page, whole.today, told)


def _content(wanted: Wanted, page: Seen, today: date, told: Mapping[str, object]) -> Iterator[Result]:
    facts = page.facts
    if facts is None:
        return
    newest = dates_before([date.fromisoformat(day) for day in facts.days], today)
    is_full = newest is not None or (facts.words >= ENOUGH_WORDS and "hollow" not in facts.signs)
    more = {**told, "words": facts.words}
    outcome, reason = (PASS, "") if is_full else (FAIL, "hollow")
    yield Result(CheckKey.CONTENT, outcome, wanted.code, reason, more, wanted.criterion)
    if not wanted.is_list or not is_full:
        return
    if newest is None:
        yield Result(CheckKey.FRESHNESS, NEEDS_HUMAN, wanted.code, "no_days", told, wanted.criterion)
        return
    stands = standing(newest, wanted.interval_days, today)
    outcome, reason = (FAIL, "stale") if stands.is_late else (PASS, "")
    dated = {**told, "newest": newest.isoformat(), "section": wanted.id}
    yield Result(CheckKey.FRESHNESS, outcome, wanted.code, reason, dated, wanted.criterion)


def _own_links(whole: Whole) -> list[tuple[str, str]]:
    """The links to pages of the site itself, each once with its folded words, in the order of the pages."""
    every = dict.fromkeys((url, words) for page in whole.pages for url, words, kind in page.links if kind == "page")
    return [(url, fold(words)) for url, words in every if not whole.is_outside(url)]


def find(wanted: Wanted, own: Sequence[tuple[str, str]]) -> str:
    """The address that a menu gives a section: by its words first, then by the words in an address; or nothing."""
    for name in wanted.names:
        if url := next((url for url, words in own if words == name), ""):
            return url
    for name in wanted.names:
        if url := next((url for url, words in own if len(words) < 60 and f" {name} " in f" {_plain(words)} "), ""):
            return url
    for name in wanted.names:
        if url := next((url for url, _words in own if name in _address_words(url)), ""):
            return url
    return ""


def _plain(words: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in words).split())


def _address_words(url: str) -> tuple[str, ...]:
    """The words of each part of an address, as its slugs write them."""
    return tuple(_plain(fold(unquote(part).rsplit(".", 1)[0])) for part in urlsplit(url).path.split("/") if part)
