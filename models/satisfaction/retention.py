"""How long the words of an answer are kept: after their term they go, the answer itself and its counts stay."""

from datetime import timedelta

from sqlalchemy import func, select, update

from models import clock, journal
from models.base import db, read
from models.satisfaction import catalogue
from models.satisfaction.tables import Response


def purge_comments() -> int:
    """Empty every comment whose term is over, with one line in the journal for each commune; how many they were.

    An answer dated after today, by a clock that was ahead, keeps its words until that day's own term is over.
    """
    r, today = Response, clock.today()
    before = today - timedelta(days=catalogue.policy(today).comment_days)
    is_over = (r.comment != "", r.local_date < before)
    found = read(select(r.commune_id, func.count().label("n")).where(*is_over).group_by(r.commune_id)).all()
    for row in found:
        emptied = update(Response).where(*is_over, r.commune_id == row.commune_id).values(comment="")
        db.session.execute(emptied, execution_options={"synchronize_session": False})
        journal.note("comments_purged", "response", before.isoformat(), row.commune_id, count=row.n)
    return sum(row.n for row in found)
