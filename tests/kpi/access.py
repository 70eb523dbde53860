"""Who may enter the sheets of officers."""

from tests.access.rows import Rows

ROWS = Rows(
    access=dict.fromkeys(("index", "sheet", "note", "confirm", "reopen"), "read_kpi"),
    tables={"person_id": "person"},
    perhaps_not_there=("sheet", "note", "confirm", "reopen"),  # whose sheet one may open is no matter of the role
    tour={"lanhdao": ["/kpi", "/kpi/5?ky=2026-Q2", "/kpi/6?ky=2026-Q2"], "quay": ["/kpi"]},
)
