"""Who looked at whose data: written at each page that shows people, read when a customer asks."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from chalicelib.records.looks import Look
from chalicelib.records.staff import Staff


def note(staff_id: str, page: str, customers: Iterable[str], now: datetime) -> None:
    ids = list(dict.fromkeys(customers))
    if ids:
        Look(*Look.at(staff_id, now), page=page, customers=ids).save()


def at(customer_id: str) -> Iterator[tuple[str, Look]]:
    """(whose look it was, the look), colleague by colleague. Reads all that was noted: for the rare case
    that somebody asks."""
    for staff in Staff.in_partition("staff"):
        for look in Look.in_partition(Look.of(staff.id)):
            if customer_id in look.customers:
                yield staff.name, look
