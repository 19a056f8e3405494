"""`customer`: find, show, correct, link, export, erase, merge."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import click

from chalicelib import clock, plans
from chalicelib.care import amending, customers, erasure, exports, links, merging, search
from chalicelib.care.customers import correcting
from chalicelib.care.touchpoints import people
from chalicelib.cli.frame import Desk, Group, pass_desk
from chalicelib.cli.options import who, why
from chalicelib.cli.showing import columns, facts, moment
from chalicelib.errors import NotFound
from chalicelib.records import plain
from chalicelib.records.customers import Customer
from chalicelib.records.links import OF_A_PERSON
from chalicelib.records.sales import Sale
from chalicelib.records.touchpoints import Touchpoint, standing
from chalicelib.rules import reasons

ID = click.argument("customer_id", metavar="ID")


@click.group(cls=Group)
def customer() -> None:
    """One customer, by id. `find` knows ids by phone, e-mail, order number or estate."""


@customer.command()
@click.argument("words", metavar="TEXT", nargs=-1, required=True)
@pass_desk
def find(desk: Desk, words: tuple[str, ...]) -> None:
    """By phone or its last digits, e-mail, order number, estate or the beginning of a name.

    \b
    aftercare customer find 138 0000 0000
    aftercare customer find 6789
    aftercare customer find SO-2026-0117
    """
    text = " ".join(words)  # a number is often written in groups
    with desk.table():
        found = search.find(text)
    if not found:
        raise NotFound(f"Nobody is known by {text!r}. Try a phone, an e-mail address, an order or an estate.")
    heads = ("id", "name", "phones", "emails", "estate")
    rows = [(one.id, one.name, " ".join(one.phones), " ".join(one.emails), one.estate) for one in found]
    desk.answer([customers.facts(one) for one in found], columns(rows, heads))


@customer.command()
@ID
@pass_desk
def show(desk: Desk, customer_id: str) -> None:
    """Who it is, what was bought, and every touch past and to come."""
    with desk.table():
        found = customers.get(customer_id)
        bought = Sale.by_lookup(f"customer#{found.id}")
        touches = in_order(found)
    value = {
        **customers.facts(found),
        "sales": [{"id": sale.id, **plain.facts(sale, "pk", "sk", "attempt")} for sale in bought],
        "touchpoints": [{"id": touch.key, **plain.facts(touch, "pk", "sk")} for touch in touches],
    }
    desk.answer(value, _words(found, bought, touches))


def in_order(found: Customer) -> list[Touchpoint]:
    touches = [touch for touch in standing(found.partitions).values() if touch.state != "merged"]
    return sorted(touches, key=lambda touch: plain.value(touch.sent_at or touch.due_at) or "~")


def _words(found: Customer, bought: list[Sale], touches: list[Touchpoint]) -> Iterator[str]:
    said = customers.facts(found)
    language = plans.shop_defaults().language
    said["tier_reasons"] = [reason.get(language, "") for reason in said["tier_reasons"]]
    yield from facts([(name, _flat(value)) for name, value in said.items()])
    sales = [(sale.id, sale.signed_on, sale.state, ", ".join(sale.products)) for sale in bought]
    yield from ["", *columns(sales, ("sale", "signed", "state", "products"))]
    rows = [
        (
            moment(one.sent_at or one.due_at, found.zone),
            one.step,
            one.state,
            one.key,
            reasons.sentence(one.reason),
        )
        for one in touches
    ]
    yield from ["", *columns(rows, ("when", "step", "state", "id", "why"))]


def _flat(value: Any) -> Any:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return ", ".join(f"{key} {one}" for key, one in value.items()) if isinstance(value, dict) else value


@customer.command()
@ID
@click.argument("old")
@click.argument("new")
@why
@pass_desk
def correct(desk: Desk, customer_id: str, old: str, new: str, who: str, why: str) -> None:
    """A wrong phone or e-mail address put right; what did not go for its sake is planned again.

    \b
    aftercare customer correct c3x... +8613800000001 +8613800000002 --why "typing error"
    """
    now = clock.now()
    with desk.table():
        country = customers.get(customer_id).country
        wrong, right = search.address(old, country), search.address(new, country)
        found = correcting.correct_address(customer_id, wrong, right, now, why=why, who=who)
        revived = people.revive(found.id, wrong, why, who, now)
    value = {**customers.facts(found), "revived": [touch.key for touch in revived]}
    desk.answer(value, [f"Corrected; {len(revived)} messages that had failed for it go again."])


@customer.command()
@ID
@click.argument("words", metavar="TAG...", nargs=-1)
@click.option("--remove", multiple=True, metavar="TAG", help="One that no longer holds; may be repeated.")
@pass_desk
def tag(desk: Desk, customer_id: str, words: tuple[str, ...], remove: tuple[str, ...]) -> None:
    """Words of your own by which campaigns may ask for a customer; without any, shows those there are.

    \b
    aftercare customer tag c3x... VIP "old neighbours" --remove new
    """
    with desk.table():
        found = amending.tag(customers.get(customer_id), words, remove)
    desk.answer({"customer_id": found.id, "tags": found.tags}, [", ".join(found.tags) or "No tags."])


@customer.command()
@ID
@click.option("--page", required=True, type=click.Choice(OF_A_PERSON), help="Which page it opens.")
@pass_desk
def link(desk: Desk, customer_id: str, page: str) -> None:
    """A link to hand over: to the person's care at a glance, or to what he wants to hear and how.

    Whoever holds it may see or change just that. It lasts 400 days.

    \b
    aftercare customer link c3x... --page preferences
    """
    with desk.table() as hands:
        found = customers.get(customer_id)
        url, expires_at = links.give(found, page, clock.now(), hands)
    value = {"customer_id": found.id, "page": page, "url": url, "expires_at": expires_at}
    desk.answer(value, [url, f"Valid until {moment(expires_at, found.zone)}."])


@customer.command()
@ID
@pass_desk
def export(desk: Desk, customer_id: str) -> None:
    """Everything that is kept about a person, as JSON (with or without --json).

    \b
    aftercare customer export c3x... > person.json
    """
    with desk.table():
        value = exports.export(customer_id, clock.now())
    desk.json = True
    desk.answer(value)


@customer.command()
@click.argument("customer_ids", metavar="ID...", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask.")
@who
@pass_desk
def erase(desk: Desk, customer_ids: tuple[str, ...], yes: bool, who: str) -> None:
    """Forget people: names, addresses, words, notes. This cannot be undone.

    That something happened stays, without whom it was about; the addresses stay silenced by keyed
    hashes. After restoring a backup, erase the ids of `aftercare customer erased` again.
    """
    if not yes:
        click.confirm(f"Forget {len(customer_ids)} customers for ever?", abort=True, err=True)
    with desk.table() as hands:
        done = [erasure.erase(one, who, clock.now(), hands).id for one in customer_ids]
    desk.answer({"erased": done}, [f"Forgotten: {', '.join(done)}"])


@customer.command()
@pass_desk
def erased(desk: Desk) -> None:
    """Everybody who was erased, to be erased again after a restore."""
    with desk.table():
        rows = [(one.id, one.erased_at, one.who) for one in erasure.erased()]
    value = [{"id": one, "erased_at": at, "who": by} for one, at, by in rows]
    desk.answer(value, columns([(one, moment(at), by) for one, at, by in rows], ("id", "when", "who")))


@customer.command()
@click.argument("old_id", metavar="OLD")
@click.argument("into_id", metavar="INTO")
@why
@pass_desk
def merge(desk: Desk, old_id: str, into_id: str, who: str, why: str) -> None:
    """OLD and INTO are one person: what is open moves to INTO. If it is cut short, run it again.

    \b
    aftercare customer merge c3x... c9k... --why "married name"
    """
    with desk.table():
        done = merging.merge(old_id, into_id, why, who, clock.now())
    moved = (
        f"{done.addresses} addresses, {done.sales} sales, {done.touchpoints} touchpoints, {done.tasks} tasks"
    )
    desk.answer(asdict(done), [f"Merged into {done.customer_id}: {moved} moved."])
