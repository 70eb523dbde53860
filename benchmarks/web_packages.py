"""Recording an answer with the site's web packages, the database by hand, and nothing of the site around them.

Flask-Login finds the open session in the database, Flask-WTF checks the token, WTForms reads the form; the statements
are the floor's own. Tells what recording would cost if neither SQLAlchemy nor our own code cost anything.
"""

import hashlib
import os
import sys
from datetime import datetime
from pathlib import Path

import waitress
from flask import Flask, redirect, render_template_string
from flask_login import LoginManager, login_required
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from benchmarks.floor import Ledger
from benchmarks.packages import AnswerForm, Clerk, add_entrance

FORM = '<input type="hidden" name="csrf_token" value="{{ token }}">{{ form.form_key }}{{ form.level }}{{ form.mode }}'
FIND = """SELECT a.id, a.role, a.commune_id, s.opened_at, s.seen_at FROM sign_in s
 JOIN account a ON a.id = s.account_id WHERE s.token_hash = ? AND a.is_active"""
OPEN = "INSERT INTO sign_in (token_hash, account_id, opened_at, seen_at) VALUES (?, ?, ?, ?)"


class OnceChecked(AnswerForm):
    """The same form; its token was asked for before the view, and is not asked for twice."""

    class Meta:
        """Flask-WTF's settings of the form."""

        csrf = False


def create_app(folder: Path) -> Flask:
    """Flask with the three packages, at the product's own address; ``/enter`` signs in whoever asks."""
    app, ledger = Flask("web_packages"), Ledger(folder)
    app.config.update(SECRET_KEY=os.urandom(32))
    CSRFProtect(app)
    login = LoginManager(app)
    login.session_protection = None

    @login.user_loader  # type: ignore[untyped-decorator]
    def _load(token: str) -> Clerk | None:
        row = ledger.db().execute(FIND, (hashlib.sha256(token.encode()).hexdigest(),)).fetchone()
        return Clerk(token, row) if row else None

    def keep_session(hashed: str, now: datetime) -> None:
        at = now.isoformat(" ")
        ledger.db().execute(OPEN, (hashed, ledger.pattern["recorded_by_id"], at, at))

    add_entrance(app, keep_session)

    @app.route("/hai-long/ghi", methods=["GET", "POST"])
    @login_required  # type: ignore[untyped-decorator]
    def _record() -> Response | str:
        form = OnceChecked()
        if form.validate_on_submit():
            ledger.keep(form.form_key.data, form.level.data, form.mode.data, form.comment.data or "")
            return redirect("/hai-long/ghi", 303)
        return render_template_string(FORM, form=form, token=generate_csrf())

    return app


if __name__ == "__main__":
    waitress.serve(create_app(Path(sys.argv[1])), host="127.0.0.1", port=int(os.environ["PORT"]), threads=4, ident=None)
