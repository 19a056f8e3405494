"""For each weather source a bench: its settings, the weather behind it, and the troubles it can have.

A new source gets its bench here and is held to the whole contract.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from chalicelib import plans
from chalicelib.climate import Region
from chalicelib.settings import Settings
from tests.channels.benches import closed_port
from tests.hourly.skies import Sky, csv, rows
from tests.standins.open_meteo import KEY, OpenMeteo
from tests.standins.server import Answer

NOW = datetime(2012, 2, 12, 4, 20, tzinfo=UTC)  # noon in Guangzhou
PAST = timedelta(days=100)


@dataclass
class Bench:
    """`requests`: how often the provider was called upon; `moves_to`: a later now for it as well."""

    settings: Settings
    now: list[datetime]
    provider: Any = None
    requests: Callable[[], int] = lambda: 0
    region: Region = field(default_factory=lambda: plans.climate().regions["guangzhou"])

    def moves_to(self, now: datetime) -> datetime:
        self.now[0] = now
        return now


@contextmanager
def _open_meteo() -> Iterator[Bench]:
    now = [NOW]
    with OpenMeteo(lambda: now[0]) as provider:
        settings = Settings(open_meteo_host=provider.url, open_meteo_key=KEY)
        yield Bench(settings, now, provider, lambda: len(provider.asked))


@contextmanager
def _recorded() -> Iterator[Bench]:
    with TemporaryDirectory() as folder:
        start = (NOW - PAST).replace(hour=0, minute=0, tzinfo=None)
        (Path(folder) / "guangzhou_2012.csv").write_text(csv(rows((Sky(120, 15, 70),), start)))
        yield Bench(Settings(recorded_weather=folder), [NOW])


@contextmanager
def _manual() -> Iterator[Bench]:
    yield Bench(Settings(), [NOW])


BENCHES = {"open_meteo": _open_meteo, "recorded": _recorded, "manual": _manual}


def _nobody_listens(bench: Bench) -> None:
    bench.settings = Settings(open_meteo_host=f"http://127.0.0.1:{closed_port()}", open_meteo_key=KEY)


def _file(content: str | None) -> Callable[[Bench], None]:
    def put(bench: Bench) -> None:
        (path,) = Path(bench.settings.recorded_weather).iterdir()
        path.unlink()
        if content is not None:
            path.write_text(content)

    return put


def _answer(status: int, body: str) -> Callable[[Bench], None]:
    return lambda bench: bench.provider.say(Answer(status, body.encode()))


TROUBLES: dict[str, dict[str, Callable[[Bench], None]]] = {
    "open_meteo": {
        "nobody listens": _nobody_listens,
        "hangs up": lambda bench: bench.provider.drop(),
        "never answers": lambda bench: bench.provider.hang(),
        "drips": lambda bench: bench.provider.drip(),
        "half an answer": lambda bench: bench.provider.cut_short(),
        "too many requests": _answer(429, '{"error":true,"reason":"Hourly API request limit exceeded."}'),
        "refused": _answer(400, '{"error":true,"reason":"Latitude must be in range"}'),
        "broken": _answer(502, "<html>Bad Gateway</html>"),
        "no JSON": _answer(200, "<html>Welcome to this hotel's network</html>"),
        "JSON without end": _answer(200, "[" * 100_000),
        "refused without end": _answer(400, "[" * 100_000),
        "other JSON": _answer(200, '{"hourly": {"time": ["2012-02-12T00:00"]}}'),
        "a list": _answer(200, "[]"),
        "lists of unequal length": _answer(
            200,
            '{"utc_offset_seconds":0,"hourly":{"time":["2012-02-12T00:00"],"temperature_2m":[],'
            '"relative_humidity_2m":[],"dew_point_2m":[]}}',
        ),
        "nothing but nulls": _answer(
            200,
            '{"utc_offset_seconds":0,"hourly":{"time":["2012-02-12T00:00"],"temperature_2m":[null],'
            '"relative_humidity_2m":[null],"dew_point_2m":[null]}}',
        ),
        "the past": _answer(
            200,
            '{"utc_offset_seconds":0,"hourly":{"time":["2011-02-12T00:00"],"temperature_2m":[9],'
            '"relative_humidity_2m":[70],"dew_point_2m":[4]}}',
        ),
    },
    "recorded": {
        "no file": _file(None),
        "no table": _file("hello"),
        "the past": _file("time,temp,rh\n2011-02-12T00:00,9,70\n2011-02-12T01:00,9,70\n"),
    },
    "manual": {},
}
