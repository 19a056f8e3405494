"""The shop's people at their screens."""
