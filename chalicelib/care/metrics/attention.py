"""What will not come right by itself, each with the one thing to do next. Bounded: of each kind the latest,
and how many there are."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from operator import attrgetter
from typing import Any

from chalicelib.care.metrics import board, listing
from chalicelib.records import ahead, metrics, tasks
from chalicelib.records import board as cases
from chalicelib.records.attributes import instant
from chalicelib.records.campaigns import Campaign
from chalicelib.records.clusters import Cluster
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.imports import Import
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task
from chalicelib.records.tellings import WAITING, Telling
from chalicelib.records.touchpoints import Touchpoint

MESSAGES_OF = timedelta(days=7)
# Whom no message reaches stays on the list as long as it is so, and they were to hear something lately.
UNREACHED_OF = timedelta(days=90)
IMPORTS_OF = timedelta(days=30)
SHOWN = 20
# As many as one request reads; of messages of one kind more, where most are others' or settled since.
LOOKED_AT, MESSAGES_LOOKED_AT = 100, 500
UNREACHABLE = ("no_address", "bad_address")
DECIDING, UNREACHED = "deciding", "unreachable"
Sees = Callable[[Row], bool]


@dataclass(frozen=True)
class Concern:
    """One thing. `subject` is a row's own name, `facts` what is shown of it, `touch` the message where it
    is one."""

    subject: str
    since: str
    facts: dict[str, Any] = field(default_factory=dict)
    touch: Touchpoint | None = None


@dataclass(frozen=True)
class Group:
    """`count`: of all, also those that are not shown."""

    kind: str
    count: int
    concerns: list[Concern]


def groups(
    now: datetime, sees: Sees, open_cases: Sequence[cases.Entry], open_tasks: Sequence[tasks.Entry]
) -> list[Group]:
    """Those of which there is anything, the most pressing kinds first. `sees`: if a row is the reader's;
    `open_cases` and `open_tasks`: all that are open, as the index has them."""
    found = [
        _clusters(sees), _approvals(now, sees, open_cases), _suspects(sees), *_messages(now, sees),
        *_imports(now, sees), _campaigns(sees), _nobodys(sees, open_tasks),
    ]  # fmt: skip
    return [group for group in found if group.count]


def _group(kind: str, concerns: Iterable[Concern], count: int | None = None) -> Group:
    listed = sorted(concerns, key=lambda one: one.since, reverse=True)
    return Group(kind, len(listed) if count is None else count, listed[:SHOWN])


def _suspects(sees: Sees) -> Group:
    """Mail with a virus, or taken for spam: a customer's may be among it."""
    rows = [row for row in Row.by_lookup(WAITING) if isinstance(row, Telling) and row.suspect and sees(row)]
    concerns = [Concern(row.reference, instant(row.told_at), {"sender": row.sender}) for row in rows]
    return _group("suspect", concerns)


def _messages(now: datetime, sees: Sees) -> Iterator[Group]:
    """Failed, lost and in doubt, or without an address that works; not what has found its way since."""
    last = now.date()
    days = metrics.between(last - UNREACHED_OF, last)
    lately = [row for row in days if row.day >= (last - MESSAGES_OF).isoformat()]
    for kind, names in _troubles(board.summed(lately)).items():
        if kind != UNREACHED:
            ours = _ours((last - MESSAGES_OF, last), names, sees)
            yield _group(kind, {one.key: _message(one) for one in islice(ours, LOOKED_AT)}.values())
    yield _unreached((last - UNREACHED_OF, last), _troubles(board.summed(days))[UNREACHED], sees)


def _unreached(days: tuple[date, date], names: Collection[tuple[str, str]], sees: Sees) -> Group:
    """Each person once, by the latest message. What is older counts only where still no address works."""
    lately = (days[1] - MESSAGES_OF).isoformat()
    found: dict[str, Concern] = {}
    for touch in _ours(days, names, sees):
        said = _message(touch)
        if touch.owner not in found and (said.since >= lately or _is_out_of_reach(touch.owner)):
            found[touch.owner] = said
    return _group(UNREACHED, found.values())


def _is_out_of_reach(owner: str) -> bool:
    row = Customer.find(*Customer.at(owner))
    if row is None:
        return False
    known = [*(phone for phone in row.phones if phone not in row.no_sms), *row.emails]
    return all(address in row.stopped for address in known)


def _ours(days: tuple[date, date], names: Collection[tuple[str, str]], sees: Sees) -> Iterator[Touchpoint]:
    reasons = {reason for _outcome, reason in names}
    touches = _touches(days, names) if names else ()
    return (one for one in touches if one.reason in reasons and _is_open(one) and sees(one))


def _touches(days: tuple[date, date], names: Collection[tuple[str, str]]) -> Iterator[Touchpoint]:
    """Of each kind by itself: a flood of one hides no other. Their customers, by whom one sees whose they
    are, are read together."""
    rows = listing.behind("message", days, lambda named: (named[1], named[2]) in names, MESSAGES_LOOKED_AT)
    touches = (said.row for said in rows if isinstance(said.row, Touchpoint))
    while some := list(islice(touches, LOOKED_AT)):
        ahead.rows([Customer.at(one.owner) for one in some])
        yield from some


