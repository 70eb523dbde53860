"""What the checks come to for the site as a whole: can it be reached, safely, by people and machines."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from models import clock
from models.text import fold
from models.website import catalogue, seen
from models.website.judging_places import MOST_PLACES, judge_links, judge_sections
from models.website.reading import PageFacts, digits
from models.website.rules import CheckKey, CheckOutcome, Problem
from models.website.seen import Result, Seen, Whole

FAIL, PASS, BLOCKED = CheckOutcome.FAIL, CheckOutcome.PASS, CheckOutcome.BLOCKED
NEEDS_HUMAN, NOT_TESTABLE = CheckOutcome.NEEDS_HUMAN, CheckOutcome.NOT_TESTABLE
CERTIFICATE_DAYS = 21
NEEDS_BROWSER = (CheckKey.ACCESSIBILITY, CheckKey.NARROW, CheckKey.PICTURE)


def judge(whole: Whole) -> list[Result]:
    """All results; a site that cannot be reached has one finding, and nothing else is said of it."""
    home = whole.probe(seen.HOME)
    if home is None or not home.is_fine:
        return list(_unreached(home))
    return [
        Result(CheckKey.REACHABLE, PASS),
        *_safety(whole, home),
        *_machines(whole),
        *judge_links(whole),
        *judge_sections(whole),
        *_contact(whole),
        *_pages(whole, home),
        *_looks(whole),
    ]


def _looks(whole: Whole) -> Iterator[Result]:
    """What the browser saw: each rule of axe is one fault with its pages, since a template breaks it everywhere."""
    drawn = [(one.url, one.look) for one in whole.seen if one.kind == seen.LOOK and one.look is not None]
    if not drawn:
        tried = any(one.kind == seen.LOOK for one in whole.seen)
        reason = "browser_failed" if tried else "no_browser"
        yield from (Result(key, NOT_TESTABLE, reason=reason) for key in NEEDS_BROWSER)
        return
    broken: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    for url, look in drawn:
        for fault in look["faults"]:
            broken.setdefault(fault["rule"], []).append((url, fault))
    for rule, found in broken.items():
        pages = [url for url, _fault in found]
        places = sum(fault["places"] for _url, fault in found)
        told = {"rule": rule, "pages": pages, "count": len(pages), "spots": places, "first": found[0][1]["first"]}
        yield Result(CheckKey.ACCESSIBILITY, FAIL, rule, "axe", told)
    if not broken:
        yield Result(CheckKey.ACCESSIBILITY, PASS, details={"pages": [url for url, _look in drawn]})
    wide = {url: look["width"] for url, look in drawn if look["is_too_wide"]}
    told = {"pages": list(wide), "count": len(wide), "width": max(wide.values(), default=0)}
    yield Result(CheckKey.NARROW, FAIL if wide else PASS, "", "wide" if wide else "", told if wide else {})
    for url, look in drawn:
        if "file" in look:
            yield Result(CheckKey.PICTURE, PASS, url, "picture", {"file": look["file"]})


def _unreached(home: Seen | None) -> Iterator[Result]:
    if home is None or home.is_skipped:
        yield Result(CheckKey.REACHABLE, NOT_TESTABLE, reason="not_seen")
    elif home.is_blocked:
        yield Result(CheckKey.REACHABLE, BLOCKED, home.url, "firewall", {"status": home.status})
    elif home.problem is Problem.CERTIFICATE:
        yield Result(CheckKey.CERTIFICATE, FAIL, "", "certificate")
    elif home.problem is Problem.REFUSED:
        yield Result(CheckKey.REACHABLE, NEEDS_HUMAN, home.url, "refused")
    else:
        reason = home.problem.value if home.problem else "status"
        yield Result(CheckKey.REACHABLE, FAIL, "", reason, {"status": home.status})


def _safety(whole: Whole, home: Seen) -> Iterator[Result]:
    if urlsplit(home.final_url).scheme != "https":
        yield Result(CheckKey.CERTIFICATE, FAIL, "", "no_https")
        yield Result(CheckKey.REDIRECT, NOT_TESTABLE, reason="no_https")
        yield Result(CheckKey.HSTS, NOT_TESTABLE, reason="no_https")
        return
    if home.certificate_until is not None:
        left = (clock.local(home.certificate_until).date() - whole.today).days
        outcome = PASS if left >= CERTIFICATE_DAYS else FAIL
        yield Result(CheckKey.CERTIFICATE, outcome, "", "" if outcome is PASS else "certificate_days", {"days": left})
    yield _redirect(whole.probe(seen.HTTP))
    promised = home.headers.get("strict-transport-security", "").replace(" ", "").lower()
    is_kept = "max-age=" in promised and not promised.split("max-age=")[1].startswith(("0", '"0'))
    yield Result(CheckKey.HSTS, PASS if is_kept else FAIL, "", "" if is_kept else "no_hsts")


def _redirect(plain: Seen | None) -> Result:
    if plain is None or plain.problem is not None:
        return Result(CheckKey.REDIRECT, NEEDS_HUMAN, "", "plain_closed")
    if plain.final_url.startswith("https:"):
        return Result(
            CheckKey.REDIRECT, PASS if plain.hops == 1 else NEEDS_HUMAN, "", "" if plain.hops == 1 else "hops"
        )
    if plain.is_blocked:
        return Result(CheckKey.REDIRECT, BLOCKED, "", "firewall")
    return Result(CheckKey.REDIRECT, FAIL, "", "no_redirect")


def _machines(whole: Whole) -> Iterator[Result]:
    """The page that is not there, robots.txt and the map of the site."""
    lost, robots, sitemap = (whole.probe(kind) for kind in (seen.LOST, seen.ROBOTS, seen.SITEMAP))
    if lost is not None:
        yield _lost(lost)
    if robots is not None:
        yield _robots(robots, whole)
    if sitemap is not None:
        yield _sitemap(sitemap)


def _lost(lost: Seen) -> Result:
    if lost.status in (404, 410):
        return Result(CheckKey.NOT_FOUND, PASS)
    if lost.is_blocked:
        return Result(CheckKey.NOT_FOUND, BLOCKED, "", "firewall")
    if lost.status == 200:
        return Result(CheckKey.NOT_FOUND, FAIL, "", "soft_404")
    return Result(CheckKey.NOT_FOUND, NOT_TESTABLE, "", "not_seen")


def _robots(robots: Seen, whole: Whole) -> Result:
    kind = robots.headers.get("content-type", "")
    if robots.is_blocked or robots.problem is not None:
        return Result(CheckKey.ROBOTS, BLOCKED if robots.is_blocked else NOT_TESTABLE, "", "not_seen")
    if robots.status != 200:
        return Result(CheckKey.ROBOTS, NEEDS_HUMAN, "", "no_robots")
    if "html" in kind or robots.text.lstrip().startswith("<"):
        return Result(CheckKey.ROBOTS, FAIL, "", "not_text")
    hidden = [one.url for one in whole.seen if one.is_skipped]
    if hidden:
        return Result(CheckKey.ROBOTS, NEEDS_HUMAN, "", "robots_hides", {"pages": hidden[:MOST_PLACES]})
    return Result(CheckKey.ROBOTS, PASS)


def _sitemap(sitemap: Seen) -> Result:
    if sitemap.is_blocked or sitemap.problem is not None:
        return Result(CheckKey.SITEMAP, BLOCKED if sitemap.is_blocked else NOT_TESTABLE, "", "not_seen")
    if sitemap.status != 200:
        return Result(CheckKey.SITEMAP, FAIL, "", "no_sitemap")
    if "html" in sitemap.headers.get("content-type", "") or "<html" in sitemap.text[:2000].lower():
        return Result(CheckKey.SITEMAP, FAIL, "", "sitemap_html")
    is_full = "<loc>" in sitemap.text
    return Result(CheckKey.SITEMAP, PASS if is_full else FAIL, "", "" if is_full else "sitemap_empty")


def _contact(whole: Whole) -> Iterator[Result]:
    """The contact block against what the office has; what the office did not enter nobody can compare."""
    pages = whole.pages
    emails = {email for page in pages for email in page.facts.emails}  # type: ignore[union-attr]
    phones = {phone for page in pages for phone in page.facts.phones}  # type: ignore[union-attr]
    feet = " ".join(page.facts.foot for page in pages)  # type: ignore[union-attr]
    held = {
        "email": fold(whole.contact["email"]) in {fold(email) for email in emails},
        "phone": digits(whole.contact["phone"]) in phones or digits(whole.contact["phone"]) in feet,
        "address": fold(whole.contact["address"]) in feet,
    }
    for name, is_there in held.items():
        if not whole.contact[name]:
            yield Result(CheckKey.CONTACT, NEEDS_HUMAN, name, "no_master")
        else:
            told = {"wanted": whole.contact[name], "found": sorted(emails if name == "email" else phones)[:5]}
            outcome = PASS if is_there else FAIL
            yield Result(CheckKey.CONTACT, outcome, name, "" if is_there else "contact_differs", told)


def _pages(whole: Whole, home: Seen) -> Iterator[Result]:
    """What every page has to have; one result each, with the pages where it is missing."""
    pages = whole.pages
    has_search = bool(home.facts and home.facts.has_search)
    yield Result(CheckKey.SEARCH, PASS if has_search else FAIL, "", "" if has_search else "no_search")
    facts = [(page.url, page.facts) for page in pages if page.facts]
    by_path = {urlsplit(page.final_url).path.rstrip("/"): page.facts for page in pages if page.facts}
    titles = Counter(fold(one.title) for one in by_path.values())  # the next page of a list may be called alike
    lacking = {
        CheckKey.LANGUAGE: ("no_language", [url for url, one in facts if not one.lang.startswith("vi")]),
        CheckKey.TITLE: ("no_title", [url for url, one in facts if not one.title or titles[fold(one.title)] > 1]),
        CheckKey.VIEWPORT: ("no_viewport", [url for url, one in facts if not one.has_viewport]),
        CheckKey.WEIGHT: ("heavy", [page.url for page in pages if page.is_cut]),
    }
    for key, (reason, places) in lacking.items():
        told = {"pages": places[:MOST_PLACES], "count": len(places)}
        yield Result(key, FAIL if places else PASS, "", reason if places else "", told if places else {})
    yield from _gambling(whole, facts)


def _gambling(whole: Whole, facts: list[tuple[str, PageFacts]]) -> Iterator[Result]:
    """Links to games of chance that lead outside or that nobody sees; news about them is no such link."""
    found: dict[str, list[str]] = {}
    for url, one in facts:
        for place, _words, is_hidden in one.gambling:
            if is_hidden or whole.is_outside(place):
                found.setdefault(place, []).append(url)
    for place, pages in found.items():
        yield Result(CheckKey.GAMBLING, FAIL, place, "gambling", {"pages": pages[:MOST_PLACES], "count": len(pages)})
    if not found:
        yield Result(CheckKey.GAMBLING, PASS)


def criterion_of(result: Result) -> str:
    """The code of the criterion that a result speaks of."""
    return result.criterion or catalogue.criteria().get(result.key, "")
