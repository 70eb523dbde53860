"""meetings: the counter window."""

from flask import Blueprint

bp = Blueprint("meetings", __name__)
