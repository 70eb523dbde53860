"""The centre this morning: what has to be done before it opens, and how it stands today and this month."""

from collections import Counter

from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.pages import render_page
from blueprints.satisfaction import bp
from blueprints.satisfaction.few import few_or_number
from models import clock
from models.audits import findings
from models.audits import queries as audits
from models.audits.findings import FindingPick
from models.percent import show
from models.qr import queries as qr
from models.satisfaction import alerts, case_queries, catalogue, figures, held, queries, team
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
    unmended = Counter(row.round_id for row in findings.rows(eyes) if row.belongs(FindingPick.UNMENDED))
    return render_page(
        "satisfaction/centre.html",
        today=today,
        month=today.month,
        n_today=few_or_number(queries.total(counts, today, today).n, catalogue.policy(today).min_group),
        told=told,
        modes=(Mode.ONLINE, None),
        served=figures.served(eyes, month.first, month.last),
        policy=catalogue.policy(today),
        show=show,
        wilson=wilson,
        bad_weeks=alerts.bad_weeks(eyes, today) if case_queries.may_see_all(eyes) else [],
        n_open=case_queries.how_many_open(eyes)[0],
        cases=case_queries.open_cases(eyes)[:MOST],
        groups=held.groups(eyes) if eyes.may(Permission.DECIDE_HELD) else [],
        unmended=unmended,
        turns=team.turns(eyes, today, today),
        posters=qr.posters(eyes)[:MOST] if eyes.may(Permission.READ_QR) else [],
        rounds=[rounds[code] for code in CHECKLISTS if code in rounds],
        scale=catalogue.scale(today),
        links=sum(link.is_active for link in queries.links(eyes)),
    )
