"""Where a sheet's header is: one row, or two, of which the upper one spans several columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from chalicelib.rules.ledgers.headers import meaning, recognise
from chalicelib.rules.ledgers.tables import Record

Cells = tuple[str, ...]
SEARCHED = 30


@dataclass(frozen=True)
class Top:
    """What names the columns, the line it ends on, and its rows as they are written."""

    names: Cells
    line: int
    rows: tuple[Cells, ...]


def find(filled: Sequence[Record], mapping: Mapping[str, str]) -> Top:
    """Of the first rows the one that names the most columns; two only where they name more together."""
    first = filled[:SEARCHED]
    single = [Top(row.cells, row.line, (row.cells,)) for row in first]
    double = [
        Top(_beneath(upper.cells, lower.cells), lower.line, (upper.cells, lower.cells))
        for upper, lower in pairwise(first)
        if lower.line == upper.line + 1
    ]
    return max([*single, *double], key=lambda top: len(recognise(top.names, mapping)))


def _beneath(upper: Cells, lower: Cells) -> Cells:
    """A heading over several columns stands at their left: “安装” over “日期” is 安装日期, where that means
    something. What has nothing below it is a column's own name."""
    width = max(len(upper), len(lower))
    above, below = (row + ("",) * (width - len(row)) for row in (upper, lower))
    names, heading = [], ""
    for over, under in zip(above, below, strict=True):
        heading = over.strip() or heading
        names.append(_joined(heading, under) if under.strip() else over)
        heading = heading if under.strip() else ""
    return tuple(names)


def _joined(heading: str, under: str) -> str:
    joined = next((name for name in (heading + under, f"{heading} {under}") if meaning(name)), "")
    return joined if heading and joined else under
