"""Who may do what with the sheets of officers; whose sheet somebody sees is settled in ``queries``."""

from models.accounts.rules import STAFF, Grants

GRANTS: Grants = {"read_kpi": STAFF}
