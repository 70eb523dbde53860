"""search: one box over what all capabilities say can be found, for the eyes that look."""

from flask import Blueprint

from blueprints.capability import Capability

bp = Blueprint("search", __name__)
CAPABILITY = Capability(bp, views=("page",), menu=(), things={}, lacks=frozenset({"models"}))
