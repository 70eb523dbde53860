"""Which copies stay and what each light shows: tables of cases."""

from datetime import UTC, datetime, timedelta

import pytest

from models.office import rules
from models.office.rules import PlaceFacts, Signal

NOW = datetime(2026, 6, 26, 8, 0, tzinfo=UTC)
GB = 1024**3


def nights(count: int) -> list[datetime]:
    return [NOW - timedelta(days=number) for number in range(count)]


def test_the_last_days_weeks_and_months_keep_a_copy_each() -> None:
    stay = rules.staying(nights(500))
    assert {NOW - timedelta(days=number) for number in range(7)} <= stay
    weeks = {instant.isocalendar()[:2] for instant in stay}
    assert {(2026, 26), (2026, 25), (2026, 24), (2026, 23)} <= weeks
    assert {(instant.year, instant.month) for instant in stay} == {(2026, month) for month in range(1, 7)} | {
        (2025, month) for month in range(7, 13)
    }
    assert len(stay) <= 7 + 4 + 12


def test_a_day_with_many_copies_keeps_its_newest() -> None:
    day = [NOW - timedelta(minutes=number) for number in range(30)]
    assert rules.staying(day) == {NOW}


def test_a_clock_that_ran_ahead_takes_one_place_and_deletes_nothing_else() -> None:
    usual = nights(7)
    stay = rules.staying([NOW + timedelta(days=4000), *usual])
    assert set(usual[:6]) <= stay and NOW + timedelta(days=4000) in stay


def test_no_copies_need_no_room() -> None:
    assert rules.staying([]) == set()


@pytest.mark.parametrize(
    ("trouble", "free", "light", "code"),
    [
        (None, 200 * GB, Signal.GREEN, "disk_ok"),
        (None, 20 * GB, Signal.AMBER, "disk_low"),
        (None, 24 * GB, Signal.GREEN, "disk_ok"),
        ("full", 200 * GB, Signal.RED, "disk_full"),
        ("read_only", 200 * GB, Signal.RED, "disk_read_only"),
    ],
)
def test_the_disk(trouble: str | None, free: int, light: Signal, code: str) -> None:
    lamp = rules.disk(trouble, free, 476 * GB)
    assert (lamp.light, lamp.code) == (light, code)


def at(place: str, hours: float | None, fault: str = "") -> PlaceFacts:
    return PlaceFacts(place, None if hours is None else NOW - timedelta(hours=hours), 5, fault)


@pytest.mark.parametrize(
    ("places", "has_code", "light", "code"),
    [
        ([], True, Signal.RED, "backup_no_place"),
        ([at("a", None)], True, Signal.RED, "backup_never"),
        ([at("a", 6), at("b", 6)], True, Signal.GREEN, "backup_ok"),
        ([at("a", 6), at("b", 6)], False, Signal.AMBER, "backup_no_code"),
        ([at("a", 6)], True, Signal.AMBER, "backup_one_place"),
        ([at("a", 48), at("b", 60)], True, Signal.GREEN, "backup_ok"),
        ([at("a", 48.1), at("b", 60)], True, Signal.RED, "backup_old"),
        ([at("a", 6), at("b", None, "missing")], True, Signal.RED, "backup_fault"),
        ([at("a", None, "full"), at("b", 6)], True, Signal.RED, "backup_fault"),
    ],
)
def test_the_backup(places: list[PlaceFacts], has_code: bool, light: Signal, code: str) -> None:
    lamp = rules.backup(places, has_code, NOW)
    assert (lamp.light, lamp.code) == (light, code)


@pytest.mark.parametrize(
    ("lamp", "light", "code"),
    [
        (rules.trial(None, "", None, NOW), Signal.AMBER, "trial_never"),
        (rules.trial(NOW, "signature", None, NOW), Signal.RED, "trial_fault"),
        (rules.trial(NOW - timedelta(hours=49), "", 5, NOW), Signal.AMBER, "trial_old"),
        (rules.trial(NOW, "", 5, NOW), Signal.GREEN, "trial_ok"),
        (rules.certificate(None, False), Signal.AMBER, "certificate_none"),
        (rules.certificate(None, True), Signal.NONE, "certificate_proxy"),
        (rules.certificate(-1, True), Signal.RED, "certificate_over"),
        (rules.certificate(29, True), Signal.AMBER, "certificate_soon"),
        (rules.certificate(30, True), Signal.GREEN, "certificate_ok"),
        (rules.clock(NOW + timedelta(minutes=3), NOW, False), Signal.RED, "clock_behind"),
        (rules.clock(NOW + timedelta(minutes=1), NOW, False), Signal.GREEN, "clock_ok"),
        (rules.clock(None, NOW, True), Signal.RED, "clock_past"),
        (rules.jobs(0, None, 0), Signal.GREEN, "jobs_ok"),
        (rules.jobs(2, timedelta(minutes=61), 1), Signal.RED, "jobs_stuck"),
        (rules.jobs(2, timedelta(minutes=1), 1), Signal.AMBER, "jobs_failed"),
        (rules.sign_ins(50), Signal.GREEN, "sign_ins_ok"),
        (rules.sign_ins(51), Signal.AMBER, "sign_ins_many"),
        (rules.nightly("files", None, None), Signal.AMBER, "files_never"),
        (rules.nightly("files", {"missing": 1, "chain": 4}, NOW), Signal.RED, "files_fault"),
        (rules.nightly("journal", {"missing": 1}, NOW), Signal.GREEN, "journal_ok"),
        (rules.nightly("database", {"seal": 1}, NOW), Signal.RED, "database_fault"),
        (rules.tablets({}, NOW), Signal.NONE, "tablets_none"),
        (rules.tablets({"Quầy 1": NOW, "Quầy 2": None}, NOW), Signal.AMBER, "tablets_silent"),
        (rules.tablets({"Quầy 1": NOW - timedelta(hours=25)}, NOW), Signal.GREEN, "tablets_ok"),
        (rules.version("2026.11", "0031", "0031"), Signal.GREEN, "version_ok"),
        (rules.version("2026.11", "0030", "0031"), Signal.RED, "version_schema"),
    ],
)
def test_the_other_lights(lamp: rules.SystemLamp, light: Signal, code: str) -> None:
    assert (lamp.light, lamp.code) == (light, code)
