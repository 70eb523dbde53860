"""qr: the counter window."""

from flask import Blueprint

bp = Blueprint("qr", __name__)
