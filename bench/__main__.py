"""Measures everything, prints one JSON object; words about the progress go to stderr."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from bench import (
    coldstart,
    growth,
    house,
    pages,
    recording,
    serving,
    simulated,
    stage,
    throughput,
    touchpoint,
    weather,
)
from chalicelib import engine


def main() -> int:
    os.environ.update(engine.CREDENTIALS)
    rows = list(_rows())
    print(
        json.dumps({"budgets": rows, "missed": [row["what"] for row in rows if row["ok"] is False]}, indent=1)
    )
    return 1 if any(row["ok"] is False for row in rows) else 0


def _rows() -> Iterator[dict[str, Any]]:
    with stage.embedded():
        yield from _told("units of a touchpoint", touchpoint.rows)
        yield from _told("units of a sale", recording.rows)
    with stage.embedded():
        yield from _told("throughput", lambda: [throughput.row()])
    yield from _told("growth", growth.rows)
    yield from _told("serving", serving.rows)
    yield from _told("pages", pages.rows)
    yield from _told("simulation", lambda: [simulated.row()])
    yield from _told("weather", lambda: [weather.row()])
    yield from _told("house numbers", lambda: [house.row()])
    yield from _told("package and cold start", coldstart.rows)


def _told(part: str, measure: Callable[[], Iterable[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    print(f"measuring {part} ...", file=sys.stderr)
    yield from measure()


if __name__ == "__main__":
    sys.exit(main())
