"""What we do, a file per noun."""
