"""accounts: the office side."""
