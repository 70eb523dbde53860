"""Templates under test may leave a name out, but never ask a record of the office for what it has not got."""

from typing import Any

from jinja2 import Undefined, UndefinedError
from jinja2.utils import missing
from sqlalchemy import Row


class Misspelt(Undefined):
    """What a template finds nowhere: a name may be missing, a column or property of a record may not."""

    def __init__(self, hint: str | None = None, obj: Any = missing, name: str | None = None, *rest: Any) -> None:
        """UndefinedError for what a record does not know."""
        if isinstance(obj, Row) or type(obj).__module__.startswith("models."):
            raise UndefinedError(f"{type(obj).__name__} has no {name}")
        super().__init__(hint, obj, name, *rest)
