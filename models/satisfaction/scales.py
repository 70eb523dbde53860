"""The published scales in the database, as the catalogue has them."""

from dataclasses import asdict
from datetime import date

from sqlalchemy import select

from models.base import db, one_at_a_time, read
from models.satisfaction import catalogue
from models.satisfaction.catalogue import ScaleFacts
from models.satisfaction.tables import Scale, ScaleLevel


def load_catalogue() -> None:
    """Bring the published scales into the database; what is there already stays as it is."""
    one_at_a_time()  # of two first answers at the same moment the second waits here
    known = {(row.code, row.edition) for row in read(select(Scale.code, Scale.edition))}
    for facts in catalogue.scales():
        if (facts.code, facts.edition) not in known:
            levels = [ScaleLevel(**asdict(level)) for level in facts.levels]
            db.session.add(
                Scale(
                    code=facts.code,
                    edition=facts.edition,
                    title=facts.title,
                    question=facts.question,
                    valid_from=facts.valid_from,
                    valid_to=facts.valid_to,
                    levels=levels,
                )
            )
    db.session.flush()


def scale_id(day: date, shown: ScaleFacts | None = None) -> int:
    """The database id of the scale in force on a day, or of the one that was shown.

    The catalogue is loaded where nobody did it before.
    """
    facts = shown or catalogue.scale(day)
    wanted = select(Scale.id).where(Scale.code == facts.code, Scale.edition == facts.edition)
    if read(wanted).first() is None:
        load_catalogue()
    return int(read(wanted).scalar_one())
