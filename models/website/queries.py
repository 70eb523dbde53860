"""Reading the website room: sections with their standing, the site, ranks; each inside the viewer's commune."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select

from models.accounts.rules import Viewer
from models.accounts.tables import Commune, Person, Unit
from models.base import db, read, seen_by
from models.errors import NotFound
from models.website.rules import Freshness, Medium, SectionPick, Timeliness, belongs, standing
from models.website.tables import ProvinceRank, Website, WebsiteSection


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section as a list shows it."""

    id: int
    commune: str
    code: str
    name: str
    medium: Medium
    url: str
    unit: str | None
    person: str | None
    interval_days: int
    last_item_on: date | None
    is_read_by_machine: bool
    standing: Timeliness

    @property
    def has_owner(self) -> bool:
        """Whether a unit or a person writes it."""
        return bool(self.unit or self.person)

    def belongs(self, pick: SectionPick) -> bool:
        """Whether it is one of a set."""
        return belongs(pick, self.standing, self.has_owner)


def sections(viewer: Viewer, today: date, *where: ColumnElement[bool]) -> list[SectionRow]:
    """The sections in use: what is late first, the longest first; then what is due; one statement."""
    query = (
        select(
            *(getattr(WebsiteSection, name) for name in ("id", "code", "name", "medium", "url", "interval_days")),
            WebsiteSection.last_item_on,
            WebsiteSection.is_read_by_machine,
            Commune.name.label("commune"),
            Unit.name.label("unit"),
            Person.full_name.label("person"),
        )
        .join(Commune, Commune.id == WebsiteSection.commune_id)
        .outerjoin(Unit, Unit.id == WebsiteSection.unit_id)
        .outerjoin(Person, Person.id == WebsiteSection.person_id)
        .where(seen_by(viewer, WebsiteSection), WebsiteSection.is_active, *where)
        .order_by(WebsiteSection.position, WebsiteSection.id)
    )
    rows = [
        SectionRow(**row._mapping, standing=standing(row.last_item_on, row.interval_days, today)) for row in read(query)
    ]
    return sorted(rows, key=_urgency)


def sections_of(viewer: Viewer, today: date) -> list[SectionRow]:
    """The late and soon due sections that a person writes, or his unit where nobody is named; none for no person."""
    own = [WebsiteSection.person_id == viewer.person_id] if viewer.person_id else []
    if viewer.unit_id:
        own.append(and_(WebsiteSection.person_id.is_(None), WebsiteSection.unit_id == viewer.unit_id))
    if viewer.commune_id is None or not own:
        return []
    return [row for row in sections(viewer, today, or_(*own)) if row.standing.state is not Freshness.FRESH]


ORDER = (Freshness.LATE, Freshness.EMPTY, Freshness.DUE, Freshness.FRESH)


def _urgency(row: SectionRow) -> tuple[int, int]:
    days = -row.standing.days if row.standing.state is Freshness.LATE else row.standing.days
    return ORDER.index(row.standing.state), days


def narrowed(
    rows: Iterable[SectionRow], pick: SectionPick | None = None, medium: Medium | None = None
) -> list[SectionRow]:
    """The sections that a filter leaves."""
    return [row for row in rows if (pick is None or row.belongs(pick)) and (medium is None or row.medium is medium)]


def section(viewer: Viewer, section_id: int) -> WebsiteSection:
    """One section; NotFound for other eyes."""
    query = select(WebsiteSection).where(WebsiteSection.id == section_id, seen_by(viewer, WebsiteSection))
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("website_section")
    return found


def unused_sections(viewer: Viewer) -> Sequence[WebsiteSection]:
    """The sections that are switched off."""
    query = select(WebsiteSection).where(seen_by(viewer, WebsiteSection), WebsiteSection.is_active.is_(False))
    return db.session.scalars(query.order_by(WebsiteSection.position)).all()


def website(viewer: Viewer) -> Website | None:
    """The site of the viewer's commune; None while nobody entered it, or for eyes of no commune."""
    if viewer.commune_id is None:
        return None
    return db.session.scalars(select(Website).where(seen_by(viewer, Website))).one_or_none()


def ranks(viewer: Viewer) -> Sequence[ProvinceRank]:
    """The ranks that were entered, the newest document first."""
    query = select(ProvinceRank).where(seen_by(viewer, ProvinceRank))
    return db.session.scalars(query.order_by(ProvinceRank.issued_on.desc(), ProvinceRank.id.desc())).all()


def newest_rank(viewer: Viewer) -> ProvinceRank | None:
    """The rank of the newest document; None until one was entered."""
    return next(iter(ranks(viewer)), None)
