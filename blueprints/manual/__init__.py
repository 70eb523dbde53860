"""manual: what each page is for, all of it together, for each role."""

from flask import Blueprint

from blueprints.capability import Capability

bp = Blueprint("manual", __name__)
CAPABILITY = Capability(bp, views=("page",), menu=(), things={}, lacks=frozenset({"models"}))
