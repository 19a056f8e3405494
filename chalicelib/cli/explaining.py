"""A touchpoint in words and as plain values: what will happen, why not now, and what happened."""

from collections.abc import Iterator
from typing import Any

from chalicelib.care.touchpoints.outlook import Outlook
from chalicelib.cli.showing import columns, facts, moment, zoned
from chalicelib.records import plain
from chalicelib.records.touchpoints import Rendered, Touchpoint
from chalicelib.rules import reasons

OWN = ("pk", "sk", "waits", "attempts", "history", "values")


def listed(one: Outlook) -> dict[str, Any]:
    """One line of a list."""
    touch = one.touch
    return {
        "id": touch.key, "customer": touch.owner, "name": one.subject.person.name if one.subject else "",
        "step": touch.step, "purpose": touch.purpose, "state": touch.state, "next": one.what,
        "at": plain.value(one.at), "channel": one.channel, "reason": one.reason, "words": one.words,
        "due_at": plain.value(touch.due_at), "expires_at": plain.value(touch.expires_at),
    }  # fmt: skip


def explained(one: Outlook) -> dict[str, Any]:
    """All of it. `messages` are the very words of each attempt."""
    touch = one.touch
    return {
        **plain.facts(touch, *OWN), **listed(one), "zone": zone_of(one),
        "address": one.address, "waits": touch.waits, "attempts": touch.attempts,
        "messages": [_message(row) for row in _words_of(touch)], "history": touch.history,
    }  # fmt: skip


def _words_of(touch: Touchpoint) -> Iterator[Rendered]:
    return Rendered.in_partition(touch.pk, f"text#{touch.id}#")


def _message(row: Rendered) -> dict[str, Any]:
    return {"attempt": int(row.sk.rpartition("#")[2]), **plain.facts(row, "pk", "sk", "attempt")}


def zone_of(one: Outlook) -> str:
    """The customer's; where nobody is left, the shop's."""
    return one.subject.zone if one.subject else ""


def next_words(one: Outlook) -> str:
    """What is to come, in half a sentence."""
    because = f": {one.words}" if one.words else ""
    when = zoned(one.at, zone_of(one))
    forms = {
        "send": f"goes at {when}{because}",
        "wait": f"waits until {when}{because}",
        "never": f"will not go{because}",
        "person": f"a person does it instead at {when}{because}",
        "check": f"is being sent; looked at again at {when}",
        "confirm": f"was sent; its delivery is asked for at {when}",
        "waiting": f"waits for its day{because}",
    }
    return forms.get(one.what, f"{one.what}{because}")


def story(said: dict[str, Any]) -> Iterator[str]:
    """The whole of it, for people."""
    zone = said["zone"]
    by = " to ".join(text for text in (said["channel"], said["address"]) if text)
    pairs = [
        ("id", said["id"]), ("customer", f"{said['name']} ({said['customer']})"),
        ("sale", said.get("sale_id")),
        ("step", f"{said['step']} of {said.get('plan') or 'no plan'}, {said['purpose']}"),
        ("state", said["state"]), ("due", moment(said["due_at"], zone)),
        ("of use until", moment(said["expires_at"], zone)), ("next", said["next"]),
        ("at", moment(said["at"], zone)), ("why", said["words"]), ("by", by),
        ("sent", said.get("sent_at") and moment(said["sent_at"], zone)), ("delivery", said.get("delivery")),
        ("on the clock of", zone),
    ]  # fmt: skip
    yield from facts(pairs)
    yield from _waits(said, zone)
    yield from _messages(said, zone)
    yield from _people(said, zone)


def _waits(said: dict[str, Any], zone: str) -> Iterator[str]:
    rows = [
        (wait["count"], moment(wait["first"], zone), moment(wait["last"], zone), reasons.sentence(reason))
        for reason, wait in said["waits"].items()
    ]
    if rows:
        yield from ["", "It waited", *columns(rows, ("times", "first", "last", "because"))]


def _messages(said: dict[str, Any], zone: str) -> Iterator[str]:
    for one in said["messages"]:
        head = (
            f"Attempt {one['attempt']} by {one['channel']} to {one['to']}, {moment(one['at_moment'], zone)}"
        )
        yield from ["", head, *([f"Subject: {one['subject']}"] if one.get("subject") else []), one["text"]]


def _people(said: dict[str, Any], zone: str) -> Iterator[str]:
    rows = [(moment(at, zone), by, what, reason) for at, by, what, reason in said["history"]]
    if rows:
        yield from ["", "By hand", *columns(rows, ("when", "who", "what", "why"))]
