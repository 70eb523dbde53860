"""What the office's machine does every night for the words of citizens."""

import click

from blueprints.satisfaction import bp
from models.base import db, writing
from models.satisfaction import cases, retention


@bp.cli.command("purge")
def purge() -> None:
    """Delete every citizen's contact, and the words of every answer, whose term is over."""
    with writing():
        gone, emptied = cases.purge_contacts(), retention.purge_comments()
        db.session.commit()
    click.echo(f"Đã xóa {gone} cách liên lạc và {emptied} lời góp ý hết thời hạn giữ.")
