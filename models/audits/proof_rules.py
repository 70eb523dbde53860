"""What a proof is worth on the day of its round, and which days it may bear: pure, no database."""

from datetime import date

from models.errors import RuleBroken


def is_expired(valid_to: date | None, day: date) -> bool:
    """Whether a proof was past its last day on the day of the assessment; the last day itself still counts."""
    return valid_to is not None and valid_to < day


def check_proof_days(dated_on: date, valid_to: date | None, today: date) -> None:
    """Refuse a proof of a day that has not come, and one that ends before it begins."""
    if dated_on > today:
        raise RuleBroken("day_in_future", field="dated_on")
    if valid_to is not None and valid_to < dated_on:
        raise RuleBroken("valid_before_dated", field="valid_to")
