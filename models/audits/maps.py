"""The map from version to version: kept for good with a published one, worked on in a draft."""

from collections.abc import Sequence

from sqlalchemy import select

from models import journal
from models.accounts.rules import Viewer
from models.audits.mapping import Asked, CodeOrigin, Link, Relation, Settled, carry, origins_of, settle
from models.audits.tables import CriteriaVersion, Criterion, CriterionMap
from models.base import db, read
from models.catalogue.criteria import Kind
from models.errors import RuleBroken

MOST_STEPS = 50  # versions between two rounds that are compared


def asked(version_id: int) -> list[Asked]:
    """The criteria of a version as they are compared, in its order."""
    query = select(Criterion.code, Criterion.requirement).where(
        Criterion.version_id == version_id, Criterion.kind == Kind.ITEM
    )
    return [Asked(row.code, row.requirement) for row in read(query.order_by(Criterion.position))]


def decided(version_id: int) -> list[Link]:
    """What is kept of a map."""
    query = select(CriterionMap.from_code, CriterionMap.to_code, CriterionMap.relation)
    rows = read(query.where(CriterionMap.version_id == version_id).order_by(CriterionMap.id))
    return [Link(row.from_code, row.to_code, row.relation) for row in rows]


def of_draft(version: CriteriaVersion) -> Settled:
    """The map of a draft as far as it has come; a first version has nothing to map."""
    if version.base_id is None:
        return Settled((), ())
    return settle(asked(version.base_id), asked(version.id), decided(version.id))


def fill(version: CriteriaVersion, base: CriteriaVersion) -> None:
    """Keep the whole map of a version that is about to be published; what nobody decided is as it was proposed."""
    kept = set(decided(version.id))
    found = settle(asked(base.id), asked(version.id), kept)
    rows = [
        CriterionMap(
            commune_id=version.commune_id,
            version_id=version.id,
            from_code=link.before,
            to_code=link.now,
            relation=link.relation,
        )
        for link in (*found.links, *found.proposed)
        if link not in kept
    ]
    journal.insert_many(rows)


def decide(eyes: Viewer, version: CriteriaVersion, links: Sequence[Link]) -> None:
    """Keep what a person has decided of some criteria, in place of what was decided of them before.

    RuleBroken version_published, map_ends for codes that are not there, map_parts for a split or merger of one.
    """
    version.require_draft()
    former = {one.code for one in asked(version.base_id or 0)}
    later = {one.code for one in asked(version.id)}
    for link in links:
        _check(link, former, later)
    _check_parts(links)
    _forget(version, {link.before for link in links} - {None}, {link.now for link in links} - {None})
    for link in links:
        db.session.add(
            CriterionMap(
                commune_id=version.commune_id,
                version_id=version.id,
                from_code=link.before,
                to_code=link.now,
                relation=link.relation,
                decided_by=eyes.account_id,
            )
        )
    db.session.flush()


def _check(link: Link, former: set[str], later: set[str]) -> None:
    wants_before, wants_now = link.relation is not Relation.NEW, link.relation is not Relation.REMOVED
    if (link.before in former, link.now in later) != (wants_before, wants_now):
        raise RuleBroken("map_ends", field="codes")


def _check_parts(links: Sequence[Link]) -> None:
    is_split = any(link.relation is Relation.SPLIT for link in links)
    is_merged = any(link.relation is Relation.MERGED for link in links)
    if (is_split or is_merged) and len(links) < 2:
        raise RuleBroken("map_parts", field="codes")


def _forget(version: CriteriaVersion, before: set[str | None], now: set[str | None]) -> None:
    """Whatever was decided of these codes."""
    rows = db.session.scalars(select(CriterionMap).where(CriterionMap.version_id == version.id)).all()
    for row in rows:
        if row.from_code in before or row.to_code in now:
            db.session.delete(row)
    db.session.flush()


def origins(before_id: int, now_id: int) -> dict[str, CodeOrigin] | None:
    """By the code of the later version what it comes from in the former one; None: no map joins the two."""
    if before_id == now_id:
        return {one.code: CodeOrigin(Relation.SAME, (one.code,)) for one in asked(now_id)}
    found: dict[str, CodeOrigin] | None = None
    at: int | None = now_id
    for _step in range(MOST_STEPS):
        known = origins_of(decided(at or 0))
        found = known if found is None else carry(known, found)
        at = read(select(CriteriaVersion.base_id).where(CriteriaVersion.id == at)).scalar()
        if at is None or at == before_id:
            break
    return found if at == before_id else None


def same_codes(before_id: int, now_id: int) -> dict[str, str] | None:
    """By the code of the later version the code of the former one that asks for the same; None: no map joins them."""
    found = origins(before_id, now_id)
    if found is None:
        return None
    return {code: origin.codes[0] for code, origin in found.items() if origin.relation is Relation.SAME}


def relations(version_id: int) -> dict[str, Relation]:
    """What each code of a version, or of the one before it, has become."""
    found = {link.now: link.relation for link in decided(version_id) if link.now}
    return found | {link.before: link.relation for link in decided(version_id) if link.now is None and link.before}


def shown(version: CriteriaVersion, rows: Sequence[Criterion]) -> tuple[Settled, dict[str, str]]:
    """The map of a version whose rows were read, with the words behind all its codes.

    It is the one it was published with, or how far that of a draft has come.
    """
    former = asked(version.base_id) if version.base_id is not None else []
    later = [Asked(row.code, row.requirement) for row in rows if row.kind is Kind.ITEM]
    words = {one.code: one.text for one in (*former, *later)}
    if version.base_id is None:
        return Settled((), ()), words
    kept = decided(version.id)
    return (settle(former, later, kept) if version.is_draft else Settled(tuple(kept), ())), words
