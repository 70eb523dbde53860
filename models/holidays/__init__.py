"""holidays: the office side."""
