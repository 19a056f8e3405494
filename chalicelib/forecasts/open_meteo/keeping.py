"""The last reply for each cell, kept beside the uploaded files, so that a cell is asked once for all."""

import json
from datetime import datetime

from chalicelib import files
from chalicelib.forecasts.open_meteo.shape import Cell, Reply

KIND = "application/json"


def keep(cell: Cell, reply: Reply) -> None:
    content = json.dumps({"known_at": reply.known_at.isoformat(), "reply": reply.content})
    files.put(_key(cell), content.encode(), KIND)


def kept(cell: Cell) -> Reply | None:
    """What was kept; one that cannot be read is as good as none."""
    file = files.get(_key(cell))
    try:
        value = json.loads(file.content) if file else None
        return Reply(value["reply"], datetime.fromisoformat(value["known_at"])) if value else None
    except (ValueError, KeyError, TypeError):
        return None


def _key(cell: Cell) -> str:
    """`weather/open-meteo/n231-e1133`: tenths of a degree."""
    latitude, longitude = (round(degrees * 10) for degrees in cell)
    return f"weather/open-meteo/{_side('ns', latitude)}-{_side('ew', longitude)}"


def _side(letters: str, tenths: int) -> str:
    return f"{letters[tenths < 0]}{abs(tenths)}"
