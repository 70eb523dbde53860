"""Who may enter the search."""

from tests.access.rows import Rows

ROWS = Rows(access={"page": "search_office"}, tour={"lanhdao": ["/tim", "/tim?q=igialai"], "tinh": ["/tim"]})
