"""How long four years of hourly weather take, from a file's bytes to their damp days."""

import math
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib import plans
from chalicelib.hourly import readings
from chalicelib.rules.weather.judging import judge

HOURS = 4 * 365 * 24
START = datetime(2012, 1, 1, tzinfo=UTC)
BUDGET_SECONDS = 3


def row() -> dict[str, Any]:
    climate = plans.climate()
    content = "\n".join(["time,temperature,humidity", *map(_line, range(HOURS))]).encode()
    started = time.perf_counter()
    found = readings.read("made.csv", content)
    judged = judge(found.hours, climate.regions["guangzhou"], climate.rules)
    seconds = time.perf_counter() - started
    return {
        "what": "seconds for four years of hourly weather",
        "measured": round(seconds, 2),
        "budget": BUDGET_SECONDS,
        "ok": seconds <= BUDGET_SECONDS,
        "how": f"{len(found.hours)} made hours, {len(judged.damp_days)} damp days",
    }


def _line(hour: int) -> str:
    """A year's and a day's wave, and wet air that comes every nine days."""
    celsius = 20 + 9 * math.sin(math.tau * (hour / 8766 - 0.3)) + 4 * math.sin(math.tau * (hour / 24 - 0.3))
    humidity = 70 + 28 * math.sin(math.tau * hour / 216)
    return f"{START + timedelta(hours=hour):%Y-%m-%d %H:%M},{celsius:.1f},{humidity:.0f}"
