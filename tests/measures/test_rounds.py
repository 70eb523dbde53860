"""What is read from the rounds of a set: the right round and group, met only with proof, and no figure that resets."""

from collections.abc import Iterable

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from blueprints.capability import place
from models import clock
from models.accounts.rules import Viewer
from models.audits import actions as audits
from models.audits import findings, proofs
from models.audits.findings import Purchase
from models.audits.rules import ItemState
from models.audits.tables import AuditRound, Criterion, ItemResult
from models.base import db
from models.catalogue.criteria import EvidenceRule
from models.measures.overview import overview
from models.measures.queries import Look
from models.plan.rules import Indicator
from tests.factories import Office
from tests.shipped import load_criteria

MET, NOT_MET, OPEN = ItemState.MET, ItemState.NOT_MET, ItemState.NOT_ASSESSED


@pytest.fixture
def eyes(planned: Office) -> Viewer:
    load_criteria()
    return planned.viewer("auditor")


def open_round(eyes: Viewer, set_code: str = "website") -> AuditRound:
    return audits.open_round(eyes, set_code, None)


def results(opened: AuditRound) -> list[tuple[ItemResult, Criterion]]:
    query = select(ItemResult, Criterion).join(Criterion).where(ItemResult.round_id == opened.id)
    return [(row.ItemResult, row.Criterion) for row in db.session.execute(query.order_by(Criterion.position))]


def say(opened: AuditRound, states: Iterable[ItemState], *, shown: bool = True) -> None:
    """Say this of the first criteria, with evidence where it is asked for."""
    for (result, criterion), state in zip(results(opened), states, strict=False):
        result.assess(state, opened.opened_by or 0, clock.now(), "", "", None)
        if shown and state is MET and criterion.evidence_rule is not EvidenceRule.NONE:
            proofs.attach(result, opened.opened_by or 0, "", url=f"https://tayson.gialai.gov.vn/{criterion.code}")
    db.session.commit()


def readings(eyes: Viewer) -> dict[str, object]:
    look = Look(eyes)
    words = ("progress", "met", "score", "mandatory_missing", "open_findings")
    return {word: (found.value, found.no) for word in words for found in [look.measure(f"audits.website.{word}")]}


@pytest.mark.slow
def test_a_round_that_is_opened_changes_no_figure(eyes: Viewer, planned: Office, browse) -> None:
    first = open_round(eyes)
    say(first, [MET] * 60 + [NOT_MET] * 30)
    before, tile = readings(eyes), Look(eyes).round("website")
    second = open_round(eyes)
    db.session.commit()
    assert readings(eyes) == before
    say(second, [MET] * 5)
    assert readings(eyes) == before
    assert Look(eyes).round("website") == tile
    lines = {line.commune_id: line for line in overview(planned.viewer("province"))}
    assert lines[eyes.home_id].website == tile
    going_on = Look(eyes).going_on("website")
    assert going_on is not None
    assert (going_on.no, going_on.assessed) == (2, 5)
    page = browse("leader").get("/").text
    assert "Đợt 1" in page and "đợt 2 đang đánh giá 5/90" in page
    say(db.session.merge(second), [MET] * 90)
    assert Look(eyes).round("website").no == 2  # type: ignore[union-attr]
    assert Look(eyes).going_on("website") is None


@pytest.mark.slow
def test_ticked_is_not_met(eyes: Viewer, browse) -> None:
    opened = open_round(eyes)
    bare = sum(criterion.evidence_rule is not EvidenceRule.NONE for _, criterion in results(opened)[:10])
    assert 0 < bare < 11
    say(opened, [MET] * 10 + [NOT_MET] * 4, shown=False)
    look = Look(eyes)
    progress, met = look.measure("audits.website.progress"), look.measure("audits.website.met")
    assert (progress.numerator, progress.denominator) == (14, 90)
    assert (met.numerator, met.denominator) == (10 - bare, 90)
    found = look.round("website")
    assert found is not None
    assert (found.met, found.unproven) == (10 - bare, bare)
    browser, page = browse("leader"), f"/kiem-tra/dot/{opened.id}"
    for path, words in (
        ("/", f"{10 - bare} / 90 đạt"),
        ("/kiem-tra", f"{10 - bare}/90 đạt"),
        (page, f"{10 - bare}/90 đạt"),
        (f"{page}/in", f"Đạt: {10 - bare}; đạt nhưng thiếu minh chứng, chưa tính: {bare}"),
    ):
        assert words in " ".join(BeautifulSoup(browser.get(path).text, "lxml").text.split()), path


@pytest.mark.slow
def test_the_numerator_of_a_measure_is_as_long_as_its_list(eyes: Viewer, app, browse) -> None:
    opened = open_round(eyes)
    say(opened, [MET] * 10 + [NOT_MET] * 4 + [ItemState.PARTIAL] * 3 + [OPEN] * 73)
    group = results(opened)[0][1].code[:5]
    browser, look = browse("leader"), Look(eyes)
    for word in ("progress", "met", "open_findings", "mandatory_missing"):
        for asks in ({}, {"group": group}, {"round_no": 1}):
            found = look.measure(f"audits.website.{word}", **asks)
            assert found.where is not None
            with app.test_request_context():
                html = browser.get(place(found.where)).text
            listed = len(BeautifulSoup(html, "lxml").select(".crit, [data-finding]"))
            assert listed == (found.value if found.numerator is None else found.numerator), (word, asks)


def test_a_step_reads_the_round_that_it_names(eyes: Viewer) -> None:
    first = open_round(eyes, "infrastructure")
    say(first, [MET, NOT_MET, MET])
    n = len(results(first))
    second = open_round(eyes, "infrastructure")
    say(second, [MET] * n)
    steps = {step.ref: step for step in Look(eyes).steps}
    look = Look(eyes)
    [review], [findings] = (list(map(look.asked, steps[ref].points)) for ref in ("II.5", "II.7"))
    assert (review.no, review.numerator, review.is_final) == (1, 3, False)
    assert (findings.no, findings.value, findings.verdict) == (2, 0, "met")


