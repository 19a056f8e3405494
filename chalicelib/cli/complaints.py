"""`complaint`: opened, listed, shown, moved, noted; what the customer is told, and who has it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click

from chalicelib import clock
from chalicelib.care.complaints import escalating, filing, handling, reading, watching
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.cli.complaint_words import facts_of, line, story
from chalicelib.cli.frame import Desk, Group, pass_desk
from chalicelib.cli.options import Moment, who, why
from chalicelib.cli.showing import columns
from chalicelib.records.complaints import Complaint

NUMBER = click.argument("number", metavar="NUMBER")
WHY = click.option("--why", default="", help="The reason, for whoever looks later.")
HEADS = ("number", "stage", "severity", "owner", "opened", "customer hears by", "about")


class Fact(click.ParamType):
    """`nature=damp`."""

    name = "name=value"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        name, mark, said = value.partition("=")
        if not mark or not name.strip():
            self.fail(f"{value!r} is no fact; write it as NAME=VALUE, such as nature=damp.", param, ctx)
        return name.strip(), said


FACTS = click.option("--fact", "facts", multiple=True, type=Fact(), help="What is known, as NAME=VALUE.")


@click.group(cls=Group)
def complaint() -> None:
    """One complaint, by the number that the customer knows.

    \b
    aftercare complaint open c3x... --words "the floor creaks" --wish repair
    aftercare complaint show KKBOFRUH
    """


@complaint.command()
@click.argument("customer_id", metavar="CUSTOMER")
@click.option("--words", required=True, help="What the customer said, in their words.")
@click.option("--wish", required=True, help="What they want to achieve: repair, refund, apology ...")
@click.option("--about", default="other", show_default=True, help="quality, delivery, quantity ...")
@click.option("--severity", default="minor", show_default=True)
@click.option("--understood", default="", help="The matter in our words, for the customer to correct.")
@click.option("--sale", "sale_id", default="", help="The order it is about.")
@click.option(
    "--relation", default="", help="What they are to its buyer, if somebody else: family, tenant ..."
)
@click.option("--channel", default="phone", show_default=True, help="How it reached us.")
@click.option("--dealer", is_flag=True, help="The complainant is a dealer.")
@click.option("--happened", "happened_at", type=Moment(), help="When it happened.")
@click.option("--learned", "learned_at", type=Moment(), help="When somebody of ours first heard of it.")
@FACTS
@click.option("--key", default="", help="Makes it one, however often it is sent.")
@who
@pass_desk
def open(desk: Desk, facts: Sequence[tuple[str, str]], who: str, dealer: bool, **given: Any) -> None:
    """Record it; the customer hears who looks after it and by when, at once or, at night, in the morning.

    \b
    aftercare complaint open c3x... --words "three boards have risen" --wish repair --sale SO-117 \\
        --about quality --severity serious --fact mood=upset
    """
    kind = "dealer" if dealer else "end_customer"
    new = NewComplaint(**given, recorder=who, complainant=kind, more=handling.checked(dict(facts)))
    with desk.table():
        found = filing.open(new, clock.now())
        value = reading.facts(found, clock.now())
    words = (
        f"Complaint {found.id} is open. The words to its customer go at the next tick or, where it is night "
        "there, in the morning; `aftercare complaint show` says which."
    )
    desk.answer(value, [words])


@complaint.command("list")
@click.option("--owner", help="Whose; without it, everybody's.")
@click.option("--stage", default="", help="Only in this stage.")
@click.option("--closed", is_flag=True, help="Those that rest, too.")
@pass_desk
def listing(desk: Desk, owner: str | None, stage: str, closed: bool) -> None:
    """Open complaints by owner, stage and age."""
    with desk.table():
        found = reading.listed(owner, stage, closed)
    desk.answer([line(one) for one in found], columns([facts_of(one) for one in found], HEADS))


@complaint.command()
@NUMBER
@pass_desk
def show(desk: Desk, number: str) -> None:
    """The whole file: who, what, promises, clocks, offers, every event, and whether the chain holds."""
    now = clock.now()
    with desk.table():
        value = reading.whole(number, now)
    desk.answer(value, story(value, now))


@complaint.command()
@NUMBER
@click.argument("stage")
@FACTS
@click.option("--say", default="", help="What the customer reads with it, where the stage tells them.")
@WHY
@who
@pass_desk
def move(
    desk: Desk, number: str, stage: str, facts: Sequence[tuple[str, str]], say: str, why: str, who: str
) -> None:
    """To the next stage; refused while something must still be known.

    \b
    aftercare complaint move KKBOFRUH deciding --fact nature=damp --fact degree="three boards"
    """
    with desk.table():
        found = handling.move(number, stage, who, why, dict(facts), clock.now(), say)
        answer(desk, found, f"is {found.stage.replace('_', ' ')} now")


def answer(desk: Desk, found: Complaint, words: str, now: datetime | None = None) -> None:
    """What became of it, with its whole state for programs."""
    desk.answer(reading.facts(found, now or clock.now()), [f"Complaint {found.id} {words}."])


@complaint.command()
@NUMBER
@FACTS
@click.option("--happened", default="", help="arrived, visit_not_needed, or answered.")
@WHY
@who
@pass_desk
def note(
    desk: Desk, number: str, facts: Sequence[tuple[str, str]], happened: str, why: str, who: str
) -> None:
    """What is known now, or that somebody is on site; nothing moves."""
    now = clock.now()
    with desk.table():
        if happened:
            handling.happened(number, happened, who, why, now)
        found = handling.note(number, dict(facts), who, why, now) if facts or not happened else None
        answer(desk, found or reading.get(number), "has it on file")


@complaint.command()
@NUMBER
@click.argument("severity")
@why
@pass_desk
def grade(desk: Desk, number: str, severity: str, why: str, who: str) -> None:
    """Graver, or less grave, than it seemed; its clocks change with it."""
    with desk.table():
        found = escalating.grade(number, severity, who, why, clock.now())
        answer(desk, found, f"is {found.severity} now")


@complaint.command()
@NUMBER
@why
@pass_desk
def escalate(desk: Desk, number: str, why: str, who: str) -> None:
    """Bring it one level higher: whoever stands above has it from now on, and calls the customer."""
    with desk.table():
        found = escalating.escalate(number, who, why, clock.now())
        answer(desk, found, f"is {found.owner}'s now, who calls the customer")


@complaint.command()
@NUMBER
@click.argument("words", metavar="TEXT")
@who
@pass_desk
def news(desk: Desk, number: str, words: str, who: str) -> None:
    """Tell the customer how it stands; the next news is promised anew.

    \b
    aftercare complaint news KKBOFRUH "The fitter comes on Thursday at ten."
    """
    with desk.table():
        found = watching.tell_news(handling.sayable(number, words), words.strip(), who, clock.now())
        answer(desk, found, "has its news; the words go at the next tick or, at night, in the morning")


@complaint.command("hand-over")
@NUMBER
@click.argument("owner")
@why
@pass_desk
def hand_over(desk: Desk, number: str, owner: str, why: str, who: str) -> None:
    """Somebody else has it from now on; each hand-over is counted."""
    with desk.table():
        found = handling.hand_over(number, owner, who, why, clock.now())
        answer(desk, found, f"is {owner}'s now")
