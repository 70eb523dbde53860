"""Tables of qr."""
