"""A complaint's file: read, and changed by one event at a time, which moves it or adds what is known."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from chalicelib import plans, plugins
from chalicelib.care import effects
from chalicelib.care.complaints import overtaken, telling
from chalicelib.errors import Conflict, NotFound
from chalicelib.records import complaints as records
from chalicelib.records import events, versions
from chalicelib.records.attributes import instant
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.table import NOW, Row, Write, due_key, lane_name, leave_due, shard_of
from chalicelib.rules import case_names as names
from chalicelib.rules import clocks
from chalicelib.rules.clocks import Clock, Moment
from chalicelib.sentences import Joined, Said, named
from chalicelib.stages.base import FACTS, Stage, arrange


@cache
def stages() -> Mapping[str, Stage]:
    return plugins.discover("chalicelib.stages", "STAGE")


@cache
def moves() -> Mapping[str, frozenset[str]]:
    """By stage, where one may go from it; refuses to start on a map that does not add up."""
    return arrange(stages())


def get(number: str, seen: str = "") -> Complaint:
    """`seen` is the tag that the caller knows, where nothing else may have happened meanwhile."""
    found = Complaint.find(*Complaint.at(number.strip()), consistent=True)
    if found is None:
        raise NotFound(
            "There is no complaint {number}. Look at the number in a message to the customer.", number=number
        )
    if not found.facts:
        raise NotFound(
            "Complaint {number} was erased, as its customer wished; only that it was is kept.", number=number
        )
    versions.check(seen, found.chain_head, Said("Complaint {complaint}", complaint=found.id))
    return found


def tag(complaint: Complaint) -> str:
    """Every change is an event, so the last of the chain names how it stands."""
    return versions.tag(complaint.chain_head)


def running(
    complaint: Complaint, now: datetime, more: tuple[Moment, ...] = (), rows: Sequence[Row] | None = None
) -> dict[str, Clock]:
    """Its clocks as its events have them, with events that are about to be added. `rows`: its partition,
    where somebody has read it already."""
    return _clocks(complaint, [*_log(complaint, rows), *more], now)


def noted(complaint: Complaint, now: datetime) -> dict[str, Clock]:
    """The same by what its row says, for lists; nothing of one from before rows said so."""
    return _clocks(complaint, complaint.turned or [], now)


def _log(complaint: Complaint, rows: Sequence[Row] | None = None) -> list[Moment]:
    return [(event.at_moment, event.what) for event in events.of(complaint, rows)]


def _clocks(complaint: Complaint, log: list[Moment], now: datetime) -> dict[str, Clock]:
    policy = plans.complaints()
    return clocks.read(log, policy.severity(complaint.severity).clocks, policy.calendar, now)


def add(
    complaint: Complaint,
    what: str,
    who: str,
    now: datetime,
    *,
    facts: Mapping[str, Any] | None = None,
    says: Mapping[str, Any] | None = None,
    why: str = "",
    to: str = "",
    changes: tuple = (),
    besides: tuple[Write, ...] = (),
    alone: bool = False,
) -> Complaint:
    """One event, with what it changes, in one transaction; the row is due again when its next clock or
    promise asks for it. The event says the `facts`, which are known from then on, what else it `says`, and
    `why`. `to`: the stage that it leads to. `alone`: refused where another event came
    meanwhile, as it always is with `changes` or `besides`."""
    said_then = {**(facts or {}), **(says or {}), **({"why": why} if why else {})}
    stage, length = complaint.stage, complaint.chain_length
    rests_on_it = alone or bool(changes or besides)

    def renewed(current: Complaint) -> tuple:
        if current.stage != stage:
            raise Conflict(
                "Complaint {complaint} is {stage} by now; look at it again.",
                complaint=current.id,
                stage=said(current.stage),
            )
        if rests_on_it and current.chain_length != length:
            raise Conflict(
                "Complaint {complaint} was changed by others just now; look at it again.",
                complaint=current.id,
            )
        known, log = Complaint.facts.set({**current.facts, **(facts or {})}), [*_log(current), (now, what)]
        return (known, *changes, Complaint.turns.set(turns(log)), *_due(current, to, now, log))

    events.append(complaint, what, who, said_then, now, renewed, besides)
    overtaken.by_event(complaint, what, who, now)
    return complaint


def move(
    complaint: Complaint,
    to: str,
    who: str,
    now: datetime,
    *,
    facts: Mapping[str, Any] | None = None,
    why: str = "",
    event: str = "",
    more: Mapping[str, str] | None = None,
    changes: tuple = (),
    besides: tuple[Write, ...] = (),
) -> Complaint:
    """To another stage, if the map leads there and what must be known is known. The customer hears what
    the stage tells (with `more` of its values), written in the same transaction, so that neither can be
    without the other. Coming back from a wait is no news. `event`: what it is called, where it is not what
    entering the stage is called."""
    check(complaint, to, facts or {})
    stage, there = stages()[complaint.stage], stages()[to]
    told = telling.customer(complaint, there.tells, now, more) if there.tells and not stage.waits else ()
    back = complaint.stage if there.waits else ""
    place = [
        Complaint.stage.set(to), Complaint.back_to.set(back),
        *listed(complaint, to, complaint.owner),
    ]  # fmt: skip
    forgotten = () if stage.waits else [fact for fact in there.forgets if complaint.facts.get(fact)]
    known = {**dict.fromkeys(forgotten, ""), **(facts or {})}
    held = _hold(complaint, stage, there, now)
    return add(
        complaint, event or _event_of(stage, there), who, now, facts=known, why=why, to=to,
        changes=(*place, *changes), besides=(*told, *held, *besides),
    )  # fmt: skip


def _hold(complaint: Complaint, stage: Stage, there: Stage, now: datetime) -> Iterator[Write]:
    """While it is open nothing cheerful goes; once it rests, what waited comes forward."""
    if stage.rests == there.rests:
        return
    step, people = -1 if there.rests else 1, records.held(complaint)
    for person, times in people:
        count = (Customer.open_complaints | 0) + step * times
        yield Write(person, (Customer.open_complaints.set(count),))
    for shard in sorted({shard_of(person.pk) for person, _ in people}) if there.rests else ():
        yield Write(effects.brought_forward(shard, "open_complaint", now))


def _event_of(stage: Stage, there: Stage) -> str:
    """Coming back from a wait is a going on, whatever the stage."""
    return clocks.RESUMES if stage.waits else there.event


def check(complaint: Complaint, to: str, facts: Mapping[str, Any]) -> None:
    """Whether it may go there, with what is known and these facts."""
    stage, known = stages()[complaint.stage], {**complaint.facts, **facts}
    onward = {complaint.back_to} if stage.waits else moves()[stage.name]
    if to not in onward:
        raise Conflict(
            "Complaint {complaint} is {stage} and cannot become {wanted}; from there it goes to {onward}.",
            complaint=complaint.id, stage=said(stage.name), wanted=said(to),
            onward=[named(one, names.said(names.STAGES, one)) for one in sorted(onward)],
        )  # fmt: skip
    missing = [] if to in stage.freely else _missing(stage, known)
    if missing:
        raise Conflict(
            "Before complaint {complaint} leaves {stage}, note: {wanted}.",
            complaint=complaint.id,
            stage=said(stage.name),
            wanted=Joined([*missing], "; "),
        )


def unknown(complaint: Complaint) -> list[Said]:
    """What must be known before it leaves its stage."""
    return _missing(stages()[complaint.stage], complaint.facts)


def _missing(stage: Stage, known: Mapping[str, Any]) -> list[Said]:
    return [
        named(f"{need} ({FACTS[need]})", names.said(names.FACTS, need))
        for need in stage.needs
        if not known.get(need)
    ]


def said(stage: str) -> Said:
    return named(stage.replace("_", " "), names.said(names.STAGES, stage))


def listed(complaint: Complaint, stage: str, owner: str) -> list:
    pk, sk = complaint.listed(stage, owner)
    return [Row.lookup_pk.set(pk), Row.lookup_sk.set(sk)]


def hand_over(complaint: Complaint, owner: str, who: str, why: str, now: datetime) -> Complaint:
    """One owner at a time; each hand-over is counted (F1-04). The customer hears at once who has it now, and
    whoever gets it has a task to read the file."""
    complaint.owner, count = owner, int(complaint.hand_overs) + 1
    heard = complaint.stage != telling.RECEIVED
    told = telling.customer(complaint, "complaint-handler", now) if heard else ()
    task = telling.owner(complaint, "complaint-handed", now, f"handed {count}", note=why)
    changes = (
        Complaint.owner.set(owner), Complaint.hand_overs.set(count),
        *listed(complaint, complaint.stage, owner),
    )  # fmt: skip
    return add(
        complaint, "handed_over", who, now, facts={"owner": owner}, why=why, changes=changes,
        besides=(*told, task),
    )  # fmt: skip


def turns(log: Sequence[Moment]) -> list[list[str]]:
    """What its row keeps of its events: those by which clocks go."""
    return [[instant(at), what] for at, what in log if what in clocks.TURNS]


def _due(complaint: Complaint, to: str, now: datetime, log: list[Moment]) -> list:
    """The next end of a clock or the next promise; once it rests, nothing is due."""
    at = telling.next_look(complaint, _clocks(complaint, log, now), now, to)
    if at is None or stages()[to or complaint.stage].rests:
        return leave_due()
    lane = lane_name(shard_of(complaint.pk), NOW)
    return [Row.due_lane.set(lane), Row.due_key.set(due_key(at, complaint.pk, complaint.sk))]
