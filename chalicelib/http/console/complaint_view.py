"""A complaint's file as its page shows it: everything in the reader's language, nothing left to look up."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from chalicelib import plans
from chalicelib.care import effects
from chalicelib.care.complaints import beside, carrying, dangers, file, giving, reading, retelling, telling
from chalicelib.http.console import desk, errands, shares
from chalicelib.http.console.speech import _
from chalicelib.records import events
from chalicelib.records.complaints import Complaint
from chalicelib.records.offers import Offer
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task
from chalicelib.rules import case_names as names
from chalicelib.rules import offers
from chalicelib.rules.clocks import Clock
from chalicelib.rules.sending import OVERTAKEN
from chalicelib.stages.base import FOUND_OUT
from chalicelib.words import speaking

Values = dict[str, Any]
# Shown in places of their own, or of no use to a reader.
APART = {"files", "understood", "words", "offer", "owner", "item_here", "severity", "channel", "danger"}
# A message that needs nobody's eyes any more.
GONE = ("sent", "done", "cancelled", "merged")
# What a handler noted as a number.
AMOUNTS, AS_NOTED = (*offers.LOSSES, "legal_amount"), re.compile(r"\d+(\.\d+)?")
# Written by the program, as ISO days.
DAYS = {"item_back_on", "item_received_on"}


def of(complaint: Complaint, rows: Sequence[Row], now: datetime) -> Values:
    """`rows`: its partition. One read each for its people, its work and what stands beside it."""
    person, told = telling.person(complaint), events.told(complaint, rows)
    offers = [row for row in rows if isinstance(row, Offer)]
    return {
        **head(complaint, now),
        "customer": {"id": person.id, "name": person.name, "emails": person.emails,
                     "phones": errands.dialled(person.phones),
                     "vulnerability": complaint.facts.get("vulnerability") or person.vulnerability},
        "relation": label("relation", complaint.relation),
        "words": retelling.said(complaint, desk.reader_language()), "said_since": reading.said_since(told),
        "unsaid": [one for one in reading.messages(complaint, person, GONE) if one["reason"] != OVERTAKEN],
        "facts": [one for one in facts(complaint.facts) if one["name"] not in APART],
        "unknown": unknown(complaint),
        "files": [_file(place, one) for place, one in enumerate(complaint.facts.get("files", []), 1)],
        "beside": [_beside(one) for one in beside.shown(complaint)],
        "offers": [_offer(one, complaint) for one in reversed(offers)],
        "precedents": [_precedent(one) for one in reading.like(complaint)],
        "promises": sorted(
            (_promise(one, now) for one in reversed(complaint.promises)), key=lambda one: not one["stands"]
        ),
        "clocks": [_clock(one, now) for one in file.running(complaint, now, rows=rows).values()],
        "tasks": [_task(one, effects.shop_day(now)) for one in carrying.tasks(complaint)],
        "routes": [_route(one) for one in complaint.routes],
        "review": facts(complaint.review), "review_round": complaint.review.get("round"),
        "events": [_event(one, complaint) for one in reversed(told)],
        "broken": events.broken_links(complaint, rows),
        "owed": giving.owed(complaint),
        "limits": _limits(desk.reader().role), "currency": plans.compensation().currency,
        "can_print": bool(complaint.granted) or complaint.offer_state == "made",
    }  # fmt: skip


def head(complaint: Complaint, now: datetime) -> Values:
    """What a line of the board says."""
    return {
        "number": complaint.id, "tag": reading.tag(complaint), "stage": complaint.stage,
        "stage_name": _(names.said(names.STAGES, complaint.stage)),
        "severity": label("severity", complaint.severity), "is_severe": _superior(complaint),
        "about": label("about", complaint.about),
        "understood": retelling.understood(complaint, desk.reader_language()),
        "owner": "" if complaint.owner == telling.DESK else complaint.owner, "opened_at": complaint.opened_at,
        "channel": _(names.said(names.CHANNELS, complaint.channel)), "recorder": complaint.recorder,
        "news_by": complaint.news_by, "finish_by": complaint.finish_by, "decide_by": complaint.decide_by,
        "decider": complaint.decider, "ask_by": complaint.ask_by, "learned_at": complaint.learned_at,
        "happened_at": complaint.happened_at, "reported_late": complaint.reported_late,
        "round": int(complaint.round), "hand_overs": int(complaint.hand_overs),
        "danger": dangers.labels(complaint.facts.get(dangers.FACT), desk.reader_language()),
        "is_late": is_late(complaint, now), "rests": reading.rests(complaint),
        "offer_state": _(names.OFFER_STATES[complaint.offer_state]) if complaint.offer_state else "",
        "asked_now": complaint.offer_state == "asked", "is_offered": complaint.offer_state == "made",
        "item": complaint.facts.get("item", ""), "item_here": complaint.facts.get("item_here", ""),
    }  # fmt: skip


def is_late(complaint: Complaint, now: datetime) -> bool:
    """A promise that is over, or a decision that nobody took."""
    ends = (complaint.news_by, complaint.finish_by, complaint.decide_by)
    return any(by and by < now for by in ends)


def _superior(complaint: Complaint) -> bool:
    return plans.complaints().severity(complaint.severity).superior


def labels(name: str) -> Mapping[str, str]:
    """What the codes of this name are called: by the shop's policies, or by the program."""
    policy, review = plans.complaints(), plans.review()
    by_policy: Mapping[str, Mapping[str, Mapping[str, str]]] = {
        "severity": {code: one.label for code, one in policy.severities.items()}, "about": policy.kinds,
        "wish": policy.wishes, "relation": policy.relations, "cause_kind": review.causes,
        "cause": review.causes, "body": review.bodies, "route": review.bodies,
        "remedy": {code: one.label for code, one in plans.compensation().remedies.items()},
    }  # fmt: skip
    language = desk.reader_language()
    if name in by_policy:
        return {code: said.get(language, code) for code, said in by_policy[name].items()}
    return {code: _(said) for code, said in names.VALUES.get(name, {}).items()}


