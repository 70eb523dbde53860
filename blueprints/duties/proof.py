"""Evidence at the window: taken in with a form, and refused in words beside its field."""

from collections.abc import Mapping

from blueprints import uploads
from blueprints.access import viewer
from blueprints.forms import OfficeForm
from blueprints.transactions import refuse
from models.duties.actions import Evidence
from models.errors import RuleBroken


def evidence_of(form: OfficeForm) -> Evidence:
    """The evidence of a form, with its file stored; RuleBroken when the file cannot be taken."""
    upload = form["evidence_file"].data
    stored = uploads.save(upload, viewer()) if uploads.is_given(upload) else None
    return Evidence(None if stored is None else stored.id, form["evidence_link"].data or "")


def refuse_at_field(form: OfficeForm, broken: RuleBroken, words: Mapping[str, str]) -> None:
    """Write a refusal beside its field; what is wrong with a file stands beside the file."""
    refuse(form, broken, dict(words), "evidence_file" if broken.code.startswith("file_") else None)
