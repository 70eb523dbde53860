"""The field for a file says what is taken, and the page what became of the file."""

import io
import json
import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from blueprints.labels import FILE_NOTES
from blueprints.uploads import DOCUMENT, PHOTO
from tests.access.conftest import Grid, grid  # noqa: F401
from tests.access.table import DRAWN
from tests.access.test_hand_in import NOTE
from tests.architecture.house import templates
from tests.browser import Browser
from tests.files.handed_in import noise

pytestmark = [pytest.mark.slow, pytest.mark.alike]

Browse = Callable[..., Browser]


def is_form(answer: TestResponse) -> bool:
    """Whether a page asks for a file."""
    return answer.mimetype == "text/html" and 'type="file"' in answer.text


@pytest.mark.slow
def test_every_file_field_says_what_it_takes(grid: Grid) -> None:  # noqa: F811
    """Types for phones, which offer the camera for them, and endings for PCs."""
    shown: dict[str, str] = {}
    for rule in grid.rules("GET"):
        url = grid.url(rule, grid.here)
        for role in ("secretary", "auditor", "admin") if url and rule.endpoint not in DRAWN else ():
            answer = grid.browsers[role, "here"].get(url)
            fields = BeautifulSoup(answer.text, "lxml").find_all("input", type="file") if is_form(answer) else []
            shown |= {f"{rule.endpoint} {field['name']}": str(field.get("accept", "")) for field in fields}
            if fields:
                break  # whoever else may hand in sees the same field
    assert len(shown) >= 5
    for where, accept in shown.items():  # Google Forms hands out CSV, a tablet writes JSON
        kinds = set(accept.split(","))
        assert kinds in (set(PHOTO), set(PHOTO + DOCUMENT), {".xlsx"}, {".xlsx", ".csv"}, {".json"}), where


def test_no_template_forgets_it() -> None:
    bare = [
        f"{path.name}: {field}"
        for path in templates()
        for field in re.findall(r'<input type="file"[^>]*>', path.read_text("utf-8"))
        if "accept=" not in field
    ]
    assert not bare


@pytest.mark.parametrize("with_htmx", [False, True])
def test_a_cut_photo_is_kept_and_that_is_said(with_htmx: bool, grid: Grid) -> None:  # noqa: F811
    browser, cut = grid.browsers["secretary", "here"], noise()[:-30]
    hidden = browser.hidden_fields(NOTE, f"{NOTE}/tien-do")
    data = {**hidden, "text": "Có ảnh", "evidence_file": (io.BytesIO(cut), "ảnh.jpg")}
    headers = {"HX-Request": "true"} if with_htmx else {}
    answer = browser.post_raw(f"{NOTE}/tien-do", data, content_type="multipart/form-data", headers=headers)
    toast = json.loads(answer.headers.get("HX-Trigger", "{}")).get("toast", {}).get("message", "")
    assert FILE_NOTES["photo_cut"] in toast + browser.get(NOTE).text
