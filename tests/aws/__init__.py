"""The functions that AWS calls."""
