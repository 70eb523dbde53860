"""Loading criteria, opening rounds, and the figures of what was ticked."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from models import clock
from models.accounts.rules import Role, Viewer
from models.audits import actions, items, proofs, queries
from models.audits.rules import ItemState, VersionStatus
from models.audits.tables import AuditRound, CriteriaVersion, Criterion, ItemResult
from models.base import db
from models.errors import NotFound, RuleBroken
from models.journal import JournalEntry
from tests.audits.conftest import newest
from tests.factories import Office
from tests.shipped import WEBSITE, load_criteria

MET, PARTIAL, NOT_MET, NA = ItemState.MET, ItemState.PARTIAL, ItemState.NOT_MET, ItemState.NOT_APPLICABLE


def say(opened: AuditRound, code: str, state: ItemState, reason: str = "", points: Decimal | None = None) -> ItemResult:
    """Tick one criterion the way the page does."""
    query = select(ItemResult).join(Criterion).where(ItemResult.round_id == opened.id, Criterion.code == code)
    result = db.session.scalars(query).one()
    result.assess(state, 1, clock.now(), "", reason, points)
    db.session.flush()
    return result


def versions() -> int:
    return db.session.scalar(select(func.count(CriteriaVersion.id))) or 0


def test_loading_twice_changes_nothing(criteria: None) -> None:
    lines = db.session.scalar(select(func.count(JournalEntry.id)))
    first = load_criteria()
    assert load_criteria() == first
    assert versions() == 5
    assert db.session.scalar(select(func.count(JournalEntry.id))) == lines


def test_changed_criteria_are_a_new_version_and_the_old_one_stays(website: AuditRound, office: Office) -> None:
    data = WEBSITE
    first, *others = data.items
    newer = replace(data, criteria=(*data.criteria[:1], replace(first, requirement="Trang có nội dung khác."), *others))
    version = actions.load_criteria(newer)
    db.session.commit()
    old = db.session.get(CriteriaVersion, website.version_id)
    assert old is not None
    assert (version.no, version.status, old.status) == (2, VersionStatus.PUBLISHED, VersionStatus.RETIRED)
    assert old.effective_to == clock.today()
    eyes = office.viewer("auditor")
    assert next(items.all_items(items.groups(queries.audit_round(eyes, website.id)))).requirement == first.requirement
    second = actions.open_round(eyes, "website", None)
    assert (second.version_id, second.no) == (version.id, 2)


def test_a_round_has_one_row_for_every_criterion_and_none_is_assessed(website: AuditRound, office: Office) -> None:
    rows = db.session.scalars(select(ItemResult).where(ItemResult.round_id == website.id)).all()
    assert len(rows) == 90
    assert len({row.criterion_id for row in rows}) == 90
    assert {row.state for row in rows} == {ItemState.NOT_ASSESSED}
    figures = newest(office.viewer("auditor"), "website")
    assert figures is not None
    assert (figures.total, figures.assessed, figures.score, figures.mandatory_missing) == (90, 0, None, 0)


def test_the_next_round_begins_empty_and_remembers_the_one_before(website: AuditRound, office: Office) -> None:
    say(website, "WEB-A01", NOT_MET)
    eyes = office.viewer("auditor")
    second = actions.open_round(eyes, "website", clock.today() + timedelta(days=3))
    head = queries.audit_round(eyes, second.id)
    found = {item.code: item for item in items.all_items(items.groups(head))}
    assert second.no == 2
    first = queries.numbered_round(eyes, "website", 1)
    assert first is not None
    former = found["WEB-A01"].before
    assert len(former) == 1
    assert (found["WEB-A01"].state, former[0].state, former[0].no) == (ItemState.NOT_ASSESSED, NOT_MET, 1)
    assert not found["WEB-A02"].before
    assert queries.figures([first])[first.id].not_met == 1


def test_rounds_are_counted_for_each_commune_by_itself(website: AuditRound, other_office: Office) -> None:
    assert actions.open_round(other_office.viewer("auditor"), "website", None).no == 1


def test_no_round_on_an_unknown_set_or_in_the_past(criteria: None, office: Office) -> None:
    with pytest.raises(NotFound):
        actions.open_round(office.viewer("auditor"), "nothing", None)
    with pytest.raises(RuleBroken, match="due_in_past"):
        actions.open_round(office.viewer("auditor"), "website", clock.today() - timedelta(days=1))


def test_figures_of_a_round(criteria: None, office: Office) -> None:
    eyes = office.viewer("auditor")
    opened = actions.open_round(eyes, "meeting_room", None)
    say(opened, "PH-02", MET)
    say(opened, "PH-01", MET)  # needs evidence, has none
    say(opened, "PH-03", PARTIAL)
    say(opened, "PH-04", NOT_MET)
    say(opened, "PH-05", NA, "chưa có số liệu")
    figures = newest(eyes, "meeting_room")
    assert figures is not None
    assert (figures.assessed, figures.met, figures.unproven, figures.partial, figures.not_met) == (5, 1, 1, 1, 1)
    assert (figures.not_applicable, figures.unconfirmed, figures.undetermined) == (0, 1, 0)
    assert (figures.lacking_evidence, figures.mandatory_missing) == (1, 3)
    assert figures.score == Decimal(150) / Decimal(14)
    say(opened, "PH-05", NA, "chưa có số liệu").confirm(office.viewer("leader"), clock.now())
    db.session.flush()
    figures = newest(eyes, "meeting_room")
    assert figures is not None
    assert (figures.not_applicable, figures.unconfirmed, figures.score) == (1, 0, Decimal(150) / Decimal(13))
    assert figures.mandatory_missing == 2
    evidence = proofs.attach(say(opened, "PH-01", MET), 1, "", url="https://tayson.gialai.gov.vn/phong-hop")
    assert newest(eyes, "meeting_room").score == Decimal(250) / Decimal(13)  # type: ignore[union-attr]
    proofs.withdraw(evidence, 1, "nhầm")
    db.session.expire_all()
    assert newest(eyes, "meeting_room") == figures


def test_the_page_and_the_list_agree(website: AuditRound, office: Office) -> None:
    head = queries.audit_round(office.viewer("auditor"), website.id)
    for number, item in enumerate(items.all_items(items.groups(head))):
        say(website, item.code, list(ItemState)[number % 6], "vì sao")
    rows = [item.scored for item in items.all_items(items.groups(head))]
    assert queries.figures([head])[head.id] == queries.figures_of(head, rows)


def test_measured_points_count_in_proportion(criteria: None, office: Office) -> None:
    eyes = office.viewer("auditor")
    opened = actions.open_round(eyes, "service_index", None)
    result = say(opened, "766-2.1", PARTIAL, points=Decimal("15.5"))
    assert newest(eyes, "service_index").score == 0, "half a criterion needs its evidence, too"  # type: ignore[union-attr]
    proofs.attach(result, 1, "", url="https://tayson.gialai.gov.vn/766")
    assert newest(eyes, "service_index").score == Decimal("15.5")  # type: ignore[union-attr]
    with pytest.raises(RuleBroken, match="points_range"):
        result.assess(PARTIAL, 1, clock.now(), "", "", Decimal(21))


@pytest.mark.parametrize(
    ("day", "ref"),
    [
        ("2026-05-04 09:00", "Điều 4 Nghị định số 42/2022/NĐ-CP"),
        ("2026-11-21 09:00", "điểm c khoản 1 Điều 9 Nghị định số 224/2026/NĐ-CP"),
    ],
)
def test_a_round_shows_the_law_of_its_day(criteria: None, office: Office, hold, day: str, ref: str) -> None:
    hold(day)
    eyes = office.viewer("auditor")
    head = queries.audit_round(eyes, actions.open_round(eyes, "website", None).id)
    found = {item.code: item for item in items.all_items(items.groups(head))}
    assert found["WEB-A03"].legal[0].ref == ref
    assert found["WEB-A03"].is_mandatory is (clock.today() > date(2026, 7, 1))


def test_other_eyes_see_nothing_and_the_province_sees_all(website: AuditRound, other_office: Office) -> None:
    stranger = other_office.viewer("auditor")
    row = db.session.scalars(select(ItemResult).limit(1)).one()
    for look in (
        lambda: queries.audit_round(stranger, website.id),
        lambda: items.to_change(stranger, row.id),
        lambda: queries.round_of(stranger, row.id),
    ):
        with pytest.raises(NotFound):
            look()
    assert queries.rounds(stranger) == []
    assert newest(stranger, "website") is None
    province = Viewer(1, Role.PROVINCE, "Tỉnh", None)
    assert queries.audit_round(province, website.id).commune.name == "Xã Thử Nghiệm"


def test_twenty_rounds_take_as_many_statements_as_one(website: AuditRound, office: Office, statements) -> None:
    eyes = office.viewer("auditor")

    def count() -> int:
        with statements() as seen:
            queries.figures(queries.rounds(eyes))
        return len(seen)

    one = count()
    for _ in range(19):
        actions.open_round(eyes, "meeting_room", None)
    db.session.commit()
    assert count() == one
    assert one <= 3, "begin, the rounds, their figures"


def test_at_most_twenty_pieces_of_evidence_and_each_link_once(website: AuditRound) -> None:
    result = say(website, "WEB-A01", MET)
    first = proofs.attach(result, 1, "", url="https://x.vn/0")
    assert proofs.attach(result, 1, "", url="https://x.vn/0").id == first.id
    for number in range(1, proofs.EVIDENCE_LIMIT):
        proofs.attach(result, 1, "", url=f"https://x.vn/{number}")
    with pytest.raises(RuleBroken, match="evidence_many"):
        proofs.attach(result, 1, "", url="https://x.vn/more")
