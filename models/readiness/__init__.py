"""readiness: what a room has against the standard, and whether everything in it works before a meeting."""
