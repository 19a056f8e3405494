"""Long work in a large shop on the embedded engine: python -m bench.long [CUSTOMERS] [FOLDER], as bench.big.

How long it takes to list older rows, to count a campaign's audience, to enrol its recipients, to send some of
the messages and to count all days anew.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench import crowd, large
from chalicelib import engine, jobs
from chalicelib.care.campaigns import counting, enrolling, keeping
from chalicelib.care.metrics import rebuilding
from chalicelib.records.campaigns import Campaign, batches, occurrences
from chalicelib.records.roster import enrolment
from chalicelib.simulation import next_due

DAY = timedelta(days=1)
# In two days, so that a day is left for counting and one for enrolling.
AHEAD, SENT = 2, 1_000


@contextmanager
def timed(what: str, told: dict[str, float]) -> Iterator[None]:
    began = time.perf_counter()
    yield
    told[what] = round(time.perf_counter() - began, 1)
    print(f"{what}: {told[what]} s", file=sys.stderr, flush=True)


def until(clock: crowd.Clock, done: Callable[[int], Any], what: str) -> None:
    """Drain whatever falls due first, until it is done; by how many rows were settled meanwhile."""
    settled = 0
    while not done(settled):
        found = next_due()
        if found is None:
            raise RuntimeError(f"{what}: nothing is due any more")
        clock.now = max(clock.now, found[0])
        jobs.drain_shard(found[1], lambda: clock.now, clock.hands)
        settled += len(clock.hands.noted)
        clock.hands.noted.clear()


def measured(at: datetime) -> dict[str, Any]:
    clock, told = crowd.Clock(at), {}
    with timed("older rows listed", told):
        enrolling.again(clock.now)
        until(clock, lambda settled: (row := enrolment()) and row.done, "listing")
    said = {**crowd.SAID, "when": {"once": f"{at.date() + AHEAD * DAY}"}}
    with timed("audience counted", told):
        keeping.draft(said, "marketing", clock.now)
        keeping.check(crowd.NAME, clock.now)
        until(clock, _is_counted, "counting")
    found = counting.found(_head())
    told |= {"seen": found.seen, "would be meant": found.meant}
    keeping.approve(crowd.NAME, "the manager", "", clock.now)
    keeping.schedule(crowd.NAME, "marketing", clock.now)
    with timed("recipients enrolled", told):
        until(clock, _is_full, "enrolling")
    told["meant"] = sum(batch.tally["meant"] for batch in batches(crowd.NAME, _coming()))
    with timed(f"of them {SENT} written to", told):
        until(clock, lambda settled: settled >= SENT, "sending")
    with timed("all days counted anew", told):
        rebuilding.rebuild(clock.now)
    return told


def _head() -> Campaign:
    found = Campaign.find(*Campaign.at(crowd.NAME), consistent=True)
    assert found
    return found


def _is_counted(_settled: int) -> bool:
    head = _head()
    return head.checked == head.version


def _coming() -> str:
    return next((one.id for one in occurrences(crowd.NAME)), "")


def _is_full(_settled: int) -> bool:
    rows = batches(crowd.NAME, _coming())
    return bool(rows) and all(row.done for row in rows)


def main() -> None:
    os.environ.update(engine.CREDENTIALS)
    many = int(sys.argv[1]) if len(sys.argv) > 1 else large.MANY
    with large.running(many, Path(sys.argv[2]) if len(sys.argv) > 2 else None) as shop:
        print(json.dumps({"people": many, **measured(shop.at)}))


if __name__ == "__main__":
    main()
