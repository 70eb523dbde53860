"""Where the rows behind a figure are listed: measures name a page, the window knows its address."""

from typing import Any

from flask import url_for

from blueprints.plan import bp
from models.measures.rules import Where


@bp.app_template_global()
def place(where: Where) -> str:
    """The address of the list behind a figure."""
    return url_for(where.endpoint, **dict[str, Any](where.arguments))
