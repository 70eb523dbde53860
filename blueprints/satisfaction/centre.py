"""The centre this morning: what has to be done before it opens, and how it stands today and this month."""

from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.pages import render_page
from blueprints.satisfaction import bp
from models import clock
from models.audits import queries as audits
from models.percent import show
from models.satisfaction import alerts, case_queries, catalogue, figures, held, queries
from models.satisfaction.rules import Mode, wilson
from models.satisfaction.told import told_of

MOST = 5
CHECKLISTS = ("service_centre", "service_index", "infrastructure")  # what is checked of the centre


@bp.get("/hai-long/trung-tam")
@requires(Permission.READ_CENTRE)
def centre() -> AnyResponse:
    """The centre's own page: simple, from what is counted anyway."""
    eyes, today = viewer(), clock.today()
    month, rounds = figures.this_month(), audits.newest_rounds(eyes)
    counts = queries.daily(eyes, month.first, month.last)
    told = told_of(eyes, month, counts)
    return render_page(
        "satisfaction/centre.html",
        today=today,
        month=today.month,
        n_today=queries.total(counts, today, today).n,
        until=told.until,
        readings=[(mode, told.tally(mode), told.answered(mode)) for mode in (Mode.ONLINE, None)],
        served=figures.served(eyes, month.first, month.last),
        policy=catalogue.policy(today),
        show=show,
        wilson=wilson,
        bad_weeks=alerts.bad_weeks(eyes, today) if case_queries.may_see_all(eyes) else [],
        n_open=case_queries.how_many_open(eyes)[0],
        cases=case_queries.open_cases(eyes)[:MOST],
        groups=held.groups(eyes) if eyes.may(Permission.DECIDE_HELD) else [],
        rounds=[rounds[code] for code in CHECKLISTS if code in rounds],
        scale=catalogue.scale(today),
        links=sum(link.is_active for link in queries.links(eyes)),
    )