def label(name: str, code: str) -> str:
    return labels(name).get(code, code)


def facts(said: Mapping[str, Any]) -> list[Values]:
    """Each that is known, under its name."""
    return [
        {"name": name, "title": _(names.said(names.FACTS, name)), "said": _said(name, text)}
        for name, text in said.items()
        if text not in ("", None, [], {})
    ]


def _said(name: str, text: Any) -> str:
    if isinstance(text, list):
        return str(len(text))
    if name == dangers.FACT:
        return dangers.told(text, desk.reader_language())
    if name == "cause" and str(text) not in plans.review().causes:
        return str(text)
    if name in AMOUNTS and AS_NOTED.fullmatch(str(text)):
        currency = plans.compensation().currency
        return speaking.money(desk.reader_language(), Decimal(str(text)), currency)
    if name == shares.FACT:
        return shares.said(str(text))
    if name in DAYS:
        return speaking.day(desk.reader_language(), date.fromisoformat(str(text)))
    return label(name, str(text))


def _limits(role: str) -> dict[str, Decimal | None] | None:
    """What the reader may promise alone; nothing where the ladder does not name the role."""
    step = next((one for one in plans.compensation().ladder if one.role == role), None)
    return {"case": step.per_case, "year": step.per_year} if step else None


def unknown(complaint: Complaint, said: Mapping[str, str] | None = None) -> list[str]:
    """What must still be known before it moves on, without what the move itself brings or is `said` with."""
    missing = (need.partition(" (")[0] for need in file.unknown(complaint))
    needs = [need for need in missing if not (said or {}).get(need, "").strip()]
    return [_(names.said(names.FACTS, need)) for need in needs if need not in FOUND_OUT]


def _file(place: int, one: Sequence[Any]) -> Values:
    return {"place": place, "name": one[1] or one[2], "kind": one[2], "size": _size(int(one[3]))}


