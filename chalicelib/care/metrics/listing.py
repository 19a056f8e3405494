"""The rows behind a figure, a page at a time, as they stand today: the very ones that were counted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from chalicelib.care.metrics import board
from chalicelib.care.metrics.entries import FIELDS
from chalicelib.care.metrics.gathering import Said
from chalicelib.errors import BadInput
from chalicelib.records import metrics
from chalicelib.records.metrics import Day, Listed
from chalicelib.records.table import Row

MOST, MOST_LISTS = 50, 200
Fits = Callable[[list[str]], bool]
# Told apart by codes of ours, of which several may be asked for at once: kept,broken.
SEVERAL = ("how", "state", "score")


@dataclass(frozen=True)
class Wanted:
    """`where`: what the figure is told apart by (entries.FIELDS), as far as it is asked for."""

    figure: str
    first: date
    last: date
    where: Mapping[str, str]

    def fits(self, named: tuple[object, ...] | list[str]) -> bool:
        """Of what a row of the figure is told apart by."""
        found = dict(zip(FIELDS[self.figure], map(str, named), strict=True))
        return all(found[key] in self.asked(key) for key in self.where)

    def asked(self, key: str) -> list[str]:
        value = self.where[key]
        return value.split(",") if key in SEVERAL else [value]


@dataclass(frozen=True)
class Listing:
    """`count`: of all pages together. `after`: where the next page begins; empty on the last."""

    rows: list[Said]
    count: int
    after: str = ""


def check(wanted: Wanted) -> None:
    if wanted.figure not in FIELDS:
        raise BadInput(
            "{figure!r} is no figure; open the metrics and choose one there.", figure=wanted.figure
        )
    for name in wanted.where:
        if name not in FIELDS[wanted.figure]:
            raise BadInput(
                "{figure} is not told apart by {name!r}; open the metrics and choose one.",
                figure=wanted.figure,
                name=name,
            )


def page(wanted: Wanted, after: str = "", most: int | None = None) -> Listing:
    """Only days on which there are any are looked at, and no more lists than fill a page."""
    check(wanted)
    counted = {row.day: _count(row, wanted) for row in metrics.between(wanted.first, wanted.last)}
    days = [day for day, count in counted.items() if count]
    if not days:
        return Listing([], 0)
    found, place = _found(wanted.figure, wanted.fits, (min(days), max(days)), after, most or MOST)
    return Listing(_read(wanted.figure, found), sum(counted.values()), place)


def _found(
    figure: str, fits: Fits, days: tuple[str, str], after: str, most: int
) -> tuple[list[tuple[str, list[str]]], str]:
    """Each with its day, and the place behind them where there is more."""
    found: list[tuple[str, list[str]]] = []
    lists, place = metrics.enlisted(figure, *days, after), ""
    for row in islice(lists, MOST_LISTS):
        found, place = [*found, *_of_list(row, fits)], row.place
        if len(found) >= most:
            break
    return found, place if next(lists, None) else ""


def _of_list(row: Listed, fits: Fits) -> list[tuple[str, list[str]]]:
    day = row.place[:10]
    return [(day, entry) for entry in row.entries if fits(entry[:-2])]


def _read(figure: str, found: list[tuple[str, list[str]]]) -> list[Said]:
    """What is gone since, such as what a merge moved elsewhere, is left out."""
    rows = Row.many(list(dict.fromkeys((entry[-2], entry[-1]) for _day, entry in found)))
    there = ((day, entry, rows.get((entry[-2], entry[-1]))) for day, entry in found)
    return [Said(row, day, (figure, *entry[:-2])) for day, entry, row in there if row]


def _count(row: Day, wanted: Wanted) -> int:
    tally = board.summed([row])
    if wanted.figure == "message":
        return sum(cell.count for name, cell in tally.cells.items() if wanted.fits(name))
    return sum(count for name, count in tally.of(wanted.figure).items() if wanted.fits(name))
