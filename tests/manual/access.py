"""Who may read the manual."""

from tests.access.rows import Rows

ROWS = Rows(access={"page": "read_manual"}, tour={"quay": ["/huong-dan"], "tinh": ["/huong-dan?vai=thu-ky"]})
