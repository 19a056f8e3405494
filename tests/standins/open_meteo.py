"""A stand-in for Open-Meteo: the reply's form as documented, filled with invented weather."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from chalicelib.hourly import air
from tests.standins.server import Answer, Asked, StandIn

KEY = "k-31415"
Weather = Callable[[datetime], tuple[float, float]]  # local time -> temperature, humidity
NEEDED = {"latitude", "longitude", "hourly", "timezone"}


class OpenMeteo(StandIn):
    """`weather` says what the air is like; `holes` are hours, counted from the first, without a value."""

    def __init__(self, now: Callable[[], datetime], weather: Weather = lambda at: (15.0, 70.0)) -> None:
        super().__init__()
        self.now, self.weather = now, weather
        self.holes: set[int] = set()

    def carry_out(self, asked: Asked) -> Answer:
        query = {name: values[0] for name, values in parse_qs(asked.query).items()}
        if asked.path != "/v1/forecast" or not query.keys() >= NEEDED:
            return _refusal(400, "Parameter missing")
        if query.get("apikey", KEY) != KEY:
            return _refusal(401, "The supplied API key is invalid.")
        if not -90 <= float(query["latitude"]) <= 90:
            return _refusal(400, "Latitude must be in range of -90 to 90°. Given: 123.0.")
        return Answer(200, json.dumps(self._reply(query)).encode())

    def _reply(self, query: dict[str, str]) -> dict[str, Any]:
        zone = ZoneInfo(query["timezone"])
        now = self.now().astimezone(zone)
        past, ahead = int(query.get("past_days", 0)), int(query.get("forecast_days", 7))
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
        times = [midnight + timedelta(hours=n) for n in range(-24 * past, 24 * ahead)]
        air_then = [self.weather(at) for at in times]
        offset = now.utcoffset() or timedelta()
        return {
            "latitude": round(float(query["latitude"]) * 8) / 8,
            "longitude": round(float(query["longitude"]) * 8) / 8,
            "generationtime_ms": 0.05,
            "utc_offset_seconds": int(offset.total_seconds()),
            "timezone": query["timezone"],
            "timezone_abbreviation": "GMT+8",
            "elevation": 21.0,
            "hourly_units": {"time": "iso8601", "temperature_2m": "°C"},
            "hourly": {
                "time": [f"{at:%Y-%m-%dT%H:%M}" for at in times],
                "temperature_2m": self._with_holes([celsius for celsius, _ in air_then]),
                "relative_humidity_2m": self._with_holes([humidity for _, humidity in air_then]),
                "dew_point_2m": self._with_holes([round(air.dew_point(c, h), 1) for c, h in air_then]),
            },
        }

    def _with_holes(self, values: list[float]) -> list[float | None]:
        return [None if n in self.holes else value for n, value in enumerate(values)]


def _refusal(status: int, reason: str) -> Answer:
    return Answer(status, json.dumps({"error": True, "reason": reason}).encode())
