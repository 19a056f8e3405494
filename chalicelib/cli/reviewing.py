"""`complaint`, looked back on: reviewed, compared, counted for the month, audited; and what to say."""

from datetime import date
from typing import Any

import click

from chalicelib import clock, plans
from chalicelib.care.complaints import reading, reviewing
from chalicelib.care.complaints.reviewing import Review
from chalicelib.cli.complaint_words import precedents
from chalicelib.cli.complaints import NUMBER, answer
from chalicelib.cli.frame import Desk, pass_desk
from chalicelib.cli.options import Day, who
from chalicelib.cli.resolving import complaint
from chalicelib.errors import BadInput

__all__ = ["complaint"]


@complaint.command()
@NUMBER
@click.option("--cause", required=True, help="One of policies/review.yaml: damp, fitting, transport ...")
@click.option("--unit", required=True, help="Which unit was responsible.")
@click.option("--person", default="", help="Who, where it was one person.")
@click.option("--sanction", default="", help="What followed for them, if anything.")
@click.option("--improve", "improvement", default="", help="What changes, so that it does not happen again.")
@click.option("--by", "improver", default="", help="Who sees to that; they get a task.")
@click.option("--due", "due_on", type=Day(), help="Until which day.")
@click.option("--say", default="", help="What to say in such a case; read out at the monthly meeting.")
@click.option("--avoid", default="", help="What not to do or say.")
@who
@pass_desk
def review(desk: Desk, number: str, due_on: date | None, who: str, **given: Any) -> None:
    """Look back on a closed complaint; it becomes a precedent.

    \b
    aftercare complaint review KKBOFRUH --cause fitting --unit service \\
        --improve "a membrane under every floor" --by 李婷 --due 2026-12-01
    """
    with desk.table():
        found = reviewing.review(number, Review(due_on=due_on, **given), who, clock.now())
        answer(desk, found, "is reviewed, and a precedent from now on")


@complaint.command("precedents")
@NUMBER
@pass_desk
def like(desk: Desk, number: str) -> None:
    """What was paid in cases like this one: the same cause and product, the nearest amounts first."""
    with desk.table():
        found = reading.get(number)
        value = reading.like(found)
    named = found.facts.get("cause_kind")
    none = "There is none yet." if named else "Note its kind of cause first: --fact cause_kind=damp."
    desk.answer(value, list(precedents(value)) or [none])


@complaint.command()
@click.option("--language", default="", help="Default: the shop's.")
@pass_desk
def script(desk: Desk, language: str) -> None:
    """What to say to whoever complains, moment by moment, and what nobody says."""
    chosen = known_language(language)
    moments = [(one.label[chosen], one.say[chosen]) for one in plans.scripts()]
    never = plans.banned().get(chosen, ())
    value = {"moments": [{"moment": label, "say": said} for label, said in moments], "never": never}
    lines = [line for label, said in moments for line in (label, *(f"  {phrase}" for phrase in said), "")]
    desk.answer(value, [*lines, "\u2717 " + " / ".join(never)])


def known_language(language: str) -> str:
    shop = plans.shop_defaults()
    if language and language not in shop.languages:
        raise BadInput(f"{language!r} is no language of the shop; use one of {', '.join(shop.languages)}.")
    return language or shop.language
