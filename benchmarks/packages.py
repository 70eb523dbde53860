"""Recording an answer with the packages that this site is made of, and nothing of the site around them.

The floor's own work (answer, count, line of the journal, one commit), but with what a site must have before it stores
anything: Flask-Login finds the open session in the database, Flask-WTF checks the token, WTForms reads the form, and
the statements go through SQLAlchemy. Tells what recording would cost if our own code cost nothing.
"""

import hashlib
import json
import os
import sys
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import waitress
from flask import Flask, abort, redirect, render_template_string, session
from flask_login import LoginManager, UserMixin, login_required, login_user
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect, FlaskForm
from sqlalchemy import Table, bindparam, event, insert, select
from sqlalchemy.dialects import sqlite
from werkzeug.wrappers import Response
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

db = SQLAlchemy()
FORM = '<form method="post">{{ form.csrf_token }}{{ form.form_key }}{{ form.level }}{{ form.mode }}{{ form.comment }}'
KEY = ("commune_id", "local_date", "mode", "scale_id", "level")
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000", "recursive_triggers=ON")


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """The clerk's form as WTForms alone writes it."""

    form_key = HiddenField()
    level = RadioField(choices=[(str(value), str(value)) for value in range(5, 0, -1)], validators=[InputRequired()])
    mode = RadioField(choices=[("online", "online"), ("in_person", "in_person")], validators=[InputRequired()])
    comment = TextAreaField(validators=[Optional(), Length(max=1000)])


class Clerk(UserMixin):  # type: ignore[misc]
    """Whoever is signed in: the token of the session and the account's row."""

    def __init__(self, token: str, row: Any) -> None:
        """Keep both."""
        self.id, self.row = token, row


class Recorder:
    """The statements, put together once from the tables as the database describes them."""

    def __init__(self) -> None:
        """Read the tables; take one answer as the pattern of the next."""
        names = ("response", "response_day", "journal", "sign_in", "account")
        table = {name: Table(name, db.metadata, autoload_with=db.engine) for name in names}
        response, day, journal = table["response"], table["response_day"], table["journal"]
        opened, account = table["sign_in"], table["account"]
        self.find = (
            select(account.c.id, account.c.role, account.c.commune_id, opened.c.opened_at, opened.c.seen_at)
            .join_from(opened, account, account.c.id == opened.c.account_id)
            .where(opened.c.token_hash == bindparam("token"), account.c.is_active)
        )
        self.open = insert(opened)
        self.insert = sqlite.insert(response).on_conflict_do_nothing(index_elements=["cid"]).returning(response.c.id)
        new = {name: bindparam(name, type_=day.c[name].type) for name in KEY}
        counted = sqlite.insert(day).values({**new, "n": 1})
        self.count = counted.on_conflict_do_update(index_elements=KEY, set_={"n": day.c.n + 1})
        self.last = (
            select(journal.c.digest)
            .where(journal.c.commune_id == bindparam("own"))
            .order_by(journal.c.id.desc())
            .limit(1)
        )
        self.note = insert(journal)
        counter = select(response).where(response.c.channel == "counter").order_by(response.c.id).limit(1)
        found = db.session.connection().execute(counter).mappings().one()
        self.pattern = {name: value for name, value in found.items() if name != "id"}
        db.session.remove()

    def record(self, form: AnswerForm) -> None:
        """One answer under the id that its form gave, with its count and its line of the journal; one commit."""
        now = datetime.now(UTC).replace(tzinfo=None)
        said = {"level": int(form.level.data), "mode": form.mode.data, "comment": form.comment.data or ""}
        digest = hashlib.sha256(repr(sorted(said.items())).encode()).hexdigest()
        cid = uuid.uuid5(uuid.NAMESPACE_OID, form.form_key.data).hex
        when = {"answered_at": now, "created_at": now, "local_date": now.date()}
        row = {**self.pattern, **said, **when, "cid": cid, "content_hash": digest}
        connection = db.session.connection()
        made = connection.execute(self.insert, row).scalar()
        if made is None:
            abort(409)
        connection.execute(self.count, {name: row[name] for name in KEY})
        last = connection.execute(self.last, {"own": row["commune_id"]}).scalar()
        changes = json.dumps({name: str(value) for name, value in row.items() if value not in (None, "")})
        line = {
            "at": now, "commune_id": row["commune_id"], "account_id": row["recorded_by_id"], "actor": "Cán bộ",
            "action": "created", "entity": "response", "entity_id": str(made), "changes": changes,
        }  # fmt: skip
        line["digest"] = hashlib.sha256(json.dumps([last, *map(str, line.values())]).encode()).hexdigest()
        connection.execute(self.note, line)
        db.session.commit()


def _prepare() -> None:
    @event.listens_for(db.engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(db.engine, "begin")
    def _begun(connection: Any) -> None:
        connection.connection.driver_connection.execute("BEGIN IMMEDIATE")


def add_entrance(app: Flask, keep_session: Callable[[str, datetime], None]) -> None:
    """``/healthz``, and ``/enter`` for whoever asks; ``keep_session`` gets the hash of the new session and the time."""

    @app.get("/healthz")
    def _health() -> str:
        return "ok"

    @app.get("/enter")
    def _enter() -> str:
        token = uuid.uuid4().hex
        keep_session(hashlib.sha256(token.encode()).hexdigest(), datetime.now(UTC).replace(tzinfo=None))
        session.clear()
        login_user(Clerk(token, None))
        return "ok"


def create_app(folder: Path) -> Flask:
    """Flask with the four packages, at the product's own address; ``/enter`` signs in whoever asks."""
    app = Flask("packages")
    app.config.update(SECRET_KEY=os.urandom(32), SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'office.sqlite'}")
    db.init_app(app)
    CSRFProtect(app)
    login = LoginManager(app)
    login.session_protection = None
    with app.app_context():
        _prepare()
        recorder = Recorder()

    @login.user_loader  # type: ignore[untyped-decorator]
    def _load(token: str) -> Clerk | None:
        hashed = hashlib.sha256(token.encode()).hexdigest()
        row = db.session.connection().execute(recorder.find, {"token": hashed}).first()
        return Clerk(token, row) if row else None

    def keep_session(hashed: str, now: datetime) -> None:
        who = recorder.pattern["recorded_by_id"]
        row = {"token_hash": hashed, "account_id": who, "opened_at": now, "seen_at": now}
        db.session.connection().execute(recorder.open, row)
        db.session.commit()

    add_entrance(app, keep_session)

    @app.route("/hai-long/ghi", methods=["GET", "POST"])
    @login_required  # type: ignore[untyped-decorator]
    def _record() -> Response | str:
        form = AnswerForm()
        if form.validate_on_submit():
            recorder.record(form)
            return redirect("/hai-long/ghi", 303)
        return render_template_string(FORM, form=form)

    return app


if __name__ == "__main__":
    waitress.serve(create_app(Path(sys.argv[1])), host="127.0.0.1", port=int(os.environ["PORT"]), threads=4, ident=None)
