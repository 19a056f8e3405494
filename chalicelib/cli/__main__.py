"""`python -m chalicelib.cli`, where the entry point is not installed."""

from chalicelib.cli import main

main()
