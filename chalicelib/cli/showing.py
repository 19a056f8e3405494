"""How the command line writes for people: columns that line up in Chinese too, days, moments."""

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib import plans


def columns(rows: Sequence[Sequence[object]], heads: Sequence[str] = ()) -> Iterator[str]:
    """Lines with their cells below each other."""
    lines = [[str(cell) for cell in row] for row in ([heads, *rows] if heads and rows else rows)]
    widths = [max(width(line[place]) for line in lines) for place in range(len(lines[0]))] if lines else []
    for line in lines:
        cells = [cell + " " * (room - width(cell)) for cell, room in zip(line, widths, strict=True)]
        yield "  ".join(cells).rstrip()


def width(text: str) -> int:
    """Cells on a terminal: Chinese letters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def moment(at: datetime | str | None, zone: str = "") -> str:
    """`2026-03-01 09:14`, on the clock of the person or of the shop."""
    if not at:
        return "-"
    instant = datetime.fromisoformat(at) if isinstance(at, str) else at
    return f"{instant.astimezone(ZoneInfo(zone or plans.shop_defaults().zone)):%Y-%m-%d %H:%M}"


def zoned(at: datetime | str | None, zone: str = "") -> str:
    """`2026-03-01 09:14 Asia/Shanghai`: the moment and whose clock it is, to be compared with others."""
    return f"{moment(at, zone)} {zone or plans.shop_defaults().zone}" if at else "-"


def facts(pairs: Sequence[tuple[str, object]]) -> Iterator[str]:
    """Name and value, one a line; what is empty is left out."""
    yield from columns([(f"{name}:", value) for name, value in pairs if value not in ("", None, [], {})])
