"""The joined stylesheet and script are open to everybody, as all static files are."""

from tests.access.rows import PUBLIC, Rows

ROWS = Rows(access={"styles": PUBLIC, "scripts": PUBLIC})
