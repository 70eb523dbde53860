"""Procedures and the files of each day, as far as answers need them."""

from sqlalchemy import select

from models.accounts.rules import Viewer
from models.base import read, seen_by
from models.satisfaction.service_tables import ServiceProcedure


def procedure_id(commune_id: int, code: str) -> int | None:
    """The procedure of a code at a commune; None where it is not known: unknown is kept as unknown."""
    if not code:
        return None
    known = (ServiceProcedure.commune_id == commune_id, ServiceProcedure.code == code)
    return read(select(ServiceProcedure.id).where(*known)).scalar()


def procedure_names(viewer: Viewer) -> dict[str, str]:
    """The procedures by their ids, in the order of their names."""
    p = ServiceProcedure
    rows = read(select(p.id, p.title).where(seen_by(viewer, p)).order_by(p.fold))
    return {str(row.id): row.title for row in rows}
