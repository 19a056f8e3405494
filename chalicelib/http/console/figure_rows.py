"""From a figure to the rows that it counts, and those rows as a file."""

import re
from datetime import date
from typing import Any
from urllib.parse import quote

from chalice import Response

from chalicelib import plans
from chalicelib.care.metrics import entries, listing
from chalicelib.care.metrics.folding import ends
from chalicelib.care.metrics.gathering import Said
from chalicelib.care.metrics.listing import Listing, Wanted
from chalicelib.errors import BadInput
from chalicelib.http import door
from chalicelib.http.console import desk, figures, scope
from chalicelib.http.console.desk import CONSOLE
from chalicelib.http.console.figures import FOR
from chalicelib.http.console.sheets import sheet
from chalicelib.http.console.speech import _
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.ratings import Rating
from chalicelib.records.sales import Sale
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import Touchpoint

# As many as are read in a few requests.
MOST_IN_A_FILE = 500
PLACE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-\d\d#\d{5}")
# Of what a figure is told apart by, what is shown of each row.
HOW = {
    "kept": "how", "task": "how", "delivery": "state", "message": "outcome", "complaint": "age",
    "answered": "minutes", "resolved": "minutes", "reopened": "", "promise": "how", "verdict": "score",
    "rating": "score", "units": "product", "opt_out": "purpose",
}  # fmt: skip
HEADER = ("day", "customer", "name", "rep", "shop", "what", "how", "due", "row")


@CONSOLE.page("/metrics/rows", roles=FOR)
def rows() -> Response:
    around, wanted, after = figures.asked(), _wanted(), _after()
    found, here = listing.page(wanted, after), around.rows(wanted.figure, wanted.where)
    return desk.show(
        "metric-rows", figure=wanted.figure, where=wanted.where, asked=around, count=found.count,
        lines=_lines(found), next=f"{here}&after={quote(found.after)}" if found.after else "",
        first=here if after else "", most=MOST_IN_A_FILE,
        file=here.replace("/rows?", "/rows.csv?", 1) + (f"&after={quote(after)}" if after else ""),
        kinds=plans.complaints().kinds, how_field=HOW[wanted.figure],
        first_month=wanted.first, last_month=wanted.last,
    )  # fmt: skip


@CONSOLE.page("/metrics/rows.csv", roles=FOR)
def as_csv() -> Response:
    """From the page's own place on, as many as one answer can bring; the page says where there are more."""
    wanted = _wanted()
    found = _lines(listing.page(wanted, _after(), MOST_IN_A_FILE))
    name = f"{wanted.figure}-{wanted.first}-{wanted.last}"
    return sheet(name, HEADER, [[line[column] for column in HEADER] for line in found])


def _wanted() -> Wanted:
    """The months as on the figures' page, and what the figure is told apart by."""
    around, figure = figures.asked(), door.asked("figure")
    fields = entries.FIELDS.get(figure)
    if fields is None:
        raise BadInput(_("There is no such figure. Go back to the figures and choose one there."))
    given = {name: value for name in fields if (value := door.asked(name)) or name in _blanks()}
    return Wanted(figure, ends(around.first)[0], ends(around.last)[1], given)


def _blanks() -> list[str]:
    """What is asked to be empty, such as the rep of what nobody has: `none=rep`."""
    return door.asked("none").split(",")


def _after() -> str:
    found = door.asked("after")
    if found and not PLACE.fullmatch(found):
        raise BadInput(_("There is no such page of this list. Begin with the first one."))
    return found


def _lines(found: Listing) -> list[dict[str, Any]]:
    """Each row as people look at it, with whom it is about."""
    ids = list(dict.fromkeys(filter(None, (_owner(said.row) for said in found.rows))))
    orders = dict.fromkeys(filter(None, (_sale(said.row) for said in found.rows)))
    about = Row.many([*map(Customer.at, ids), *map(Sale.at, orders)])
    scope.noted(ids)
    return [
        _line(said, about.get(Customer.at(_owner(said.row))), about.get(Sale.at(_sale(said.row))))
        for said in found.rows
    ]


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


def _line(said: Said, person: Row | None, sale: Row | None) -> dict[str, Any]:
    row = said.row
    bought = sale if isinstance(sale, Sale) else None
    return {
        "day": said.day, "on": date.fromisoformat(said.day), "customer": _owner(row),
        "name": person.name if isinstance(person, Customer) else "",
        "to_staff": _owner(row).startswith("s"),
        "rep": row.rep if isinstance(row, Task | Sale) else (bought.rep if bought else ""),
        "shop": bought.store if bought else "", "what": _what(row), "how": _how(said),
        "due": f"{row.due_at:%Y-%m-%d}" if isinstance(row, Touchpoint) and row.due_at else "",
        "row": _named(row), "kind": type(row).__name__.lower(), "reason": getattr(row, "reason", ""),
    }  # fmt: skip


def _what(row: Row) -> str:
    if isinstance(row, Touchpoint):
        return row.step
    if isinstance(row, Task):
        return row.title
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
