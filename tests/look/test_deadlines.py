"""The last moment of something as people read it."""

from datetime import datetime

import pytest

from blueprints.filters import deadline
from models import clock


@pytest.mark.parametrize(
    ("wall", "words"),
    [
        ("2026-12-05 00:00", "hết ngày 4/12/2026"),
        ("2026-03-01 00:00", "hết ngày 28/2/2026"),
        ("2027-01-01 00:00", "hết ngày 31/12/2026"),
        ("2026-12-05 00:01", "trước 00:01, 5/12/2026"),
        ("2026-12-05 16:30", "trước 16:30, 5/12/2026"),
        ("2026-12-05 07:00", "trước 07:00, 5/12/2026"),  # midnight in UTC is none at the office
    ],
)
def test_midnight_is_the_end_of_the_day_before(wall: str, words: str) -> None:
    assert deadline(datetime.fromisoformat(wall).replace(tzinfo=clock.OFFICE_ZONE)) == words
