"""Who looked at a customer's data, and what a colleague looked at: in words, the latest first."""

from typing import Any

from chalice import Response

from chalicelib.care import looks, staff
from chalicelib.http import door
from chalicelib.http.api import cursors
from chalicelib.http.console import desk, scope
from chalicelib.http.console.desk import CONSOLE
from chalicelib.http.console.speech import N_, _
from chalicelib.records.customers import Customer
from chalicelib.records.looks import Look
from chalicelib.records.pages import LOOKUP
from chalicelib.records.staff import Staff

FOR = ("ops", "admin")
PAGE, NAMED = 50, 5
# What a page is called, by its address: * stands for any word of it. The first that fits.
PAGES = (
    ("today", N_("Today")),
    ("tasks/*/photos/*", N_("Photo of a task")),
    ("tasks/*/*", N_("Noting down a task")),
    ("tasks", N_("List of tasks")),
    ("customers", N_("List of customers")),
    ("customers/*", N_("Customer’s page")),
    ("customers/*/correct", N_("Putting right")),
    ("customers/*/address", N_("Putting right")),
    ("customers/*/merge", N_("Merging duplicates")),
    ("customers/*/erase", N_("Forgetting a customer")),
    ("customers/*/export", N_("Export of a customer’s data")),
    ("customers/*/consent", N_("What they want to hear")),
    ("customers/*/link", N_("A link for the customer")),
    ("customers/*/looks", N_("Who looked")),
    ("people/*/looks", N_("What a colleague looked at")),
    ("touches/*", N_("Changing what is to come")),
    ("sales/*", N_("Recording a sale")),
    ("sales/*/*", N_("Changing a sale")),
    ("complaints", N_("List of complaints")),
    ("complaints/new", N_("Recording a complaint")),
    ("complaints/told", N_("What was told")),
    ("complaints/told/*/*", N_("What was told")),
    ("complaints/*/files/*", N_("File of a complaint")),
    ("complaints/*/*", N_("Working on a complaint")),
    ("complaints/*", N_("Complaint")),
    ("overview", N_("Overview")),
    ("overview/*", N_("A day of the overview")),
    ("attention", N_("Needs attention")),
    ("batches/*", N_("Owners of a batch")),
    ("campaigns/*/guests", N_("Guest list")),
    ("campaigns/*/*", N_("People of a campaign")),
    ("plans/*", N_("Care plan")),
    ("metrics/*", N_("Rows behind a figure")),
    ("imports/*", N_("Ledger")),
    ("extracts/*", N_("A file that was asked for")),
    ("extracts/*/file", N_("A file that was asked for")),
    ("outbox", N_("Outbox")),
    ("outbox/*/*/*", N_("Outbox")),
)


def named(path: str) -> str:
    """A page's address in the reader's words; one of which nothing is known stays as it is."""
    asked = path.strip("/").split("/")
    return next((_(name) for pattern, name in PAGES if _fits(pattern.split("/"), asked)), path)


def _fits(pattern: list[str], asked: list[str]) -> bool:
    pairs = zip(pattern, asked, strict=False)
    return len(pattern) == len(asked) and all(one in ("*", other) for one, other in pairs)


@CONSOLE.page("/customers/{id}/looks", roles=FOR)
def at_customer(id: str) -> Response:
    """Under each name that the customer ever had here."""
    customer = scope.customer(id)
    name, place = f"looks at {customer.id}", f"/customers/{customer.id}"
    after = cursors.read(name, door.asked("after"), "sk")
    seen, position = looks.at([customer.id, *customer.merged_from], PAGE, after)
    called = {one.id: one.name for one in Staff.in_partition("staff")}
    lines = [
        {**_line(look), "who": called.get(look.staff_id, look.staff_id), "staff": look.staff_id}
        for look in seen
    ]
    return _show(customer.name or customer.id, place, lines, cursors.written(name, position))


@CONSOLE.page("/people/{id}/looks", roles=("admin",))
def by_colleague(id: str) -> Response:
    who = staff.by_id(id)
    name = f"looks by {who.id}"
    page = looks.by(who.id, PAGE, cursors.read(name, door.asked("after"), *LOOKUP))
    found = [row for row in page.rows if isinstance(row, Look)]
    names = _names(found)
    lines = [{**_line(look), "people": [(id, names[id]) for id in _first(look)]} for look in found]
    return _show(who.name, f"/people/{who.id}", lines, cursors.written(name, page.position))


def _names(found: list[Look]) -> dict[str, str]:
    """Those who are named are shown once more, which is noted as well."""
    ids = list(dict.fromkeys(id for look in found for id in _first(look)))
    rows = Customer.many([Customer.at(id) for id in ids])
    scope.noted(ids)
    return {id: _called(rows.get(Customer.at(id)), id) for id in ids}


def _called(row: Any, id: str) -> str:
    return row.name or id if isinstance(row, Customer) else id


def _first(look: Look) -> list[str]:
    return look.customers[:NAMED]


def _line(look: Look) -> dict[str, Any]:
    return {"at": look.at_moment, "page": named(look.page), "count": len(look.customers)}


def _show(name: str, place: str, lines: list[dict[str, Any]], after: str | None) -> Response:
    return desk.show(
        "looks", name=name, place=place, lines=lines, named=NAMED, is_admin=desk.reader().role == "admin",
        next=f"{place}/looks?after={after}" if after else "",
        first=f"{place}/looks" if door.asked("after") else "",
    )  # fmt: skip
