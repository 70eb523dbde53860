"""accounts: the counter window."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
