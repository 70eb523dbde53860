"""Devices that stand in the office and speak for themselves: paired once by a code, known by a token, revocable."""
