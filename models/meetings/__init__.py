"""meetings: the office side."""
