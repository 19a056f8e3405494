"""Long work in a large shop on the embedded engine: python -m bench.long [CUSTOMERS] [FOLDER], as bench.big.

How long it takes to list older rows, to count a campaign's audience, to enrol its recipients, to count all
days anew, to make a file of all that was sold and to send some of the messages.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench import big, crowd, large
from chalicelib import engine, extracting, jobs, settings
from chalicelib.care import extracts
from chalicelib.care.campaigns import counting, enrolling, keeping
from chalicelib.care.metrics import rebuilding
from chalicelib.care.metrics.listing import Wanted
from chalicelib.records.campaigns import Campaign, batches, occurrences
from chalicelib.records.roster import enrolment
from chalicelib.simulation import next_due

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# In two days, so that a day is left for counting and one for enrolling.
AHEAD, SENT = 2, 1_000


@dataclass
class Watch:
    """`told`: seconds by the wall, and of the processor, the program's and the engine's own: what counts
    where others keep the machine busy."""

    pid: int
    told: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def on(self, what: str) -> Iterator[None]:
        before = self._read()
        yield
        spent = [round(now - then, 1) for now, then in zip(self._read(), before, strict=True)]
        self.told[what] = dict(zip(("wall", "program", "engine"), spent, strict=True))
        print(f"{what}: {self.told[what]}", file=sys.stderr, flush=True)

    def _read(self) -> tuple[float, float, float]:
        return time.perf_counter(), time.process_time(), big.on_processor(self.pid) / 1000


def until(clock: crowd.Clock, done: Callable[[int], Any], what: str, later: timedelta = timedelta()) -> None:
    """Drain whatever falls due first, until it is done; by how many rows were settled meanwhile. `later`: so
    that more than one row is due by then, since whoever looks for the next asks all shards."""
    settled = 0
    while not done(settled):
        found = next_due()
        if found is None:
            raise RuntimeError(f"{what}: nothing is due any more")
        clock.now = max(clock.now, found[0] + later)
        jobs.drain_shard(found[1], lambda: clock.now, clock.hands)
        settled += len(clock.hands.noted)
        clock.hands.noted.clear()


def measured(shop: large.Shop) -> dict[str, Any]:
    at, clock, watch = shop.at, crowd.Clock(shop.at), Watch(shop.pid)
    with watch.on("older rows listed"):
        enrolling.again(clock.now)
        until(clock, lambda settled: (row := enrolment()) and row.done, "listing")
    said = {**crowd.SAID, "when": {"once": f"{at.date() + AHEAD * DAY}"}}
    with watch.on("audience counted"):
        keeping.draft(said, "marketing", clock.now)
        keeping.check(crowd.NAME, clock.now)
        until(clock, _is_counted, "counting")
    found = counting.found(_head())
    watch.told |= {"seen": found.seen, "would be meant": found.meant}
    keeping.approve(crowd.NAME, "the manager", "", clock.now)
    keeping.schedule(crowd.NAME, "marketing", clock.now)
    with watch.on("recipients enrolled"):
        until(clock, _is_full, "enrolling")
    watch.told["meant"] = sum(batch.tally["meant"] for batch in batches(crowd.NAME, _coming()))
    with watch.on("all days counted anew"):
        rebuilding.rebuild(clock.now)
    with watch.on("file of all that was sold"):
        extracts.ask("s1", "figure", extracting.asked(_sold(at.date())), "sold.csv", clock.now)
        until(clock, lambda settled: extracts.of("s1")[0].state == "done", "making the file")
    watch.told["rows of the file"] = int(extracts.of("s1")[0].taken)
    with watch.on(f"of them {SENT} written to"):
        until(clock, lambda settled: settled >= SENT, "sending", HOUR)
    return watch.told


def _sold(day: date) -> Wanted:
    return Wanted("units", day - timedelta(days=400), day, {})


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
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    with TemporaryDirectory() as files, large.running(many, folder) as shop:
        settings.assume(files_folder=files)
        print(json.dumps({"people": many, **measured(shop)}))


if __name__ == "__main__":
    main()
