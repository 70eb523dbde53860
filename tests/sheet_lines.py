"""Reading the sheets that pages give."""

import io
from typing import Any

from openpyxl import load_workbook


def sheet_lines(answer: Any) -> list[list[Any]]:
    """The lines of the one sheet of an answer, without its head; an empty cell says nothing."""
    assert answer.status_code == 200, answer.status_code
    _head, *lines = load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True)
    return [["" if cell is None else cell for cell in line] for line in lines]
