"""What may need somebody, kept in one row: messages that ended badly, as the drains noted, and rows that
wait for a person. It stands in many places, so the clock looks every few minutes; whether it still waits,
the page asks the rows themselves."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from chalicelib.care import effects
from chalicelib.records.attributes import instant
from chalicelib.records.campaigns import Campaign
from chalicelib.records.clusters import Cluster
from chalicelib.records.customers import Customer
from chalicelib.records.imports import Import
from chalicelib.records.runs import Run
from chalicelib.records.switches import Switch
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task
from chalicelib.records.tellings import WAITING, Telling
from chalicelib.records.touchpoints import Touchpoint, parts
from chalicelib.rules import endings
from chalicelib.rules.endings import KINDS, UNREACHED

Key = tuple[str, str]
NAME = "troubles"
MESSAGES_OF, IMPORTS_OF = timedelta(days=7), timedelta(days=30)
# Whom no message reaches stays on the list as long as it is so, and they were to hear something lately.
UNREACHED_OF = timedelta(days=90)
# Messages of each kind: of one shop, so that its flood hides no other's, and of all.
OF_A_SHOP, OF_ALL = 50, 300
# As many rows as may wait: what a page reads of them has to fit into a request or two.
IMPORTS, CAMPAIGNS, CLUSTERS, MAILS = 20, 15, 7, 10


@dataclass(frozen=True)
class Trouble:
    """A message that ended badly. `sold_by`: [[shop, rep]] of its customer, nothing where their row says
    nothing of it."""

    at: str
    key: str
    store: str
    sold_by: list[list[str]] | None

    @property
    def owner(self) -> str:
        return parts(self.key)[0]

    @property
    def row(self) -> Key:
        return Touchpoint.at(*parts(self.key))


@dataclass(frozen=True)
class Kept:
    """`messages`: by kind, the latest first. `rows`: imports, campaigns, batches with their tasks, mail."""

    messages: dict[str, list[Trouble]]
    rows: list[Key]


def kept() -> Kept:
    value = Switch.read(NAME)
    rows = [(pk, sk) for pk, sk in value.get("rows", [])]
    return Kept({kind: [Trouble(*one) for one in value.get(kind, [])] for kind in KINDS}, rows)


def since(first: date, today: date) -> date:
    """From when on the notes are wanted: where nobody has kept anything yet, as far back as it is shown."""
    return first if Switch.read(NAME, consistent=True) else min(first, today - MESSAGES_OF)


def keep(notes: Sequence[Run], now: datetime) -> None:
    """The clock's way in, with the notes of the last days. Nothing is written unless something is new. Whose
    a message's customer is, is asked once a day for each: they may come to another shop."""
    before, today = Switch.read(NAME, consistent=True), f"{effects.shop_day(now)}"
    ended, is_same_day = _ended(notes), before.get("day") == today
    found: dict[str, Any] = {"day": today}
    for kind in KINDS:
        known = before.get(kind, [])
        found[kind] = _latest(kind, [*ended[kind], *known], known if is_same_day else [], now)
    found["rows"] = [list(key) for key in _waiting(now)]
    if found != before:
        Switch(*Switch.at(NAME), value=found, who="clock", at_moment=now).save()


def note(row: Import, now: datetime) -> None:
    """A ledger that has ended says by itself that somebody has to see to it. Where the clock keeps its list
    at the same moment, that one stands, and the next finds the ledger."""
    kept, key = Switch.find(*Switch.at(NAME), consistent=True), [row.pk, row.sk]
    if kept and import_kinds(row, now) and key not in kept.value.get("rows", []):
        value = {**kept.value, "rows": [key, *kept.value.get("rows", [])]}
        kept.change([Switch.value.set(value)], Switch.value == kept.value)


def _ended(notes: Sequence[Run]) -> dict[str, list[list]]:
    """By kind [instant, key], the latest first. What colleagues were told is no customer's trouble."""
    found: dict[str, list[list]] = {kind: [] for kind in KINDS}
    for run in reversed(notes):
        for key, _step, outcome, reason, *_ in run.settled:
            if key.startswith("c") and (kind := endings.kind_of(outcome, reason)):
                found[kind].append([instant(run.at_moment), key])
    noted = {key for each in found.values() for _, key in each}
    for touch in _unnoted(notes, noted):
        if touch.settled_at and (kind := endings.of_state(touch.state, touch.reason)):
            found[kind].append([instant(touch.settled_at), touch.key])
    return found


