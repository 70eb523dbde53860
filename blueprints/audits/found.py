"""Where the search box leads to in audits."""

from flask import url_for

from blueprints.capability import Findable


def criterion(result_id: int) -> str:
    """A criterion in its newest round."""
    return url_for("audits.item", result_id=result_id)


def finding(duty_id: int) -> str:
    """A finding with what mends it."""
    return url_for("audits.look", duty_id=duty_id)


FINDS = {
    "criterion": Findable("Tiêu chí", criterion, "{label}: {title}"),
    "finding": Findable("Tồn tại", finding, "{label}: {title}"),
}
