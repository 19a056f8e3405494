"""A file per stage of a complaint: where it leads, and what must be known before one leaves it."""
