"""From what the machine saw to a finding of a round: the form filled in, which a person looks at and saves."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from blueprints.access import Permission, viewer
from blueprints.website import findings
from models.audits.rules import PROBLEMS, RoundState
from models.website import runs
from models.website.tables import WebsiteFault

MOST_PAGES = 5  # that the form names


def finding_form(fault: WebsiteFault, recorded: Mapping[str, Any]) -> str | None:
    """The address of the form; None while no open round says that the criterion is not fully met."""
    now_said = recorded.get(fault.criterion_code)
    if now_said is None or now_said.round_state is not RoundState.OPEN or now_said.state not in PROBLEMS:
        return None
    if not viewer().may(Permission.RECORD_AUDIT):
        return None
    told: dict[str, Any] = {"noi-dung": _said(fault), "o-dau": _pages(fault), "don-vi": runs.writer_of(viewer(), fault)}
    return url_for("audits.new_finding", result_id=now_said.result_id, **told)


def _said(fault: WebsiteFault) -> str:
    where = findings.place(fault.check_key, fault.target)
    title = findings.fault_title(fault.check_key) + (f": {where}" if where else "")
    return f"{title}. {findings.sentence(fault.reason, fault.details)}".strip()


def _pages(fault: WebsiteFault) -> str:
    """The pages where it was seen, each once."""
    urls = fault.details.get("pages") or [url for url, _words in fault.details.get("places", ())]
    return ", ".join(dict.fromkeys(findings.path(url) for url in urls[:MOST_PAGES]))
