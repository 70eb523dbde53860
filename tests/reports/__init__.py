"""Tests of the reports of weeks."""
