"""filings: which communes have sent their plan to the province, and which of its bodies their script."""
