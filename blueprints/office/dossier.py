"""The security dossier: what this place says of itself, to be printed and handed to who approves its level."""

import shutil
from pathlib import Path

from flask import current_app, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.documents import Document, as_docx, as_page, as_print
from blueprints.health import trouble
from blueprints.office import bp, papers
from blueprints.office.lights import failed_sign_ins
from blueprints.settings import VERSION
from blueprints.updating import PUBLIC
from models import clock, journal, migrate
from models.accounts import queries as accounts
from models.accounts import reviewing, ruling
from models.accounts.reviewing import ReviewKind
from models.accounts.rules import may_rest
from models.accounts.throttle import FREE_TRIES, LONGEST_WAIT
from models.backup import recovery
from models.base import db
from models.office import certificates, dossier, queries, retaining, standing
from models.office.dossier import DossierFacts
from models.office.rules import NIGHTLY, RunKind


def _facts() -> DossierFacts:
    """Read everything once, as of now."""
    config, now, rule = current_app.config, clock.now(), ruling.of_office(viewer())
    instance = Path(config["INSTANCE_DIR"])
    check, copied = queries.newest_run(RunKind.CHECK), queries.newest_run(RunKind.BACKUP)
    usage, night, ahead = shutil.disk_usage(instance), retaining.last().get("office"), journal.ahead()
    seen = reviewing.last(viewer())
    due = reviewing.due_after(seen)
    return DossierFacts(
        now=now,
        version=VERSION,
        is_same_schema=migrate.version(db.engine) == migrate.newest_version(),
        takes_updates=(instance / PUBLIC).is_file(),
        password_least=config["PASSWORD_LEAST"],
        free_tries=FREE_TRIES,
        longest_wait=LONGEST_WAIT,
        idle=may_rest(False, rule.idle_minutes, rule.admin_idle_minutes),
        admin_idle=may_rest(True, rule.idle_minutes, rule.admin_idle_minutes),
        longest_session=config["SESSION_LIMIT"],
        is_https=config["HTTPS"],
        certificate_days=certificates.days_left(instance),
        accounts=standing.accounts(viewer()),
        passwords=standing.passwords(viewer(), rule),
        failed_sign_ins=failed_sign_ins(),
        first_entry=standing.first_entry(viewer()),
        checked_at=check.ended_at if check else None,
        check_faults=sum(check.facts.get(kind, 0) for kind in NIGHTLY["journal"]) if check else 0,
        places=len(queries.places()),
        backed_up_at=copied.ended_at if copied and copied.facts.get("name") else None,
        backup_is_good=bool(copied and copied.is_good),
        tried_rows=copied.facts.get("rows") if copied and not copied.facts.get("trial_fault") else None,
        has_code=recovery.is_ready(instance),
        purged_at=night.ended_at if night and not night.said.startswith("put off") else None,
        accounts_seen_at=seen.get(ReviewKind.ACCOUNTS),
        log_seen_at=seen.get(ReviewKind.LOG),
        are_accounts_due=ReviewKind.ACCOUNTS in due,
        is_log_due=ReviewKind.LOG in due,
        disused_at=standing.disused_at(),
        is_clock_right=ahead is None and clock.today() >= queries.RELEASED and trouble() is None,
        disk_free=usage.free,
        disk_total=usage.total,
    )


def _document() -> Document:
    facts = _facts()
    return papers.security(accounts.commune(viewer().home_id).name, facts.now, dossier.lines(facts))


@bp.get("/quan-tri/ho-so-an-toan")
@requires(Permission.WATCH_SYSTEM)
def security_dossier() -> AnyResponse:
    """What is measured, what is stated, and what is not there, in the order of the criteria."""
    back = (url_for(".lights"), "Tình trạng hệ thống")
    return as_page(_document(), back, url_for(".security_docx"), url_for(".security_print"))


@bp.get("/quan-tri/ho-so-an-toan/in")
@requires(Permission.WATCH_SYSTEM)
def security_print() -> AnyResponse:
    """The same on A4."""
    return as_print(_document(), (url_for(".security_dossier"), "Hồ sơ an toàn"), url_for(".security_docx"))


@bp.get("/quan-tri/ho-so-an-toan.docx")
@requires(Permission.WATCH_SYSTEM)
def security_docx() -> AnyResponse:
    """The same as a file to go on working in."""
    return as_docx(_document())
