"""What the office's machine does every night for the words of citizens, by hand."""

import click

from blueprints.satisfaction import bp
from models import clock, journal
from models.base import db, writing
from models.satisfaction import retention
from models.satisfaction.retention import Purged

IN_DOUBT = (
    "Chưa xóa gì. Máy đang ghi ngày {today:%d/%m/%Y}, "
    "nhưng quanh ngày này chưa có đủ ngày làm việc để tin đồng hồ chạy đúng.\n"
    "Nếu ngày giờ của máy đúng, xin chạy lại với --clock-is-right."
)


@bp.cli.command("purge")
@click.option("--clock-is-right", is_flag=True, help="Somebody has looked at the clock of this machine.")
def purge(clock_is_right: bool) -> None:
    """Delete every citizen's contact, and the words of every answer, whose term is over."""
    day = clock.today() if clock_is_right else journal.day_to_judge_by()
    db.session.rollback()
    if day is None:
        raise click.ClickException(IN_DOUBT.format(today=clock.today()))
    gone, found = Purged(0, 0), Purged(1, 0)
    while any(found):
        with writing():
            found = retention.purge_piece(day)
            db.session.commit()
        gone += found
    click.echo(f"Đã xóa {gone.contacts} cách liên lạc và {gone.comments} lời góp ý hết thời hạn giữ.")
