"""How pages of figures cost with many answers: a million are made, counted, and the same pages are asked again.

``python -m benchmarks.answers --answers 1000000``: it makes its own database in a temporary folder and removes it.
"""

import argparse
import random
import statistics
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import insert, select

from benchmarks import servers
from benchmarks.inside import cookie_of, cpu_seconds, open_site
from models import clock
from models.base import db, writing
from models.places.tables import Counter
from models.satisfaction.chain import End, linked, lock_chain, move_end
from models.satisfaction.rollups import rebuild_rollups
from models.satisfaction.rules import Channel, Mode, Stage, Status, content_hash
from models.satisfaction.tables import Response, ServiceProcedure

PAGES = ("/", "/hai-long", "/hai-long/bang/thu-tuc", "/hai-long/bang/gio", "/hai-long/phieu", "/hai-long/niem-yet")
YEARS, BATCH, TIMES = 3, 20_000, 15


def main() -> None:
    """Measure with a small database, make the answers, measure again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=1_000_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        servers.prepare_product(Path(folder), 1000)
        app = open_site(Path(folder))
        before = measure(app)
        began = time.perf_counter()
        with app.app_context(), writing():
            fill(options.answers)
        made = time.perf_counter() - began
        after = measure(app)
    print(f"{options.answers:,} answers made and counted in {made:.0f} s\n")
    print("| page | 1,000 answers, ms | with all, ms | times |\n|---|---|---|---|")
    for page, few in before.items():
        print(f"| {page} | {few:.1f} | {after[page]:.1f} | {after[page] / few:.2f} |")


def measure(app: Flask) -> dict[str, float]:
    """The processor time of each page in milliseconds, the middle of several looks with nothing kept."""
    cookie, found = cookie_of(app, "lanhdao"), {}
    for page in PAGES:
        looks = []
        for _ in range(TIMES):
            app.extensions["cache"].clear()
            looks.append(cpu_seconds(app, page, cookie) * 1000)
        found[page] = statistics.median(looks)
    return found


def fill(amount: int) -> None:
    """So many answers over three years, sealed in one chain, and their counts."""
    rng, today = random.Random("answers"), clock.today()
    first = db.session.scalars(select(Response).limit(1)).one()
    known = {"commune_id": first.commune_id, "scale_id": first.scale_id}
    counters = list(db.session.scalars(select(Counter.id).where(Counter.commune_id == first.commune_id)))
    procedures = [*db.session.scalars(select(ServiceProcedure.id)), None]
    end = lock_chain(first.commune_id)
    for begin in range(0, amount, BATCH):
        rows = []
        for _ in range(min(BATCH, amount - begin)):
            row = known | answer(rng, today - timedelta(days=rng.randrange(YEARS * 365)), counters, procedures)
            end = End(*linked(end, row))
            rows.append(row | {"place_in_chain": end.length, "seal": end.digest})
        db.session.execute(insert(Response), rows)
    move_end(first.commune_id, end)
    rebuild_rollups(first.commune_id)
    db.session.commit()


def answer(rng: random.Random, day: date, counters: list[int], procedures: list[int | None]) -> dict[str, Any]:
    """One invented answer."""
    level, mode = rng.choices((5, 4, 3, 2, 1), (65, 33, 1, 1, 1))[0], rng.choice((Mode.ONLINE, Mode.IN_PERSON))
    hour = rng.randrange(7, 17)
    at = clock.at_office(day, hour)
    return {
        "cid": UUID(int=rng.getrandbits(128), version=4),
        "content_hash": content_hash(level, mode),
        "level": level,
        "mode": mode,
        "channel": rng.choice((Channel.QR, Channel.KIOSK)),
        "stage": rng.choice((None, *Stage)),
        "counter_id": rng.choice(counters),
        "procedure_id": rng.choice(procedures),
        "served_by_id": None,
        "recorded_by_id": None,
        "link_id": None,
        "questionnaire": 1,
        "comment": "",
        "answered_at": at,
        "created_at": at,
        "local_date": day,
        "local_hour": hour,
        "status": Status.COUNTED,
        "decided_reason": "",
        "version": 1,
    }


if __name__ == "__main__":
    main()
