"""Updates from one signed file."""
