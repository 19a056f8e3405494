"""Tables as CSV for whoever reckons on. No cell is taken for a formula, whoever typed it."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from chalice import Response

from chalicelib.rules.ledgers import safe


def sheet(name: str, header: Sequence[str], lines: Iterable[Sequence[Any]]) -> Response:
    """A file to be kept. It begins with a mark by which Excel knows UTF-8."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(header)
    writer.writerows([_cell(cell) for cell in line] for line in lines)
    headers: dict[str, str | list[str]] = {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{name}.csv"',
    }
    return Response("\ufeff" + file.getvalue(), headers=headers)


def _cell(cell: Any) -> Any:
    """A number stays one, also below zero."""
    if isinstance(cell, str):
        return safe(cell)
    return round(cell, 4) if isinstance(cell, float) else cell
