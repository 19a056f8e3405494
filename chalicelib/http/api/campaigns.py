"""Campaigns: written, checked, approved by somebody else, scheduled; and what became of each coming."""

from typing import Any

from chalicelib import plans, rehearsal
from chalicelib.care import hands
from chalicelib.care.campaigns import coming, keeping, showing
from chalicelib.care.campaigns import guests as care_guests
from chalicelib.errors import Conflict, NotFound
from chalicelib.http.api.campaigns_shapes import (
    Campaign,
    CampaignDeed,
    Campaigns,
    Examples,
    Firing,
    Gathering,
    Guests,
    GuestWord,
    Writing,
)
from chalicelib.http.api.serving import API, MAY_MATCH, Answer, Call, place
from chalicelib.records import plain
from chalicelib.records.campaigns import Campaign as Row

THIS = {"campaign": "$response.body#/campaign"}
LINKS = {f"campaigns_{deed}": THIS for deed in ("show", "check", "examples")}


@API.get(
    "/v1/campaigns",
    gives={200: Campaigns},
    links={"campaigns_show": {"campaign": "$response.body#/campaigns/0/campaign"}},
)
def listed(call: Call) -> dict[str, Any]:
    """List all campaigns, those that came with the program included."""
    return {"campaigns": showing.listed()}


@API.post("/v1/campaigns", takes=Writing, gives={201: Campaign}, links=LINKS, refuses=(409,))
def write(call: Call) -> Answer:
    """Write a new campaign. It is judged at once, and stays a draft until somebody checks it."""
    name = call.body.campaign
    if _is_there(name):
        raise Conflict(f"There is a campaign {name} already; change it with PATCH, or choose another name.")
    return _answer(keeping.draft(call.body.written(), call.who(), call.now), call, 201)


@API.patch("/v1/campaigns/{campaign}", takes=Writing, gives={200: Campaign}, refuses=(409,))
def change(call: Call, campaign: str) -> Answer:
    """Put another text in its place. What goes on at that moment waits until it is approved again."""
    if call.body.campaign != campaign:
        raise Conflict(
            f"The body is about {call.body.campaign}, the address about {campaign}. Send it there."
        )
    keeping.get(campaign)
    return _answer(keeping.draft(call.body.written(), call.who(), call.now, call.seen), call)


@API.get("/v1/campaigns/{campaign}", gives={200: Campaign})
def show(call: Call, campaign: str) -> Answer:
    """Show what it says, where it stands, whom it would reach, and what became of it."""
    return _answer(keeping.get(campaign), call)


@API.get("/v1/campaigns/{campaign}/examples", gives={200: Examples})
def examples(call: Call, campaign: str) -> dict[str, Any]:
    """Show the words as each of ten people would get them, once it was checked."""
    found = rehearsal.examples(keeping.get(campaign), call.now, hands.ready())
    return {"examples": [{**one, "at": plain.value(one["at"])} for one in found]}


@API.get("/v1/campaigns/{campaign}/guests", gives={200: Guests}, asks=Gathering)
def guests(call: Call, campaign: str) -> dict[str, Any]:
    """Show who comes to a gathering."""
    keeping.get(campaign)
    return _guests(campaign, call.query.coming)


@API.post("/v1/campaigns/{campaign}/guests", once="", takes=GuestWord, gives={200: Guests}, refuses=(409,))
def answered(call: Call, campaign: str) -> dict[str, Any]:
    """Put on the guest list who answered by telephone or in the shop; said again, the last word counts."""
    said = call.body
    care_guests.noted(campaign, said.coming, said.customer, said.people, said.note, call.who(), call.now)
    return _guests(campaign, said.coming)


def _guests(campaign: str, coming: str) -> dict[str, Any]:
    found = care_guests.listed(campaign, coming)
    return {**found, "guests": [_plain(one) for one in found["guests"]]}


def _is_there(name: str) -> bool:
    try:
        return bool(keeping.get(name))
    except NotFound:
        return False


def _answer(row: Row, call: Call, status: int = 200) -> Answer:
    return Answer(told(row, call), status, place("campaigns", row.name), row.version)


def told(row: Row, call: Call) -> dict[str, Any]:
    value = showing.facts(row, call.now)
    value["coming"] = [_plain(day) for day in value["coming"]]
    value["occurrences"] = [_plain(one) for one in value["occurrences"]]
    return value


def _plain(value: dict[str, Any]) -> dict[str, Any]:
    return {name: plain.value(one) for name, one in value.items()}


def _deed(verb: str, scope: str = "write", takes: Any = CampaignDeed) -> Any:
    path = f"/v1/campaigns/{{campaign}}/{verb}"
    return API.post(path, scope=scope, takes=takes, gives={200: Campaign}, match=MAY_MATCH, refuses=(409,))


@_deed("check")
def check(call: Call, campaign: str) -> Answer:
    """Have it counted whom it would reach and what would hold them back; `found.complete` says when it is.

    A campaign that came with the program is taken up by this.
    """
    if campaign in plans.presets() and not _is_there(campaign):
        keeping.take_up(campaign, call.who(), call.now)
    return _answer(keeping.check(campaign, call.now, call.who()), call)


@_deed("approve", "send")
def approve(call: Call, campaign: str) -> Answer:
    """Let what was checked go. Not by whoever wrote it."""
    row = keeping.approve(campaign, call.who(), call.body.why, call.now, call.seen)
    return _answer(row, call)


@_deed("schedule", "send")
def schedule(call: Call, campaign: str) -> Answer:
    """From now on it comes by itself, on its days or with its weather."""
    return _answer(keeping.schedule(campaign, call.who(), call.now), call)


@_deed("pause")
def pause(call: Call, campaign: str) -> Answer:
    """Stop it, at the next message."""
    return _answer(keeping.pause(campaign, call.who(), call.body.why, call.now), call)


@_deed("resume", "send")
def resume(call: Call, campaign: str) -> Answer:
    """Go on; what waited comes forward."""
    return _answer(keeping.resume(campaign, call.who(), call.body.why, call.now), call)


@_deed("cancel")
def cancel(call: Call, campaign: str) -> Answer:
    """End it for good: what has not gone never goes."""
    return _answer(keeping.cancel(campaign, call.who(), call.body.why, call.now), call)


@_deed("fire", "send", Firing)
def fire(call: Call, campaign: str) -> Answer:
    """Say that it comes to a region: people there are told in their next hours, never twice of the same."""
    row, body = keeping.get(campaign), call.body
    coming.fire(row, keeping.meant(row), body.region, body.on, call.who(), call.now, body.reason)
    return _answer(row, call)
