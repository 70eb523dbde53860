"""plan: the counter window."""

from flask import Blueprint

bp = Blueprint("plan", __name__)
