"""Every list can be taken along as a sheet, or says why not; and no cell of a sheet is run by a spreadsheet."""

import io
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from openpyxl import load_workbook

from blueprints.spreadsheets import XLSX
from models.accounts.rules import Role
from tests.access.table import ACCESS, PUBLIC
from tests.bounds.conftest import ROLES
from tests.bounds.test_statements import AsRole, pages

EACH = "each of its lines leads to a page that is a sheet or a paper of its own"
ONE = "tells of one thing, not a list of things"
FORM = "is a form with a table in it"
FEW = "a handful of settings that nobody works on elsewhere"
GATHERED = "gathers what other lists tell, each of which is a sheet"
PEOPLE = "what single citizens said, or who may sign in, is not carried away by the dozen"
WITHOUT = {
    "accounts.accounts": PEOPLE,
    "accounts.communes": FEW,
    "audits.acts": FEW,
    "audits.compare": ONE,
    "audits.criterion": ONE,
    "audits.edit_version": FORM,
    "audits.explained": ONE,
    "audits.index": EACH,
    "audits.mapping": FORM,
    "audits.new_criterion": FORM,
    "audits.sets": EACH,
    "dashboard.home": GATHERED,
    "kpi.sheet": ONE,
    "meetings.body_list": FEW,
    "meetings.members": FEW,
    "office.retention": FEW,
    "plan.age_limits": FORM,
    "plan.indicator": ONE,
    "plan.measure": ONE,
    "qr.index": FEW,
    "qr.link_page": ONE,
    "qr.network_page": ONE,
    "reports.index": EACH,
    "reports.months": EACH,
    "satisfaction.batches": FEW,
    "satisfaction.counter_procedures": FORM,
    "satisfaction.responses": PEOPLE,
    "training.index": EACH,
    "training.own": ONE,
    "training.person": ONE,
    "training.session": ONE,
}


def is_list(html: str) -> bool:
    """Whether a page is a list of rows."""
    tables = BeautifulSoup(html, "lxml").select("main table.rows")
    return any(len(table.select("thead th")) > 1 for table in tables)


def first_page(as_role: AsRole, endpoint: str, url: str) -> Any:
    """A page as the first who may open it sees it."""
    roles: tuple[Role | None, ...] = (None,) if ACCESS[endpoint] == PUBLIC else ROLES
    return next((found for role in roles if (found := as_role(role).get(url)).status_code == 200), None)


@pytest.mark.slow
def test_every_list_is_a_sheet_too_or_says_why_not(demo_site: Flask, home_id: int, as_role: AsRole) -> None:
    lists, without, run = set(), set(), []
    for endpoint, url in list(pages(demo_site, home_id)):
        answer = first_page(as_role, endpoint, url)
        if answer is None:
            continue
        if answer.mimetype == XLSX:
            run += [f"{url} {cell}" for cell in formulas(answer.data)]
        elif answer.mimetype == "text/html" and is_list(answer.text):
            lists.add(endpoint)
            if ".xlsx" not in answer.text:
                without.add(endpoint)
    assert not run, run[:5]
    assert len(lists) > 40
    assert without == set(WITHOUT), "\n".join(sorted(without ^ set(WITHOUT)))


def formulas(content: bytes) -> list[str]:
    """The cells that a spreadsheet would run."""
    book = load_workbook(io.BytesIO(content))
    return [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
