"""What one request has read already. A page is put together from parts that do not know of each other: each
asks for the rows it needs, and the table is asked for each row once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

Key = tuple[str, str]
Item = dict[str, Any]

_READ: ContextVar[dict[Key, tuple[bool, Item | Callable[[], Item]]] | None] = ContextVar("read", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """Until the block ends no row is read twice, unless it was written in between."""
    token = _READ.set({})
    try:
        yield
    finally:
        _READ.reset(token)


def known(key: Key, consistent: bool) -> Item | None:
    """The row as it was read, empty where there was none; nothing if it must be asked for."""
    sure, item = (_READ.get() or {}).get(key, (False, None))
    if item is None or (consistent and not sure):
        return None
    return item() if callable(item) else item


def note(key: Key, item: Item | Callable[[], Item], consistent: bool) -> None:
    """The row as it was read, or how it is written: most are never asked for again."""
    read = _READ.get()
    if read is not None:
        read[key] = (consistent, item)


def forget(*keys: Key) -> None:
    """These rows, or all, are written: what was read of them may not stand any more."""
    read = _READ.get() or {}
    for key in keys or list(read):
        read.pop(key, None)


class Forgetting:
    """A row that was written is asked for anew."""

    pk: Any
    sk: Any

    def save(self, *args: Any, **options: Any) -> Any:
        forget((self.pk, self.sk))
        return super().save(*args, **options)  # type: ignore[misc]

    def update(self, *args: Any, **options: Any) -> Any:
        forget((self.pk, self.sk))
        return super().update(*args, **options)  # type: ignore[misc]

    def delete(self, *args: Any, **options: Any) -> Any:
        forget((self.pk, self.sk))
        return super().delete(*args, **options)  # type: ignore[misc]
