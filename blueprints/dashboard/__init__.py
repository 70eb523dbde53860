"""dashboard: the counter window."""

from flask import Blueprint

bp = Blueprint("dashboard", __name__)