READS = {
    "II.1": ("infrastructure.progress", {"group": "AT-V"}),  # network, its drawing, machines: not the passwords
    "II.2": ("infrastructure.progress", {}),
    "II.3": ("infrastructure.planned", {}),
    "II.4": ("infrastructure.met", {"group": "AT-V"}),
    "II.5": ("infrastructure.progress", {"round_no": 1}),
    "II.7": ("infrastructure.open_findings", {}),
    "II.8": ("infrastructure.met", {}),
    "III.1": ("meeting_room.progress", {}),
    "III.2": ("meeting_room.met", {}),
    "IV.1": ("website.progress", {}),
    "IV.2": ("website.met", {"group": "WEB-D"}),
    "IV.3": ("website.met", {"group": "WEB-A"}),  # beside the sections in which something stands
    "IV.4": ("website.met", {}),  # beside the sections that keep to their rhythm
    "VI.1": ("service_index.progress", {}),
    "VI.2": ("service_centre.progress", {}),
    "VI.3": ("service_centre.met", {}),
    "VI.6": ("service_centre.met", {}),
}


def test_each_step_reads_its_set_group_and_round(eyes: Viewer) -> None:
    asked = {
        step.ref: (point.key.removeprefix("audits."), dict(point.asks))
        for step in Look(eyes).steps
        for point in step.points
        if point.key.startswith("audits.")
    }
    assert asked == READS


def test_a_group_is_read_without_the_rest_of_its_round(eyes: Viewer) -> None:
    opened = open_round(eyes, "infrastructure")
    rows = results(opened)
    group = [result for result, criterion in rows if criterion.parent == "AT-V"]
    for at, result in enumerate(group):
        result.assess(MET if at % 2 else NOT_MET, eyes.account_id, clock.now(), "", "", None)
    db.session.commit()
    look = Look(eyes)
    steps = {step.ref: step for step in look.steps}
    told = {ref: look.asked(steps[ref].points[0]) for ref in ("II.1", "II.2", "II.4")}
    assert (told["II.1"].numerator, told["II.1"].denominator) == (len(group), len(group))
    assert (told["II.2"].numerator, told["II.2"].denominator) == (len(group), len(rows))
    assert told["II.4"].denominator == len(group)
    whole = look.measure("audits.infrastructure.met")
    assert told["II.4"].numerator == whole.numerator
    assert look.measure("audits.infrastructure.met", group="AT-XX").value is None


def test_what_is_lacking_is_planned_once_a_finding_says_how(eyes: Viewer, planned: Office) -> None:
    opened = open_round(eyes, "infrastructure")
    say(opened, [NOT_MET, NOT_MET, MET])
    assert Look(eyes).measure("audits.infrastructure.planned").value == 0
    result = results(opened)[0][0]
    findings.note(eyes, result, "Mua tường lửa", planned.units[3].id, clock.today(), purchase=Purchase(1))
    db.session.commit()
    told = Look(eyes).measure("audits.infrastructure.planned")
    assert (told.numerator, told.denominator) == (1, 2)


def test_nothing_lacking_is_said_at_the_end_of_a_round_alone(eyes: Viewer) -> None:
    opened, point = open_round(eyes, "infrastructure"), None
    steps = {step.ref: step for step in Look(eyes).steps}
    [point] = steps["II.7"].points
    n = len(results(opened))
    assert Look(eyes).asked(point).verdict == "no_data"
    say(opened, [MET, MET])
    assert (Look(eyes).asked(point).value, Look(eyes).asked(point).verdict) == (None, "no_data")
    say(opened, [NOT_MET])
    assert (Look(eyes).asked(point).value, Look(eyes).asked(point).verdict) == (1, "not_met")
    say(opened, [MET] * n, shown=False)
    assert (Look(eyes).asked(point).value, Look(eyes).asked(point).verdict) == (0, "unproven")


def test_steps_that_ask_for_content_never_read_the_ticks(eyes: Viewer) -> None:
    """A review is done when it is assessed; what has to be complete is read from what is met."""
    asked = {step.ref: [point.key for point in step.points] for step in Look(eyes).steps}
    reviews = {ref for ref, keys in asked.items() if any(key.endswith(".progress") for key in keys)}
    complete = {ref for ref, keys in asked.items() if any(key.endswith(".met") for key in keys)}
    assert reviews == {"II.1", "II.2", "II.5", "III.1", "IV.1", "VI.1", "VI.2"}
    assert complete == {"II.4", "II.8", "III.2", "IV.2", "IV.3", "IV.4", "VI.3", "VI.6"}
    exams = {step.ref: [dict(point.asks) for point in step.points][:1] for step in Look(eyes).steps}
    assert [exams[ref] for ref in ("I.3", "I.4", "II.8", "III.6")] == [
        [{"exam": "basic", "score": 80}],
        [{"exam": "advanced", "score": 80}],
        [{"exam": "final", "score": 80}],
        [{"exam": "survey", "score": 80}],
    ]


def test_a_set_without_rounds_or_a_group_that_is_not_there_has_no_figure(eyes: Viewer) -> None:
    assert Look(eyes).measure("audits.website.progress").value is None
    say(open_round(eyes), [MET])
    assert Look(eyes).asked(Indicator("audits.website.met", asks=(("group", "nothing"),))).value is None
    assert Look(eyes).measure("audits.website.progress", round_no=7).value is None
    assert Look(eyes).measure("audits.no_such_set.progress").value is None
