"""Lists and searches over a large shop on the embedded engine: python -m bench.big [CUSTOMERS] [FOLDER], else
100,000 in a folder that passes. A folder that was filled once is used again.

Takes minutes, so that it is no part of `make bench`.
"""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench import large, pages
from bench.pages import HANDFUL, QUICK_MS, Cost
from bench.shop import Asking
from chalicelib import engine, local, settings
from chalicelib.care import staff
from chalicelib.http import limits
from chalicelib.local.gateway import Gateway
from tests.http.console import colleagues
from tests.http.console.colleagues import Colleague

LISTS = (
    "/", "/customers", "/customers?q=王", "/customers?q=王伟", "/customers?q=+8613800000010",
    "/customers?estate=estate7", "/complaints", "/complaints?stage=deciding", "/complaints?show=closed",
    "/complaints/told", "/complaints/new", "/tasks", "/tasks?rep=rep7", "/today", "/overview", "/hand-over",
    "/attention", "/metrics", "/metrics?by=rep", "/metrics.csv", "/metrics/rows?figure=kept",
    "/metrics/rows?figure=message", "/people", "/batches/B1", "/outbox", "/campaigns", "/campaigns/calendar",
    "/campaigns/new", "/campaigns/weather", "/extracts", "/imports", "/meeting", "/health", "/settings",
    "/plans", "/sales/new",
)  # fmt: skip
PEOPLE = (
    ("admin", "老板", ""), ("manager", "何经理", "store1"), ("rep", "rep7", "store2"),
    ("marketing", "小美", ""), ("ops", "老吴", ""),
)  # fmt: skip
TURNED = (1, 5)


@dataclass(frozen=True)
class Worked:
    """A page's cost, and milliseconds of the processor for it: the program's and the engine's own, which is
    what counts where others keep the machine busy."""

    cost: Cost
    ms: float
    engine_ms: float

    @property
    def name(self) -> str:
        return self.cost.name


def asked(gateway: Gateway) -> Iterator[Asking]:
    for number in range(large.REPS):
        staff.record(f"rep{number}", {"store": f"store{number % large.STORES}", "role": "rep"})
    for role, name, store in PEOPLE:
        who = colleagues.employ(role, name, store)
        signed_in = Colleague(gateway, staff=who, token=colleagues.begin(who))
        for page in LISTS:
            yield Asking(signed_in, role, page, quote(page, safe="/?=&%").replace("+", "%2B"))
            yield from _following(signed_in, role, page)


def _following(who: Colleague, role: str, page: str) -> Iterator[Asking]:
    """The second page of a list and one far down, by the links on the pages."""
    url = quote(page, safe="/?=&%").replace("+", "%2B")
    for turned in range(1, max(TURNED) + 1):
        found = pages.NEXT.search(who.get(url).text)
        if not found:
            return
        url = found[1].replace("&amp;", "&")
        if turned in TURNED:
            yield Asking(who, role, f"{page}, page {turned + 1}", url)


def worked(asking: Asking, pid: int) -> Worked:
    cost = pages.cost(asking)
    before = on_processor(pid)
    for _ in range(pages.ROUNDS):
        limits.forget()
        asking.answered()
    ms = (on_processor(pid) - before) / pages.ROUNDS
    return Worked(cost, cost.cpu + ms, ms)


def on_processor(pid: int) -> float:
    """In milliseconds; the engine answers on its first thread alone."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6


def rows(found: list[Worked], many: int) -> Iterator[dict[str, Any]]:
    """In the words of `make bench`."""
    dearest = max(one.cost.requests for one in found)
    over = [one for one in found if one.cost.requests > HANDFUL]
    yield {
        "what": f"requests to the table for a list in a shop of {many}, the dearest", "measured": dearest,
        "budget": HANDFUL, "ok": not over, "over": {one.name: one.cost.requests for one in over},
    }  # fmt: skip
    slow = [one for one in found if one.ms > QUICK_MS]
    yield {
        "what": f"milliseconds of processor for a list in a shop of {many}, the slowest",
        "measured": round(max(one.ms for one in found), 1), "budget": QUICK_MS, "ok": not slow,
        "over": {one.name: [round(one.ms, 1), round(one.engine_ms, 1)] for one in slow},
        "how": f"program and engine together, beside it the engine's; {len(found)} pages and roles; "
        f"{os.getloadavg()[0]:.1f} wanted one of {os.cpu_count()} cores",
    }  # fmt: skip


def show(found: list[Worked]) -> None:
    print(f"{'requests':>8} {'ms':>7} {'median':>7} {'cpu':>7} {'engine':>7}  page")
    for one in sorted(found, key=lambda one: -one.ms):
        cost = one.cost
        print(
            f"{cost.requests:8} {cost.least:7.1f} {cost.median:7.1f} {cost.cpu:7.1f} {one.engine_ms:7.1f}"
            f"  {one.name}"
        )


def main() -> None:
    os.environ.update(engine.CREDENTIALS)
    settings.assume(link_secret="bench")
    many = int(sys.argv[1]) if len(sys.argv) > 1 else large.MANY
    with large.running(many, Path(sys.argv[2]) if len(sys.argv) > 2 else None) as shop:
        gateway = Gateway(local.program())
        found = [worked(asking, shop.pid) for asking in asked(gateway) if _is_open(asking)]
    show(found)
    print(json.dumps({"budgets": list(rows(found, many))}, indent=1, ensure_ascii=False))


def _is_open(asking: Asking) -> bool:
    return asking.who.get(asking.url).status == 200


if __name__ == "__main__":
    main()
