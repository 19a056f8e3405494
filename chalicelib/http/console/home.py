"""The shop at a glance: what waits for people, what went out, what came in."""

from datetime import date, datetime
from typing import Any

from chalice import Response

from chalicelib import clock
from chalicelib.care.metrics import glancing, went, workload
from chalicelib.http.console import desk, overdue, places, scope, workloads
from chalicelib.http.console.desk import CONSOLE
from chalicelib.records import ahead, board
from chalicelib.records.complaints import Complaint
from chalicelib.records.imports import Import
from chalicelib.records.switches import Switch
from chalicelib.rules import timing

FOR = ("manager", "ops", "admin")
LEDGERS = 5
# As many as one request reads.
LOOKED_AT = 100


@CONSOLE.page("/overview", roles=FOR)
def home() -> Response:
    today = desk.today()
    ahead.rows([Switch.at(glancing.NAME), Switch.at(workload.NAME)])
    load = workloads.seen()
    counts = workloads.counted(load, today).values()
    theirs = filter(scope.ledger, Import.in_partition("import"))
    imports = sorted(theirs, key=lambda batch: batch.at_moment, reverse=True)[:LEDGERS]
    return desk.show(
        "home",
        **{name: sum(one[name] for one in counts) for name in ("overdue", "due", "coming")},
        tasks_as_of=load.at_moment,
        days=_days(today),
        as_of=glancing.seen().at_moment,
        of_shop=scope.has_one_shop(),
        cases=_complaints(today),
        outbox="/outbox" if places.lets_in("/outbox", desk.reader().role) else "",
        imports=[_import(batch) for batch in imports],
    )


def _complaints(today: date) -> dict[str, int]:
    """Of those that the reader lists: open, come in today, past a clock, with an offer that waits for
    somebody's decision."""
    found = [one for one in board.entries() if scope.lists(one.store, one.owner)]
    oldest, deciding = _oldest(found), _oldest([one for one in found if one.stage == board.DECIDING])
    return {
        "open": len(found),
        "new": sum(_day_of(one) == today for one in found),
        "late": overdue.late_cases(clock.now(), oldest).count,
        "to_decide": sum(row.offer_state == "asked" for row in deciding),
    }


def _oldest(entries: list[board.Entry]) -> list[Complaint]:
    """Their rows: what is late is among the oldest."""
    found = Complaint.many(board.oldest(entries, LOOKED_AT)).values()
    return [row for row in found if isinstance(row, Complaint)]


def _day_of(one: board.Entry) -> date:
    return datetime.fromisoformat(one.age.partition("#")[0]).astimezone(desk.zone()).date()


def _days(today: date) -> list[dict[str, Any]]:
    """The shop's last days; an errand counts as carried out, not as a message."""
    days, found = [today - back * timing.DAY for back in range(went.DAYS)], glancing.seen().days
    return [
        {"day": day, **{name: found.get(f"{day}", {}).get(name, 0) for name in went.KINDS}} for day in days
    ]


def _import(batch: Import) -> dict[str, Any]:
    counts = {name: batch.counts.get(name, 0) for name in ("sales", "customers", "rejects")}
    return {
        "id": batch.id, "file": batch.file_name, "at": batch.at_moment,
        "released": batch.released, "left": batch.left_behind, **counts,
    }  # fmt: skip
