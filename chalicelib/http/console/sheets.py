"""Files to be kept, and how far the making of one is."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from chalice import Response

from chalicelib.rules.ledgers import sheets


def sheet(name: str, header: Sequence[str], lines: Iterable[Sequence[Any]]) -> Response:
    return file(f"{name}.csv", sheets.MARK + sheets.text([header, *lines]))


def file(name: str, text: str, kind: str = "text/csv") -> Response:
    headers: dict[str, str | list[str]] = {
        "Content-Type": f"{kind}; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    return Response(text, headers=headers)


def progress(told: Mapping[str, Any]) -> Response:
    """For the script of a page on which somebody watches it."""
    facts = {name: told[name] for name in ("state", "total", "taken", "under_way")}
    return Response(json.dumps(facts), headers={"Content-Type": "application/json"})
