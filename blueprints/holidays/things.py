"""Words of the journal for the calendar of working days."""

from blueprints.holidays.forms import HolidayForm
from blueprints.things import Thing

THINGS = {"holiday": Thing("Ngày nghỉ, làm bù", {"day": "ngày"}, form=HolidayForm)}
