"""What people do in the website room: enter the site, share out its sections, note what was published, enter ranks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from sqlalchemy import func, select

from models import clock
from models.accounts.queries import joined_communes
from models.accounts.rules import Viewer
from models.accounts.tables import Commune
from models.base import db, seen_by
from models.errors import RuleBroken
from models.text import fold
from models.website import catalogue, guard
from models.website.rules import Medium
from models.website.tables import ProvinceRank, Website, WebsiteSection


def load_sections() -> None:
    """The required sections of every office at work; those an office has stay as it has them."""
    for commune in joined_communes():
        add_required(commune)


def add_required(commune: Commune) -> None:
    """The required sections that an office does not have yet."""
    own = select(WebsiteSection.code, WebsiteSection.fold).where(WebsiteSection.commune_id == commune.id)
    rows = db.session.execute(own).all()
    codes, names = {row.code for row in rows}, {row.fold for row in rows}
    for position, (code, data) in enumerate(catalogue.sections().items(), 1):
        if code not in codes and fold(data.name) not in names:
            db.session.add(
                WebsiteSection(
                    commune_id=commune.id,
                    code=code,
                    name=data.name,
                    fold=fold(data.name),
                    medium=data.medium,
                    position=position,
                    interval_days=data.interval_days,
                )
            )
    db.session.flush()


@dataclass(frozen=True, slots=True)
class SectionWish:
    """What is said of a section when it is entered or changed."""

    name: str
    url: str
    unit_id: int | None
    person_id: int | None
    interval_days: int


def add_section(viewer: Viewer, medium: Medium, wish: SectionWish) -> WebsiteSection:
    """A section beside the required ones; RuleBroken when there is one of that name."""
    last = select(func.max(WebsiteSection.position)).where(seen_by(viewer, WebsiteSection))
    position = (db.session.scalar(last) or 0) + 1
    _check_name(viewer, medium, wish.name, None)
    made = WebsiteSection(
        commune_id=viewer.home_id,
        code=f"own_{position}",
        medium=medium,
        position=position,
        name=wish.name,
        fold=fold(wish.name),
        url=wish.url,
        unit_id=wish.unit_id,
        person_id=wish.person_id,
        interval_days=wish.interval_days,
    )
    db.session.add(made)
    db.session.flush()
    return made


def change_section(viewer: Viewer, section: WebsiteSection, wish: SectionWish, is_active: bool) -> None:
    """Who writes a section, how often, and where it lies; RuleBroken when another one has the name."""
    _check_name(viewer, section.medium, wish.name, section.id)
    section.name, section.fold, section.url = wish.name, fold(wish.name), wish.url
    section.unit_id, section.person_id = wish.unit_id, wish.person_id
    section.interval_days, section.is_active = wish.interval_days, is_active
    db.session.flush()


def _check_name(viewer: Viewer, medium: Medium, name: str, section_id: int | None) -> None:
    twin = select(WebsiteSection.id).where(
        seen_by(viewer, WebsiteSection), WebsiteSection.medium == medium, WebsiteSection.fold == fold(name)
    )
    if db.session.scalar(twin) not in (None, section_id):
        raise RuleBroken("section_taken", field="name")


def set_website(viewer: Viewer, url: str, more_hosts: Sequence[str], address: str, phone: str, email: str) -> Website:
    """Enter or change the commune's site; the host of its address may be fetched, and the further ones named here.

    RuleBroken for an address that the checks could never fetch, and for a host that is no name.
    """
    host = (urlsplit(url).hostname or "").lower()
    hosts = list(dict.fromkeys([host, *(more.strip().lower() for more in more_hosts if more.strip())]))
    guard.split(url, hosts)
    for one in hosts:
        if not guard.NAME.fullmatch(one):
            raise RuleBroken("url_host", field="hosts")
    site = db.session.scalars(select(Website).where(Website.commune_id == viewer.home_id)).one_or_none()
    if site is None:
        site = Website(commune_id=viewer.home_id)
        db.session.add(site)
    site.url, site.hosts = url, hosts
    site.address, site.phone, site.email = address, phone, email
    db.session.flush()
    return site


def record_rank(
    viewer: Viewer, period: str, place: int, of_total: int, document_no: str, issued_on: date, file_id: int
) -> ProvinceRank:
    """Enter the rank that a document of the province tells; RuleBroken for one that no document can tell."""
    if place > of_total:
        raise RuleBroken("place_beyond_total", field="place")
    if issued_on > clock.today():
        raise RuleBroken("day_in_future", field="issued_on")
    rank = ProvinceRank(
        commune_id=viewer.home_id,
        period=period,
        place=place,
        of_total=of_total,
        document_no=document_no,
        issued_on=issued_on,
        file_id=file_id,
        entered_by=viewer.account_id,
    )
    db.session.add(rank)
    db.session.flush()
    return rank
