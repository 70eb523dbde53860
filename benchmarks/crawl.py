"""How much memory a run of the website's checks takes: 300 heavy pages of the planted site on loopback.

``python -m benchmarks.crawl`` tells it in one line; the second between two requests is left out, which is no memory.
"""

import argparse
import resource
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from app import create_app
from models import migrate
from models.accounts.rules import Viewer
from models.base import db, set_writing, writing
from models.jobs import queue, worker
from models.jobs.worker import Work
from models.website import actions, checking, runs
from models.website.fetching import Bounds, Fetcher
from models.website.tables import CheckPage, Website
from tests.factories import make_office
from tests.website.planted import HOST, Planted, Reach, served

PAGES, LINKS, WORDS = 300, 120, 12_000
AIM = 200  # MiB


def town(pages: int) -> Planted:
    """A site of heavy pages, each with many links, that all lead to one another."""
    site = Planted()
    text = "Nhân dân các thôn cùng nhau làm đường, giữ rừng. " * (WORDS // 10)
    links = "".join(f'<a href="/bai-{number}">Bài số {number}</a> ' for number in range(pages))
    for number in range(pages):
        page = f"<title>Bài {number}</title><body>{links[: LINKS * 40]}{text}"
        site.page(f"/bai-{number}", page)
    site.page("/", f"<title>Xã</title><body>{links}{text}")
    site.page("/robots.txt", "User-agent: *\n", kind="text/plain")
    return site


def peak() -> float:
    """The most memory that this process has ever held, MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(folder: Path, pages: int) -> str:
    """One whole run, told in a line."""
    app = create_app({"INSTANCE_DIR": folder, "UPLOADS_DIR": folder / "uploads"})
    with app.app_context():
        with writing():
            migrate.upgrade(db.engine)
            office = make_office("Xã Đo Thử", "")
            eyes = Viewer(1, "admin", "", office.commune.id)
            actions.add_required(office.commune)
            site_id = actions.set_website(eyes, f"https://{HOST}/", [], "", "", "").id
            db.session.commit()
        with served(town(pages), folder) as reach:
            return told(reach, site_id)


def told(reach: Reach, site_id: int) -> str:
    """Run the checks on the planted site."""
    db.session.remove()
    set_writing(False)
    with queue.transaction():
        runs.ask(db.session.get_one(Website, site_id), None)

    def fetcher_of(hosts: Any, agent: str) -> Fetcher:
        fetcher = reach.fetcher(hosts, bounds=Bounds(rest=0.0))
        fetcher.agent = agent
        return fetcher

    before, began = peak(), time.monotonic()
    run = partial(checking.run, fetcher_of=fetcher_of, find=lambda: None)
    worker.run_one({checking.KIND: Work(run)}, "benchmark", lambda: False)
    seen = db.session.scalar(select(func.count(CheckPage.id))) or 0
    return (
        f"{seen} addresses in {time.monotonic() - began:.0f} s: {peak():.0f} MiB at most with the planted site itself"
        f" in the same process, {before:.0f} MiB before the run; aim {AIM} MiB"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES)
    with tempfile.TemporaryDirectory() as made:
        print(measure(Path(made), parser.parse_args().pages))
