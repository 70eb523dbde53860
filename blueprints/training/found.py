"""Where the search box leads to in training."""

from flask import url_for

from blueprints.capability import Findable

FINDS = {"course": Findable("Tập huấn", lambda course_id: url_for("training.course", course_id=course_id))}
