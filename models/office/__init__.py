"""office: the office side."""
