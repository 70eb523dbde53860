"""qr: the office side."""
