"""When a season comes round."""
