"""plan: the office side."""
