"""Does everything recorded still hold together? A sentence for each thing that does not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from chalicelib.care import effects
from chalicelib.records import events, whole
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Contact, Customer
from chalicelib.records.events import Payload
from chalicelib.records.pulls import Pull
from chalicelib.records.reviews import Arrival
from chalicelib.records.sales import Sale
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import Touchpoint


@dataclass
class Findings:
    """`broken` must not be; `look_at` is for a person's eyes."""

    rows: int = 0
    customers: int = 0
    broken: list[str] = field(default_factory=list)
    look_at: list[str] = field(default_factory=list)


def audit(progress: Callable[[int], None] = lambda count: None) -> Findings:
    """Reads the whole table: by hand only."""
    found = Findings()
    for row in whole.rows(Customer, Contact, Touchpoint, Sale, Task, Pull, Complaint):
        found.rows += 1
        progress(found.rows)
        if isinstance(row, Customer):
            found.customers += 1
            found.broken += [*events.broken_links(row), *_consents(row)]
        elif isinstance(row, Contact):
            found.broken += _contact(row)
        elif isinstance(row, Complaint):
            found.broken += [*events.broken_links(row), *_complaint(row)]
        found.look_at += _to_look_at(row)
    return found


def _consents(customer: Customer) -> Iterator[str]:
    """The snapshot that decides must be what was recorded last."""
    if customer.erased_at or customer.merged_into or customer.merged_from:
        return
    said: dict[str, dict[str, str]] = {}
    for payload in Payload.in_partition(customer.pk, "payload#", consistent=True):
        if "purpose" in payload.facts:
            _say(said, payload.facts)
    if said != customer.consents:
        yield f"the consents of {customer.id} are not those that its events recorded"


def _say(said: dict[str, dict[str, str]], facts: dict[str, Any]) -> None:
    before = {} if facts["channel"] == "*" else said.get(facts["purpose"], {})
    said[facts["purpose"]] = {**before, facts["channel"]: facts["state"]}


def _contact(contact: Contact) -> Iterator[str]:
    for customer_id in contact.customers:
        customer = Customer.find(*Customer.at(customer_id), consistent=True)
        if customer is None:
            yield f"an address names {customer_id}, who is not in the table"
        elif contact.stopped and contact.address not in customer.stopped and _uses(customer, contact):
            yield f"{customer_id} does not show that one of its addresses is silenced"


def _complaint(complaint: Complaint) -> Iterator[str]:
    """It counts in its month; while it is open somebody has it, and the clock will look at it again."""
    month = f"{effects.shop_day(complaint.opened_at):%Y-%m}"
    if Arrival.find(*Arrival.at(month, complaint.id), consistent=True) is None:
        yield f"complaint {complaint.id} is missing in the list of {month}"
    if complaint.stage == "closed":
        return
    if not complaint.due_key:
        yield f"complaint {complaint.id} is open, and nothing will ever look at it"
    if not complaint.owner and complaint.stage != "received":
        yield f"complaint {complaint.id} is nobody's"


def _uses(customer: Customer, contact: Contact) -> bool:
    return contact.address in (*customer.phones, *customer.emails)


def _to_look_at(row: Row) -> Iterator[str]:
    name = row.key if isinstance(row, Touchpoint) else f"{row.pk} {row.sk}"
    if row.failed:
        yield f"{name} failed its last try: {row.failed}"
    if isinstance(row, Touchpoint) and row.doubled:
        yield f"{name} reached its customer twice"
