"""Who keeps the calendar of working days."""

from tests.access.rows import Rows

ROWS = Rows(
    access={"days": "manage_holidays", "add_fixed": "manage_holidays", "remove": "manage_holidays"},
    tables={"holiday_id": "holiday"},
    words={"year": 2027},
    tour={"quantri": ["/quan-tri/ngay-nghi"]},
)