def _size(count: int) -> str:
    return f"{count / 1024 / 1024:.1f} MB" if count >= 1024 * 1024 else f"{max(1, count // 1024)} KB"


def _beside(one: Values) -> Values:
    stage = _(names.said(names.STAGES, one["stage"]))
    return {**one, "stage": stage, "relation": label("relation", one["relation"])}


def _offer(one: Offer, complaint: Complaint) -> Values:
    is_last = int(one.version) == int(complaint.offers)
    state = names.OFFER_STATES.get(complaint.offer_state, "") if is_last else ""
    return {
        "version": int(one.version), "made_at": one.made_at, "who": one.who, "total": one.total,
        "goodwill": one.goodwill, "owed": one.owed, "currency": one.currency, "effort": one.effort,
        "beside": one.beside or "", "below": one.below or "",
        "precedents": one.precedents, "state": _(state) if state else "",
        "gives": [_give(kind, amount, said) for kind, amount, said in one.gives],
    }  # fmt: skip


def _give(kind: str, amount: str, said: str) -> Values:
    currency = plans.compensation().currency
    return {
        "kind": label("remedy", kind), "amount": Decimal(amount) or None, "currency": currency,
        "words": said,
    }  # fmt: skip


def _precedent(one: Any) -> Values:
    said = dict(one)
    kinds = ", ".join(label("remedy", give["kind"]) for give in said["gives"])
    return {
        "number": said["number"], "product": said["product"], "total": Decimal(said["total"]),
        "currency": said["currency"], "kinds": kinds, "at_fault": label("at_fault", said["at_fault"]),
        "satisfaction": label("satisfaction", said["satisfaction"]),
    }  # fmt: skip


def _promise(line: Sequence[str], now: datetime) -> Values:
    what, by, _made, ended, _at = line
    late = not ended and now > datetime.fromisoformat(by)
    said = names.ENDINGS.get(ended, ended)
    return {"what": _(names.said(names.PROMISES, what)), "by": datetime.fromisoformat(by),
            "kind": {"kept": "good", "broken": "bad"}.get(ended, "bad" if late else ""), "stands": not ended,
            "ended": _(said)}  # fmt: skip


def _clock(one: Clock, now: datetime) -> Values:
    return {
        "name": _(names.said(names.CLOCKS, one.name)), "due_at": one.due_at, "met_at": one.met_at,
        "late": one.is_late(now), "worked": round(one.worked.total_seconds() / 3600, 1),
        "granted": round(one.limit.total_seconds() / 3600, 1),
    }  # fmt: skip


def _task(one: Task, today: date) -> Values:
    ending, language = plans.tasks().outcome(one.do, one.outcome), desk.reader_language()
    outcome = ending.label.get(language, one.outcome) if ending else ""
    return {"key": one.key, "title": one.title_in(language), "rep": one.rep, "state": one.state,
            "due_on": one.due_on, "outcome": outcome,
            "late": one.state == "open" and one.due_on < today}  # fmt: skip


def _route(one: Mapping[str, Any]) -> Values:
    days = {name: _day(str(one[name])) for name in ("filed_on", "next_on", "ended_on")}
    papers = [{"on": _day(on), "what": what, "answer_by": _day(by)} for on, what, by in one["papers"]]
    return {**one, **days, "body": label("body", str(one["body"])), "papers": papers}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _event(one: Mapping[str, Any], complaint: Complaint) -> Values:
    says = {n: t for n, t in (one["says"] or {}).items() if n == dangers.FACT or not isinstance(t, dict)}
    says = retelling.event(says, complaint, desk.reader_language())
    return {
        "at": datetime.fromisoformat(one["at"]), "what": _(names.said(names.EVENTS, one["what"])),
        "who": _({**names.CHANNELS, **names.BY}.get(one["who"], one["who"])), "says": facts(says),
        "gone": one["says"] is None,
    }  # fmt: skip
