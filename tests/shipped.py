"""The shipped catalogue, read once for all tests: nothing is parsed while they write."""

from models import catalogue
from models.accounts.tables import Commune
from models.audits import actions as audits
from models.catalogue.criteria import SetData
from models.plan import loading

SETS: tuple[SetData, ...] = tuple(audits.shipped())
PROGRAMME = loading.shipped()
WEBSITE = next(data for name, data in zip(catalogue.criteria_names(), SETS, strict=True) if name == "criteria_website")


def load_criteria() -> list[int]:
    """The shipped criteria sets in the database; the ids of their versions."""
    return [audits.load_criteria(data).id for data in SETS]


def load_plan(commune: Commune, has_days: bool = True) -> None:
    """Plan, script and the words of the programme of a commune in the database; without days as a template."""
    plan = loading.load_plan(commune, PROGRAMME.plan, has_days)
    loading.load_script(commune, PROGRAMME.script, has_days)
    loading.load_programme(plan, commune, PROGRAMME.programme)
