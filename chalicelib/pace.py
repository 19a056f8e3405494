"""One worker's share of what the providers take: asked before each message, it waits its turn."""

import time
from collections.abc import Callable
from threading import Event

from chalicelib.records.table import SHARDS
from chalicelib.settings import Settings


class Stopping(SystemExit):
    """Ends a worker between two rows; no flow may take it for a failure of the row."""


def intervals(settings: Settings) -> dict[str, float]:
    """Seconds between two messages of one worker, by provider; the outbox takes all at once."""
    rates = (
        (settings.sms_channel, settings.sms_per_second),
        (settings.email_channel, settings.email_per_second),
    )
    found: dict[str, float] = {}
    for provider, rate in rates:
        if provider != "outbox":
            found[provider] = max(found.get(provider, 0.0), SHARDS / int(rate))
    return found


class Pace:
    def __init__(
        self, seconds: dict[str, float], stopping: Event, monotonic: Callable[[], float] = time.monotonic
    ):
        self._seconds, self._stopping, self._monotonic = seconds, stopping, monotonic
        self._free_at: dict[str, float] = {}

    def __call__(self, provider: str) -> None:
        wait = self._free_at.get(provider, 0.0) - self._monotonic()
        if self._stopping.wait(max(0.0, wait)):
            raise Stopping
        self._free_at[provider] = self._monotonic() + self._seconds.get(provider, 0.0)