def _troubles(tally: board.Tally) -> dict[str, list[tuple[str, str]]]:
    """By kind the outcomes and reasons that stand for it and occurred."""
    kinds: dict[str, list[tuple[str, str]]] = {"uncertain": [], "failed": [], "unreachable": []}
    ended = {(outcome, reason) for _step, outcome, reason, _channel in tally.cells}
    for outcome, reason in sorted(ended):
        if outcome in ("failed", "refused") and (kind := _kind(outcome, reason)):
            kinds[kind].append((outcome, reason))
    return kinds


def _kind(outcome: str, reason: str) -> str:
    if reason.startswith("uncertain"):
        return "uncertain"
    if reason.startswith(UNREACHABLE):
        return "unreachable"
    return "failed" if outcome == "failed" else ""


def _is_open(touch: Touchpoint) -> bool:
    """It ended so, and whoever it was for is still known to us."""
    return touch.state in ("failed", "skipped") and touch.owner.startswith("c")


def _message(touch: Touchpoint) -> Concern:
    at = touch.settled_at or touch.sent_at
    facts = {"step": touch.step, "reason": touch.reason, "channel": touch.channel}
    return Concern(touch.key, instant(at) if at else "", facts, touch)


def _imports(now: datetime, sees: Sees) -> Iterator[Group]:
    """Files that wait for somebody, failed, or left rows behind."""
    batches = [row for row in Import.in_partition("import") if isinstance(row, Import) and sees(row)]
    late = [row for row in batches if now - row.at_moment <= IMPORTS_OF]
    yield _group("import_held", (_import(row) for row in batches if not row.released and row.state == "done"))
    yield _group("import_failed", (_import(row) for row in late if row.state == "failed"))
    yield _group("import_rejects", (_import(row) for row in late if _left_rows(row)))


def _left_rows(row: Import) -> bool:
    return row.state == "done" and bool(row.left_behind)


def _import(row: Import) -> Concern:
    held = row.counts.get("held") or {}
    facts = {
        "file": row.file_name, "rejects": row.left_behind, "reason": row.reason,
        "messages": held.get("messages", 0), "customers": held.get("customers", 0),
    }  # fmt: skip
    return Concern(row.id, instant(row.at_moment), facts)


def _approvals(now: datetime, sees: Sees, open_cases: Sequence[cases.Entry]) -> Group:
    """Offers whose decider has let his time go by, or that nobody is there to decide."""
    oldest = sorted((one for one in open_cases if one.stage == DECIDING), key=attrgetter("age"))
    rows = Complaint.many([one.key for one in oldest[:LOOKED_AT]]).values()
    stuck = [row for row in rows if isinstance(row, Complaint) and _is_stuck(row, now) and sees(row)]
    return _group("approval", map(_approval, stuck))


def _is_stuck(row: Complaint, now: datetime) -> bool:
    return row.offer_state == "asked" and (not row.decider or row.decide_by is None or row.decide_by < now)


def _approval(row: Complaint) -> Concern:
    since = instant(row.decide_by or row.opened_at)
    return Concern(row.id, since, {"decider": row.decider, "owner": row.owner})


def _campaigns(sees: Sees) -> Group:
    waiting = [row for row in Campaign.in_partition("campaign") if _waits(row) and sees(row)]
    return _group("campaign_approval", (Concern(row.name, "", {"saved_by": row.saved_by}) for row in waiting))


def _waits(row: Campaign) -> bool:
    return row.checked == row.version and row.approved != row.version and not row.cancelled


def _clusters(sees: Sees) -> Group:
    """Batches about which nobody has decided yet."""
    found = [row for row in Cluster.in_partition("cluster") if isinstance(row, Cluster) and sees(row)]
    there = Task.many([Task.at_key(row.task_key) for row in found])
    undecided = [row for row in found if _is_undecided(there.get(Task.at_key(row.task_key)))]
    return _group("cluster", map(_cluster, undecided))


def _is_undecided(task: Task | None) -> bool:
    return task is not None and task.state == "open"


def _cluster(row: Cluster) -> Concern:
    facts = {"product": row.product, "complaints": len(row.numbers), "owners": int(row.owners)}
    return Concern(row.batch, instant(row.found_at), facts)


def _nobodys(sees: Sees, open_tasks: Sequence[tasks.Entry]) -> Group:
    """Tasks that nobody in particular has: faults of rows and of the set-up, replies without a rep."""
    found = list(Task.many([one.at for one in open_tasks if not one.rep][:LOOKED_AT]).values())
    ahead.rows([Customer.at(row.customer_id) for row in found if row.customer_id])
    return _group("nobody", (_task(row) for row in found if isinstance(row, Task) and sees(row)))


def _task(row: Task) -> Concern:
    return Concern(row.key, instant(row.opened_at), {"title": row.title, "do": row.do})
