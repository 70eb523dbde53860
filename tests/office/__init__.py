"""The place itself: lights, backups, recovery code, certificate, first morning."""
