"""The centre this morning: what has to be done before it opens, and how it stands today and this month."""

from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.pages import render_page
from blueprints.satisfaction import bp
from models import clock, periods
from models.audits import queries as audits
from models.percent import show
from models.satisfaction import alerts, case_queries, catalogue, figures, held, queries
from models.satisfaction.rules import Mode, wilson

MOST = 5
CHECKLISTS = ("service_centre", "service_index", "infrastructure")  # what is checked of the centre


@bp.get("/hai-long/trung-tam")
@requires(Permission.READ_CENTRE)
def centre() -> AnyResponse:
    """The centre's own page: simple, from what is counted anyway."""
    eyes, today = viewer(), clock.today()
    since, until = periods.month_days(today.year, today.month)
    counts, rounds = queries.daily(eyes, since, until), audits.newest_rounds(eyes)
    served, policy = figures.served(eyes, since, until), catalogue.policy(today)
    modes = [(mode, queries.total(counts, since, until, mode), served.visits(mode)) for mode in (Mode.ONLINE, None)]
    return render_page(
        "satisfaction/centre.html",
        today=today,
        month=today.month,
        n_today=queries.total(counts, today, today).n,
        readings=modes,
        served=served,
        policy=policy,
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
