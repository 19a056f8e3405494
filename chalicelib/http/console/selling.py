"""A sale recorded at the counter, with its buyer: known by telephone, or new."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalice import Response

from chalicelib import clock, plans, words
from chalicelib.care import customers, sales, shops
from chalicelib.care.customers import NewCustomer
from chalicelib.care.sales import NewSale
from chalicelib.errors import BadInput, CareError, Conflict
from chalicelib.http import door
from chalicelib.http.console import desk, plain_words, scope
from chalicelib.http.console.correcting import countries_known
from chalicelib.http.console.desk import CONSOLE, DOERS
from chalicelib.http.console.fields import Fields
from chalicelib.http.console.speech import _
from chalicelib.ids import fingerprint
from chalicelib.records.customers import Customer
from chalicelib.records.sales import Sale
from chalicelib.rules import phones
from chalicelib.rules.ledgers import contacts

LINES = 3
CURRENCIES = {
    "CN": "CNY", "HK": "HKD", "TW": "TWD", "MO": "MOP", "SG": "SGD", "MY": "MYR", "US": "USD", "GB": "GBP",
}  # fmt: skip
DAYS = ("delivered_on", "booked_on", "installed_on")
LINE = ("product", "batch", "quantity", "unit", "amount")


@CONSOLE.page("/sales/new", roles=DOERS)
def ask() -> Response:
    """For a new buyer, or for the customer from whose page one comes."""
    known = door.asked("customer")
    return _page(scope.customer(known) if known else None, {"signed_on": desk.today().isoformat()})


def _page(
    buyer: Customer | None, said: Mapping[str, str], faults: Any = None, status: int = 200,
    there: Sale | None = None,
) -> Response:  # fmt: skip
    """`there`: the sale that goes by this order number already."""
    shop = plans.shop_defaults()
    reader = desk.reader()
    usual = {
        "rep": (buyer.rep if buyer else "") or reader.name, "store": reader.store, "category": "flooring",
        "currency": CURRENCIES.get(shop.country, "CNY"),
    }  # fmt: skip
    return desk.show(
        "sale-new", status, buyer=customers.facts(buyer) if buyer else None, values={**usual, **said},
        faults=faults or {}, lines=range(1, LINES + 1), more_lines=_goes_on(said, faults or {}),
        languages=shop.languages, there=there,
        **countries_known(), home=shop.country,
        categories=_called(), reps=[name for name in scope.people() if name],
        stores=[one.name for one in shops.everyone()], currencies=sorted(set(CURRENCIES.values())),
    )  # fmt: skip


def _goes_on(*typed: Mapping[str, str]) -> bool:
    """Whether something stands in the lines that are folded away."""
    names = [f"{name}_{number}" for name in LINE for number in range(2, LINES + 1)]
    return any(fields.get(name) for fields in typed for name in names)


def _called() -> dict[str, str]:
    names = {one: words.listing(desk.reader_language(), [], one) for one in _categories()}
    return {one: name[:1].upper() + name[1:] for one, name in names.items()}


def _categories() -> list[str]:
    return sorted({one for plan in plans.care_plans().values() for one in plan.categories})


@CONSOLE.deed("/sales/new", roles=DOERS)
def record() -> Response:
    """The order number makes it one sale, however often the button is pressed."""
    fields = Fields(desk.form())
    known = fields.text("customer")
    buyer = scope.customer(known) if known else None
    if buyer and buyer.erased_at:
        raise Conflict(_("This customer was forgotten. Record the buyer anew."))
    person = buyer or _person(fields)
    new = _sale(fields)
    if fields.faults or not new or not person:
        return _page(buyer, fields.said, fields.faults, 400)
    try:
        stored = sales.known(new, clock.now()) or _written(person, new, clock.now())
    except CareError as error:
        field = "order" if "rder" in str(error) else "signed_on"
        there = scope.sale_if_seen(new.order) if error.code == "conflict" else None
        return _page(buyer, fields.said, {field: plain_words.of(error)}, error.status, there)
    return door.see(f"/customers/{stored.customer_id}?done=sold")


def _person(fields: Fields) -> NewCustomer | None:
    country = fields.one_of("country", plans.countries()) or plans.shop_defaults().country
    name = fields.text("name", _("Say what the buyer is called."))
    phone = fields.read("phone", lambda text: phones.read(text, country), "")
    email = fields.read("email", _mail, "")
    if not phone and not email and not fields.faults.keys() & {"phone", "email"}:
        fields.faults["phone"] = _("Give a telephone number or a mail address.")
    language = fields.one_of("language", ["", *words.languages()])
    if fields.faults:
        return None
    return NewCustomer(
        name, (phone,) if phone else (), (email,) if email else (), language=language, country=country,
        estate=fields.text("estate"), address=fields.text("address"), store=fields.text("store"),
        rep=fields.text("rep"),
    )  # fmt: skip


def _mail(text: str) -> str:
    found = contacts.email(text)
    if not found:
        raise BadInput(_("Write a mail address, such as name@example.com."))
    return found


def _sale(fields: Fields) -> NewSale | None:
    order = fields.text("order", _("Give the order number; it makes this one sale, not two."))
    signed = fields.day("signed_on", _("Give the day of the sale."))
    days = {name: fields.day(name) for name in DAYS}
    for name, day in days.items():
        if day and signed and day < signed:
            fields.faults[name] = _("This is before the day of the sale. Correct one of the two.")
    currency = fields.one_of("currency", CURRENCIES.values())
    lines = _lines(fields, currency)
    if not lines:
        fields.faults.setdefault("product_1", _("Say what was bought."))
    amount = fields.amount("amount", currency)
    category = fields.one_of("category", _categories(), _("Choose what kind of goods it is."))
    if fields.faults or signed is None:
        return None
    rest: dict[str, Any] = {
        name: fields.text(name) for name in ("rep", "store", "fitter", "warranty_version")
    }
    asked = {name: value for name, value in fields.said.items() if name != "csrf"}
    return NewSale(
        order, "", signed, lines, category, delivered_on=days["delivered_on"],
        booked_on=days["booked_on"], installed_on=days["installed_on"], amount=amount,
        currency=currency if amount is not None else "", warranty=fields.text("warranty", most=1000),
        note=fields.text("note", most=1000), asked=fingerprint(["counter", asked]), **rest,
    )  # fmt: skip


def _lines(fields: Fields, currency: str) -> list[dict[str, Any]]:
    """Those that say what was bought; a quantity that is left out is one."""
    found = []
    for number in range(1, LINES + 1):
        said = {name: fields.text(f"{name}_{number}") for name in LINE}
        for name in ("quantity", "amount"):
            value = fields.amount(f"{name}_{number}", currency if name == "amount" else "")
            said[name] = str(value) if value is not None else ""
        if said["product"]:
            found.append(
                {
                    name: value
                    for name, value in {**said, "quantity": said["quantity"] or "1"}.items()
                    if value
                }
            )
        elif any(said[name] for name in ("batch", "quantity", "amount")):
            fields.faults[f"product_{number}"] = _("Say what was bought.")
    return found


def _written(owner: NewCustomer | Customer, new: NewSale, now: datetime) -> Sale:
    """The sale, and its buyer with it; where the order came in between, that one."""

    def of(person: Customer) -> Sale:
        return sales.fresh(replace(new, customer_id=person.id), now)

    if isinstance(owner, Customer):
        row = sales.record(replace(new, customer_id=owner.id), now)
    else:
        row = customers.bring(owner, of, now)
    return row or sales.get(new.order)
