"""Whom a campaign means, where it stands, when it stops."""
