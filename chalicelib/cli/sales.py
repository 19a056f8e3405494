"""`sale`: recorded, moved, called off, booked again, returned. Planning follows by itself."""

from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

import click

from chalicelib import clock, plans
from chalicelib.care import customers, sales, search
from chalicelib.care.customers import NewCustomer
from chalicelib.care.sales import NewSale
from chalicelib.care.search import traces
from chalicelib.care.search.traces import Traces
from chalicelib.cli.frame import Desk, Group, pass_desk
from chalicelib.cli.options import Amount, Day
from chalicelib.cli.showing import columns, facts
from chalicelib.ids import fingerprint
from chalicelib.records import plain
from chalicelib.records.customers import Customer
from chalicelib.records.sales import Sale
from chalicelib.rules import phones

ORDER = click.argument("order", metavar="ORDER")
ON = click.option("--on", "day", type=Day(), default="today", show_default=True)
WHY = click.option("--why", default="", help="The reason, for whoever looks later.")


@click.group(cls=Group)
def sale() -> None:
    """One sale, by its order number."""


@sale.command()
@click.option("--order", required=True, help="The order number; the same one twice is one sale.")
@click.option("--name", required=True, help="The customer's.")
@click.option("--phone", multiple=True)
@click.option("--email", multiple=True)
@click.option("--country", help="Of bare numbers; default: the shop's.")
@click.option("--language", default="")
@click.option("--signed", "signed_on", type=Day(), default="today", show_default=True)
@click.option("--booked", "booked_on", type=Day(), help="When the fitter comes.")
@click.option("--category", default="flooring", show_default=True)
@click.option("--product", default="", help="What was bought, as the customer calls it.")
@click.option("--quantity", default="1", type=Amount())
@click.option("--amount", type=Amount())
@click.option("--currency", default="")
@click.option("--estate", default="")
@click.option("--store", default="")
@click.option("--rep", default="")
@click.option("--fitter", default="")
@click.option("--note", default="")
@pass_desk
def record(desk: Desk, **given: Any) -> None:
    """A new sale; its care is planned at the next tick.

    \b
    aftercare sale record --order SO-117 --name 陈静 --phone 13800000000 --product "Oak 12 mm" \\
        --booked 2026-03-20 --rep 王芳
    """
    now = clock.now()
    with desk.table():
        buyer = _person(given)
        sale = _sale(given, buyer)
        stored = sales.known(sale, now)
        new = None if stored else customers.bring(buyer, lambda person: _of(sale, person, now), now)
        found = stored or new or sales.known(sale, now) or sales.get(sale.order)
        owner = customers.get(found.customer_id)
    words = "Recorded" if new else "Known already; nothing was changed"
    desk.answer({**_facts(found), "new": bool(new)}, [f"{words}: {found.id} of {owner.name} ({owner.id})."])


def _person(given: dict[str, Any]) -> NewCustomer:
    country = given["country"] or plans.shop_defaults().country
    numbers = tuple(search.address(one, country) for one in given["phone"])
    home = next((phones.country_of(one) for one in numbers), "") or country
    return NewCustomer(
        given["name"], numbers, tuple(search.address(one) for one in given["email"]), country=home,
        language=customers.language(given["language"]), estate=given["estate"], store=given["store"],
        rep=given["rep"],
    )  # fmt: skip


def _sale(given: dict[str, Any], buyer: NewCustomer) -> NewSale:
    """Without its buyer's id, but with a digest of who they are: typed again it is known by that."""
    line = {"product": given["product"], "quantity": str(given["quantity"])}
    new = NewSale(
        given["order"], "", given["signed_on"], [line], category=given["category"],
        store=given["store"], rep=given["rep"], fitter=given["fitter"], booked_on=given["booked_on"],
        amount=given["amount"], currency=given["currency"], note=given["note"],
    )  # fmt: skip
    return replace(new, asked=fingerprint([asdict(buyer), asdict(new)]))


def _of(new: NewSale, buyer: Customer, now: datetime) -> Sale:
    return sales.fresh(replace(new, customer_id=buyer.id), now)


def _facts(found: Sale) -> dict[str, Any]:
    return {"id": found.id, **plain.facts(found, "pk", "sk", "attempt")}


def _told(desk: Desk, found: Sale, words: str) -> None:
    desk.answer(_facts(found), [f"{found.id}: {words}. Its care is planned anew at the next tick."])


@sale.command()
@click.option("--phone", default="")
@click.option("--name", default="", help="The customer's, or a part of it.")
@click.option("--month", default="", help="In which it was signed: 2026-03.")
@click.option("--estate", default="")
@click.option("--product", default="", help="Or a part of its name, or its category.")
@pass_desk
def find(desk: Desk, **known: str) -> None:
    """Without a receipt: every sale that fits what the customer still knows, the latest first.

    \b
    aftercare sale find --name 陈 --month 2025-11
    aftercare sale find --estate 云山花园 --product oak
    """
    with desk.table():
        found = traces.sales(Traces(**known))
    rows = [(one.id, one.signed_on, ", ".join(one.products), owner.name, owner.id) for one, owner in found]
    lines = columns(rows, ("order", "signed", "products", "customer", "id"))
    said = [*lines] or ["Nothing fits. Try less of it; if it is not ours, help all the same."]
    desk.answer([{**_facts(one), "customer_name": owner.name} for one, owner in found], said)


@sale.command()
@ORDER
@pass_desk
def show(desk: Desk, order: str) -> None:
    """What was bought, by whom, and its dates."""
    with desk.table():
        found = sales.get(order)
    shown = _facts(found)
    lines = [" ".join(str(value) for value in line.values()) for line in shown.pop("lines", [])]
    desk.answer(_facts(found), [*facts(list(shown.items())), *(f"- {line}" for line in lines)])


def _date(anchor: str, help_text: str) -> click.Command:
    """The three dates are set by the same command under three names."""

    @sale.command(anchor, help=help_text)
    @ORDER
    @ON
    @WHY
    @pass_desk
    def command(desk: Desk, order: str, day: date, why: str) -> None:
        past = {"deliver": "delivered", "book": "booked", "install": "installed"}[anchor]
        with desk.table():
            found = sales.set_date(order, past, day, why, clock.now())
        _told(desk, found, f"{past} {day}")

    return command


deliver = _date("deliver", "The goods were delivered on that day.")
book = _date("book", "The fitter is booked for that day; also to move a booking.")
install = _date("install", "It was installed on that day.")


@sale.command("call-off")
@ORDER
@click.option("--why", required=True)
@pass_desk
def call_off(desk: Desk, order: str, why: str) -> None:
    """The sale will not be: what is open is taken back."""
    with desk.table():
        found = sales.call_off(order, why, clock.now())
    _told(desk, found, "called off")


@sale.command("book-again")
@ORDER
@click.option("--on", "day", required=True, type=Day())
@WHY
@pass_desk
def book_again(desk: Desk, order: str, day: date, why: str) -> None:
    """A sale that was called off is on again."""
    with desk.table():
        found = sales.book_again(order, day, why, clock.now())
    _told(desk, found, f"on again, booked {day}")


@sale.command("return")
@ORDER
@click.option("--why", required=True)
@pass_desk
def take_back(desk: Desk, order: str, why: str) -> None:
    """Everything comes back and its care ends. For a part, import its row with a negative quantity."""
    with desk.table():
        found = sales.return_all(order, why, clock.now())
    _told(desk, found, "returned")
