"""Many people at once, from a list that was looked through: their units where they are new, then everybody."""

from collections.abc import Mapping, Sequence

from models import journal
from models.accounts import actions
from models.accounts.pasting import PersonLine
from models.accounts.tables import Commune, Person, Unit
from models.errors import RuleBroken
from models.text import clean, fold

NEW, NONE = "new", "none"
RANK = 100


def join(
    commune: Commune, lines: Sequence[PersonLine], chosen: Mapping[int, str], units: Sequence[Unit]
) -> list[Person]:
    """Add everybody whose line can be taken; ``chosen`` says by line which unit an open one means.

    An answer is the id of a unit, ``new`` or ``none``; RuleBroken unit_open when one is missing or is no unit of the
    office. Lines with a problem are left out. Units are added once, people by one statement.
    """
    known = {str(unit.id): unit.id for unit in units}
    made = {fold(unit.name): unit.id for unit in units}
    people = []
    for line in (one for one in lines if not one.problem):
        unit_id = line.unit_id
        if line.is_open:
            answer = chosen.get(line.number, "")
            if answer == NEW:
                unit_id = _unit(commune, line.unit_words, made)
            elif answer in known:
                unit_id = known[answer]
            elif answer != NONE:
                raise RuleBroken("unit_open", "text", line=line.number)
        person = Person(commune_id=commune.id, unit_id=unit_id, title=clean(line.title), rank=RANK, is_active=True)
        actions.name_person(person, line.name)
        people.append(person)
    journal.insert_many(people)
    return people


def _unit(commune: Commune, name: str, made: dict[str, int]) -> int:
    if fold(name) not in made:
        made[fold(name)] = actions.add_unit(commune, name).id
    return made[fold(name)]
