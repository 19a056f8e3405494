"""What the program costs and how fast it is, measured against the budgets. Run by `make bench`."""
