"""What one request has read already. A page is put together from parts that do not know of each other: each
asks for the rows it needs, and the table is asked for each row once."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

Key = tuple[str, str]
Item = dict[str, Any]


@dataclass
class Listed:
    """What stands in a partition under sort keys that begin so; `whole` once it was read to its end."""

    begins: str
    sure: bool
    items: list[Item] = field(default_factory=list)
    whole: bool = False

    def holds(self, begins: str, consistent: bool) -> bool:
        return self.whole and begins.startswith(self.begins) and (self.sure or not consistent)


_READ: ContextVar[dict[Key, tuple[bool, Item]] | None] = ContextVar("read", default=None)
_LISTED: ContextVar[dict[str, list[Listed]] | None] = ContextVar("listed", default=None)
# Whether the first thing that is written ends the remembering.
_ENDS: ContextVar[bool] = ContextVar("ends", default=False)


@contextmanager
def reading() -> Iterator[None]:
    """Until the block ends no row is read twice, and no partition, unless it was written in between. Whoever
    does so already goes on with what they know."""
    if is_reading():
        yield
        return
    read, listed = _READ.set({}), _LISTED.set(defaultdict(list))
    try:
        yield
    finally:
        _READ.reset(read)
        _LISTED.reset(listed)


@contextmanager
def until_written() -> Iterator[None]:
    """The same for what may change something: as long as it has not, it is but a page. From then on every row
    is asked for, as whoever writes has to."""
    ends = _ENDS.set(True)
    try:
        with reading():
            yield
    finally:
        _ENDS.reset(ends)


def is_reading() -> bool:
    return _READ.get() is not None


def known(key: Key, consistent: bool) -> Item | None:
    """The row as it was read, empty where there was none; nothing if it must be asked for."""
    sure, item = (_READ.get() or {}).get(key, (False, None))
    if item is None or (consistent and not sure):
        return _among_listed(key, consistent)
    return item


def _among_listed(key: Key, consistent: bool) -> Item | None:
    """Where all that begins so was read, what is not among it is not there."""
    found = known_list(*key, consistent)
    return None if found is None else next((item for item in found if item["sk"]["S"] == key[1]), {})


def note(key: Key, item: Item, consistent: bool) -> None:
    """The row as it was read, empty where there was none."""
    read = _READ.get()
    if read is not None:
        read[key] = (consistent, item)


def known_list(pk: str, begins: str, consistent: bool) -> list[Item] | None:
    """Of a partition that was read so far already; nothing if it must be asked for."""
    for one in (_LISTED.get() or {}).get(pk, ()):
        if one.holds(begins, consistent):
            return [item for item in one.items if item["sk"]["S"].startswith(begins)]
    return None


def listing(pk: str, begins: str, consistent: bool, items: Iterator[Item]) -> Iterator[Item]:
    """These items of a partition unless they are known; kept until one is written, be it meanwhile."""
    known, listed = known_list(pk, begins, consistent), _LISTED.get()
    if known is not None or listed is None:
        yield from items if known is None else known
        return
    found = Listed(begins, consistent)
    listed[pk].append(found)
    for item in items:
        found.items.append(item)
        yield item
    found.whole = True


def forget(*keys: Key) -> None:
    """These rows, or all, are written: what was read of them may not stand any more."""
    if _ENDS.get():
        _READ.set(None)
        _LISTED.set(None)
        _ENDS.set(False)
    read, listed = _READ.get() or {}, _LISTED.get() or {}
    for key in keys or list(read):
        read.pop(key, None)
    for pk in {pk for pk, _sk in keys} if keys else list(listed):
        listed.pop(pk, None)


class Forgetting:
    """A row that was written is asked for anew. `is_aside`: it notes what was read, and changes nothing."""

    pk: Any
    sk: Any
    is_aside = False

    def save(self, *args: Any, **options: Any) -> Any:
        if not self.is_aside:
            forget((self.pk, self.sk))
        return super().save(*args, **options)  # type: ignore[misc]

    def update(self, *args: Any, **options: Any) -> Any:
        forget((self.pk, self.sk))
        return super().update(*args, **options)  # type: ignore[misc]

    def delete(self, *args: Any, **options: Any) -> Any:
        forget((self.pk, self.sk))
        return super().delete(*args, **options)  # type: ignore[misc]
