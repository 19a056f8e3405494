"""What views say themselves, in the reader's language. Found by tests/http/console/test_catalogues.py."""

from chalicelib.http.console.readers import language
from chalicelib.words import speaking


def _(text: str, **values: object) -> str:
    said = speaking.gettext(language(), text)
    return said % values if values else said


def _n(one: str, many: str, count: int, **values: object) -> str:
    return speaking.ngettext(language(), one, many, count) % {"num": count, **values}


def N_(text: str) -> str:
    """Marks what is said later, when it is known to whom."""
    return text
