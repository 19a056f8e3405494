"""What each page costs the table and the server, with the sample shop on the embedded engine: every page of
the console by each role that may see it, and the customer's own.

Alone, with a line for each page: python -m bench.pages [PART OF A PATH]
"""

import os
import re
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bench import shop
from bench.meter import metered
from bench.shop import Asking
from chalicelib import engine
from chalicelib.http import limits

ROUNDS = 5
HANDFUL, QUICK_MS = 8, 100
TOLD = 5
NEXT = re.compile(r'rel="next" href="([^"]+)"')


@dataclass(frozen=True)
class Cost:
    """In milliseconds: the quickest round and the middle one by the wall, and the program's own work."""

    asking: Asking
    status: int
    requests: int
    least: float
    median: float
    cpu: float

    @property
    def name(self) -> str:
        return f"{self.asking.page} ({self.asking.role})"


def rows() -> Iterator[dict[str, Any]]:
    others = os.getloadavg()[0]
    found = measured()
    most = sorted(found, key=lambda one: -one.requests)
    yield {
        "what": "requests to the table for a page, the dearest", "measured": most[0].requests,
        "budget": HANDFUL, "ok": most[0].requests <= HANDFUL,
        "dearest": {one.name: one.requests for one in most[:TOLD]},
        "how": f"{len(found)} pages and roles, the sample shop on the embedded engine; signing in takes 2",
    }  # fmt: skip
    slowest = sorted(found, key=lambda one: -one.least)
    yield {
        "what": "milliseconds at the server for a page, the slowest", "measured": round(slowest[0].least, 1),
        "budget": QUICK_MS, "ok": _judged(slowest[0].least, others),
        "slowest": {one.name: [round(one.least, 1), round(one.cpu, 1)] for one in slowest[:TOLD]},
        "how": f"quickest of {ROUNDS} after a first one, engine included; beside it the program's processor "
        f"time; others wanted {others:.1f} of {os.cpu_count()} cores before it began",
    }  # fmt: skip


def _judged(least: float, others: float) -> bool | None:
    """Too slow on a machine that others were busy on says nothing."""
    if least <= QUICK_MS:
        return True
    return None if others >= (os.cpu_count() or 1) else False


def measured(part: str = "") -> list[Cost]:
    with shop.opened() as stage:
        return [cost(asking) for asking in stage.askings() if part in asking.page]


def cost(asking: Asking) -> Cost:
    _answered(asking)  # what a process does once, it has done
    with metered(images=False) as meter:
        status = _answered(asking)
    if status >= 500:
        raise RuntimeError(f"{asking.page} answered {status}: the measurement is void")
    walls, works = zip(*(_round(asking) for _ in range(ROUNDS)), strict=True)
    return Cost(asking, status, len(meter.calls), min(walls), statistics.median(walls), min(works))


def _round(asking: Asking) -> tuple[float, float]:
    wall, work = time.perf_counter(), time.process_time()
    _answered(asking)
    return (time.perf_counter() - wall) * 1000, (time.process_time() - work) * 1000


def _answered(asking: Asking) -> int:
    limits.forget()
    return asking.answered()


def main() -> None:
    os.environ.update(engine.CREDENTIALS)
    show(measured(*sys.argv[1:2]))


def show(found: list[Cost]) -> None:
    """The slowest first."""
    print(f"{'requests':>8} {'ms':>7} {'median':>7} {'cpu':>7}  status  page")
    for one in sorted(found, key=lambda one: -one.least):
        print(
            f"{one.requests:8} {one.least:7.1f} {one.median:7.1f} {one.cpu:7.1f}  {one.status:6}  {one.name}"
        )


if __name__ == "__main__":
    main()
