"""What people are asked to do, and what came of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pynamodb.attributes import BooleanAttribute, JSONAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.records import pages
from chalicelib.records.attributes import DateAttribute, InstantAttribute, TitleAttribute
from chalicelib.records.table import Row

# Where everybody's open ones stand, so that a shop's leaders count them in one request.
OPEN = "tasks#open"
# Before and behind all days.
FIRST, LAST = "!", "~"


class Task(Row, discriminator="task"):
    """`state` is open, done or dropped. `do` is the verb: call, visit, gift, checklist, ask, fix, reply ...
    `case`: the complaint it is about, which looks when it is done. `telling`: what somebody told us that it
    has a person read. `any_hour`: an urgent one may wake whoever has it. `at_time`: the hour that was agreed
    for that day, `14:30` on the shop's clock. `photos`: [[key, name, kind, size]] taken there. `friend`: the
    referral whose number is phoned, not the customer's.

    Open tasks stand in `lookup` together, by rep and day; done ones each under their rep, by day.
    """

    customer_id = UnicodeAttribute(default="")
    sale_id = UnicodeAttribute(default="")
    touch_key = UnicodeAttribute(default="")
    step = UnicodeAttribute(default="")
    do = UnicodeAttribute()
    title = TitleAttribute()
    rep = UnicodeAttribute(default="")
    opened_at = InstantAttribute()
    due_on = DateAttribute()
    urgent = BooleanAttribute(default=False)
    any_hour = BooleanAttribute(null=True)
    state = UnicodeAttribute(default="open")
    outcome = UnicodeAttribute(default="")
    note = UnicodeAttribute(default="")
    done_at = InstantAttribute(null=True)
    done_by = UnicodeAttribute(default="")
    history = JSONAttribute(default=list)
    case = UnicodeAttribute(null=True)
    at_time = UnicodeAttribute(null=True)
    photos = JSONAttribute(null=True)
    telling = UnicodeAttribute(null=True)
    friend = UnicodeAttribute(null=True)

    @classmethod
    def at(cls, customer_id: str, task_id: str) -> tuple[str, str]:
        return (f"customer#{customer_id}", f"task#{task_id}") if customer_id else (f"task#{task_id}", "task")

    @property
    def id(self) -> str:
        return self.sk.removeprefix("task#") if self.customer_id else self.pk.removeprefix("task#")

    @property
    def key(self) -> str:
        return f"{self.customer_id}.{self.id}" if self.customer_id else self.id

    @classmethod
    def at_key(cls, key: str) -> tuple[str, str]:
        customer_id, _, task_id = key.rpartition(".")
        return cls.at(customer_id, task_id)

    @classmethod
    def by_key(cls, key: str) -> "Task | None":
        return cls.find(*cls.at_key(key))

    def title_in(self, language: str) -> str:
        """As whoever reads it has it; of a row from before titles could be told, as it was finished."""
        from chalicelib.words import titles  # rows are read where nothing is said

        return titles.told(self.title, language)

    def as_read(self) -> Condition:
        """Still open, and nobody else's deed would be written over. To be asked for before it is changed."""
        return (Task.state == "open") & (Task.history == self.history) & (Task.rep == self.rep)

    def end(self, outcome: str, who: str, now: datetime) -> None:
        self.state, self.outcome, self.done_at, self.done_by = "done", outcome, now, who
        self.due_lane = self.due_key = None
        self.listed()

    def drop(self, why: str) -> None:
        """Nobody has to do it any more; `why` stands as how it ended."""
        self.state, self.outcome, self.due_lane, self.due_key = "dropped", why, None, None
        self.listed()

    def listed(self) -> None:
        """Set the place in `lookup` that fits the state."""
        pk, begin = place(self.rep, self.state)
        self.lookup_pk, self.lookup_sk = pk, f"{begin}{self.due_on.isoformat()}#{self.id}"


def place(rep: str, state: str) -> tuple[str, str]:
    """Where a rep's tasks stand in `lookup`, and with what each begins there."""
    return (OPEN, f"{rep}#") if state == "open" else (f"rep#{rep}#{state}", "")


def of_rep(rep: str, state: str, first: str = FIRST, last: str = LAST, **options: Any) -> list[Task]:
    """From one day to another, both included, the soonest first."""
    pk, begin = place(rep, state)
    within: Condition = Row.lookup_sk.between(f"{begin}{first}", f"{begin}{last}{LAST}")
    return Task.by_lookup(pk, within, **options)


def both_lists(
    rep: str, until: date, most: int, done: int, after: str = "", beside: Sequence[tuple[str, str]] = ()
) -> tuple[list[Task], list[Task], list[Row]]:
    """Open ones until a day, the soonest first, done ones, the latest first, and the rows of other keys that
    are wanted `beside` them; the rows in one request. `after`: the day and id of the open one behind which to
    begin."""
    last, first = until.isoformat(), f"{after}{FIRST}" if after else FIRST
    waiting = _keys(rep, "open", last, most, first) if first < f"{last}{LAST}" else []
    ended = _keys(rep, "done", "", done)
    found = Row.many([*waiting, *ended, *beside])

    def tasks(keys: list[tuple[str, str]]) -> list[Task]:
        return [row for key in keys if isinstance(row := found.get(key), Task)]

    return tasks(waiting), tasks(ended), [found[key] for key in beside if key in found]


def first_keys(rep: str, most: int) -> list[tuple[str, str]]:
    """Where their soonest are."""
    return _keys(rep, "open", LAST, most)


def _keys(rep: str, state: str, last: str, most: int, first: str = FIRST) -> list[tuple[str, str]]:
    pk, begin = place(rep, state)
    within: Condition = Row.lookup_sk.between(f"{begin}{first}", f"{begin}{last}{LAST}")
    entries, _ = pages.keys(pk, most, None, within, forward=state == "open")
    return [(raw["pk"]["S"], raw["sk"]["S"]) for raw in entries]


@dataclass(frozen=True)
class Entry:
    """An open task as far as the index knows it."""

    rep: str
    due_on: date
    at: tuple[str, str]

    @property
    def customer_id(self) -> str:
        """Whom it is for, or nobody in particular."""
        return self.at[0].removeprefix("customer#") if self.at[0].startswith("customer#") else ""


def open_entries(rep: str | None = None) -> Iterator[Entry]:
    """Everybody's open tasks or one rep's, rep by rep and day by day: some thousands a request."""
    within = None if rep is None else Row.lookup_sk.startswith(f"{rep}#")
    for raw in Row._raw(OPEN, within, index_name="lookup"):
        rep, day, _ = raw["lookup_sk"]["S"].rsplit("#", 2)
        yield Entry(rep, date.fromisoformat(day), (raw["pk"]["S"], raw["sk"]["S"]))


def done_partitions(rep: str) -> set[str]:
    """Of whom a rep has done tasks, by the index alone: some thousands a request."""
    return {raw["pk"]["S"] for raw in Row._raw(place(rep, "done")[0], None, index_name="lookup")}
