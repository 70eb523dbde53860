"""Where the search box leads to in meetings."""

from flask import url_for

from blueprints.capability import Findable


def page(meeting_id: int) -> str:
    """The page of a meeting, where its conclusions stand, too."""
    return url_for("meetings.page", meeting_id=meeting_id)


def notice(meeting_id: int) -> str:
    """The notice of a meeting's conclusions."""
    return url_for("meetings.notice", meeting_id=meeting_id)


FINDS = {
    "meeting": Findable("Cuộc họp", page),
    "conclusion": Findable("Kết luận họp", page, "Kết luận {label}: {title}"),
    "notice": Findable("Văn bản", notice, "Thông báo số {label}: {title}"),
}
