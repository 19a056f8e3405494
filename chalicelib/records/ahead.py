"""Read in one request what a page will ask for one by one. Only where it is remembered until then; elsewhere
nothing is asked for."""

from collections import deque
from collections.abc import Iterable

from chalicelib.ids import can_be_a_key
from chalicelib.records import once
from chalicelib.records.table import Row


def partition(pk: str) -> None:
    """All of it, where most is shown; taken apart by whoever asks for it."""
    if once.is_reading() and can_be_a_key(pk, "any"):
        read = Row._raw(pk, None, consistent_read=True)
        deque(once.listing(pk, "", True, read), maxlen=0)


def rows(keys: Iterable[tuple[str, str]]) -> None:
    if once.is_reading():
        Row.many([key for key in dict.fromkeys(keys) if can_be_a_key(*key)], consistent=True)
