"""What weather does to floors and furniture, reckoned from hourly air. Values in, values out."""
