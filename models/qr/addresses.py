"""Links on paper: short codes, where they may lead, and how often they are opened."""

import secrets as chance

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from models import clock
from models.accounts.rules import Viewer
from models.base import db
from models.catalogue import read_yaml
from models.errors import RuleBroken
from models.qr import payloads, queries
from models.qr.actions import renew
from models.qr.rules import SHORT_LENGTH, SHORT_LETTERS, is_allowed_target
from models.qr.tables import LinkDay, QrLink

HOSTS: tuple[str, ...] = tuple(read_yaml("link_hosts")["hosts"])  # where short addresses may lead


def check_target(target: str) -> None:
    """RuleBroken unless a short address may lead there."""
    if not is_allowed_target(target, HOSTS):
        raise RuleBroken("target_not_allowed", field="target", hosts=", ".join(HOSTS))
    if not target.startswith("/"):
        payloads.link(target)


def new_short_code() -> str:
    """A code that no poster carries yet."""
    while True:
        code = "".join(chance.choice(SHORT_LETTERS) for _ in range(SHORT_LENGTH))
        if db.session.scalar(select(QrLink.id).where(QrLink.short_code == code)) is None:
            return code


def add_link(viewer: Viewer, link: QrLink) -> QrLink:
    """A new link; ``address`` is what its code will say."""
    link.commune_id = viewer.home_id
    payloads.link(link.address)
    if link.short_code:
        check_target(link.target)
    db.session.add(link)
    db.session.flush()
    return link


def change_link(viewer: Viewer, link: QrLink) -> int:
    """Check and keep a changed link; returns how many posters must be printed anew (none for a short address)."""
    if link.short_code:
        check_target(link.target)
    else:
        payloads.link(link.target)
        link.address = link.target  # as people read it; the code says it as phones do
    db.session.flush()
    return renew(viewer, queries.posters_of(viewer, link_id=link.id))


def count_opening(link_id: int, commune_id: int) -> None:
    """One more opening of a short address today, in a small transaction of its own; nothing about the person."""
    day = clock.today()
    counted = update(LinkDay).where(LinkDay.link_id == link_id, LinkDay.day == day).values(opened=LinkDay.opened + 1)
    for _attempt in range(2):
        with db.engine.begin() as connection:
            if connection.execute(counted).rowcount:
                return
        try:
            with db.engine.begin() as connection:
                connection.execute(
                    LinkDay.__table__.insert().values(link_id=link_id, commune_id=commune_id, day=day, opened=1)  # type: ignore[attr-defined]
                )
            return
        except IntegrityError:
            continue  # another first opening of the day was faster
