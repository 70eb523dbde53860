"""Tests of the website room."""
