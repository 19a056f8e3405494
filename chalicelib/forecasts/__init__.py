"""A file (or folder) per weather source: what the air of a region was and will be."""
