"""A file per kind of touch: what it asks for when it falls due."""
