"""The shop at a glance: what waits for people, what went out, what came in."""

from collections import Counter
from datetime import date
from typing import Any

from chalice import Response

from chalicelib.care import tasks
from chalicelib.http.console import desk, places, scope
from chalicelib.http.console.desk import CONSOLE
from chalicelib.records import runs
from chalicelib.records.imports import Import
from chalicelib.rules import timing

DAYS = 7
LEDGERS = 5


@CONSOLE.page("/overview", roles=("manager", "ops", "admin"))
def home() -> Response:
    today = desk.today()
    lists = [tasks.of_rep(rep, today) for rep in scope.people()]
    theirs = filter(scope.ledger, Import.in_partition("import"))
    imports = sorted(theirs, key=lambda batch: batch.at_moment, reverse=True)[:LEDGERS]
    return desk.show(
        "home",
        overdue=sum(len(one.overdue) for one in lists),
        due=sum(len(one.due) for one in lists),
        coming=sum(len(one.coming) for one in lists),
        days=_days(today),
        outbox="/outbox" if places.lets_in("/outbox", desk.reader().role) else "",
        imports=[_import(batch) for batch in imports],
    )


def _days(today: date) -> list[dict[str, Any]]:
    """What the drains settled on each of the shop's last days, by outcome; an errand counts as carried out,
    not as a message. Their summaries are kept by days of UTC, which begin and end at other hours."""
    counts: Counter[tuple[date, str]] = Counter()
    for back in range(-1, DAYS + 1):
        for run in runs.of_day((today - back * timing.DAY).isoformat()):
            day = run.at_moment.astimezone(desk.zone()).date()
            for _, _, outcome, _, channel, *_ in run.settled:
                counts[day, "errand" if outcome == "sent" and not channel else outcome] += 1
    return [_day(today - back * timing.DAY, counts) for back in range(DAYS)]


def _day(day: date, counts: Counter[tuple[date, str]]) -> dict[str, Any]:
    return {
        "day": day,
        **{name: counts[day, name] for name in ("sent", "errand", "refused", "failed")},
    }


def _import(batch: Import) -> dict[str, Any]:
    counts = {name: batch.counts.get(name, 0) for name in ("sales", "customers", "rejects")}
    return {
        "id": batch.id, "file": batch.file_name, "at": batch.at_moment,
        "released": batch.released, "left": batch.left_behind, **counts,
    }  # fmt: skip
