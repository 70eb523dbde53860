"""audits: the office side."""
