"""Tables as CSV for whoever reckons on. No cell is taken for a formula, whoever typed it."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from chalicelib.rules.ledgers.rejects import safe

# By this Excel knows UTF-8; it stands once, where a file begins.
MARK = "\ufeff"


def text(lines: Iterable[Sequence[Any]]) -> str:
    file = io.StringIO(newline="")
    csv.writer(file).writerows([_cell(cell) for cell in line] for line in lines)
    return file.getvalue()


def _cell(cell: Any) -> Any:
    """A number stays one, also below zero."""
    if isinstance(cell, str):
        return safe(cell)
    return round(cell, 4) if isinstance(cell, float) else cell
