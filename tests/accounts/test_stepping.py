"""The rule of codes, without a site: which are taken, which are not, and what a clock may do."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from models.accounts import stepping
from models.accounts.stepping import StepTaken

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOW = datetime(2026, 11, 30, 2, 0, 10, tzinfo=UTC)
PRESENT = int(NOW.timestamp()) // 30


def code(steps: int) -> str:
    return pyotp.TOTP(SECRET).generate_otp(PRESENT + steps)


@pytest.mark.parametrize(("steps", "is_taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_one_step_on_either_side_is_taken(steps: int, is_taken: bool) -> None:
    found = stepping.matched(SECRET, code(steps), NOW)
    assert found == (StepTaken(PRESENT + steps, PRESENT) if is_taken else None)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "12 34 5", "0000000"])
def test_what_is_no_code_is_never_taken(typed: str) -> None:
    assert not stepping.is_code(typed) and stepping.matched(SECRET, typed, NOW) is None


def test_blanks_and_dashes_do_not_matter() -> None:
    whole = code(0)
    assert stepping.matched(SECRET, f" {whole[:3]}-{whole[3:]} ", NOW) is not None


@pytest.mark.parametrize(
    ("last", "step", "is_fresh"),
    [
        (0, 0, True),  # never used
        (-1, 0, True),
        (0, 1, True),
        (0, -1, False),  # older than the newest one used
        (1, 0, False),
        (1, 1, False),  # the same again
        (2, 0, True),  # the clock was ahead and went back
        (100_000, -1, True),
    ],
)
def test_each_step_is_taken_once_and_a_clock_that_went_back_locks_nobody_out(
    last: int, step: int, is_fresh: bool
) -> None:
    before = PRESENT + last if last else (0 if (last, step, is_fresh) == (0, 0, True) else PRESENT)
    assert stepping.is_fresh(before, StepTaken(PRESENT + step, PRESENT)) is is_fresh


@pytest.mark.parametrize(("minutes", "is_proved"), [(0, True), (10, True), (10.1, False), (-1, False)])
def test_a_proof_holds_for_ten_minutes_and_none_comes_from_the_future(minutes: float, is_proved: bool) -> None:
    assert stepping.is_proved(NOW - timedelta(minutes=minutes), NOW) is is_proved
    assert not stepping.is_proved(None, NOW)
