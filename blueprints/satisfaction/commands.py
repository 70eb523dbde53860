"""What the office's machine does every night for the words of citizens."""

import click

from blueprints.satisfaction import bp
from models.base import db, writing
from models.satisfaction import cases


@bp.cli.command("purge")
def purge() -> None:
    """Delete every citizen's contact whose term is over."""
    with writing():
        gone = cases.purge_contacts()
        db.session.commit()
    click.echo(f"Đã xóa {gone} cách liên lạc hết thời hạn giữ.")
