"""The office: tables, rules and queries that would be true on paper; knows no HTTP."""
