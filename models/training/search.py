"""What can be found of training: its courses."""

from sqlalchemy import select

from models.accounts.rules import Permission, Viewer
from models.base import read, seen_by
from models.searching import MOST, Hit, Needle
from models.training.tables import TrainingCourse


def find(viewer: Viewer, needle: Needle) -> list[Hit]:
    """One statement: courses in use by their names."""
    if not viewer.may(Permission.READ_TRAINING):
        return []
    query = select(TrainingCourse.id, TrainingCourse.name).where(
        seen_by(viewer, TrainingCourse), TrainingCourse.is_active, needle.within(TrainingCourse.fold)
    )
    return [
        Hit("course", {"course_id": row.id}, row.name)
        for row in read(query.order_by(TrainingCourse.position).limit(MOST + 1))
    ]
