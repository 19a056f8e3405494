"""`campaign`, once it goes: fired, its guests, its rounds, paused, cancelled."""

from datetime import date

import click

from chalicelib import clock
from chalicelib.cli.campaign_reports import guest_list
from chalicelib.cli.campaigns import NAME, WHY, campaign, do
from chalicelib.cli.frame import Desk, pass_desk
from chalicelib.cli.options import Day, who
from chalicelib.cli.showing import columns

__all__ = ["campaign"]


@campaign.command()
@NAME
@click.option("--region", "area", required=True, help="A city, province or country of regions.yaml.")
@click.option("--on", "day", type=Day(), default="tomorrow", show_default=True, help="When it begins there.")
@click.option("--words", help="Why, in one line of the shop's own language; its readers see it.")
@who
@pass_desk
def fire(desk: Desk, name: str, area: str, day: date, words: str | None, who: str) -> None:
    """Say by hand that it comes to a region: people there are told in their next hours.

    \b
    aftercare campaign fire damp-floor --region guangzhou --on tomorrow
    """
    from chalicelib import plans
    from chalicelib.care.campaigns import coming, keeping, showing

    with desk.table():
        row = keeping.get(name)
        said = {plans.shop_defaults().language: words} if words else {}
        found = coming.fire(row, keeping.meant(row), area, day, who, clock.now(), said)
        value = showing.occurrence(found, ())
    desk.answer(value, [f"{name} comes to {', '.join(found.regions)}; its messages go as their hours come."])


@campaign.command()
@NAME
@click.option("--coming", "occurrence", help="Which one; the latest where left out.")
@pass_desk
def guests(desk: Desk, name: str, occurrence: str | None) -> None:
    """Who comes to a gathering, and how many chairs it takes."""
    from chalicelib.care.campaigns import guests as care

    with desk.table():
        value = care.listed(name, occurrence or care.latest(name))
    desk.answer(value, guest_list(value))


@campaign.command()
@NAME
@click.argument("customer_id", metavar="CUSTOMER")
@click.option("--people", required=True, type=int, help="How many, the customer included; 0: nobody.")
@click.option("--note", default="", help="What else they said.")
@click.option("--coming", "occurrence", help="Which one; the latest where left out.")
@who
@pass_desk
def guest(
    desk: Desk, name: str, customer_id: str, people: int, note: str, occurrence: str | None, who: str
) -> None:
    """Put on the list who answered by telephone or in the shop; said again, the last word counts.

    \b
    aftercare campaign guest consumer-day c3x... --people 2
    """
    from chalicelib.care.campaigns import guests as care

    with desk.table():
        wanted = occurrence or care.latest(name)
        row = care.noted(name, wanted, customer_id, people, note, who, clock.now())
        value = {"customer": row.customer_id, "occurrence": wanted, "people": people}
    desk.answer(value, [f"Noted: {people} come." if people else "Noted: they do not come."])


@campaign.command()
@click.option("--again", is_flag=True, help="From the beginning, even if it was done before.")
@pass_desk
def enrol(desk: Desk, again: bool) -> None:
    """Put every customer in reach of campaigns who was recorded before there were any. Reads the whole table.

    The first check of a campaign does it by itself. With --again it also has everybody found by the name,
    for a table from before names were looked up.
    """
    from chalicelib import jobs
    from chalicelib.care.campaigns import enrolling

    with desk.table() as hands:
        now = clock.now()
        row = enrolling.again(now) if again else enrolling.begin(now)
        jobs.hurry([row], clock.now, hands)
    value = {"done": row.done, "customers": int(row.seen)}
    desk.answer(value, [f"{value['customers']} customers are in reach of campaigns."])


@campaign.command()
@pass_desk
def estates(desk: Desk) -> None:
    """Which estates a quiet season's visits should go through first. Reads every customer."""
    from chalicelib.care.campaigns import estates as care

    with desk.table():
        found = care.ranked(clock.now())
    heads = ("estate", "owners", "years", "wishes")
    desk.answer(found, columns([[one[name] for name in heads] for one in found], heads))


@campaign.command()
@NAME
@click.option("--estate", required=True, help="As the ledger writes it.")
@pass_desk
def route(desk: Desk, name: str, estate: str) -> None:
    """A day's way through an estate: whom to visit, door by door.

    \b
    aftercare campaign route estate-revisits --estate 榕荫里
    """
    from chalicelib.care.campaigns import estates as care

    with desk.table():
        found = care.route(name, estate)
    heads = ("address", "name", "phone", "rep", "complaints", "task")
    desk.answer(found, columns([[one[name] for name in heads] for one in found], heads))


@campaign.command()
@NAME
@who
@WHY
@pass_desk
def pause(desk: Desk, name: str, who: str, why: str) -> None:
    """Stop it, at the next message."""
    do(desk, "pause", name, who, why, f"Paused. To go on: aftercare campaign resume {name}")


@campaign.command()
@NAME
@who
@WHY
@pass_desk
def resume(desk: Desk, name: str, who: str, why: str) -> None:
    """Go on; what waited comes forward."""
    do(desk, "resume", name, who, why, "It goes on.")


@campaign.command()
@NAME
@who
@WHY
@pass_desk
def cancel(desk: Desk, name: str, who: str, why: str) -> None:
    """End it for good: what has not gone never goes."""
    do(desk, "cancel", name, who, why, "Cancelled.")
