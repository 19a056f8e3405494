"""Every channel keeps one contract, and its own promises besides."""
