"""The bare floor, as information: fifty of all answers by a Flask view, one statement by hand and one plain template.

No sign-in, no rights, no forms, no layers. It tells what the framework itself costs on this machine.
"""

import sqlite3
from pathlib import Path

from flask import Flask, render_template_string

ROWS = """SELECT r.id, r.local_date, r.level, r.mode, r.channel, r.comment, l.label FROM response r
 JOIN scale_level l ON l.scale_id = r.scale_id AND l.value = r.level
 WHERE r.commune_id = 1 AND r.status = 'counted' ORDER BY r.local_date DESC, r.id DESC LIMIT 50"""
PAGE = """<!doctype html><html lang="vi"><title>Phiếu ý kiến</title><body><h1>Phiếu ý kiến</h1><table>
{% for row in rows %}<tr><td>{{ row.local_date }}</td><td><b>{{ row.label }}</b></td><td>{{ row.mode }}</td>
<td>{{ row.channel }}</td><td>{{ row.comment }}</td><td><a href="/{{ row.id }}">Xem</a></td></tr>
{% endfor %}</table></body></html>"""


def create_app(database: Path) -> Flask:
    """A bare Flask with the one page at ``/``."""
    app = Flask("floor")
    connection = sqlite3.connect(database)
    connection.row_factory = sqlite3.Row

    @app.get("/")
    def _page() -> str:
        return render_template_string(PAGE, rows=connection.execute(ROWS).fetchall())

    return app
