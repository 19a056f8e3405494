"""From a figure to the rows that it counts, and those rows as a file."""

import re
from urllib.parse import quote

from chalice import Response

from chalicelib import clock, extracting, plans
from chalicelib.care import extracts
from chalicelib.care.metrics import entries, holding, lines, listing
from chalicelib.care.metrics.folding import ends
from chalicelib.care.metrics.listing import Wanted
from chalicelib.errors import BadInput
from chalicelib.http import door
from chalicelib.http.console import desk, figures, scope
from chalicelib.http.console.desk import CONSOLE
from chalicelib.http.console.figures import FOR
from chalicelib.http.console.sheets import sheet
from chalicelib.http.console.speech import _
from chalicelib.records.customers import Customer

# As many as come at once; a longer file is made in the background.
AT_ONCE = 100
PLACE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-\d\d#\d{5}")


@CONSOLE.page("/metrics/rows", roles=FOR)
def rows() -> Response:
    around, wanted, after = figures.asked(), _wanted(), _after()
    found, here = listing.page(wanted, after), around.rows(wanted.figure, wanted.where)
    scope.noted(lines.owners(found.rows))
    return desk.show(
        "metric-rows", figure=wanted.figure, where=wanted.where, asked=around, count=found.count,
        lines=lines.of(found.rows, desk.reader_language()),
        next=f"{here}&after={quote(found.after)}" if found.after else "",
        first=here if after else "", file=here.replace("/rows?", "/rows.csv?", 1),
        kinds=plans.complaints().kinds, how_field=lines.HOW[wanted.figure],
        first_month=wanted.first, last_month=wanted.last,
    )  # fmt: skip


@CONSOLE.page("/metrics/held", roles=FOR)
def held() -> Response:
    """Rows behind what is past its day and waits: of those that were counted, what waits now."""
    step, reason, counted = door.asked("step"), door.asked("reason"), figures.latest_day()
    found = holding.behind(step, reason, counted) if counted else []
    people = [one.owner for one in found if one.owner.startswith("c")]
    rows = Customer.many([Customer.at(one) for one in people])
    scope.noted(people)
    names = {row.id: row.name for row in rows.values()}
    lines = [
        {"customer": one.owner if one.owner in names else "", "name": names.get(one.owner, ""),
         "day": one.due_at, "again": one.due_since}
        for one in found
    ]  # fmt: skip
    return desk.show("held", step=step, reason=reason, lines=lines, most=holding.KEPT)


@CONSOLE.deed("/metrics/rows.csv", roles=FOR)
def as_csv() -> Response:
    """All of them: at once where they are few, else made in the background."""
    wanted = _wanted()
    found = listing.page(wanted, most=AT_ONCE)
    if found.count > AT_ONCE or found.after:
        asked, name = extracting.asked(wanted), f"{_name(wanted)}.csv"
        row = extracts.ask(desk.reader().id, "figure", asked, name, clock.now())
        return door.see(f"/extracts/{row.id}")
    scope.noted(lines.owners(found.rows))
    return sheet(_name(wanted), lines.HEADER, lines.cells(lines.of(found.rows, desk.reader_language())))


def _name(wanted: Wanted) -> str:
    return f"{wanted.figure}-{wanted.first}-{wanted.last}"


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
