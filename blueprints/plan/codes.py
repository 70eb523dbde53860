"""How the code of a step stands in an address."""

import re

from models.errors import NotFound


def step_code(code: str) -> str:
    """III-4 of an address is III.4 in the script; NotFound for what can be no code."""
    if not re.fullmatch(r"[A-Z]{1,8}[-.][0-9]{1,3}", code):
        raise NotFound
    return code.replace("-", ".")
