"""The sheet of one officer for a quarter: counted from records, with a note of his own and the head's word."""
