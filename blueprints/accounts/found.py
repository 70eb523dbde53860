"""Where the search box leads to of people: to their page for whoever looks after them, else to their training."""

from flask import url_for

from blueprints.access import Permission, viewer
from blueprints.capability import Findable


def person(person_id: int) -> str:
    """The page of somebody that the viewer may open; what is nobody's to open leads back to the search."""
    eyes = viewer()
    if eyes.may(Permission.MANAGE_PEOPLE):
        return url_for("accounts.edit_person", person_id=person_id)
    if eyes.may(Permission.SEE_TRAINING_PEOPLE):
        return url_for("training.person", person_id=person_id)
    return ""


FINDS = {"person": Findable("Người", person)}
