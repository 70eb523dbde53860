"""satisfaction: the office side."""
