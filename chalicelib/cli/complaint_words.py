"""A complaint's file in words for a terminal."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from chalicelib.cli.showing import columns, facts, moment
from chalicelib.records import plain
from chalicelib.records.complaints import Complaint

# Shown in a line of their own, or of no use to a reader.
APART = (
    "facts",
    "promises",
    "clocks",
    "events",
    "broken_links",
    "customer",
    "to_be_known",
    "offers",
    "tasks",
    "precedents",
    "review",
    "routes",
)
HIDDEN = ("kind", "due_lane", "due_key", "lookup_pk", "lookup_sk", "lease_until", "failures", "back_to")
MOMENTS = ("opened_at", "learned_at", "happened_at", "news_by", "finish_by", "decide_by", "ask_by")


def line(found: Complaint) -> dict[str, Any]:
    return {"number": found.id, **plain.facts(found, "pk", "sk", "attempt")}


def facts_of(found: Complaint) -> tuple[str, ...]:
    about = str(found.facts.get("understood", ""))
    return (
        found.id, found.stage.replace("_", " "), found.severity, found.owner, moment(found.opened_at),
        moment(found.news_by), about[:40],
    )  # fmt: skip


def story(value: dict[str, Any], now: datetime) -> Iterator[str]:
    """As its handler reads it, from who it is to the last event."""
    yield from _head(value)
    known = [(name.replace("_", " "), said) for name, said in value["facts"].items()]
    yield from ["", "What is known", *facts(known)]
    if value["to_be_known"]:
        yield from ["", "Before it moves on", *(f"- {text}" for text in value["to_be_known"])]
    yield from ["", *columns([_promise(one, now) for one in value["promises"]], ("promised", "by", "ended"))]
    yield from _offers(value)
    yield from precedents(value["precedents"])
    clocks = [_clock(one) for one in value["clocks"]]
    yield from ["", *columns(clocks, ("clock", "due", "spent", "of", "state"))]
    yield from _events(value)


def _head(value: dict[str, Any]) -> Iterator[str]:
    person = value["customer"]
    reached = ", ".join([*person["phones"], *person["emails"]]) or "no address"
    rows: list[tuple[str, Any]] = [("customer", f"{person['name']} ({person['id']}), {reached}")]
    for name, said in value.items():
        if name not in (*APART, *HIDDEN):
            shown = moment(said) if name in MOMENTS and said else said
            rows.append((name.replace("_", " "), shown))
    yield from facts(rows)
    for route in value["routes"]:
        yield from ["", "Outside", *facts([(name, said) for name, said in route.items() if name != "papers"])]
        yield from columns(route["papers"], ("paper of", "what", "answer by"))
    if value["review"]:
        yield from ["", "Review", *facts([(name, said) for name, said in value["review"].items()])]


def _offers(value: dict[str, Any]) -> Iterator[str]:
    rows = [
        (int(one["version"]), moment(one["made_at"]), one["who"], _gives(one), one["total"], one["goodwill"])
        for one in value["offers"]
    ]
    yield from ["", *columns(rows, ("offer", "made", "by", "what", value_of(value), "goodwill"))]
    tasks = [
        (one["due_on"], one["rep"], one["state"], one["title"].splitlines()[0]) for one in value["tasks"]
    ]
    yield from ["", *columns(tasks, ("due on", "who", "state", "what is to be done"))]


def precedents(like: list[dict[str, Any]]) -> Iterator[str]:
    """What was paid before, the likest first."""
    rows = [
        (one["number"], one["cause"], one["product"], one["at_fault"], one["total"], one["goodwill"],
         ", ".join(give["kind"] for give in one["gives"]), one["satisfaction"]) for one in like
    ]  # fmt: skip
    heads = ("precedent", "cause", "product", "at fault", "paid", "goodwill", "what", "satisfied")
    yield from ["", *columns(rows, heads)] if rows else []


def value_of(value: dict[str, Any]) -> str:
    return next((one["currency"] for one in value["offers"]), "")


def _gives(offer: dict[str, Any]) -> str:
    return ", ".join(" ".join(part for part in (kind, said) if part) for kind, _, said in offer["gives"])


def _promise(entry: list[str], now: datetime) -> tuple[str, str, str]:
    what, by, _, ended, at = entry
    state = f"{ended} {moment(at)}" if ended else ("over" if now > datetime.fromisoformat(by) else "open")
    return what, moment(by), state


def _clock(clock: dict[str, Any]) -> tuple[str, str, str, str, str]:
    state = "late" if clock["late"] else "met" if clock["met_at"] else "runs" if clock["due_at"] else "stands"
    spent, of = (f"{clock[name] / 60:.1f} h" for name in ("worked_minutes", "granted_minutes"))
    return clock["clock"], moment(clock["met_at"] or clock["due_at"]), spent, of, state


def _events(value: dict[str, Any]) -> Iterator[str]:
    for event in value["events"]:
        said = event["says"] or {}
        shown = ", ".join(f"{name}: {text}" for name, text in said.items() if text not in ("", None, [], {}))
        deed = f"{event['number']:>3}  {moment(event['at'])}  {event['what']} by {event['who']}"
        yield f"{deed}  {shown}".rstrip()
    broken = value["broken_links"]
    yield from ["", *(f"BROKEN: {text}" for text in broken)] if broken else ["", "The chain of events holds."]
