"""A campaign for very many in memory, from its draft to its results: how long it takes and what it keeps.

python -m bench.crowd 100000
"""

import gc
import json
import resource
import sys
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from chalicelib import jobs, plugins
from chalicelib.care import customers
from chalicelib.care.campaigns import keeping
from chalicelib.care.customers import NewCustomer
from chalicelib.care.hands import Hands
from chalicelib.records.campaigns import Occurrence, occurrences
from chalicelib.records.customers import Contact
from chalicelib.records.memory import Memory
from chalicelib.records.roster import Enrolled
from chalicelib.records.sales import Sale
from chalicelib.records.table import Row, kept_apart, save_all
from chalicelib.settings import Settings
from chalicelib.simulation import next_due

START = datetime(2026, 2, 27, 2, tzinfo=UTC)
DAY, PART = timedelta(days=1), 10
NAME = "spring-word"
SAID: dict[str, Any] = {
    "campaign": NAME, "about": dict.fromkeys(("zh-Hans", "zh-Hant", "en"), NAME), "purpose": "care",
    "when": {"once": "2026-03-02"}, "audience": {"category": ["flooring"]}, "channels": ["sms"],
    "expires": "3 days", "words": {
        "zh-Hans": {"sms": "{{ customer_name }}，春天潮，{{ products }}请用干布擦，早晚关窗。"},
        "zh-Hant": {"sms": "{{ customer_name }}，春天潮，{{ products }}請用乾布抹，早晚關窗。"},
        "en": {"sms": "{{ customer_name }}, spring is damp: wipe your {{ products }} with a dry cloth."},
    },
}  # fmt: skip
LINE = {"series": "实木", "model": "SM-7101", "batch": "B1", "quantity": "65", "unit": "m2"}


@dataclass
class Crowd:
    """`reached` of `meant` when all is over; the rest is what it cost."""

    people: int
    meant: int = 0
    reached: int = 0
    seconds: float = 0.0


def recorded(many: int) -> None:
    """People with an oak floor each, as imports leave them, some at a time."""
    for begin in range(0, many, PART):
        save_all([row for number in range(begin, min(many, begin + PART)) for row in _owner(number)])


def _owner(number: int) -> Iterator[Row]:
    phone = f"+861380{number:07d}"
    person = customers.row(
        NewCustomer(f"客户{number}", (phone,), country="CN", language="zh-CN", sample=True)
    )
    yield person
    yield Contact(*Contact.at("sms", phone), customers=[person.id])
    yield Enrolled(*Enrolled.at(person.id))
    sale = Sale(
        *Sale.at(f"s{number}"), order=f"S{number}", customer_id=person.id, signed_on=date(2025, 11, 1),
        installed_on=date(2025, 11, 20), lines=[LINE], category="flooring",
        entered_at=START,
    )  # fmt: skip
    sale.lookup_pk, sale.lookup_sk = f"customer#{person.id}", "2025-11-01"
    yield sale


def played(many: int) -> Crowd:
    """With people that stand in the table already."""
    clock, began = Clock(START), time.perf_counter()
    keeping.draft(SAID, "marketing", clock.now)
    keeping.check(NAME, clock.now)
    clock.run(DAY)
    keeping.approve(NAME, "the manager", "", clock.now)
    keeping.schedule(NAME, "marketing", clock.now)
    clock.run(10 * DAY)
    (came,) = occurrences(NAME)
    return Crowd(many, _meant(came), came.counts.get("sent", 0), time.perf_counter() - began)


def _meant(came: Occurrence) -> int:
    from chalicelib.records.campaigns import batches

    return sum(batch.tally.get("meant", 0) for batch in batches(NAME, came.id))


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now
        channels = plugins.discover("chalicelib.channels", "CHANNEL")
        self.hands = Hands(Settings(link_secret="bench"), channels)

    def run(self, ahead: timedelta) -> None:
        """Whatever falls due until then, each at its own moment."""
        end = self.now + ahead
        while (found := next_due()) and found[0] <= end:
            self.now = max(self.now, found[0])
            jobs.drain_shard(found[1], lambda: self.now, self.hands)
            self.hands.noted.clear()
        self.now = end


@contextmanager
def traced() -> Iterator[dict[str, float]]:
    """In MB: what the program used beside the table at its highest, and what it kept once that was gone.
    The table only grows, so all that stood above its last size was the program's."""
    told: dict[str, float] = {}
    gc.collect()
    tracemalloc.start()
    try:
        memory = Memory()
        with kept_apart(memory):
            yield told
            gc.collect()
            full, peak = tracemalloc.get_traced_memory()
        memory.forget()
        gc.collect()
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    told |= {"above": (peak - full) / 1e6, "kept": kept / 1e6, "table": (full - kept) / 1e6}


def main() -> None:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with kept_apart(Memory()):
        recorded(many)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        crowd = played(many)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told = {
        "people": many, "meant": crowd.meant, "reached": crowd.reached, "seconds": round(crowd.seconds, 1),
        "ms_each": round(1000 * crowd.seconds / many, 2), "rss_mb_recorded": before // 1024,
        "rss_mb_played": after // 1024, "kb_each": round((after - before) / many, 2),
    }  # fmt: skip
    print(json.dumps(told))


if __name__ == "__main__":
    main()
