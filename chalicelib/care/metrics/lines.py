"""The rows behind a figure as people look at them: on a page, and in a file to reckon on with."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from chalicelib.care.metrics import entries
from chalicelib.care.metrics.gathering import Said
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.ratings import Rating
from chalicelib.records.sales import Sale
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import Touchpoint

# Of what a figure is told apart by, what is shown of each row.
HOW = {
    "kept": "how", "task": "how", "delivery": "state", "message": "outcome", "complaint": "age",
    "answered": "minutes", "resolved": "minutes", "reopened": "", "promise": "how", "verdict": "score",
    "rating": "score", "units": "product", "opt_out": "purpose",
}  # fmt: skip
HEADER = ("day", "customer", "name", "rep", "shop", "what", "how", "due", "row")


def of(found: Iterable[Said], language: str = "") -> list[dict[str, Any]]:
    """Each with whom it is about: two requests for a hundred of them. `language`: the reader's, if known."""
    rows = list(found)
    orders = dict.fromkeys(filter(None, (_sale(said.row) for said in rows)))
    about = Row.many([*map(Customer.at, owners(rows)), *map(Sale.at, orders)])
    return [
        _line(said, about.get(Customer.at(_owner(said.row))), about.get(Sale.at(_sale(said.row))), language)
        for said in rows
    ]


def owners(found: Iterable[Said]) -> list[str]:
    """Whom they are about, each once."""
    return list(dict.fromkeys(filter(None, (_owner(said.row) for said in found))))


def cells(lines: Iterable[dict[str, Any]]) -> list[list[Any]]:
    """Under HEADER."""
    return [[line[column] for column in HEADER] for line in lines]


def _owner(row: Row) -> str:
    if isinstance(row, Touchpoint):
        return row.owner
    if isinstance(row, Customer):
        return row.id
    if isinstance(row, Rating):
        return row.pk.removeprefix("customer#")
    return getattr(row, "customer_id", "")


def _sale(row: Row) -> str:
    return row.id if isinstance(row, Sale) else getattr(row, "sale_id", "")


def _line(said: Said, person: Row | None, sale: Row | None, language: str) -> dict[str, Any]:
    row = said.row
    bought = sale if isinstance(sale, Sale) else None
    return {
        "day": said.day, "on": date.fromisoformat(said.day), "customer": _owner(row),
        "name": person.name if isinstance(person, Customer) else "",
        "to_staff": _owner(row).startswith("s"),
        "rep": row.rep if isinstance(row, Task | Sale) else (bought.rep if bought else ""),
        "shop": bought.store if bought else "", "what": _what(row, language), "how": _how(said),
        "due": f"{row.due_at:%Y-%m-%d}" if isinstance(row, Touchpoint) and row.due_at else "",
        "row": _named(row), "kind": type(row).__name__.lower(), "reason": getattr(row, "reason", ""),
    }  # fmt: skip


def _what(row: Row, language: str) -> str:
    if isinstance(row, Touchpoint):
        return row.step
    if isinstance(row, Task):
        return row.title_in(language) if language else row.title
    if isinstance(row, Complaint):
        return row.about
    return ", ".join(row.products) if isinstance(row, Sale) else ""


def _how(said: Said) -> str:
    figure, *values = said.name
    named = dict(zip(entries.FIELDS[str(figure)], map(str, values), strict=True))
    return named.get(HOW[str(figure)], "")


def _named(row: Row) -> str:
    """The name by which people find it."""
    if isinstance(row, Touchpoint | Task):
        return row.key
    return row.id if isinstance(row, Complaint | Sale) else ""
