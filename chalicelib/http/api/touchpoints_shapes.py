"""What touchpoints look like in requests and answers: what will happen, why not now, what happened."""

from typing import Any

from pydantic import Field

from chalicelib.care.touchpoints.outlook import Outlook
from chalicelib.http.api import people
from chalicelib.http.api.hints import by_routes
from chalicelib.http.api.shapes import Asked, At, Moment, Paged, Text, Told, Who, Why
from chalicelib.records import plain
from chalicelib.records.touchpoints import Rendered, Touchpoint
from chalicelib.rules import reasons

BECAUSE = "she asked for it on the phone"


class Handling(Asked):
    model_config = {"json_schema_extra": {"examples": [{"why": BECAUSE, "by": "李婷"}]}}
    why: Why
    by: Who = ""


class TouchPostponing(Asked):
    model_config = {
        "json_schema_extra": {
            "examples": [{"until": "2026-03-20T15:00:00+08:00", "why": "away in the morning"}]
        }
    }
    until: Moment
    extend: bool = Field(False, description="Let its expiry move along.")
    why: Why
    by: Who = ""


class Resending(Asked):
    model_config = {"json_schema_extra": {"examples": [{"to": "+85261234569", "why": "a digit was wrong"}]}}
    to: Text = Field(min_length=3, description="The corrected address, which the customer keeps.")
    why: Why
    by: Who = ""


class Wanted(Paged):
    """One customer's, or everybody's that fall due until a moment."""

    customer: str = Field("", max_length=200, examples=[people.EXAMPLE_ID])
    until: Moment | None = None


class Touch(Told):
    id: str = Field(description="The name by which it is asked for.")
    owner: str = Field(description="The customer, or for colleagues the staff id.")
    sale: str
    step: str = Field(description="Of the care plan.")
    occurrence: int
    purpose: str
    state: str
    reason: str = Field(description="Why it ended so, or waits: a stable word.")
    words: str = Field(description="The reason as half a sentence.")
    due_at: At | None
    expires_at: At | None
    sent_at: At | None
    channel: str
    delivery: str
    outcome: str


class Touches(Told):
    touchpoints: list[Touch]
    next: str | None = Field(description="The cursor of the next page; null on the last.")


class Wait(Told):
    reason: str
    count: int
    first: At
    last: At


class Message(Told):
    attempt: int
    channel: str
    to: str
    language: str
    subject: str
    text: str
    segments: int
    at: At
    provider: str


class Deed(Told):
    at: At
    who: str
    what: str
    why: str


class Explained(Touch):
    """All of it. `next`: send, wait, person, never, confirm, check, or the state at which it rests."""

    next: str
    at: At | None = Field(description="When that happens.")
    zone: str = Field(description="On whose clock.")
    address: str
    waits: list[Wait]
    messages: list[Message] = Field(description="The very words of each attempt.")
    history: list[Deed] = Field(description="What people did to it.")


def told(touch: Touchpoint, reason: str = "") -> dict[str, Any]:
    why = reason or touch.reason or (touch.latest_wait if touch.state == "planned" else "")
    moments = {name: plain.value(getattr(touch, name)) for name in ("due_at", "expires_at", "sent_at")}
    return {
        "id": touch.key, "owner": touch.owner, "sale": touch.sale_id, "step": touch.step,
        "occurrence": int(touch.occurrence), "purpose": touch.purpose, "state": touch.state, "reason": why,
        "words": by_routes(reasons.sentence(why)), "channel": touch.channel, "delivery": touch.delivery,
        "outcome": touch.outcome, **moments,
    }  # fmt: skip


def explained(one: Outlook) -> dict[str, Any]:
    touch, subject = one.touch, one.subject
    said = told(touch, one.reason)
    said["channel"] = said["channel"] or one.channel
    waits = [
        {"reason": reason, "count": int(wait["count"]), "first": wait["first"], "last": wait["last"]}
        for reason, wait in sorted(touch.waits.items())
    ]
    rows = Rendered.in_partition(touch.pk, f"text#{touch.id}#")
    deeds = [dict(zip(("at", "who", "what", "why"), entry, strict=True)) for entry in touch.history]
    return {
        **said, "next": one.what, "at": plain.value(one.at), "zone": subject.zone if subject else "",
        "address": one.address or touch.address, "waits": waits, "messages": [message(row) for row in rows],
        "history": deeds,
    }  # fmt: skip


def message(row: Rendered) -> dict[str, Any]:
    names = ("channel", "to", "language", "subject", "text", "provider")
    return {
        "attempt": int(row.sk.rpartition("#")[2]), "segments": int(row.segments),
        "at": plain.value(row.at_moment), **{name: getattr(row, name) for name in names},
    }  # fmt: skip
