"""Who heads a unit, by the title of the post: pure, since an office enters titles and nothing else."""

from models.text import fold

HEADS = ("truong ", "chanh van phong", "giam doc", "tram truong", "chi huy truong", "chu tich")


def heads_a_unit(title: str) -> bool:
    """Whether a title is that of the head: "Trưởng phòng" is, "Phó Trưởng phòng" is not."""
    return f"{fold(title)} ".startswith(HEADS)
