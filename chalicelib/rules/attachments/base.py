"""What readers of all formats share."""


class Broken(Exception):
    """The file ends or turns where its format does not allow it."""
