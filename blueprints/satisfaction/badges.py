"""The names of public addresses as pages show them."""

from typing import Any

from blueprints.satisfaction import bp


@bp.app_template_filter()
def whereabouts(link: Any) -> str:
    """What tells a public address from others: its counter, else its place; empty for the one of the whole office."""
    return link.counter or link.place or ""
