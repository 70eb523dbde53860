"""What a nightly timer calls: check the sites of all communes, one after another."""

import os

import click

from blueprints import workers
from blueprints.website import bp
from models.base import db
from models.jobs import queue, worker
from models.jobs.rules import JobState
from models.website import runs


@bp.cli.command("check")
def check() -> None:
    """Check the websites of all communes now; what another worker has in hand is left to it."""
    with queue.transaction():
        asked = [(site.hosts[0], runs.ask(site).job_id) for site in runs.sites()]
    for host, job_id in asked:
        while worker.run_one(workers.works(), f"check:{os.getpid()}", lambda: False, job_id):
            pass  # a try that failed may be due again at once
        db.session.rollback()
        state = queue.find(job_id).state
        click.echo(f"{host}: {'đã kiểm tra' if state is JobState.DONE else 'máy chủ đang kiểm tra hoặc sẽ thử lại'}.")
    if not asked:
        click.echo("Chưa xã nào nhập địa chỉ trang.")
