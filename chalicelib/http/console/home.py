"""The first page: what waits for people, what went out, what came in."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from chalice import Response

from chalicelib import clock
from chalicelib.care import tasks
from chalicelib.http.console import desk
from chalicelib.http.console.desk import CONSOLE
from chalicelib.records import runs
from chalicelib.records.imports import Import

DAYS = 7


@CONSOLE.route("/", methods=["GET"])
def home() -> Response:
    today = desk.today()
    lists = [tasks.of_rep(rep, today) for rep in tasks.reps()]
    days = [_day(clock.now().date() - timedelta(days=back)) for back in range(DAYS)]
    imports = sorted(Import.in_partition("import"), key=lambda batch: batch.at_moment, reverse=True)
    return desk.show(
        "home",
        overdue=sum(len(one.overdue) for one in lists),
        due=sum(len(one.due) for one in lists),
        coming=sum(len(one.coming) for one in lists),
        days=days,
        imports=[_import(batch) for batch in imports],
    )


def _day(day: date) -> dict[str, Any]:
    """What the drains of a day settled, by outcome; an errand counts as carried out, not as a message."""
    outcomes: Counter[str] = Counter()
    for run in runs.of_day(day.isoformat()):
        for _, _, outcome, _, channel, *_ in run.settled:
            outcomes["errand" if outcome == "sent" and not channel else outcome] += 1
    return {
        "day": day.isoformat(),
        **{name: outcomes[name] for name in ("sent", "errand", "refused", "failed")},
    }


def _import(batch: Import) -> dict[str, Any]:
    counts = {name: batch.counts.get(name, 0) for name in ("sales", "customers", "rejects")}
    return {
        "id": batch.id, "file": batch.file_name, "at": desk.shown(batch.at_moment),
        "released": batch.released, **counts,
    }  # fmt: skip
