"""Mediation, consumer association, regulator, court (F3-19): who has the complaint, since when, until when
what is wanted of us, on which papers, and how it ended. We go on looking for an agreement meanwhile."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from chalicelib import plans
from chalicelib.care import effects
from chalicelib.care.complaints import file, telling
from chalicelib.errors import BadInput, Conflict
from chalicelib.records.complaints import Complaint
from chalicelib.records.table import Write
from chalicelib.sentences import Said, labelled

LONGEST = 300
MOST_PAPERS = 60
DISPUTED = "disputed"


def go(
    number: str, body: str, reference: str, filed_on: date | None, next_on: date | None, who: str,
    now: datetime, seen: str = "",
) -> Complaint:  # fmt: skip
    """An outside body has it. The complaint becomes disputed where the map leads there, and else goes on;
    whoever stands above hears, and a day that is named has a task."""
    complaint, today = file.get(number, seen), effects.shop_day(now)
    _check_body(body)
    if _open(complaint, body) is not None:
        raise Conflict(
            "Complaint {complaint} lies before that body already; note its papers there.",
            complaint=complaint.id,
        )
    _check_text(reference, Said("reference"))
    _check_past(filed_on, Said("filed"), now)
    route = {
        "body": body, "reference": reference.strip(), "filed_on": (filed_on or today).isoformat(),
        "next_on": next_on.isoformat() if next_on else "", "papers": [], "ended_on": "", "outcome": "",
    }  # fmt: skip
    asked = f"{len(complaint.routes)} {body}"
    told = telling.outside(complaint, "complaint-outside", body, reference, f"outside {asked}", 1, now)
    besides = (told, *_task(complaint, body, reference, next_on, f"next {asked}", now))
    changes = (Complaint.routes.set([*complaint.routes, route]),)
    said: dict[str, Any] = {
        "facts": {"route": body}, "why": reference.strip(), "changes": changes, "besides": besides,
    }  # fmt: skip
    if DISPUTED in file.moves()[complaint.stage] and not file.stages()[complaint.stage].waits:
        return file.move(complaint, DISPUTED, who, now, **said)
    return file.add(complaint, "went_outside", who, now, **said)


def paper(
    number: str, body: str, what: str, on: date | None, answer_by: date | None, who: str, now: datetime,
    seen: str = "",
) -> Complaint:  # fmt: skip
    """A paper that came or went; one that wants an answer has a task until that day."""
    complaint = file.get(number, seen)
    place = _must_be_open(complaint, body)
    if not what.strip():
        raise BadInput("Say what the paper is: a summons, our answer, a decision.")
    _check_text(what, Said("paper"))
    _check_past(on, Said("dated"), now)
    papers = complaint.routes[place]["papers"]
    if len(papers) >= MOST_PAPERS:
        raise Conflict(
            "There are {most_papers} papers already; keep the rest with the case on paper.",
            most_papers=MOST_PAPERS,
        )
    today = effects.shop_day(now).isoformat()
    line = [on.isoformat() if on else today, what.strip(), answer_by.isoformat() if answer_by else ""]
    besides = tuple(_task(complaint, body, what, answer_by, f"paper {place} {len(papers)}", now))
    wanted = [day for day in (complaint.routes[place]["next_on"], line[2]) if day >= today]
    changed = {"papers": [*papers, line], "next_on": min(wanted, default="")}
    return _changed(complaint, place, changed, "paper", who, now, besides)


def end(
    number: str, body: str, outcome: str, on: date | None, who: str, now: datetime, seen: str = ""
) -> Complaint:
    """How it ended there. What follows from it is offered, agreed or closed as usual."""
    complaint = file.get(number, seen)
    place = _must_be_open(complaint, body)
    if not outcome.strip():
        raise BadInput("Say how it ended: settled, withdrawn, decided for whom and for what.")
    _check_text(outcome, Said("outcome"))
    _check_past(on, Said("ended"), now)
    ended_on = (on or effects.shop_day(now)).isoformat()
    changed = {"ended_on": ended_on, "outcome": outcome.strip(), "next_on": ""}
    return _changed(complaint, place, changed, "outside_ended", who, now)


def _changed(
    complaint: Complaint, place: int, changed: dict[str, Any], event: str, who: str, now: datetime,
    besides: tuple[Write, ...] = (),
) -> Complaint:  # fmt: skip
    routes = [{**one, **changed} if at == place else one for at, one in enumerate(complaint.routes)]
    says = {"body": complaint.routes[place]["body"], **changed}
    changes = (Complaint.routes.set(routes),)
    return file.add(complaint, event, who, now, says=says, changes=changes, besides=besides)


def _open(complaint: Complaint, body: str) -> int | None:
    found = (at for at, one in enumerate(complaint.routes) if one["body"] == body and not one["ended_on"])
    return next(found, None)


def _must_be_open(complaint: Complaint, body: str) -> int:
    _check_body(body)
    place = _open(complaint, body)
    if place is None:
        raise Conflict(
            "Complaint {complaint} does not lie before that body; note that first (`aftercare complaint "
            "outside {complaint} {body}`).",
            complaint=complaint.id,
            body=body,
        )
    return place


def _check_body(body: str) -> None:
    known = plans.review().bodies
    if body not in known:
        raise BadInput(
            "{body!r} is no outside body; use one of {known} (policies/review.yaml).",
            body=body,
            known=labelled(known),
        )


def _check_text(text: str, what: str) -> None:
    if len(text) > LONGEST:
        raise BadInput(
            "The {what} is longer than {longest} letters; say it shorter.", what=what, longest=LONGEST
        )


def _check_past(on: date | None, what: str, now: datetime) -> None:
    if on and on > effects.shop_day(now):
        raise BadInput(
            "It cannot have been {what} on {on}, which is still to come. Correct the day.", what=what, on=on
        )


def _task(
    complaint: Complaint, body: str, note: str, by: date | None, reason: str, now: datetime
) -> Iterator[Write]:
    if by is None:
        return
    days = (by - effects.shop_day(now)).days
    if days < 0:
        raise BadInput("{by} is over; name the day by which something is wanted of us, or none.", by=by)
    yield telling.outside(complaint, "complaint-paper", body, note, reason, days, now)