def _unnoted(notes: Sequence[Run], noted: set[str]) -> list[Touchpoint]:
    """Messages that a drain was about to end badly and did not note: it may have died in between."""
    there = {Touchpoint.at(*parts(key)) for key in noted}
    named = dict.fromkeys((run.row[0], run.row[1]) for run in notes if run.row)
    left = [key for key in named if key[1].startswith("touch#") and key not in there]
    found = [row for row in Row.many(left).values() if isinstance(row, Touchpoint)]
    return [touch for touch in found if touch.owner.startswith("c")]


def _latest(kind: str, entries: Iterable[list], known: list[list], now: datetime) -> list[list]:
    """Each message once, of who is out of reach the latest; not too old, and of no shop more than its
    share."""
    by_person = kind == UNREACHED
    oldest = instant(now - (UNREACHED_OF if by_person else MESSAGES_OF))
    each = {
        parts(key)[0] if by_person else key: [at, key]
        for at, key, *_ in reversed(list(entries))
        if at >= oldest
    }
    ordered = sorted(each.values(), reverse=True)
    return list(islice(_shared_out(_with_sellers(ordered, {one[1]: one for one in known})), OF_ALL))


def _with_sellers(entries: list[list], known: dict[str, list]) -> list[list]:
    """Whose they are is asked for those of which it is not known."""
    new = list(dict.fromkeys(Customer.at(parts(key)[0]) for _, key in entries if key not in known))
    people = [row for row in Customer.many(new).values() if isinstance(row, Customer)]
    whose = {row.id: Customer.today(row.id) if row.merged_into else row for row in people}
    return [
        [at, key, *(known[key][2:] if key in known else _sellers(whose.get(parts(key)[0])))]
        for at, key in entries
    ]


def _sellers(customer: Customer | None) -> list:
    if customer is None:
        return ["", []]
    sold = None if customer.sellers is None else [[customer.store, customer.rep], *customer.sellers]
    return [customer.store, sold]


def _shared_out(entries: list[list]) -> Iterator[list]:
    seen: Counter[str] = Counter()
    for one in entries:
        seen[one[2]] += 1
        if seen[one[2]] <= OF_A_SHOP:
            yield one


def _waiting(now: datetime) -> Iterator[Key]:
    """Of each kind the latest."""
    imports = [row for row in Import.in_partition("import") if isinstance(row, Import)]
    waiting = [row for row in imports if import_kinds(row, now)]
    campaigns = [row for row in Campaign.in_partition("campaign") if isinstance(row, Campaign)]
    mails = [row for row in Row.by_lookup(WAITING) if isinstance(row, Telling) and row.suspect]
    yield from _keys(sorted(waiting, key=lambda row: row.at_moment, reverse=True)[:IMPORTS])
    yield from _keys([row for row in campaigns if waits_for_approval(row)][:CAMPAIGNS])
    yield from _keys(sorted(mails, key=lambda row: row.told_at, reverse=True)[:MAILS])
    for row in undecided(Cluster.in_partition("cluster"))[:CLUSTERS]:
        yield from ((row.pk, row.sk), Task.at_key(row.task_key))


def _keys(rows: Iterable[Row]) -> list[Key]:
    return [(row.pk, row.sk) for row in rows]


def import_kinds(row: Import, now: datetime) -> list[str]:
    """Whether it waits for somebody, failed, or left rows behind."""
    is_late = now - row.at_moment <= IMPORTS_OF
    found = {
        "import_held": not row.released and row.state == "done",
        "import_failed": is_late and row.state == "failed",
        "import_rejects": is_late and row.state == "done" and bool(row.left_behind),
    }
    return [kind for kind, holds in found.items() if holds]


def waits_for_approval(row: Campaign) -> bool:
    return row.checked == row.version and row.approved != row.version and not row.cancelled


def undecided(rows: Iterable[Row]) -> list[Cluster]:
    """The batches among these about which nobody has decided yet, the latest first."""
    found = [row for row in rows if isinstance(row, Cluster)]
    there = Task.many([Task.at_key(row.task_key) for row in found])
    waiting = [row for row in found if _is_open(there.get(Task.at_key(row.task_key)))]
    return sorted(waiting, key=lambda row: row.found_at, reverse=True)


def _is_open(task: Row | None) -> bool:
    return isinstance(task, Task) and task.state == "open"
