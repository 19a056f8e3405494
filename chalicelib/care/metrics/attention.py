"""What will not come right by itself, each with the one thing to do next. Bounded: of each kind the latest,
and how many there are."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.care.metrics import troubles, workload
from chalicelib.care.metrics.troubles import Trouble
from chalicelib.records import ahead, tasks
from chalicelib.records import board as cases
from chalicelib.records.attributes import instant
from chalicelib.records.campaigns import Campaign
from chalicelib.records.clusters import Cluster
from chalicelib.records.complaints import Complaint
from chalicelib.records.customers import Customer
from chalicelib.records.imports import Import
from chalicelib.records.switches import Switch
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task
from chalicelib.records.tellings import Telling
from chalicelib.records.touchpoints import Touchpoint, parts
from chalicelib.rules import endings

SHOWN = 20
# How many rows of each are read. All of them, with whom they are about, fit into three requests: one for what
# the index knows, two for the rest.
CASES, STUCK, NOBODYS, MESSAGES = 28, 14, 28, 16
Sees = Callable[[Row], bool]
SeesSold = Callable[[str, str], bool]


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


@dataclass(frozen=True)
class Waiting:
    """Where there may be something: open complaints and nobody's tasks as the index has them, and what the
    clock keeps, messages as far as they may be the reader's."""

    cases: Sequence[cases.Entry]
    nobodys: Sequence[tuple[str, str]]
    messages: Mapping[str, list[Trouble]]
    rows: list[tuple[str, str]]

    @property
    def oldest(self) -> list[tuple[str, str]]:
        return cases.oldest(self.cases, CASES)

    @property
    def deciding(self) -> list[tuple[str, str]]:
        return cases.oldest((one for one in self.cases if one.stage == cases.DECIDING), STUCK)


def waiting(sees_sold: SeesSold, is_narrow: bool) -> Waiting:
    """What is needed to tell, read together. `sees_sold`: if what a shop and a rep sold is the reader's;
    `is_narrow`: then their customers say so, too."""
    found = Waiting(list(cases.entries()), tasks.first_keys("", NOBODYS), {}, [])
    people = [(pk, "customer") for pk, _sk in found.nobodys if is_narrow and pk.startswith("customer#")]
    kept_rows = [Switch.at(troubles.NAME), Switch.at(workload.NAME)]
    ahead.rows([*kept_rows, *found.oldest, *found.deciding, *found.nobodys, *people])
    kept = troubles.kept()
    messages = {kind: _ours(each, sees_sold) for kind, each in kept.messages.items()}
    read = [one for each in messages.values() for one in each[:MESSAGES]]
    owners = [Customer.at(one.owner) for one in read]
    if is_narrow:
        about = Complaint.many([*found.oldest, *found.deciding]).values()
        owners += [Customer.at(row.customer_id) for row in about if isinstance(row, Complaint)]
    ahead.rows([*(one.row for one in read), *owners, *kept.rows])
    return Waiting(found.cases, found.nobodys, messages, kept.rows)


def _ours(each: list[Trouble], sees_sold: SeesSold) -> list[Trouble]:
    """The reader's, as far as one knows without their customers."""
    return [
        one for one in each if one.sold_by is None or any(sees_sold(store, rep) for store, rep in one.sold_by)
    ]


def groups(now: datetime, sees: Sees, found: Waiting) -> list[Group]:
    """Those of which there is anything, the most pressing kinds first. `sees`: if a row is the reader's."""
    rows = [row for row in Row.many(found.rows).values() if not isinstance(row, Task) and sees(row)]
    each = [
        _clusters(rows), _approvals(now, sees, found), _suspects(rows), *_messages(now, sees, found),
        *_imports(now, rows), _campaigns(rows), _nobodys(sees, found),
    ]  # fmt: skip
    return [group for group in each if group.count]


def _group(kind: str, concerns: Iterable[Concern], unread: int = 0) -> Group:
    listed = sorted(concerns, key=lambda one: one.since, reverse=True)
    return Group(kind, len(listed) + unread, listed[:SHOWN])


def _suspects(rows: list[Row]) -> Group:
    """Mail with a virus, or taken for spam: a customer's may be among it."""
    held = [row for row in rows if isinstance(row, Telling) and row.suspect and row.lookup_pk]
    return _group(
        "suspect",
        (Concern(row.reference, instant(row.told_at), {"sender": row.sender}) for row in held),
    )


