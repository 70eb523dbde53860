"""What the administrator of a server does from the command line."""

import getpass
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from threading import Event

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from blueprints import booting, keeping, serving, tls, tls_serving, updating, workers
from blueprints.labels import REFUSALS, refusal
from models import demo, presence
from models.accounts import actions, factors, passwords, queries, roster
from models.accounts.rules import Role
from models.base import db, writing
from models.errors import RuleBroken
from models.office import interfaces
from models.text import fold

PORT = click.IntRange(0, 65535)
EVERY_ADDRESS = frozenset({"0.0.0.0", ""})  # noqa: S104  that is how it is asked for
database = AppGroup("db", help="The database and its versions.")
catalogue = AppGroup("catalogue", help="The plan, the script, the organisations and the criteria.")
staff = AppGroup("staff", help="People who sign in.")
jobs = AppGroup("jobs", help="Work that is done in the background.")
RESTORING = "Đang khôi phục dữ liệu. Xin đợi khôi phục xong rồi chạy lại."
NO_PLACE = {
    "taken": "Không mở được cổng {port}: một chương trình khác đang dùng, hoặc trang này đã mở rồi. Xin thử mở địa chỉ "
    "của trang trong trình duyệt. Nếu không thấy trang này, xin chạy lại với cổng khác, ví dụ: "
    "serve --{option} {other}",
    "forbidden": "Không mở được cổng {port}: máy không cho dùng. Xin chạy lại với cổng khác, ví dụ: "
    "serve --{option} {other}",
    "elsewhere": "Không mở được trang ở địa chỉ {host}: máy này không có địa chỉ đó. Xin chạy lại với "
    "--host 127.0.0.1 (chỉ máy này) hoặc --host 0.0.0.0 (cả mạng cơ quan).",
}


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

    programme = offices.shipped()
    with writing():
        offices.load_everything(programme)
        db.session.commit()
    click.echo("Đã nạp danh mục.")


def _sized(command: Callable[..., None]) -> Callable[..., None]:
    """The options with which the demonstrations of the capabilities say how much they make."""
    for name, usual in demo.sizes().items():
        command = click.option(f"--{name}", default=usual, show_default=True)(command)
    return command


@click.command("demo")
@_sized
@click.option("--password", help="One password for all demo accounts; a random one is printed when left out.")
@click.option("--communes", default=1, show_default=True)
@click.option("--if-empty", is_flag=True, help="Do nothing when somebody can sign in already.")
@with_appcontext
def make_demo(password: str | None, communes: int, if_empty: bool, **sizes: int) -> None:
    """Invented people and records in the commune, to try everything out."""
    if if_empty and queries.has_accounts():
        click.echo("Đã có tài khoản, không tạo dữ liệu minh họa.")
        return
    chosen = password or passwords.new_password()
    with writing():
        try:
            names = demo.make(chosen, communes, **sizes)
        except RuleBroken as broken:
            raise click.ClickException(refusal(broken, REFUSALS, {broken.code: broken.code})) from broken
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
                raise click.ClickException(f"Không có xã, phường tên {commune}.")
            if home is not None:
                offices.open_first(home, programme)
            account = actions.add_account(home, username, name or username, Role(role))
            actions.set_password(account, kept)
        except RuleBroken as broken:
            raise click.ClickException(refusal(broken, REFUSALS, {broken.code: broken.code})) from broken
        db.session.commit()
    click.echo(f"Đã thêm tài khoản {username}.")


@staff.command("clear-factor")
@click.argument("username")
@with_appcontext
def clear_factor(username: str) -> None:
    """Take a second factor away, where nobody is left who could do so on a page; the password stays."""
    with writing():
        account = queries.account_named(actions.plain_username(username))
        if account is None:
            raise click.ClickException(f"Không có tài khoản {username}.")
        try:
            factors.clear(account)
        except RuleBroken as broken:
            raise click.ClickException("Tài khoản này chưa có mã xác thực.") from broken
        db.session.commit()
    click.echo(f"Đã xóa mã xác thực của {account.username}. Xin cài lại ngay sau khi đăng nhập.")


