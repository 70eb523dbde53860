"""A new release from one signed file: made, checked, put beside the old one, tried there, and switched to."""
