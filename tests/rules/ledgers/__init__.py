"""Ledgers as shops keep them, and what must come of each row."""
