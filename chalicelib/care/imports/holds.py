"""Whether an import would send so much at once that somebody has to say yes first."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from chalicelib.care import customers, planning, sales
from chalicelib.care.imports import worklist
from chalicelib.care.imports.reading import Report, report
from chalicelib.care.imports.worklist import WorkList
from chalicelib.rules.ledgers import Ledger, Outcome

HELD_ABOVE = 20
# Orders of different people whose words are shown before anybody lets all of them go.
EXAMPLES = 3
SOON = timedelta(hours=24)


def foretell(ledger: Ledger, outcomes: Sequence[Outcome], now: datetime) -> Report:
    """What taking it would do; nothing is written."""
    done = report(ledger, outcomes)
    done.held = soon(worklist.of(ledger, outcomes, done, now), now)
    return done


def soon(work: WorkList, now: datetime) -> dict[str, Any]:
    """How many messages the plans would send within a day, to how many people and for which steps;
    nothing where they are few."""
    steps: dict[str, int] = defaultdict(int)
    reached: dict[int, str] = {}
    for entry in work.entries:
        if entry.sale is None or entry.all_comes_back:
            continue
        buyer = customers.row(work.people[entry.person])
        for step in planning.messages_until(sales.row(entry.sale, now), buyer, now, now + SOON):
            steps[step] += 1
            reached.setdefault(entry.person, entry.key)
    total = sum(steps.values())
    if total <= HELD_ABOVE:
        return {}
    shown = list(reached.values())[:EXAMPLES]
    return {"messages": total, "customers": len(reached), "steps": dict(steps), "orders": shown}
