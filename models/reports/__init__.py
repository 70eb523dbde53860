"""Reports: what an office tells the province of a week, written from its records, and kept as it was sent."""
