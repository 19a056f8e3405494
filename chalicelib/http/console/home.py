"""The shop at a glance: what waits for people, what went out, what came in."""

from datetime import date
from typing import Any

from chalice import Response

from chalicelib.care.metrics import glancing
from chalicelib.http.console import desk, places, scope
from chalicelib.http.console.desk import CONSOLE
from chalicelib.http.console.tasks import counted, seen
from chalicelib.records.imports import Import
from chalicelib.records.tasks import open_entries
from chalicelib.rules import timing

DAYS = 7
LEDGERS = 5
SHOWN = ("sent", "errand", "refused", "failed")


@CONSOLE.page("/overview", roles=("manager", "ops", "admin"))
def home() -> Response:
    today = desk.today()
    counts = counted(seen(open_entries()), today).values()
    theirs = filter(scope.ledger, Import.in_partition("import"))
    imports = sorted(theirs, key=lambda batch: batch.at_moment, reverse=True)[:LEDGERS]
    return desk.show(
        "home",
        **{name: sum(one[name] for one in counts) for name in ("overdue", "due", "coming")},
        days=_days(today),
        outbox="/outbox" if places.lets_in("/outbox", desk.reader().role) else "",
        imports=[_import(batch) for batch in imports],
    )


def _days(today: date) -> list[dict[str, Any]]:
    """The shop's last days; an errand counts as carried out, not as a message."""
    days, found = [today - back * timing.DAY for back in range(DAYS)], glancing.seen().days
    return [{"day": day, **{name: found.get(f"{day}", {}).get(name, 0) for name in SHOWN}} for day in days]


def _import(batch: Import) -> dict[str, Any]:
    counts = {name: batch.counts.get(name, 0) for name in ("sales", "customers", "rejects")}
    return {
        "id": batch.id, "file": batch.file_name, "at": batch.at_moment,
        "released": batch.released, "left": batch.left_behind, **counts,
    }  # fmt: skip
