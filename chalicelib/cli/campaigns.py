"""`campaign`: what reaches many at once, from the draft to what became of it."""

from pathlib import Path
from typing import Any

import click

from chalicelib import clock
from chalicelib.cli.campaign_reports import in_words, lines, previewed
from chalicelib.cli.frame import Desk, Group, pass_desk
from chalicelib.cli.options import who
from chalicelib.cli.showing import columns
from chalicelib.errors import NotFound

NAME = click.argument("name", metavar="CAMPAIGN")
WHY = click.option("--why", default="", help="The reason, for whoever looks later.")


@click.group(cls=Group)
def campaign() -> None:
    """What reaches many at once: seasons, weather, festivals, gatherings.

    \b
    aftercare campaign check damp-floor            whom it would reach, what would hold them back
    aftercare campaign preview damp-floor          the days, and the words as ten people would get them
    aftercare campaign approve damp-floor --who Winnie
    aftercare campaign schedule damp-floor
    """


@campaign.command("list")
@pass_desk
def listing(desk: Desk) -> None:
    """All campaigns: those that came with the program, and your own."""
    from chalicelib.care.campaigns import showing

    with desk.table():
        found = showing.listed()
    heads = ("campaign", "state", "purpose", "when", "what it is")
    desk.answer(found, columns(list(lines(found)), heads))


@campaign.command()
@NAME
@pass_desk
def show(desk: Desk, name: str) -> None:
    """What it says, where it stands, whom it would reach, and what became of it."""
    from chalicelib.care.campaigns import keeping, showing

    with desk.table():
        value = showing.facts(keeping.get(name), clock.now())
    desk.answer(value, in_words(value))


@campaign.command()
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@who
@pass_desk
def save(desk: Desk, path: Path, who: str) -> None:
    """Take a campaign from a file like those in schedules/campaigns/, as a draft or a change.

    \b
    aftercare campaign save our-autumn.yaml
    """
    from chalicelib.care.campaigns import keeping
    from chalicelib.plans.source import read

    with desk.table():
        row = keeping.draft(read(path).values, who, clock.now())
        value = {"campaign": row.name, "version": row.version, "state": keeping.state(row)}
    desk.answer(value, [f"{row.name} is kept ({value['state']}). Next: aftercare campaign check {row.name}"])


@campaign.command()
@NAME
@click.option("--from-file", is_flag=True, help="Take the file that came with the program once more.")
@who
@pass_desk
def check(desk: Desk, name: str, from_file: bool, who: str) -> None:
    """Count whom it would reach and what would hold them back. One that came with the program is taken up."""
    from chalicelib import jobs
    from chalicelib.care.campaigns import enrolling, keeping, showing
    from chalicelib.records.campaigns import batches

    with desk.table() as hands:
        if from_file or not _is_there(name):
            keeping.take_up(name, who, clock.now())
        row = keeping.check(name, clock.now())
        everybody = enrolling.begin(clock.now())
        jobs.hurry([everybody, *batches(row.name, row.version)], clock.now, hands)
        value = showing.facts(keeping.get(name), clock.now())
    desk.answer(value, in_words(value))


def _is_there(name: str) -> bool:
    from chalicelib.care.campaigns import keeping

    try:
        return bool(keeping.get(name))
    except NotFound:
        return False


@campaign.command()
@NAME
@pass_desk
def preview(desk: Desk, name: str) -> None:
    """The next five years' days, and the words as each of ten people would get them."""
    from chalicelib import rehearsal
    from chalicelib.care.campaigns import keeping, showing

    with desk.table() as hands:
        row, now = keeping.get(name), clock.now()
        value = {**showing.facts(row, now), "texts": list(rehearsal.examples(row, now, hands))}
    desk.answer(value, previewed(value))


@campaign.command("try")
@NAME
@click.option("--to", "address", required=True, help="A phone as +8613..., or an e-mail address: your own.")
@click.option("--language", default="", help="zh-Hans, zh-Hant, en; the shop's where left out.")
@pass_desk
def try_out(desk: Desk, name: str, address: str, language: str) -> None:
    """Send its words, with invented values, to yourself.

    \b
    aftercare campaign try damp-floor --to +85261234567 --language en
    """
    from chalicelib import plans, rehearsal, words
    from chalicelib.care.campaigns import keeping
    from chalicelib.cli.channels import reached

    shop = plans.shop_defaults()
    channel = "email" if "@" in address else "sms"
    with desk.table() as hands:
        provider = hands.channels[hands.provider_for(channel, sample=False)]
        to, tongue = reached(provider, address), words.language_for(language, shop.language)
        receipt = rehearsal.try_out(keeping.get(name), channel, to, tongue, clock.now(), hands)
    desk.answer({"id": receipt.id, "state": receipt.state}, [f"{provider.name} took it: {receipt.id}"])


@campaign.command()
@NAME
@who
@WHY
@pass_desk
def approve(desk: Desk, name: str, who: str, why: str) -> None:
    """Let what was checked go. Not by whoever wrote it."""
    do(desk, "approve", name, who, why, f"Approved. Next: aftercare campaign schedule {name}")


@campaign.command()
@NAME
@who
@pass_desk
def schedule(desk: Desk, name: str, who: str) -> None:
    """From now on it comes by itself, on its days or with its weather."""
    from chalicelib.care.campaigns import keeping, showing

    with desk.table():
        value = showing.facts(keeping.schedule(name, who, clock.now()), clock.now())
    next_one = next((one["on"] for one in value["occurrences"] if one["state"] == "planned"), None)
    comes = f"It comes on {next_one}." if next_one else "It comes when it is fired."
    desk.answer(value, [f"{name} is scheduled. {comes}"])


def do(desk: Desk, deed: str, name: str, who: str, why: str, words: str) -> None:
    from chalicelib.care.campaigns import keeping, showing

    with desk.table():
        row = getattr(keeping, deed)(name, who, why, clock.now())
        value: dict[str, Any] = showing.facts(row, clock.now())
    desk.answer(value, [words])
