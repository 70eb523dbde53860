"""website: the office side."""
