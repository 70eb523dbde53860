"""Weeks that nobody kept, counted afterwards as far as the records tell the past."""

import click

from blueprints.plan import bp
from models import clock
from models.accounts import queries as accounts
from models.base import db, writing
from models.measures import weeks, work_weeks


@bp.cli.command("weeks")
@click.option("--back", default=1, type=click.IntRange(1, 260), help="How many weeks that are over.")
def keep_weeks(back: int) -> None:
    """Keep the figures of weeks that are over; what is kept already stays as it is."""
    last = weeks.last_closed(clock.today())
    communes = [one.id for one in accounts.joined_communes()]
    for ago in range(back):
        week = weeks.before(last, ago)
        for commune_id in communes:
            eyes = weeks.office_eyes(commune_id)
            rows, work = weeks.rows_of(eyes, week), [] if ago else work_weeks.row_of(eyes, week)
            db.session.rollback()
            with writing():
                weeks.keep(rows)
                work_weeks.keep(work)
                db.session.commit()
    click.echo(f"Đã chốt số liệu {back} tuần cho {len(communes)} xã, phường.")
