"""satisfaction: the counter window."""

from flask import Blueprint

bp = Blueprint("satisfaction", __name__)
