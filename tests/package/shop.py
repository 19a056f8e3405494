"""Somebody who bought a floor a moment ago, at noon where he lives, so that his first words are due now."""

from datetime import datetime, timedelta
from typing import Any

from chalicelib.care import customers, sales
from chalicelib.care.customers import NewCustomer
from chalicelib.care.sales import NewSale
from chalicelib.records.customers import Customer

# The plan says five minutes after signing.
AGO = timedelta(minutes=6)
LINE = {"product": "Oak 12", "series": "", "model": "", "batch": "B1", "quantity": "40", "unit": "m2"}


def buys(
    order: str, now: datetime, phone: str = "", email: str = "", ago: timedelta = AGO, country: str = "HK"
) -> Customer:
    zone = noon_zone(now)
    buyer = NewCustomer(
        "Chan Tai Man", phones=(phone,) if phone else (), emails=(email,) if email else (), language="en",
        country=country, zone=zone,
    )  # fmt: skip
    customer = customers.find_or_create(buyer, now)
    signed_at = now - ago
    sales.record(
        NewSale(order, customer.id, signed_at.date(), [LINE], signed_at=signed_at, currency="HKD"), now
    )
    return customer


def sold(order: str, now: datetime, **reached: list[str]) -> dict[str, Any]:
    """The same as a till sends it to the API."""
    signed_at = now - AGO
    return {
        "order": order,
        "customer": {
            "name": "Chan Tai Man", "language": "en", "country": "HK", "zone": noon_zone(now), **reached
        },
        "signed_on": signed_at.date().isoformat(),
        "signed_at": signed_at.isoformat(),
        "lines": [LINE],
        "currency": "HKD",
    }  # fmt: skip


def noon_zone(now: datetime) -> str:
    """Where it is between noon and one o'clock. POSIX counts westward."""
    west = now.hour - 12
    return f"Etc/GMT{west:+d}" if west else "Etc/GMT"
