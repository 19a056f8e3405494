"""How much of the time that the table itself takes the program adds: a drain against its own requests
sent again by bare botocore, in turns on the same engine."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pynamodb.connection import Connection

from bench import stage
from bench.growth import due_rows
from bench.meter import metered
from chalicelib.message import Message
from chalicelib.records import table
from chalicelib.records.table import Row

ROWS, ROUNDS = 60, 7
LEAST = 0.8


@dataclass(frozen=True)
class Taken:
    """Seconds on the wall and of this process's CPU."""

    wall: float
    cpu: float


def row() -> dict[str, Any]:
    rows = due_rows("t", ROWS)
    with metered(images=False) as meter:
        _drained(rows)
    requests = [(call.operation, call.request) for call in meter.calls]
    bare_client = _bare_client()
    _replayed(rows, requests, bare_client)  # its first request opens the connection, as ours has
    pairs = [(_drained(rows), _replayed(rows, requests, bare_client)) for _ in range(ROUNDS)]
    ratios = [bare.wall / ours.wall for ours, bare in pairs]
    ratio = statistics.median(ratios)
    return {
        "what": "drain throughput against the same table calls by bare botocore",
        "measured": round(ratio, 3),
        "budget": LEAST,
        "ok": ratio >= LEAST,
        "rounds": [round(one, 3) for one in ratios],
        "drain": _in_words([ours for ours, _ in pairs]),
        "bare": _in_words([bare for _, bare in pairs]),
        "how": f"embedded engine, one worker, {ROUNDS} rounds in turns, {ROWS} due SMS each, median ratio",
    }


def _in_words(times: list[Taken]) -> dict[str, float]:
    wall, cpu = (statistics.median(getattr(one, name) for one in times) for name in ("wall", "cpu"))
    return {"rows_per_second": round(ROWS / wall, 1), "client_cpu_ms_per_row": round(1000 * cpu / ROWS, 2)}


def _drained(rows: list[Row]) -> Taken:
    table.save_all(rows)
    sent: list[Message] = []
    taken = _timed(lambda: sent.extend(stage.drain(stage.START, 3)))
    if len(sent) != ROWS:
        raise RuntimeError(f"{ROWS} rows were due and {len(sent)} messages went: the measurement is void")
    return taken


def _bare_client() -> Any:
    """botocore's own, as PynamoDB makes one, of which nothing of ours is any part."""
    meta = Row.Meta
    keys = {"aws_access_key_id": meta.aws_access_key_id, "aws_secret_access_key": meta.aws_secret_access_key}
    return Connection(meta.region, meta.host, max_retry_attempts=meta.max_retry_attempts, **keys).client


def _replayed(rows: list[Row], requests: list[tuple[str, dict[str, Any]]], client: Any) -> Taken:
    """The very same requests on the same rows, by the client alone."""
    table.save_all(rows)
    send = client._make_api_call
    return _timed(lambda: [send(*request) for request in requests])


def _timed(act: Callable[[], object]) -> Taken:
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return Taken(time.perf_counter() - wall, time.process_time() - cpu)
