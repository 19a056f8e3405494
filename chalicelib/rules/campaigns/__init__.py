"""Whom a campaign is for, where it stands in its life, and when it has to stop itself."""
