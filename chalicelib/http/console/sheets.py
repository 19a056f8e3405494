"""Tables as files to be kept."""

from collections.abc import Iterable, Sequence
from typing import Any

from chalice import Response

from chalicelib.rules.ledgers import sheets


def sheet(name: str, header: Sequence[str], lines: Iterable[Sequence[Any]]) -> Response:
    headers: dict[str, str | list[str]] = {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{name}.csv"',
    }
    return Response(sheets.MARK + sheets.text([header, *lines]), headers=headers)
