"""places: the office side."""
