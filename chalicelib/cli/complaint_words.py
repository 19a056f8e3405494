"""A complaint's file in words for a terminal."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from chalicelib import plans
from chalicelib.care.complaints import dangers
from chalicelib.cli.showing import columns, facts, moment
from chalicelib.records import plain
from chalicelib.records.complaints import Complaint
from chalicelib.rules import case_names as names
from chalicelib.rules import reasons

ENGLISH = "en"
# What the file says of itself besides the facts, in the order in which its reader asks.
HEAD: Mapping[str, str] = {
    "number": "complaint",
    "stage": "stage",
    "severity": "severity",
    "about": "about",
    "owner": "handled by",
    "level": "lowest role that may",
    "sale_id": "order",
    "channel": "came in by",
    "recorder": "written down by",
    "opened_at": "came in",
    "learned_at": "first known",
    "happened_at": "happened",
    "reported_late": "reported late",
    "news_by": "customer hears by",
    "finish_by": "all done by",
    "offer_state": "last offer",
    "decider": "decided by",
    "decide_by": "to be decided by",
    "asked": "asked whether all is well",
    "ask_by": "silence counts from",
    "round": "round",
    "hand_overs": "handed over",
}
MOMENTS = ("opened_at", "learned_at", "happened_at", "news_by", "finish_by", "decide_by", "ask_by")
TIMES = ("asked", "hand_overs", "round")
HIDDEN = ("complainant", "relation", "channel", "severity", "about", "owner")


def line(found: Complaint) -> dict[str, Any]:
    return {"number": found.id, **plain.facts(found, "pk", "sk", "attempt", "turns")}


def facts_of(found: Complaint) -> tuple[str, ...]:
    about = str(found.facts.get("understood", ""))
    return (
        found.id, names.said(names.STAGES, found.stage), _label("severity", found.severity), found.owner,
        moment(found.opened_at), moment(found.news_by), about[:40],
    )  # fmt: skip


def story(value: dict[str, Any], now: datetime) -> Iterator[str]:
    """As its handler reads it, from who it is to the last event."""
    yield from _head(value)
    yield from ["", "What is known", *facts(_known(value["facts"]))]
    if value["to_be_known"]:
        yield from ["", "Before it moves on", *(f"- {text}" for text in value["to_be_known"])]
    yield from _messages(value["messages"])
    yield from _beside(value["beside"])
    yield from ["", *columns([_promise(one, now) for one in value["promises"]], ("promised", "by", "ended"))]
    yield from _offers(value)
    yield from precedents(value["precedents"])
    clocks = [_clock(one) for one in value["clocks"]]
    yield from ["", *columns(clocks, ("clock", "due", "spent", "of", "state"))]
    yield from _events(value)


def _head(value: dict[str, Any]) -> Iterator[str]:
    person = value["customer"]
    reached = ", ".join([*person["phones"], *person["emails"]]) or "no address"
    is_other = f", {_label('relation', value['relation']).lower()} of the buyer" if value["relation"] else ""
    who = f"{person['name']} ({person['id']}){is_other}, {reached}"
    kind = names.value("complainant", str(value["facts"].get("complainant", "")))
    yield from facts([("customer", who), ("is", kind), *((HEAD[name], _shown(name, value)) for name in HEAD)])
    for route in value["routes"]:
        yield from ["", "Outside", *facts([(_plain(k), said) for k, said in route.items() if k != "papers"])]
        yield from columns(route["papers"], ("paper of", "what", "answer by"))
    if value["review"]:
        yield from ["", "Review", *facts([(_plain(name), said) for name, said in value["review"].items()])]


def _shown(name: str, value: dict[str, Any]) -> object:
    said = value.get(name) or ""
    if name in MOMENTS:
        return moment(said) if said else ""
    if name in TIMES:
        return int(said or 0) or ""
    if isinstance(said, bool):
        return "yes" if said else ""
    return names.OFFER_STATES.get(said, said) if name == "offer_state" else _label(name, said)


def _label(name: str, said: str) -> str:
    """As the shop's policies or this program call it, in English."""
    policy = plans.complaints()
    severities = {one: severity.label for one, severity in policy.severities.items()}
    labelled: Mapping[str, Mapping[str, Mapping[str, str]]] = {
        "severity": severities, "about": policy.kinds, "wish": policy.wishes, "relation": policy.relations,
        "cause_kind": plans.review().causes, "route": plans.review().bodies, "body": plans.review().bodies,
    }  # fmt: skip
    label = labelled.get(name, {}).get(said, {})
    return label.get(ENGLISH) or (
        names.said(names.STAGES, said) if name == "stage" else names.value(name, said)
    )


def _known(said: dict[str, Any]) -> list[tuple[str, object]]:
    shown = {name: text for name, text in said.items() if name not in HIDDEN}
    return [(names.said(names.FACTS, name), _fact(name, text)) for name, text in shown.items()]


