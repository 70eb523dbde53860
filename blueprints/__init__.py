"""The counter window: HTTP, forms, Vietnamese words, HTML."""
