"""`complaint`, on paper: a square that leads to the form, a receipt for what was handed in."""

from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import click

from chalicelib import clock, plans, settings, words
from chalicelib.care import customers, links, sales
from chalicelib.care.complaints import counter, items, telling
from chalicelib.care.complaints.file import get
from chalicelib.care.hands import ready
from chalicelib.cli.complaints import NUMBER, complaint
from chalicelib.cli.frame import Desk, pass_desk
from chalicelib.cli.options import Day, who, why, write_text
from chalicelib.http import papers as sheets
from chalicelib.records.customers import Customer
from chalicelib.records.staff import Shop
from chalicelib.words.codes import square

HTML = click.option(
    "--html", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The page to print, there."
)


@complaint.command()
@click.option("--store", default="", help="Whose poster; without it, the company's.")
@click.option("--sale", "order", default="", help="For one customer: the square is his own link.")
@click.option("--language", default="", help="Default: the customer's, else the shop's.")
@HTML
@pass_desk
def poster(desk: Desk, store: str, order: str, language: str, html: Path) -> None:
    """A square that leads a customer to the form: for the counter, or for one sale's papers.

    \b
    aftercare complaint poster --store North --html poster.html
    aftercare complaint poster --sale SO-117 --html for-the-customer.html
    """
    with desk.table():
        address, products, spoken = _of_sale(order) if order else (_open(store), "", "")
        phone = _phone(store)
    chosen = words.language_for(language or spoken, plans.shop_defaults().language)
    values = {"address": address, "code": square(address), "products": products}
    write_text(html, sheets.paper("poster", chosen, phone, **values))
    desk.answer({"address": address, "written": str(html)}, [f"Written to {html}; it leads to {address}"])


def _of_sale(order: str) -> tuple[str, str, str]:
    found = sales.get(order)
    owner = customers.get(found.customer_id)
    address, _ = links.give(owner, "complaint", clock.now(), ready())
    spoken = telling.language_of(owner)
    return address, words.listing(spoken, found.products, found.category), spoken


def _open(store: str) -> str:
    asked = f"?{urlencode({'store': store})}" if store else ""
    return f"{settings.read().public_base_url.rstrip('/')}/c/complaint{asked}"


def _phone(store: str) -> str:
    found = Shop.find(*Shop.at(store)) if store else None
    return (found.phone if found else "") or plans.shop_defaults().phone


@complaint.command()
@NUMBER
@click.option("--page", type=click.Choice(["case", "offer"]), default="case", show_default=True)
@who
@pass_desk
def link(desk: Desk, number: str, page: str, who: str) -> None:
    """The customer's own link, to hand over at the counter: their case's page, or the offer to answer.

    \b
    aftercare complaint link KKBOFRUH --page offer
    """
    now = clock.now()
    with desk.table():
        address = links.of_message(counter.hand_over(number, page, who, now), page, now, ready())
    desk.answer({"number": number, "page": page, "address": address}, [address])


@complaint.command("drop-off")
@NUMBER
@click.option("--item", default="", help="What was handed in; without it, the last receipt again.")
@click.option("--condition", default="", help="As it was when handed in.")
@click.option("--back", "back_on", type=Day(), help="The day by which the customer has it again.")
@HTML
@who
@pass_desk
def drop_off(
    desk: Desk, number: str, item: str, condition: str, back_on: date | None, html: Path, who: str
) -> None:
    """Something was handed in: note it, and print the customer's receipt. By the day on it the whole case is
    promised from then on; the customer hears so at once.

    \b
    aftercare complaint drop-off KKBOFRUH --item "drawer, oak" --condition "left runner bent" \\
        --back 2026-12-08 --html receipt.html
    """
    now = clock.now()
    if item and back_on is None:
        raise click.UsageError("Say by which day the customer has it again: --back 2026-12-08.")
    with desk.table():
        found = items.hand_in(number, item, condition, back_on, who, now) if item and back_on else get(number)
        text = sheets.drop_off(found, square(_own_page(telling.person(found))))
    write_text(html, text)
    desk.answer({"number": found.id, "written": str(html)}, [f"The receipt of {found.id} is in {html}."])


def _own_page(person: Customer) -> str:
    return links.give(person, "complaint", clock.now(), ready())[0]


@complaint.command("give-back")
@NUMBER
@why
@pass_desk
def give_back(desk: Desk, number: str, why: str, who: str) -> None:
    """What was handed in is with the customer again."""
    with desk.table():
        found = items.give_back(number, who, why, clock.now())
    desk.answer({"number": found.id}, [f"Complaint {found.id} has nothing of the customer's here any more."])