def _fact(name: str, text: Any) -> object:
    if isinstance(text, list):
        return f"{len(text)} (`aftercare complaint files` saves them)" if text else ""
    if isinstance(text, dict):
        return dangers.told(text, ENGLISH)
    return _label(name, str(text))


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _messages(written: list[dict[str, Any]]) -> Iterator[str]:
    """What the customer has been written, and what still waits."""
    rows = [
        (one["step"], one["state"], moment(one["sent_at"] or one["due_at"]), one["channel"],
         reasons.sentence(one["reason"])) for one in written
    ]  # fmt: skip
    yield from ["", *columns(rows, ("message", "state", "when", "by", "why"))] if rows else []


def _beside(others: list[dict[str, Any]]) -> Iterator[str]:
    """What others who complain of the same sale were promised: one damage is paid once."""
    rows = [
        (one["number"], one["name"], _label("relation", one["relation"]) or "the buyer",
         names.said(names.STAGES, one["stage"]), one["owner"], one["promised"], one["understood"][:40])
        for one in others
    ]  # fmt: skip
    heads = ("beside it", "who", "is", "stage", "handled by", "promised", "about")
    yield from ["", *columns(rows, heads)] if rows else []


def _offers(value: dict[str, Any]) -> Iterator[str]:
    rows = [
        (int(one["version"]), moment(one["made_at"]), one["who"], _gives(one), one["total"], one["goodwill"])
        for one in value["offers"]
    ]
    yield from ["", *columns(rows, ("offer", "made", "by", "what", value_of(value), "goodwill"))]
    yield from (f"offer {int(one['version'])}, no second payment: {one['beside']}" for one in value["offers"]
                if one.get("beside"))  # fmt: skip
    yield from (f"offer {int(one['version'])}, less than owed: {one['below']}" for one in value["offers"]
                if one.get("below"))  # fmt: skip
    tasks = [
        (one["due_on"], one["rep"], one["state"], one["title"].splitlines()[0]) for one in value["tasks"]
    ]
    yield from ["", *columns(tasks, ("due on", "who", "state", "what is to be done"))]


def precedents(like: list[dict[str, Any]]) -> Iterator[str]:
    """What was paid before, the likest first."""
    rows = [
        (one["number"], _label("cause_kind", one["cause"]), one["product"],
         names.value("at_fault", one["at_fault"]), one["total"], one["goodwill"],
         ", ".join(_remedy(give["kind"]) for give in one["gives"]),
         names.value("satisfaction", one["satisfaction"])) for one in like
    ]  # fmt: skip
    heads = ("precedent", "cause", "product", "at fault", "paid", "goodwill", "what", "satisfied")
    yield from ["", *columns(rows, heads)] if rows else []


def value_of(value: dict[str, Any]) -> str:
    return next((one["currency"] for one in value["offers"]), "")


def _gives(offer: dict[str, Any]) -> str:
    return ", ".join(_give(kind, amount, said) for kind, amount, said in offer["gives"])


def _give(kind: str, amount: str, said: str) -> str:
    worth = amount if Decimal(amount) else ""
    return " ".join(part for part in (_remedy(kind).lower(), worth, said and f"({said})") if part)


def _remedy(kind: str) -> str:
    return plans.compensation().remedy(kind).label.get(ENGLISH) or kind


def _promise(entry: list[str], now: datetime) -> tuple[str, str, str]:
    what, by, _, ended, at = entry
    state = f"{ended} {moment(at)}" if ended else ("over" if now > datetime.fromisoformat(by) else "open")
    return names.said(names.PROMISES, what).lower(), moment(by), state


def _clock(clock: dict[str, Any]) -> tuple[str, str, str, str, str]:
    state = "late" if clock["late"] else "met" if clock["met_at"] else "runs" if clock["due_at"] else "stands"
    spent, of = (f"{clock[name] / 60:.1f} h" for name in ("worked_minutes", "granted_minutes"))
    named = names.said(names.CLOCKS, clock["clock"]).lower()
    return named, moment(clock["met_at"] or clock["due_at"]), spent, of, state


def _events(value: dict[str, Any]) -> Iterator[str]:
    for event in value["events"]:
        # Which message it was is for the program.
        said = {name: text for name, text in (event["says"] or {}).items() if name != "message"}
        shown = "; ".join(f"{name}: {text}" for name, text in _known_of(said) if text not in ("", None))
        by = names.BY.get(event["who"], event["who"])
        deed = (
            f"{event['number']:>3}  {moment(event['at'])}  {names.said(names.EVENTS, event['what'])}, by {by}"
        )
        yield f"{deed}  {shown}".rstrip()
    broken = value["broken_links"]
    yield from ["", *(f"BROKEN: {text}" for text in broken)] if broken else ["", "The chain of events holds."]


def _known_of(said: dict[str, Any]) -> Iterator[tuple[str, object]]:
    for name, text in said.items():
        if text not in ("", None, [], {}):
            yield names.said(names.FACTS, name).lower(), _fact(name, text)
