"""What people declare of a region by hand: 回南天 starts tomorrow in Guangzhou. Asks nobody.

Each declaration is a small file of its own, numbered, written once: two people at once lose nothing.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count

from chalicelib import files
from chalicelib.climate import Declared, Outlook, Region
from chalicelib.forecasts.base import AHEAD, PAST
from chalicelib.settings import Settings

KIND = "application/json"


class Manual:
    name = "manual"
    needs = ()
    measures = False

    def check(self, settings: Settings) -> None: ...

    def outlook(self, settings: Settings, region: Region, now: datetime) -> Outlook:
        near = now.date() - PAST, now.date() + AHEAD + timedelta(days=1)
        found = (one for one in declared(region.name) if near[0] <= one.last and one.first <= near[1])
        return Outlook((), now, tuple(found))


def declare(said: Declared) -> int:
    """Keep it; its number in the region, by which it can be taken back."""
    entry = {
        **vars(said),
        "first": said.first.isoformat(),
        "last": said.last.isoformat(),
        "declared_at": said.declared_at.isoformat(),
    }
    return _append(said.region, entry)


def take_back(region: str, number: int, who: str, now: datetime) -> None:
    """It counts no more; that it was said, and who took it back, stays."""
    _append(region, {"takes_back": number, "who": who, "declared_at": now.isoformat()})


def declared(region: str) -> list[Declared]:
    """What stands, in the order in which it was said."""
    return [said for _, said in numbered(region)]


def numbered(region: str) -> list[tuple[int, Declared]]:
    """What stands, each with the number by which it can be taken back."""
    entries = dict(_entries(region))
    gone = {entry["takes_back"] for entry in entries.values() if "takes_back" in entry}
    return [
        (number, _read(entry))
        for number, entry in entries.items()
        if "takes_back" not in entry and number not in gone
    ]


def _append(region: str, entry: dict[str, object]) -> int:
    content = json.dumps(entry, ensure_ascii=False).encode()
    return next(number for number in count(1) if files.put_new(_key(region, number), content, KIND))


def _entries(region: str) -> Iterator[tuple[int, dict]]:
    for number in count(1):
        file = files.get(_key(region, number))
        if file is None:
            return
        yield number, json.loads(file.content)


def _key(region: str, number: int) -> str:
    return f"weather/declared/{region}/{number}"


def _read(entry: dict) -> Declared:
    return Declared(
        entry["rule"], entry["region"], date.fromisoformat(entry["first"]), date.fromisoformat(entry["last"]),
        entry["words"], entry["who"], datetime.fromisoformat(entry["declared_at"]),
    )  # fmt: skip


FORECAST = Manual()
