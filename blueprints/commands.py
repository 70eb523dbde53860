"""What the administrator of a server does from the command line."""

import getpass
import sys
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from blueprints.labels import REFUSALS
from models.accounts import actions, passwords, queries
from models.accounts.rules import Role
from models.base import db, writing
from models.errors import RuleBroken
from models.files import FileStore
from models.text import fold

database = AppGroup("db", help="The database and its versions.")
catalogue = AppGroup("catalogue", help="The plan, the script, the organisations and the criteria.")
staff = AppGroup("staff", help="People who sign in.")


@database.command("upgrade")
@click.argument("target", default="head")
@with_appcontext
def upgrade(target: str) -> None:
    """Bring the database to the newest version (or to TARGET); a SQLite file is copied first."""
    from models import backup, migrate

    engine = db.engine
    if migrate.version(engine) not in (None, migrate.newest_version()):
        backup.copy_before_upgrade(engine, Path(current_app.config["INSTANCE_DIR"]) / "backups")
    migrate.upgrade(engine, target)
    click.echo(f"Cơ sở dữ liệu ở phiên bản {migrate.version(engine)}.")


@database.command("downgrade")
@click.argument("target")
@with_appcontext
def downgrade(target: str) -> None:
    """Take the database back to TARGET (``base`` for nothing)."""
    from models import backup, migrate

    backup.copy_before_upgrade(db.engine, Path(current_app.config["INSTANCE_DIR"]) / "backups")
    migrate.downgrade(db.engine, target)
    click.echo(f"Cơ sở dữ liệu ở phiên bản {migrate.version(db.engine)}.")


@catalogue.command("load")
@with_appcontext
def load_catalogue() -> None:
    """Read the shipped catalogue into the database; again and again without harm."""
    from models import offices

    with writing():
        offices.load_everything()
        db.session.commit()
    click.echo("Đã nạp danh mục.")


@click.command("demo")
@click.option("--password", help="One password for all demo accounts; a random one is printed when left out.")
@click.option("--responses", default=400, show_default=True)
@click.option("--meetings", default=30, show_default=True)
@click.option("--communes", default=1, show_default=True)
@click.option("--if-empty", is_flag=True, help="Do nothing when somebody can sign in already.")
@with_appcontext
def make_demo(password: str | None, responses: int, meetings: int, communes: int, if_empty: bool) -> None:
    """Invented people and records in the commune, to try everything out."""
    if if_empty and queries.has_accounts():
        click.echo("Đã có tài khoản, không tạo dữ liệu minh họa.")
        return
    from models import demo

    chosen = password or passwords.new_password()
    with writing():
        try:
            names = demo.make(chosen, responses, meetings, communes)
        except RuleBroken as broken:
            raise click.ClickException(REFUSALS.get(broken.code, broken.code).format(**broken.details)) from broken
        db.session.commit()
    click.echo("Tài khoản minh họa: " + ", ".join(names))
    click.echo(f"Mật khẩu chung: {chosen}")


@staff.command("add")
@click.argument("username")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--commune", help="The commune's name; not for the province.")
@click.option("--name", help="The name to show; the user name when left out.")
@with_appcontext
def add_staff(username: str, role: str, commune: str | None, name: str | None) -> None:
    """Add an account; the password is asked for, or read from standard input."""
    from models import offices

    password = getpass.getpass("Mật khẩu: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    facts, least = (username, name or username), current_app.config["PASSWORD_LEAST"]
    programme = offices.shipped()
    with writing():
        try:
            kept = passwords.checked_hash(password, facts, least)
            home = queries.commune_named(fold(commune)) if commune else None
            if commune and home is None:
                raise click.ClickException(f"Không có xã tên {commune}.")
            if home is not None:
                offices.join(home, programme)
            account = actions.add_account(home, username, name or username, Role(role))
            actions.set_password(account, kept)
        except RuleBroken as broken:
            raise click.ClickException(REFUSALS.get(broken.code, broken.code).format(**broken.details)) from broken
        db.session.commit()
    click.echo(f"Đã thêm tài khoản {username}.")


def _store() -> FileStore:
    return FileStore(current_app.config["UPLOADS_DIR"])


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def make_backup(file: Path) -> None:
    """Write database and files into one FILE (the keys stay outside it)."""
    from models import backup

    backup.write(db.engine, _store(), file)
    click.echo(f"Đã sao lưu vào {file}.")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def restore_backup(file: Path) -> None:
    """Put back what FILE holds; a broken file is refused before anything is touched."""
    from models import backup

    try:
        backup.restore(db.engine, _store(), file)
    except backup.Unusable as problem:
        raise click.ClickException(f"Bản sao lưu không dùng được: {problem}") from problem
    click.echo("Đã khôi phục.")


@click.command("verify")
@with_appcontext
def verify() -> None:
    """Check counters, files and the journal; exit code 1 when something does not fit."""
    from models import demo

    problems = demo.checks(_store())
    for problem in problems:
        click.echo(problem)
    click.echo("Có vấn đề." if problems else "Mọi thứ khớp.")
    if problems:
        raise SystemExit(1)


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, envvar="PORT")
@click.option("--threads", default=4, show_default=True)
@with_appcontext
def serve(host: str, port: int, threads: int) -> None:
    """Serve the site with the production server."""
    import gc

    import waitress

    gc.collect()
    gc.set_threshold(20_000, 20, 20)  # a request makes some thousand objects, nearly all of which go by themselves
    gc.freeze()  # what the start has made stays for good; the collector need not look at it again

    app = current_app._get_current_object()  # type: ignore[attr-defined]
    click.echo(f"Mở http://{host}:{port}/")
    waitress.serve(app, host=host, port=port, threads=threads, ident=None, clear_untrusted_proxy_headers=True,
                   max_request_body_size=64 * 1024 * 1024, channel_timeout=60)  # fmt: skip


def install(app: Flask) -> None:
    """Add the commands to the flask program."""
    for command in (database, catalogue, staff, make_demo, make_backup, restore_backup, verify, serve):
        app.cli.add_command(command)
