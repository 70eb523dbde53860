"""duties: who owes what by when."""
