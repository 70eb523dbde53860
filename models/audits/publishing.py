"""Publishing a draft: what is still missing, and the press of a second person after which it never changes."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from models import clock
from models.accounts.rules import Viewer
from models.audits import drafting, maps
from models.audits.actions import published
from models.audits.acts import acts
from models.audits.rules import VersionCheck, VersionStatus
from models.audits.tables import CriteriaVersion, Criterion
from models.base import db
from models.catalogue.criteria import Kind, Scoring
from models.errors import RuleBroken


def gaps(draft: CriteriaVersion) -> dict[VersionCheck, list[str]]:
    """What keeps a draft from being published, by check; the codes or names concerned, empty where it is in order."""
    rows = drafting.rows_of(draft.id)
    items = [row for row in rows if row.kind is Kind.ITEM]
    parents = {row.parent for row in rows}
    return {
        VersionCheck.FILLED: [] if items else [draft.set.name],
        VersionCheck.GROUPED: [row.code for row in rows if row.kind is Kind.GROUP and row.code not in parents],
        VersionCheck.POINTED: [row.code for row in items if row.scale is Scoring.POINTS and row.max_points <= 0],
        VersionCheck.DATED: [] if _has_begun(draft) else [draft.set.name],
        VersionCheck.ACTS: _undated(draft, rows),
        VersionCheck.MAPPED: [link.now or link.before or "" for link in maps.of_draft(draft).proposed],
    }


def _has_begun(draft: CriteriaVersion) -> bool:
    return draft.effective_from is not None and draft.effective_from <= clock.today()


def _undated(draft: CriteriaVersion, rows: Sequence[Criterion]) -> list[str]:
    """The acts that the draft cites and nobody knows the first day of, nor that they are over."""
    known = acts(draft.commune_id)
    cited = dict.fromkeys(cite["act"] for cites in (draft.cites, *(row.cites for row in rows)) for cite in cites)
    held = [known[code] for code in cited if code in known]
    return [act.name for act in held if act.valid_from is None and act.valid_to is None and not act.superseded_by]


def require_second(eyes: Viewer, draft: CriteriaVersion) -> None:
    """Refuse whoever drafted it; RuleBroken own_draft."""
    if eyes.acted_as(draft.drafted_by):
        raise RuleBroken("own_draft")


def publish(eyes: Viewer, draft: CriteriaVersion) -> CriteriaVersion:
    """Publish a draft and retire the office's own version before it.

    RuleBroken version_published, version_unready or own_draft.
    """
    draft.require_draft()
    require_second(eyes, draft)
    if any(gaps(draft).values()):
        raise RuleBroken("version_unready")
    if draft.base is not None:
        maps.fill(draft, draft.base)
    current = published(draft.set_id, draft.commune_id)
    if current is not None and current.commune_id is not None:
        current.status, current.effective_to = VersionStatus.RETIRED, clock.today()
    draft.content_hash = _digest(draft)
    draft.published_by, draft.published_at = eyes.account_id, clock.now()
    db.session.flush()
    draft.status = VersionStatus.PUBLISHED
    db.session.flush()
    return draft


def stamp(draft: CriteriaVersion) -> str:
    """A short mark of what a draft holds now; another one means that somebody has changed it meanwhile."""
    return _digest(draft)[:16]


def _digest(draft: CriteriaVersion) -> str:
    rows: list[dict[str, Any]] = [
        {name: drafting.plain(getattr(row, name)) for name in drafting.COPIED} for row in drafting.rows_of(draft.id)
    ]
    text = json.dumps([draft.legal_basis, draft.cites, draft.score_rule, rows], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