def _messages(now: datetime, sees: Sees, found: Waiting) -> Iterator[Group]:
    """Failed, lost and in doubt, or without an address that works; not what has found its way since."""
    for kind, each in found.messages.items():
        rows = Row.many([one.row for one in each[:MESSAGES]]).values()
        touches = [row for row in rows if isinstance(row, Touchpoint) and _stands(row, kind) and sees(row)]
        concerns = [one for one in map(_message, touches) if _still(one, kind, now)]
        yield _group(kind, concerns, max(0, len(each) - MESSAGES))


def _still(one: Concern, kind: str, now: datetime) -> bool:
    """An older message that reached nobody counts as long as its customer has no address that works."""
    if kind != endings.UNREACHED or one.since >= instant(now - troubles.MESSAGES_OF):
        return True
    row = Customer.find(*Customer.at(parts(one.subject)[0]))
    if row is None:
        return False
    known = [*(phone for phone in row.phones if phone not in row.no_sms), *row.emails]
    return all(address in row.stopped for address in known)


def _stands(touch: Touchpoint, kind: str) -> bool:
    """It ended so, and nobody has sent it by another way since."""
    return endings.of_state(touch.state, touch.reason) == kind


def _message(touch: Touchpoint) -> Concern:
    at = touch.settled_at or touch.sent_at
    facts = {"step": touch.step, "reason": touch.reason, "channel": touch.channel}
    return Concern(touch.key, instant(at) if at else "", facts, touch)


def _imports(now: datetime, rows: list[Row]) -> Iterator[Group]:
    """Files that wait for somebody, failed, or left rows behind."""
    kinds = [(row, troubles.import_kinds(row, now)) for row in rows if isinstance(row, Import)]
    for kind in ("import_held", "import_failed", "import_rejects"):
        yield _group(kind, (_import(row) for row, its_own in kinds if kind in its_own))


def _import(row: Import) -> Concern:
    held = row.counts.get("held") or {}
    facts = {
        "file": row.file_name, "rejects": row.left_behind, "reason": row.reason,
        "messages": held.get("messages", 0), "customers": held.get("customers", 0),
    }  # fmt: skip
    return Concern(row.id, instant(row.at_moment), facts)


def _approvals(now: datetime, sees: Sees, found: Waiting) -> Group:
    """Offers of which the highest who may decide has let the time go by, or that nobody is there to decide.
    Below that the clock brings them one level higher."""
    rows = Complaint.many(found.deciding).values()
    stuck = [row for row in rows if isinstance(row, Complaint) and _is_stuck(row, now) and sees(row)]
    return _group("approval", map(_approval, stuck))


def _is_stuck(row: Complaint, now: datetime) -> bool:
    if row.offer_state != "asked":
        return False
    in_time = row.decider and row.decide_by and row.decide_by >= now and not row.undecided_since
    return not in_time


def _approval(row: Complaint) -> Concern:
    since = instant(row.undecided_since or row.decide_by or row.opened_at)
    return Concern(row.id, since, {"decider": row.decider, "owner": row.owner})


def _campaigns(rows: list[Row]) -> Group:
    held = [row for row in rows if isinstance(row, Campaign) and troubles.waits_for_approval(row)]
    return _group("campaign_approval", (Concern(row.name, "", {"saved_by": row.saved_by}) for row in held))


def _clusters(rows: list[Row]) -> Group:
    """Batches about which nobody has decided yet."""
    return _group("cluster", map(_cluster, troubles.undecided(rows)))


def _cluster(row: Cluster) -> Concern:
    facts = {"product": row.product, "complaints": len(row.numbers), "owners": int(row.owners)}
    return Concern(row.batch, instant(row.found_at), facts)


def _nobodys(sees: Sees, found: Waiting) -> Group:
    """Tasks that nobody in particular has: faults of rows and of the set-up, replies without a rep."""
    rows = Task.many(found.nobodys).values()
    return _group("nobody", (_task(row) for row in rows if isinstance(row, Task) and sees(row)))


def _task(row: Task) -> Concern:
    return Concern(row.key, instant(row.opened_at), {"title": row.title, "do": row.do})
