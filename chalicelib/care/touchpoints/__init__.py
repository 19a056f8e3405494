"""A touchpoint from falling due to its last word, a file per part of its way."""
