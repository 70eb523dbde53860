"""The demonstration of the QR room is plausible and readable."""

import random

from models.accounts.rules import Role
from models.base import db
from models.places import demo as places
from models.qr import actions, demo, queries
from models.qr.tables import Poster


def test_the_demo_makes_posters_whose_codes_are_what_they_say(office):
    for kind in (places, demo):
        kind.seed(office.commune, list(office.people.values()), office.accounts, random.Random(7), 0)
    db.session.commit()
    eyes = office.viewer(Role.SECRETARY)
    assert len(queries.to_reprint(eyes)) == 1
    for row in db.session.query(Poster).filter_by(state="in_use"):
        assert row.payload_print == actions.print_of(row.commune_id, actions.payload_of(row))
    assert {line.audience for line in queries.networks(office.viewer("counter"))} == {"guest"}
