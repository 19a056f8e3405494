"""Values in, decision out."""
