"""Measures: what the system can count, nobody types."""
