"""duties: the counter window, also for those whose rows have a duty."""

from flask import Blueprint

bp = Blueprint("duties", __name__)