@staff.command("open")
@click.argument("username")
@with_appcontext
def open_account(username: str) -> None:
    """Open a closed account, where nobody is left who could do so on a page; its password stays."""
    with writing():
        account = queries.account_named(actions.plain_username(username))
        if account is None:
            raise click.ClickException(f"Không có tài khoản {username}.")
        if account.is_active:
            raise click.ClickException("Tài khoản này đang mở.")
        roster.reopen(account)
        db.session.commit()
    click.echo(f"Đã mở lại tài khoản {account.username}, mật khẩu cũ.")


@jobs.command("run")
@click.option("--once", is_flag=True, help="Stop when nothing is due any more.")
@with_appcontext
def run_jobs(once: bool) -> None:
    """Do the jobs that wait, one after another, until told to stop; several may run at once on PostgreSQL."""
    updating.require_database()
    stop = Event()
    before = {name: signal.signal(name, lambda *_: stop.set()) for name in (signal.SIGINT, signal.SIGTERM)}
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    try:
        with presence.at_work(app.config["INSTANCE_DIR"], db.engine):
            workers.run(app, stop, once)
    except presence.AtWork as problem:
        raise click.ClickException(RESTORING) from problem
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=PORT, default=8000, show_default=True, envvar="PORT")
@click.option("--threads", default=8, show_default=True)
@click.option("--tls/--no-tls", "said", default=None, help="Speak https too; by itself where `tls init` was called.")
@click.option("--tls-port", type=PORT, default=8443, show_default=True, envvar="OFFICE_TLS_PORT")
@with_appcontext
def serve(host: str, port: int, threads: int, said: bool | None, tls_port: int) -> None:
    """Serve the site with the production server, and do the jobs that wait in a thread beside it."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    updating.require_in_force(app)
    updating.require_database()
    with_tls = tls_serving.wanted(app, said)
    try:
        with presence.at_work(app.config["INSTANCE_DIR"], db.engine):
            run = tls_serving.server(app, host, port, threads, tls_port if with_tls else None)
            signal.signal(signal.SIGTERM, _in_order)
            _welcome(app, host, tls_port if with_tls else port)
            finish = workers.start(app)
            try:
                run()
            finally:
                finish()
    except presence.AtWork as problem:
        raise click.ClickException(RESTORING) from problem
    except serving.NoPlaceToListen as problem:
        raise click.ClickException(_no_place(problem, host, with_tls and problem.port == tls_port)) from problem


def _in_order(*_: object) -> None:
    """End as Ctrl-C does: the work at hand is laid down first."""
    sys.exit(0)


def _welcome(app: Flask, host: str, port: int) -> None:
    """Under which addresses the site is open; where nobody can sign in yet, the code that makes the first account."""
    is_all = host in EVERY_ADDRESS
    scheme = "https" if "PLAIN_PORT" in app.config else "http"
    site = f"{scheme}://{{}}:{port}/"
    own = site.format("127.0.0.1" if is_all else f"[{host}]" if ":" in host else host)
    click.echo(f"Mở {own}")
    for other in interfaces.own_addresses() if is_all else ():
        click.echo(f"Máy khác trong mạng cơ quan mở {site.format(other)}")
    code = booting.first_code(app)
    if code is not None:
        click.echo(f"Trang này chưa có tài khoản nào. Mở {own}lan-dau và gõ mã: {code}")


def _no_place(problem: serving.NoPlaceToListen, host: str, is_tls: bool) -> str:
    option, other = "tls-port" if is_tls else "port", problem.port + 1 if problem.port >= 1024 else problem.port + 8000
    return NO_PLACE[problem.code].format(port=problem.port, host=host, option=option, other=other)


def _speak_utf8() -> None:
    """What commands read and say is UTF-8 also where it is redirected on Windows, whose code pages lack Vietnamese."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.encoding.lower() != "utf-8":
            with suppress(OSError):  # somebody has begun to read from it
                stream.reconfigure(encoding="utf-8")


def install(app: Flask) -> None:
    """Add the commands to the flask program."""
    _speak_utf8()
    for command in (database, catalogue, staff, jobs, make_demo, serve):
        app.cli.add_command(command)
    keeping.install(app)
    tls.install(app)
    updating.install(app)
    booting.install(app)
