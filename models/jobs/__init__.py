"""Work that nobody waits for at a page: rows with a lease, computed outside the transaction, each done once."""
