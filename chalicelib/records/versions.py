"""What a caller has seen of a row, as one word, and the condition that it still stands so."""

from collections.abc import Iterable
from typing import Any

from pynamodb.expressions.condition import Condition

from chalicelib.errors import Stale
from chalicelib.ids import fingerprint
from chalicelib.records.table import Row


def tag(facts: Any) -> str:
    """Changes with whatever is shown."""
    return fingerprint(facts)


def check(seen: str, facts: Any, what: str) -> None:
    """Refuse to change what the caller has not seen as it is. No tag: the caller does not mind."""
    if seen and seen != tag(facts):
        raise Stale("{what} was changed since you read it. Read it again, then decide anew.", what=what)


def unchanged(row: Row, names: Iterable[str]) -> Condition:
    """That none of these has changed since the row was read. What is empty may never have been stored."""
    condition = Row.pk.exists()
    for name in names:
        attribute, value = getattr(type(row), name), getattr(row, name)
        if value is None:
            condition &= attribute.does_not_exist()
        elif value in ("", [], {}):
            condition &= attribute.does_not_exist() | (attribute == value)
        else:
            condition &= attribute == value
    return condition
