"""The office's own certificate from the command line; a proxy in front serves with it."""

from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.exc import DBAPIError

from models.accounts import queries
from models.base import db
from models.office import certificates, interfaces

tls = AppGroup("tls", help="The office's own certificate.")
MADE = """Đã cấp chứng thư đến hết ngày {until:%d/%m/%Y} cho: {names}.
Máy chủ https dùng hai tệp: {folder}/{leaf} và {folder}/{key}
Máy tính bảng, điện thoại cài tệp: {folder}/{authority} (hoặc mở trang /chung-thu.crt)
Dấu vân tay của chứng thư gốc: {fingerprint}"""


@tls.command("init")
@click.option("--name", "names", multiple=True, help="A host name or address that tablets type; may be repeated.")
@with_appcontext
def init(names: tuple[str, ...]) -> None:
    """Make (or renew) the certificate of this place; its authority is made once and stays."""
    instance = Path(current_app.config["INSTANCE_DIR"])
    wanted = names or tuple(certificates.names(instance)) or tuple(interfaces.own_addresses())
    try:
        made = certificates.issue(instance, _office(), wanted)
    except certificates.BadName as problem:
        raise click.ClickException(f"Không phải là tên máy hay địa chỉ: {problem}.") from problem
    pem = certificates.authority(instance) or b""
    click.echo(
        MADE.format(
            until=made.not_valid_after_utc,
            names=", ".join(certificates.names(instance)) or "localhost",
            folder=instance / certificates.FOLDER,
            leaf=certificates.LEAF,
            key=certificates.LEAF_KEY,
            authority=certificates.AUTHORITY,
            fingerprint=certificates.fingerprint(pem),
        )
    )


def _office() -> str:
    """The name in the certificate; a place whose database is not there yet has none."""
    try:
        return queries.sole_office() or "UBND"
    except DBAPIError:
        db.session.rollback()
        return "UBND"


def install(app: Flask) -> None:
    """Add the command to the flask program."""
    app.cli.add_command(tls)
